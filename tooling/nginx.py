"""nginx for the journeys: the system's where there is one, else Debian's, unpacked here instead of installed.

Installed, the package starts a web server, now and with the machine; nobody asked for one by running tests.
"""

import tempfile
from pathlib import Path
from typing import NamedTuple

from tooling.problems import Problem
from tooling.steps import run_step
from tooling.system import can_install_packages, find_program, update_package_lists

ROOT = Path(__file__).resolve().parent.parent
UNPACKED = ROOT / "build" / "nginx"
WITH_PROGRAM = ("nginx", "nginx-core", "nginx-light")
"""Packages that bring the program: which one does differs from release to release."""
WITH_TYPES = "nginx-common"
SOURCE = "The package archive"


class Nginx(NamedTuple):
    """program, and its list of media types."""

    program: str
    types: str


def find_nginx() -> Nginx | None:
    """Where it is, if it is."""
    if program := find_program("nginx"):
        return Nginx(program, "/etc/nginx/mime.types")
    unpacked = UNPACKED / "usr" / "sbin" / "nginx"
    return Nginx(str(unpacked), str(UNPACKED / "etc" / "nginx" / "mime.types")) if unpacked.exists() else None


def fetch_nginx() -> None:
    """Unpacks it below `build/`; needs apt-get and, where the lists of packages were never read, root."""
    try:
        _unpack()
    except Problem:
        if not can_install_packages():
            raise Problem(
                "The tests need nginx: run `sudo apt-get update` and then the same command again, or "
                "`sudo apt-get install nginx`, which also starts a web server."
            ) from None
        update_package_lists()
        _unpack()


def _unpack() -> None:
    with tempfile.TemporaryDirectory(prefix="ggtalk-nginx-") as name:
        folder = Path(name)
        UNPACKED.mkdir(parents=True, exist_ok=True)
        _download(WITH_TYPES, folder)
        for package in WITH_PROGRAM:
            _download(package, folder)
            for file in folder.glob("*.deb"):
                run_step("Unpacking it", ["dpkg-deb", "-x", str(file), str(UNPACKED)], source=SOURCE, cwd=ROOT)
            if find_nginx():
                return
    raise Problem("Debian's nginx packages hold no nginx: run `sudo apt-get install nginx`.")


def _download(package: str, folder: Path) -> None:
    folder.chmod(0o755)  # apt drops its privileges
    run_step(f"Downloading {package}", ["apt-get", "download", package], source=SOURCE, cwd=folder)

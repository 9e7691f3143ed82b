"""Packages of the operating system (Debian, Ubuntu), installed only where that needs no password."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tooling.steps import run_step


def can_install_packages() -> bool:
    """Whether apt-get is here and we are root, or sudo asks no password."""
    return shutil.which("apt-get") is not None and (_is_root() or _sudo_asks_nothing())


def install_packages(packages: Sequence[str]) -> None:
    """Installs Debian packages. Raises Problem if that fails."""
    update_package_lists()
    run_step(
        f"Installing {' '.join(packages)}",
        [*_apt(), "install", "--yes", "--no-install-recommends", *packages],
        source="The package archive",
        cwd=Path("/"),
    )


def update_package_lists() -> None:
    """Asks which packages there are now. Raises Problem if that fails."""
    run_step("Reading the package lists", [*_apt(), "update"], source="The package archive", cwd=Path("/"))


def _apt() -> list[str]:
    return [*([] if _is_root() else ["sudo", "-n"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]


def find_program(name: str) -> str | None:
    """Where a program is, looking also where servers are kept, which is not on every user's PATH."""
    return shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")


def _is_root() -> bool:
    return os.geteuid() == 0


def _sudo_asks_nothing() -> bool:
    if shutil.which("sudo") is None:
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0

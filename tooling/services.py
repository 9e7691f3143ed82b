"""What `make test` uses of the system: MariaDB, Redis, nginx, Chromium with fonts, a compiler, a library of ODBC."""

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from ctypes.util import find_library
from pathlib import Path

from tooling.nginx import fetch_nginx, find_nginx
from tooling.problems import Problem
from tooling.redis import redis_program
from tooling.system import can_install_packages, find_program, install_packages

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def require_services() -> None:
    """Installs what is missing where that needs no password, else raises Problem saying how to."""
    _require_packages(sorted(set(_missing_packages())))
    if find_nginx() is None:
        fetch_nginx()


def _require_packages(packages: list[str]) -> None:
    if not packages:
        return
    if not can_install_packages():
        raise Problem(
            f"The tests need system packages that are missing: run `sudo apt-get install {' '.join(packages)}` "
            "and then the same command again."
        )
    install_packages(packages)


def _missing_packages() -> Iterator[str]:
    if not any(find_program(name) for name in CHROMIUM_NAMES):
        yield "chromium"
    # The -core packages bring the programs without a database service that starts with the machine.
    if not (find_program("mariadbd") and find_program("mariadb-install-db")):
        yield "mariadb-server-core"
        yield "mariadb-client-core"
    if redis_program() is None:
        yield "redis-tools"  # it brings the program as well, and no service either
    yield from _missing_for_building_mysqlclient()
    if find_library("odbc") is None:  # SQL Server's back end loads it, though nothing is connected here
        yield "libodbc2"
    if not _has_font(":lang=zh"):
        yield "fonts-noto-cjk"
    if not _has_font(":family=Noto Color Emoji"):
        yield "fonts-noto-color-emoji"


def _missing_for_building_mysqlclient() -> Iterator[str]:
    if not find_program("gcc"):
        yield "gcc"
        yield "libc6-dev"
    if not find_program("pkg-config"):
        yield "pkg-config"
    if not any(_pkg_config_knows(library) for library in ("libmariadb", "mysqlclient")):
        yield "libmariadb-dev"
    if not (Path(sysconfig.get_path("include")) / "Python.h").exists():
        yield f"python{sys.version_info.major}.{sys.version_info.minor}-dev"


def _pkg_config_knows(library: str) -> bool:
    program = shutil.which("pkg-config")
    return program is not None and subprocess.run([program, "--exists", library], check=False).returncode == 0


def _has_font(pattern: str) -> bool:
    program = shutil.which("fc-list")
    if program is None:
        return False
    return bool(subprocess.run([program, pattern], capture_output=True, check=False).stdout.strip())

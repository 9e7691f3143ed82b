"""On what it was measured, without names of hosts or people."""

from __future__ import annotations

import os
import platform
import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import psutil

YIELDING = 10
"""Of a process's niceness, up to 19."""
PACKAGES = ("Django", "channels", "uvicorn", "uvloop", "websockets", "picows")


def facts() -> list[tuple[str, str]]:
    """Name and value of what the figures depend on."""
    memory_gigabytes = psutil.virtual_memory().total / 2**30
    return [
        ("Processor", f"{processor()}, {os.cpu_count()} cores"),
        ("Memory", f"{memory_gigabytes:.0f} GB"),
        ("System", f"{platform.system()} {platform.release().split('-')[0]}, {distribution()}"),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
        ("Packages", ", ".join(f"{name} {version(name)}" for name in PACKAGES)),
    ]


def allow_many_connections() -> None:
    """Raises the limit of open files as far as this user may; servers started later inherit it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextmanager
def giving_way() -> Iterator[None]:
    """Lets other processes go first meanwhile: who only listens keeps nobody whose times are taken from a core."""
    before = os.getpriority(os.PRIO_PROCESS, 0)
    os.setpriority(os.PRIO_PROCESS, 0, max(before, YIELDING))
    try:
        yield
    finally:
        with suppress(PermissionError):  # the rest then gives way too
            os.setpriority(os.PRIO_PROCESS, 0, before)


def processor() -> str:
    """The processor's model as the system calls it."""
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def distribution() -> str:
    """The distribution's name and version."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform(terse=True)

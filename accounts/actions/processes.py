"""Naming server processes so that the leftovers of ended ones can be told from the work of running ones."""

from __future__ import annotations

import functools
import os
import socket
import uuid
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from accounts.models import ServerProcess
from ggtalk.clock import database_now

SILENT = timedelta(seconds=15)
"""After this long without a word a process on another machine is taken to have ended, by the database's clock."""

_NONCE = uuid.uuid4().hex[:12]
MOST_HOST = 64
DEAD = ("Z", "X")
"""States of a process that has ended (proc_pid_stat(5))."""


def this_process() -> str:
    """This process's name: machine, number, and when it was started."""
    return named(os.getpid())


@functools.cache
def named(pid: int) -> str:
    """What the process with this number is called; once asked, it keeps its name."""
    return f"{_host()} {pid} {_started(pid) or _NONCE}"


def note_running() -> bool:
    """Says in the database that this process runs; whether that was known. To be repeated well within `SILENT`."""
    now = database_now()
    if ServerProcess.objects.filter(name=this_process()).update(seen_at=now):
        return True
    ServerProcess.objects.create(name=this_process(), seen_at=now)
    return False


def ended_among(processes: Iterable[str]) -> set[str]:
    """Those processes that do not run any more; a machine's own are known at once, others' after a silence.

    Where the system does not tell when a process was started (no /proc), only this one is taken to run: the embedded
    server is a single process.
    """
    heard_since = database_now() - SILENT
    speaking = set(ServerProcess.objects.filter(seen_at__gte=heard_since).values_list("name", flat=True))
    return {process for process in processes if not _is_running(process, process in speaking)}


def running_processes() -> list[str]:
    """Processes that are serving people, as far as is known."""
    names = list(ServerProcess.objects.order_by("name").values_list("name", flat=True))
    ended = set(ended_among(names))
    return [name for name in names if name not in ended]


def _is_running(process: str, is_speaking: bool) -> bool:
    host, pid, started = process.rsplit(" ", 2)
    if host != _host():
        return is_speaking
    return process == this_process() or _started(int(pid)) == started


def _host() -> str:
    return socket.gethostname()[:MOST_HOST].replace(" ", "_")


def _started(pid: int) -> str:
    """Clock ticks between the machine's start and the process's (field 22 of proc_pid_stat(5)); "" if unknown or ended.

    A process that has ended stays in the list, dead, until its parent asks for it; some never do, as the first process
    of many a container.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()[:8]
    except OSError:
        return ""
    state, *numbers = stat.rpartition(")")[2].split()
    return "" if state in DEAD else f"{boot}-{numbers[18]}"

"""Child processes of which none is left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import FrameType
from typing import IO

import psutil

# prctl(2)
PR_SET_CHILD_SUBREAPER = 36
# What ends by itself once its parent has ended is given this long.
LEAVE_SECONDS = 1
STOP_SECONDS = 10


def adopt_orphans() -> None:
    """Makes descendants whose parent died children of this process, where stop_descendants() finds them (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def leave_on_signals() -> None:
    """Lets SIGTERM, SIGHUP and SIGINT unwind the program, so that everything it started is ended."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    # Started in the background of a script, a program would ignore Ctrl+C.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave(signum: int, _frame: FrameType | None) -> None:
    sys.exit(128 + signum)


def run_alone(
    command: Sequence[str], environment: Mapping[str, str], on_line: Callable[[str], None]
) -> tuple[int, list[str]]:
    """Runs `command`, passing its output through and each line to `on_line`, then ends what it left running.

    Returns its exit status and the names of the processes that had to be ended. It leads a process group of its own, so
    that Ctrl+C reaches it once and from here, however deep it nests.
    """
    before = _descendants()
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    assert process.stdout is not None
    # Not read here: what the command leaves running may hold the pipe open.
    reader = threading.Thread(target=_pass_through, args=(process.stdout, on_line))
    reader.start()
    try:
        status = process.wait()
    except BaseException:
        _interrupt(process)
        raise
    finally:
        left = stop_descendants(spare=before)
        reader.join()
    return status, left


def stop_descendants(spare: frozenset[psutil.Process] = frozenset()) -> list[str]:
    """Ends every process below this one but those in `spare`; the names of those that had to be ended."""
    below = [process for process in _descendants() if process not in spare]
    _, left = psutil.wait_procs(below, timeout=LEAVE_SECONDS)
    names = []
    for process in left:
        with suppress(psutil.NoSuchProcess):
            names.append(process.name())
            process.terminate()
    _, stubborn = psutil.wait_procs(left, timeout=STOP_SECONDS)
    for process in stubborn:
        process.kill()
    psutil.wait_procs(stubborn, timeout=STOP_SECONDS)
    return names


def _descendants() -> frozenset[psutil.Process]:
    return frozenset(psutil.Process().children(recursive=True))


def _pass_through(output: IO[str], on_line: Callable[[str], None]) -> None:
    with output:
        for line in output:
            print(line, end="", flush=True)
            on_line(line)


def _interrupt(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()

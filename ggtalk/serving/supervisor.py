"""Several server processes on one listening socket: started, watched, replaced one after the other, and ended.

The socket is the supervisor's. A process that died is missed by nobody: whoever comes is taken by another one. Each is
started as a program of its own, so that one which replaces another runs the code that is on disk by then.
"""

from __future__ import annotations

import logging
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

logger = logging.getLogger(__name__)

GLANCE_SECONDS = 0.1
START_SECONDS = 60
END_SECONDS = 15
"""For connections and jobs at hand; then it is killed."""
LEAST_LIFE_SECONDS = 5
MOST_PAUSE_SECONDS = 30
MOST_DOUBLINGS = 10


class ServerProcess:
    """One of them, from its start to its end."""

    def __init__(self, listening: socket.socket) -> None:
        self.started_at = time.monotonic()
        self.is_ready = False
        ready, tell_ready = os.pipe()
        lifeline, self._lifeline = os.pipe()
        passed = (listening.fileno(), tell_ready, lifeline)
        command = [sys.executable, *_flags(), "-m", "ggtalk.serving.process", *map(str, passed)]
        self._process = subprocess.Popen(command, pass_fds=passed)  # noqa: S603 - our own
        os.close(tell_ready)
        os.close(lifeline)
        self._ready = ready
        self._selector = selectors.DefaultSelector()
        self._selector.register(ready, selectors.EVENT_READ)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def lived(self) -> float:
        """For how many seconds it has run."""
        return time.monotonic() - self.started_at

    def status(self) -> int | None:
        """Its exit status, or `None` while it runs."""
        return self._process.poll()

    def look(self) -> None:
        """Notes whether it has said that it serves."""
        if not self.is_ready and self._selector.select(0):
            self.is_ready = os.read(self._ready, 1) != b""

    def end(self, number: int = signal.SIGTERM) -> None:
        """Asks it to end."""
        if self.status() is None:
            self._process.send_signal(number)

    def close(self) -> None:
        """Lets go of what belongs to one that has ended."""
        self._selector.close()
        os.close(self._ready)
        os.close(self._lifeline)


class Supervisor:
    """Keeps `count` processes running until SIGTERM or SIGINT; SIGHUP replaces them one after the other.

    ready(): called when all of them serve for the first time.
    """

    def __init__(self, listening: socket.socket, count: int, ready: Callable[[], None]) -> None:
        self._listening, self._count, self._ready = listening, count, ready
        self._running: list[ServerProcess] = []
        self._leaving: list[tuple[ServerProcess, float]] = []
        self._to_replace: list[ServerProcess] = []
        self._failures = 0
        self._start_again_at = 0.0
        self._is_ending = False

    def run(self) -> None:
        """Returns when all of them have ended. Raises ChildProcessError when none ever came to serve."""
        before = {number: signal.signal(number, self._end) for number in (signal.SIGTERM, signal.SIGINT)}
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, self._replace)
        was_ready = False
        try:
            while not self._is_ending:
                self._look()
                if not was_ready and self._all_run():
                    was_ready = True
                    self._ready()
                if not was_ready and self._failures >= self._count:
                    raise ChildProcessError("no server process came to serve")
                time.sleep(GLANCE_SECONDS)
        finally:
            self._end_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self._is_ending = True

    def _replace(self, _number: int, _frame: FrameType | None) -> None:
        self._to_replace = list(self._running)

    def _look(self) -> None:
        for process in self._running:
            process.look()
            if not process.is_ready and time.monotonic() > process.started_at + START_SECONDS:
                process.end(signal.SIGKILL)
        for process in [one for one in self._running if one.status() is not None]:
            self._bury(process)
        self._leaving = [(one, until) for one, until in self._leaving if not self._has_left(one, until)]
        if self._all_run() and all(one.lived() > LEAST_LIFE_SECONDS for one in self._running):
            self._failures = 0  # whatever was wrong is over
        while len(self._running) < self._count and time.monotonic() >= self._start_again_at:
            self._running.append(ServerProcess(self._listening))
        self._go_on_replacing()

    def _all_run(self) -> bool:
        """Whether as many as are wanted run, and all that run serve."""
        return len(self._running) >= self._count and all(one.is_ready for one in self._running)

    def _bury(self, process: ServerProcess) -> None:
        """Notes that one has ended by itself; one that hardly lived is not started again at once."""
        logger.error("the server process %d ended with %s; another one is started", process.pid, process.status())
        self._running.remove(process)
        process.close()
        if self._to_replace and not process.is_ready:
            logger.error("what was to replace the old processes does not start: they stay")
            self._to_replace = []
        has_served = process.is_ready and process.lived() > LEAST_LIFE_SECONDS
        self._failures = 0 if has_served else self._failures + 1
        pause = min(MOST_PAUSE_SECONDS, 2.0 ** min(self._failures, MOST_DOUBLINGS) / 2) if self._failures else 0
        self._start_again_at = time.monotonic() + pause

    def _go_on_replacing(self) -> None:
        """Lets the next old one go when all that run serve, one more than wanted among them."""
        self._to_replace = [one for one in self._to_replace if one in self._running]
        if not self._to_replace:
            for one_too_many in self._running[self._count :]:
                self._let_go(one_too_many)
            return
        if len(self._running) == self._count and time.monotonic() >= self._start_again_at:
            self._running.append(ServerProcess(self._listening))
        elif len(self._running) > self._count and all(one.is_ready for one in self._running):
            self._let_go(self._to_replace.pop(0))

    def _let_go(self, process: ServerProcess) -> None:
        self._running.remove(process)
        process.end()
        self._leaving.append((process, time.monotonic() + END_SECONDS))

    def _has_left(self, process: ServerProcess, until: float) -> bool:
        if process.status() is None:
            if time.monotonic() > until:
                process.end(signal.SIGKILL)
            return False
        process.close()
        return True

    def _end_all(self) -> None:
        self._listening.close()
        for process in tuple(self._running):
            self._let_go(process)
        while self._leaving:
            self._leaving = [(one, until) for one, until in self._leaving if not self._has_left(one, until)]
            time.sleep(GLANCE_SECONDS / 2)


def _flags() -> list[str]:
    return ["-B"] if sys.dont_write_bytecode else []

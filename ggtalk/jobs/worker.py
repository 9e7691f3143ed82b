"""The threads of a server process that do what the job table says."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from django.db import connections

from ggtalk.jobs.kinds import Handed
from ggtalk.jobs.queue import handed_over, next_due_in, perform_due
from ggtalk.realtime.databases import run_closing

logger = logging.getLogger(__name__)

MOST_IDLE_SECONDS = 10
"""Commits of this process wake the worker; only what other processes left behind has to wait this long."""
LEAST_IDLE_SECONDS = 0.05
STOP_SECONDS = 3


class Worker:
    """Runs from `start` to `stop`. A job that the end of the process cuts off runs again when its lease is over.

    abroad: it does what waits for other machines, or what does not; everything for `None`.
    """

    def __init__(self, abroad: bool | None = None) -> None:
        self._abroad = abroad
        self._wanted = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins, with what an earlier process left behind."""
        self._ended.clear()
        handed_over.append(self._handed)
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends after the job at hand, or without it when that takes long."""
        if self._handed in handed_over:
            handed_over.remove(self._handed)
        self._ended.set()
        self.wake()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)

    def wake(self) -> None:
        """There may be something to do."""
        self._wanted.set()

    def _handed(self, _jobs: Sequence[Handed]) -> None:
        self.wake()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._wanted.clear()
            idle_seconds = self._round()
            self._wanted.wait(idle_seconds)
        connections.close_all()

    def _round(self) -> float:
        """Does what is due; how long there is nothing to do after that."""
        try:
            run_closing(partial(perform_due, abroad=self._abroad))
            return _idle_seconds(run_closing(partial(next_due_in, abroad=self._abroad)))
        except Exception:  # a database that is away comes back
            logger.exception("the job table can't be read; it is tried again in %d s", MOST_IDLE_SECONDS)
            return MOST_IDLE_SECONDS


def _idle_seconds(due_in: timedelta | None) -> float:
    if due_in is None:
        return MOST_IDLE_SECONDS
    return min(MOST_IDLE_SECONDS, max(LEAST_IDLE_SECONDS, due_in.total_seconds()))


workers = (Worker(abroad=False), Worker(abroad=True))

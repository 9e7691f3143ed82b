"""Telling Celery of jobs. It carries their numbers; the table is the only truth.

A commit hands its jobs over, and beat has handed over what is due and was not done: what waits for another try, whose
worker was killed, or whose number Redis has lost. A row is leased before it is done, so a number that comes twice does
nothing the second time. No moment is ever told, only numbers: what is due is decided by the clock of the database, so
that the clocks of senders, workers and beat may differ.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import os
import threading
import time
from collections.abc import Sequence

from celery import Celery
from django.conf import settings
from redis import Redis

from ggtalk.jobs.kinds import Handed

logger = logging.getLogger(__name__)

PERFORM, SWEEP = "ggtalk.perform", "ggtalk.sweep"
QUEUE, QUEUE_ABROAD = "ggtalk", "ggtalk.abroad"
SWEEP_SECONDS = 5
MOST_IN_QUEUE = 500
"""With so many numbers waiting for a worker beat's sweep adds none; they would only pile up while no worker runs."""
MOST_WAIT_SECONDS = 60
"""What is due later than this is left to beat."""
ANSWER_SECONDS = 3

app = Celery("ggtalk", broker=settings.REDIS_URL or None)
app.conf.update(
    task_ignore_result=True,
    task_default_queue=QUEUE,
    task_publish_retry=False,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={"socket_timeout": ANSWER_SECONDS, "socket_connect_timeout": ANSWER_SECONDS},
    beat_scheduler="celery.beat:Scheduler",  # its plan is the line below: there is nothing to keep on disk
    beat_schedule={"overdue": {"task": SWEEP, "schedule": SWEEP_SECONDS}},
)


def send(handed: Handed) -> None:
    """Tells Celery of one job that is due. Raises whatever its connection to Redis does."""
    app.send_task(PERFORM, (handed.job,), queue=queue_of(abroad=handed.abroad))


def queue_of(*, abroad: bool) -> str:
    """Where jobs wait that wait for other machines, or those that do not."""
    return QUEUE_ABROAD if abroad else QUEUE


def room_in_queue(*, abroad: bool) -> int:
    """How many numbers may be added to those that wait for a worker."""
    with Redis.from_url(settings.REDIS_URL, socket_timeout=ANSWER_SECONDS) as redis:
        return max(0, MOST_IN_QUEUE - int(redis.llen(queue_of(abroad=abroad))))


def running_workers() -> list[str]:
    """The names of Celery's workers that answer in time. Raises whatever its connection to Redis does."""
    answers = app.control.ping(timeout=ANSWER_SECONDS) or []
    return sorted(name for answer in answers for name in answer)


class HandingOver:
    """A thread that tells Celery, so that no commit waits for Redis; what it can't tell is found by beat."""

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._waiting: list[tuple[float, int, Handed]] = []
        self._order = itertools.count()
        self._is_telling = False
        self._started_in = 0

    def take(self, jobs: Sequence[Handed]) -> None:
        """From any thread, after a commit."""
        with self._moved:
            for handed in jobs:
                if handed.after_seconds <= MOST_WAIT_SECONDS:
                    due = time.monotonic() + handed.after_seconds
                    heapq.heappush(self._waiting, (due, next(self._order), handed))
            self._moved.notify_all()
            if self._started_in != os.getpid():  # a forked worker has none of its parent's threads
                self._started_in = os.getpid()
                threading.Thread(target=self._run, name="handing over", daemon=True).start()

    def wait(self) -> None:
        """Until what is due is told, or could not be: for a command that is about to end."""
        with self._moved:
            self._moved.wait_for(lambda: not self._is_telling and self._due_in() > 0)

    def _due_in(self) -> float:
        return self._waiting[0][0] - time.monotonic() if self._waiting else threading.TIMEOUT_MAX

    def _run(self) -> None:
        while True:
            with self._moved:
                while (seconds := self._due_in()) > 0:
                    self._moved.wait(seconds)
                _, _, handed = heapq.heappop(self._waiting)
                self._is_telling = True
            try:
                send(handed)
            except Exception as error:  # noqa: BLE001 - Redis' errors come in many kinds; beat finds the job
                logger.warning("Celery can't be told of the job %d, beat will: %s", handed.job, error)
            with self._moved:
                self._is_telling = False
                self._moved.notify_all()


handing_over = HandingOver()

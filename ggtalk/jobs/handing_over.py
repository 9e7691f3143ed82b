"""Telling Celery of jobs. It carries their numbers; the table is the only truth.

A commit hands its jobs over, and beat has handed over what is due and was not done: what waits for another try, whose
worker was killed, or whose number Redis has lost. A row is leased before it is done, so a number that comes twice does
nothing the second time.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections.abc import Sequence

from celery import Celery
from django.conf import settings

from ggtalk.jobs.kinds import Handed

logger = logging.getLogger(__name__)

PERFORM, SWEEP = "ggtalk.perform", "ggtalk.sweep"
QUEUE, QUEUE_ABROAD = "ggtalk", "ggtalk.abroad"
SWEEP_SECONDS = 5
KEPT_SECONDS = 4 * SWEEP_SECONDS
"""A number that no worker took by then is forgotten: it is handed over again as long as it is due."""
MOST_COUNTDOWN_SECONDS = 60
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
    beat_schedule={"overdue": {"task": SWEEP, "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}}},
)


def send(handed: Handed) -> None:
    """Tells Celery of one job. Raises whatever its connection to Redis does."""
    app.send_task(
        PERFORM,
        (handed.job,),
        queue=QUEUE_ABROAD if handed.abroad else QUEUE,
        countdown=handed.after_seconds or None,
        expires=handed.after_seconds + KEPT_SECONDS,
    )


class HandingOver:
    """A thread that tells Celery, so that no commit waits for Redis; what it can't tell is found by beat."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Handed] = queue.Queue()
        self._lock = threading.Lock()
        self._started_in = 0

    def take(self, jobs: Sequence[Handed]) -> None:
        """From any thread, after a commit."""
        for handed in jobs:
            if handed.after_seconds <= MOST_COUNTDOWN_SECONDS:
                self._waiting.put(handed)
        with self._lock:
            if self._started_in != os.getpid():  # a forked worker has none of its parent's threads
                self._started_in = os.getpid()
                threading.Thread(target=self._run, name="handing over", daemon=True).start()

    def wait(self) -> None:
        """Until what was handed over so far is told, or could not be: for a command that is about to end."""
        self._waiting.join()

    def _run(self) -> None:
        while True:
            handed = self._waiting.get()
            try:
                send(handed)
            except Exception as error:  # noqa: BLE001 - Redis' errors come in many kinds; beat finds the job
                logger.warning("Celery can't be told of the job %d, beat will: %s", handed.job, error)
            self._waiting.task_done()


handing_over = HandingOver()

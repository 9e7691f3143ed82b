"""What Celery's worker and beat run where `JOBS=celery`: `celery -A ggtalk worker` and `celery -A ggtalk beat`."""

from __future__ import annotations

import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ggtalk.settings")
django.setup()

from ggtalk.jobs.handing_over import (  # noqa: E402 - Django must be set up first
    PERFORM,
    SWEEP,
    SWEEP_SECONDS,
    app,
    room_in_queue,
    send,
)
from ggtalk.jobs.queue import overdue, perform_one  # noqa: E402 - see above
from ggtalk.realtime.databases import run_closing  # noqa: E402 - see above

__all__ = ["app"]

OVERDUE = timedelta(seconds=SWEEP_SECONDS)


@app.task(name=PERFORM)
def perform(job: int) -> None:
    """Does one job of the table, if it is still to be done."""
    run_closing(perform_one, job)


@app.task(name=SWEEP)
def sweep() -> None:
    """Hands over what is due and was not done."""
    for abroad in (False, True):  # what waits abroad keeps nothing else from being handed over
        for handed in run_closing(overdue, OVERDUE, room_in_queue(abroad=abroad), abroad=abroad):
            send(handed)

"""A process of its own that does jobs: `python -m ggtalk.jobs.tests.dying enqueue|hang|perform`.

enqueue: migrates and leaves a job behind. hang: begins it, says so, and waits to be killed. perform: does what is due
when every lease is over, and says what was done.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ggtalk.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.utils import timezone  # noqa: E402 - see above

from ggtalk.jobs.kinds import Work, performs, work  # noqa: E402 - see above
from ggtalk.jobs.queue import enqueue, perform_due  # noqa: E402 - see above

AFTER_EVERY_LEASE = timedelta(days=1)
mode = sys.argv[1]


@work("tests.write")
class Write(Work, frozen=True):
    """Write a word."""

    word: str


@performs(Write)
def write(job: int, wanted: Write) -> None:
    """Hangs for ever in the middle of it, or does it."""
    sys.stdout.write(f"{job} {wanted.word}\n")
    sys.stdout.flush()
    if mode == "hang":
        signal.pause()


if mode == "enqueue":
    call_command("migrate", "jobs", verbosity=0)
    enqueue(Write(word="hello"))
elif mode == "hang":
    perform_due()
else:
    perform_due(timezone.now() + AFTER_EVERY_LEASE)

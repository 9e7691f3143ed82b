"""Work for Celery's real workers: `celery -A e2e.marking worker`.

`python -m e2e.marking enqueue 100` leaves jobs behind, `… count KIND` says how many of a kind are in which state. A job
leaves a file with its number in DONE_IN, and a line in `begun` each time it is begun.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path

from ggtalk.celery import app
from ggtalk.jobs.handing_over import handing_over
from ggtalk.jobs.kinds import Work, performs, work
from ggtalk.jobs.models import Job
from ggtalk.jobs.queue import enqueue

__all__ = ["app"]

LEASE_SECONDS = 3
TAKES_SECONDS = 0.1


@work("tests.leave_a_mark")
class LeaveAMark(Work, frozen=True):
    """Leave a mark."""


@performs(LeaveAMark, lease_seconds=LEASE_SECONDS, most_tries=50)
def leave_a_mark(job: int, wanted: LeaveAMark) -> None:
    """Takes a while, so that a worker can be killed in the middle of it."""
    folder = Path(os.environ["DONE_IN"])
    with (folder / "begun").open("a") as begun:
        begun.write(f"{job}\n")
    time.sleep(TAKES_SECONDS)
    (folder / str(job)).touch()


if __name__ == "__main__":
    if sys.argv[1] == "enqueue":
        for _ in range(int(sys.argv[2])):
            enqueue(LeaveAMark())
        handing_over.wait()
    else:
        states = Counter(Job.objects.filter(kind=sys.argv[2]).values_list("state", flat=True))
        sys.stdout.write(" ".join(f"{count} {state}" for state, count in sorted(states.items())))

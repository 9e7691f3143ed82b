"""Work for Celery's real workers: `celery -A e2e.marking worker`.

`python -m e2e.marking enqueue 100` leaves jobs behind, `… count KIND` says how many of a kind are in which state. A job
leaves a file with its number in DONE_IN, and a line in `begun` each time it is begun. `enqueue 100 USER CONVERSATION`:
each also writes into the conversation; every `HANGS_EACH`th hangs after it when it is begun first, and says so.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import uuid
from collections import Counter
from pathlib import Path

from e2e.workers import HANGS, HANGS_EACH
from ggtalk.celery import app

__all__ = ["app"]

from chat.actions import Outgoing, plain_body, send_messages
from ggtalk.jobs.handing_over import handing_over
from ggtalk.jobs.kinds import Work, performs, work
from ggtalk.jobs.models import Job
from ggtalk.jobs.queue import enqueue

LEASE_SECONDS = 3
TAKES_SECONDS = 0.1


@work("tests.leave_a_mark")
class LeaveAMark(Work, frozen=True):
    """Leave a mark, and write into a conversation if one is named."""

    user: int = 0
    conversation: int = 0
    hangs: bool = False


@performs(LeaveAMark, lease_seconds=LEASE_SECONDS, most_tries=50)
def leave_a_mark(job: int, wanted: LeaveAMark) -> None:
    """Takes a while, so that a worker can be killed in the middle of it."""
    folder = Path(os.environ["DONE_IN"])
    with (folder / "begun").open("a") as begun:
        begun.write(f"{job}\n")
    if wanted.conversation:
        send_messages([Outgoing(wanted.user, wanted.conversation, uuid.UUID(int=job), plain_body(f"job {job}"))])
    if wanted.hangs and (folder / "begun").read_text().split().count(str(job)) == 1:
        (folder / f"{HANGS} {os.getpid()}").touch()
        signal.pause()
    time.sleep(TAKES_SECONDS)
    (folder / str(job)).touch()


if __name__ == "__main__":
    if sys.argv[1] == "enqueue":
        user, conversation = map(int, sys.argv[3:] or ("0", "0"))
        for number in range(int(sys.argv[2])):
            hangs = conversation != 0 and number % HANGS_EACH == 0
            enqueue(LeaveAMark(user=user, conversation=conversation, hangs=hangs))
        handing_over.wait()
    else:
        states = Counter(Job.objects.filter(kind=sys.argv[2]).values_list("state", flat=True))
        sys.stdout.write(" ".join(f"{count} {state}" for state, count in sorted(states.items())))

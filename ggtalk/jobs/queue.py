"""Putting work into the table, and taking it out: claims, leases, retries. No threads in here.

What is due, and for how long a job is somebody's, is told by the clock of the database alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import transaction
from django.db.models import F, Min, QuerySet
from django.utils import timezone

from ggtalk.clock import database_now
from ggtalk.jobs.kinds import Handed, TryLater, Work, kinds_done, performers
from ggtalk.jobs.models import Job

logger = logging.getLogger(__name__)

FIRST_RETRY_SECONDS = 5
MOST_RETRY_SECONDS = 60 * 60
MOST_ERROR_CHARACTERS = 2_000
LOOKED_AT = 20
DONE_KEPT = timedelta(days=1)
FAILED_KEPT = timedelta(days=30)

handed_over: list[Callable[[Sequence[Handed]], None]] = []
"""Each is called after a commit that left work behind: the worker of this process wakes up, or Celery is told."""


def enqueue_all(wanted: Sequence[Work], *, after_seconds: float = 0) -> None:
    """Notes several pieces of work as `enqueue` does, a hundred with one statement."""
    now = database_now()
    due_at = now + timedelta(seconds=after_seconds)
    jobs = [
        Job(kind=one.kind, payload=msgspec.json.encode(one).decode(), due_at=due_at, created_at=now) for one in wanted
    ]
    _hand_over_on_commit(Job.objects.bulk_create(jobs, batch_size=100), after_seconds)


def enqueue(wanted: Work, *, after_seconds: float = 0) -> int:
    """Notes work that will be done once the caller's transaction is committed; returns the job's id.

    Without a transaction of the caller's it is noted at once.
    """
    now = database_now()
    job = Job.objects.create(
        kind=wanted.kind,
        payload=msgspec.json.encode(wanted).decode(),
        due_at=now + timedelta(seconds=after_seconds),
        created_at=now,
    )
    _hand_over_on_commit([job], after_seconds)
    return job.pk


def _hand_over_on_commit(jobs: Sequence[Job], after_seconds: float = 0) -> None:
    """Some databases do not tell the numbers of many new rows; those are found as what is due."""
    handed = [Handed(job.pk, _waits_abroad(job.kind), after_seconds) for job in jobs if job.pk is not None]

    def hand_over() -> None:
        for tell in handed_over:
            tell(handed)

    transaction.on_commit(hand_over)


def _waits_abroad(kind: str) -> bool:
    return kind in performers and performers[kind].abroad


def perform_due(now: datetime | None = None, *, abroad: bool | None = None) -> int:
    """Does what is due, one after the other, and returns how many were begun. Safe in several threads and processes.

    abroad: only what waits for other machines, or only what does not; everything for `None`.
    """
    begun = 0
    while job := _claimed(now or database_now(), abroad):
        _perform(job, now)
        begun += 1
    return begun


def perform_one(job: int, now: datetime | None = None) -> bool:
    """Does this job if it is due and nobody is at it; whether it was begun."""
    now = now or database_now()
    found = Job.objects.filter(pk=job, state=Job.State.WAITING, due_at__lte=now, kind__in=performers).first()
    if found is None or not _leased(found, now):
        return False
    _perform(found, None)
    return True


def overdue(since: timedelta, most: int, *, abroad: bool | None = None) -> list[Handed]:
    """What is due for so long and nobody is at, the oldest first; `abroad` as above."""
    kinds = kinds_done(abroad)
    due = Job.objects.filter(state=Job.State.WAITING, due_at__lte=database_now() - since, kind__in=kinds)
    rows = due.order_by("due_at", "id").values_list("pk", "kind")[:most]
    return [Handed(job, _waits_abroad(kind)) for job, kind in rows]


def next_due_in(*, abroad: bool | None = None) -> timedelta | None:
    """How long there is nothing to do, as far as is known; negative for what is overdue. `abroad` as above."""
    waiting = Job.objects.filter(state=Job.State.WAITING, kind__in=kinds_done(abroad))
    due: datetime | None = waiting.aggregate(first=Min("due_at"))["first"]
    return None if due is None else due - database_now()


def again(jobs: list[int]) -> int:
    """Has failed jobs tried afresh; returns how many there were."""
    changed = Job.objects.filter(pk__in=jobs, state=Job.State.FAILED).update(
        state=Job.State.WAITING, due_at=database_now(), tries=0, ended_at=None
    )
    _hand_over_on_commit(list(Job.objects.filter(pk__in=jobs, state=Job.State.WAITING)))
    return changed


def prune_jobs(now: datetime | None = None) -> int:
    """Forgets what was done a day ago, and what failed a month ago; returns how many went."""
    now = now or timezone.now()
    done, _ = Job.objects.filter(state=Job.State.DONE, ended_at__lt=now - DONE_KEPT).delete()
    failed, _ = Job.objects.filter(state=Job.State.FAILED, ended_at__lt=now - FAILED_KEPT).delete()
    return done + failed


def _claimed(now: datetime, abroad: bool | None) -> Job | None:
    """One due job, leased to the caller."""
    due = Job.objects.filter(state=Job.State.WAITING, due_at__lte=now, kind__in=kinds_done(abroad))
    for job in due.order_by("due_at", "id")[:LOOKED_AT]:
        if _leased(job, now):
            return job
    return None


def _leased(job: Job, now: datetime) -> bool:
    """Whether the job is now the caller's: whoever changes the row from what was read has it."""
    seen = Job.objects.filter(pk=job.pk, state=Job.State.WAITING, tries=job.tries, due_at=job.due_at)
    performer = performers[job.kind]
    if job.tries >= performer.most_tries:  # whoever was at it never came back
        _end(seen, Job.State.FAILED, job.error or "Whoever did it ended in the middle, each time.")
        logger.error("the job %s failed for good: its process ended each time", job)
        return False
    lease = now + timedelta(seconds=performer.lease_seconds)
    if seen.update(due_at=lease, tries=F("tries") + 1) != 1:
        return False
    job.tries, job.due_at = job.tries + 1, lease
    return True


def _perform(job: Job, now: datetime | None) -> None:
    performer = performers[job.kind]
    mine = Job.objects.filter(pk=job.pk, state=Job.State.WAITING, tries=job.tries)  # unless the lease has ended
    try:
        performer.perform(job.pk, msgspec.json.decode(job.payload, type=performer.wanted))
    except Exception as error:  # whatever an app's work may raise
        if isinstance(error, TryLater):
            logger.warning("the job %s has to wait, try %d of %d: %s", job, job.tries, performer.most_tries, error)
        else:
            logger.exception("the job %s went wrong, try %d of %d", job, job.tries, performer.most_tries)
        told = f"{type(error).__name__}: {error}"[:MOST_ERROR_CHARACTERS]
        if job.tries >= performer.most_tries:
            _end(mine, Job.State.FAILED, told)
        else:
            pause = timedelta(seconds=max(pause_seconds(job.tries), _asked_for(error)))
            mine.update(due_at=(now or database_now()) + pause, error=told)
    else:
        _end(mine, Job.State.DONE, "")


def _asked_for(error: Exception) -> float:
    return min(MOST_RETRY_SECONDS, error.after_seconds) if isinstance(error, TryLater) else 0


def _end(jobs: QuerySet[Job], state: Job.State, error: str) -> None:
    jobs.update(state=state, error=error, ended_at=timezone.now())


def pause_seconds(tries: int) -> float:
    """How long after its so-manieth failure a job rests: 5 s, 10 s, 20 s … at most an hour."""
    return min(MOST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2.0 ** (tries - 1))

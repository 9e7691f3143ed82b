"""The job table, for the tests of the apps."""

from __future__ import annotations

from ggtalk.clock import database_now
from ggtalk.jobs.kinds import Work
from ggtalk.jobs.models import Job


def jobs_for(wanted: type[Work]) -> list[Job]:
    """All jobs of a kind that are still kept, the oldest first."""
    return list(Job.objects.filter(kind=wanted.kind).order_by("id"))


def forget_done(job: int) -> None:
    """As if whoever did it had been killed before they noted that it is done: it is to be begun again."""
    Job.objects.filter(pk=job).update(state=Job.State.WAITING, due_at=database_now(), ended_at=None)

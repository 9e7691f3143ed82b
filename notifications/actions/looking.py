"""Looking for whom something waits, and noting a mail for them: nothing of it when messages are sent.

Any number of processes may look at once. Whoever changes a person's row from what was read has the person, and notes
the mail in the same transaction; so what was said is noted for one mail, by one of them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from ggtalk.clock import database_now
from ggtalk.jobs.queue import enqueue, enqueue_all
from ggtalk.mail import sends_mail
from notifications.models import Digest, DigestLook
from notifications.queries.digests import asking_among, away_among, due_page
from notifications.rhythm import next_due, zone_of
from notifications.work import LookForDigests, SendDigest

BETWEEN_LOOKS = timedelta(seconds=50)
"""Chores run once a minute in each process; this is a little less, so that none of the minutes is left out."""
SETTLED = timedelta(seconds=10)
"""What was said later may still be on its way into the database, or bear the time of a clock that is a little fast."""
MOST_PAGES = 10


def look_for_digests() -> None:
    """A chore: once a minute one of all processes notes a look, where anybody's time has come."""
    if not sends_mail():
        return
    now = database_now()
    if not Digest.objects.filter(due_at__lte=now).exists():
        return
    DigestLook.objects.get_or_create(pk=DigestLook.THE_ONE, defaults={"due_at": now})
    with transaction.atomic():
        mine = DigestLook.objects.filter(pk=DigestLook.THE_ONE, due_at__lte=now).update(due_at=now + BETWEEN_LOOKS)
        if mine:
            enqueue(LookForDigests())


def note_due_digests(now: datetime | None = None) -> int:
    """Notes a mail for everybody whose time has come and for whom something waits; returns how many.

    After some pages the rest is left to a job of its own, so that other work comes in between.
    """
    noted = 0
    moment = now or database_now()
    for _ in range(MOST_PAGES):
        page = due_page(moment) if sends_mail() else []
        if not page:
            return noted
        noted += note_digests(page, moment)
    enqueue(LookForDigests())
    return noted


def note_digests(digests: Collection[Digest], now: datetime) -> int:
    """Notes a mail for those of these people for whom something waits, and when they are looked at next."""
    until = now - SETTLED
    asking = asking_among(away_among(digests), until)
    with transaction.atomic():
        _put_off([digest for digest in digests if digest.user_id not in asking], now)
        mine = [one for one in digests if one.user_id in asking and _taken(one, until, now)]
        if mine:
            enqueue_all([SendDigest(user=digest.user_id, until=until) for digest in mine])
    return len(mine)


def note_sent(user: int, until: datetime, messages: int) -> None:
    """What was said until then was mailed."""
    Digest.objects.filter(user=user, told_until__lt=until).update(
        told_until=until, sent_at=database_now(), sent_messages=messages
    )


def _put_off(digests: Collection[Digest], now: datetime) -> None:
    """People for whom nothing waits are looked at next time; a statement for all who have the same one."""
    later: dict[datetime | None, list[int]] = {}
    for digest in digests:
        later.setdefault(_next_due(digest, now), []).append(digest.user_id)
    for due_at, users in later.items():
        Digest.objects.filter(user__in=users, due_at__lte=now).update(due_at=due_at)


def _taken(digest: Digest, until: datetime, now: datetime) -> bool:
    """Whether this look is the one that notes somebody's mail: their row is as it was read, and is changed."""
    seen = Digest.objects.filter(user=digest.user_id, due_at=digest.due_at, noted_until=digest.noted_until)
    return seen.update(due_at=_next_due(digest, now), noted_until=until) == 1


def _next_due(digest: Digest, now: datetime) -> datetime | None:
    return next_due(digest.frequency, digest.hour, zone_of(digest.time_zone), now)

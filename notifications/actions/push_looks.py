"""Finding out who is to be told of what was said, every few seconds, in whichever process comes first.

Nothing is noted when a message is sent. Each look reads what was said since the last message that all looks are done
with, and that stays behind: what is said is looked at again and again until it is `LOOKED_BACK_SECONDS` old, so that
what took long to commit is found, and so is a browser that fell silent without a word, which takes a while to be
noticed. What a job was noted for stands in `PushedRoom`, so nothing is told twice. Of several processes that have seen
the same, the one that raises the turn of the look first notes the jobs; the others note nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import F, Max

from accounts.queries.batches import parts
from chat.models import Message
from chat.queries.attention import Waiting, waiting_since
from ggtalk.clock import database_now
from ggtalk.jobs.queue import enqueue_all
from notifications.models import PushedRoom, PushLook, PushSubscription
from notifications.queries.push import away_of, look_so_far, pushed_rooms, subscribed_users
from notifications.work import PushRoom

LOOKED_BACK_SECONDS = 45
"""A client that does not answer is gone within 25 s."""
GRACE_SECONDS = 5
"""Who reads elsewhere, or loads a page anew, need not be told."""
QUIET_SECONDS = 30
"""What is said in a conversation within this time after a browser was told of it is told together."""
ROWS_PER_STATEMENT = 200


class _Due(msgspec.Struct, frozen=True):
    """A room that a browser is to be told of; is_pending: by a job that is noted already."""

    room: PushedRoom
    after_seconds: float
    is_pending: bool


def look_for_pushes() -> int:
    """Notes who is to be told of what; returns how many jobs. One query where no browser is to be told of anything."""
    if not settings.WEB_PUSH:
        return 0
    seen = look_so_far()
    if seen is None:
        return 0
    now = database_now()
    waiting = waiting_since(seen.message, subscribed_users())
    due = list(_due(waiting, now)) if waiting else []
    done_with = _done_with(seen.message, now)
    if not due and done_with == seen.message:
        return 0
    with transaction.atomic():
        turn = PushLook.objects.filter(id=seen.id, turn=seen.turn)
        if turn.update(turn=F("turn") + 1, message=done_with) != 1:
            return 0
        return _note(_still_there(due), now)


def _done_with(message: int, now: datetime) -> int:
    old = now - timedelta(seconds=LOOKED_BACK_SECONDS)
    return Message.objects.filter(id__gt=message, sent_at__lt=old).aggregate(last=Max("id"))["last"] or message


def _due(waiting: Sequence[Waiting], now: datetime) -> Iterator[_Due]:
    away = away_of({one.user for one in waiting})
    rooms = {one.conversation for one in waiting if one.user in away}
    known = pushed_rooms({pk for ids in away.values() for pk in ids}, rooms)
    for one in waiting:
        for subscription in away.get(one.user, []):
            room = known.get((subscription, one.conversation))
            if room is None:
                room = PushedRoom(subscription_id=subscription, conversation_id=one.conversation, due_at=now)
            elif room.wanted_seq >= one.seq:
                continue
            room.wanted_seq = one.seq
            is_pending = room.pk is not None and room.due_at > now
            yield _Due(room, 0 if is_pending else _rest_seconds(room, now), is_pending)


def _rest_seconds(room: PushedRoom, now: datetime) -> float:
    told_ago = (now - room.told_at).total_seconds() if room.told_at else QUIET_SECONDS
    return max(GRACE_SECONDS, QUIET_SECONDS - told_ago)


def _still_there(due: Sequence[_Due]) -> list[_Due]:
    """Those whose browsers have not been signed out meanwhile, nor will be until all is noted."""
    there: set[int] = set()
    for part in parts({one.room.subscription_id for one in due}):
        held = PushSubscription.objects.select_for_update().filter(id__in=part).order_by("id")
        there.update(held.values_list("id", flat=True))
    return [one for one in due if one.room.subscription_id in there]


def _note(due: Sequence[_Due], now: datetime) -> int:
    """The rooms as they are now, and a job for each that has none which is still to begin."""
    jobs: dict[int, list[PushRoom]] = {}
    for one in due:
        if one.is_pending:
            continue
        after_seconds = round(one.after_seconds)
        one.room.due_at = now + timedelta(seconds=after_seconds)
        wanted = PushRoom(subscription=one.room.subscription_id, conversation=one.room.conversation_id)
        jobs.setdefault(after_seconds, []).append(wanted)
    PushedRoom.objects.bulk_create([one.room for one in due if one.room.pk is None], batch_size=ROWS_PER_STATEMENT)
    PushedRoom.objects.bulk_update(
        [one.room for one in due if one.room.pk is not None], ["wanted_seq", "due_at"], batch_size=ROWS_PER_STATEMENT
    )
    for after_seconds, wanted_then in jobs.items():
        enqueue_all(wanted_then, after_seconds=after_seconds)
    return sum(map(len, jobs.values()))

"""Telling browsers of messages."""

from __future__ import annotations

import logging

from django.conf import settings

from ggtalk.jobs.kinds import TryLater, performs
from notifications.actions import forget, note_told, note_trouble
from notifications.models import PushedRoom
from notifications.push.service import Gone, NotTaken, push
from notifications.push.telling import told_of
from notifications.queries.push import away_with_id
from notifications.work import PushRoom

logger = logging.getLogger(__name__)


@performs(PushRoom, lease_seconds=30, abroad=True)
def push_room(job: int, wanted: PushRoom) -> None:
    """Tells it, unless it was read, told or taken back meanwhile, or a page of the browser is open again.

    Done twice it replaces what it told: the notifications of a conversation have one tag, and one topic.
    """
    subscription = away_with_id(wanted.subscription) if settings.WEB_PUSH else None
    told = told_of(subscription, wanted.conversation) if subscription else None
    if subscription is None or told is None or _was_told(wanted, told.seq):
        return
    try:
        push(subscription.endpoint, subscription.p256dh, subscription.auth, told.pushed)
    except Gone:
        forget(subscription)
    except NotTaken as reason:
        logger.warning("%s can't be told: %s", subscription, reason)
        note_trouble(subscription.id, str(reason))
    except TryLater as reason:
        note_trouble(subscription.id, str(reason))
        raise
    else:
        note_told(subscription.id, wanted.conversation, told.seq)


def _was_told(wanted: PushRoom, seq: int) -> bool:
    rooms = PushedRoom.objects.filter(subscription=wanted.subscription, conversation=wanted.conversation)
    return rooms.filter(told_seq__gte=seq).exists()

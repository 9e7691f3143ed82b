"""Shaking the others' window: they feel it now or not at all, and a line of it stays."""

from __future__ import annotations

import math
import time
import uuid

import msgspec
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from chat.actions.send import SendReply
from chat.actions.storing import NewMessage, delivery_of, store_messages
from chat.events import ShakeSent
from chat.models import stream_of
from chat.permissions import refusals_to_send
from chat.serializers import MessageBody
from ggtalk.errors import Refused
from ggtalk.realtime.publish import announce, deliver_on_commit, lock_streams, take_numbers

SHAKE_SECONDS = 10
"""Between two shakes of one person in one conversation."""


def send_shake(user: int, conversation: int) -> SendReply:
    """Shakes those who are there and leaves a line for everybody; answers where the line was stored.

    Refusals: `not_a_member`, `not_available`, and `throttled` with the seconds that are left.
    """
    stream = stream_of(conversation)
    with transaction.atomic():
        heads = lock_streams([stream])
        place = (conversation, user)
        if refused := refusals_to_send([place]).get(place):
            raise refused
        _take_turn(user, conversation)
        line = NewMessage(
            conversation_id=conversation,
            seq=take_numbers({stream: 1}, locked=heads)[stream],
            sender_id=user,
            client_id=uuid.uuid4(),
            body=msgspec.json.encode(MessageBody(shake=True)).decode(),
            sent_at=timezone.now(),
        )
        store_messages([line])
        deliver_on_commit([delivery_of(line)])
        announce(ShakeSent(conversation=conversation, user=user), to=[stream])
    return SendReply(line.id, line.seq)


def _take_turn(user: int, conversation: int) -> None:
    key, now = f"shake:{conversation}:{user}", time.time()
    if cache.add(key, now + SHAKE_SECONDS, SHAKE_SECONDS):
        return
    seconds_left = min(SHAKE_SECONDS, max(1, math.ceil(cache.get(key, now) - now)))
    raise Refused(
        "throttled",
        f"A window is shaken once in {SHAKE_SECONDS} s; try again in {seconds_left} s.",
        status=429,
        retry_after_seconds=seconds_left,
    )

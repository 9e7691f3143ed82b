"""Subscribing browsers, and noting what became of what they were told."""

from __future__ import annotations

import hashlib

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actions.locks import lock_users
from accounts.models import Device
from chat.models import Message
from ggtalk.clock import database_now
from ggtalk.errors import Refused
from notifications.models import PushedRoom, PushLook, PushSubscription
from notifications.push.endpoints import checked_keys, endpoint_of
from notifications.queries.push import subscriptions_of

MOST_SUBSCRIPTIONS = 20
"""For each person; past this the oldest goes."""
ONLY_LOOK = 1
FIRST_LANGUAGE = "en"


class NewSubscription(msgspec.Struct, frozen=True):
    """What a browser got from its push service, and the language of its words (`en`, `zh-hans`; `None`: as before)."""

    endpoint: str
    p256dh: str
    auth: str
    language: str | None = None


def subscribe(device: Device, new: NewSubscription) -> None:
    """Has the device told there from now on. Whoever was told there before is not any more: a browser is one person's.

    Refuses with `invalid`.
    """
    service = endpoint_of(new.endpoint).origin
    checked_keys(new.p256dh, new.auth)
    try:
        _subscribe(device, new, service)
    except IntegrityError:  # somebody else had the same endpoint a moment ago: now theirs is found and goes
        _subscribe(device, new, service)


def _subscribe(device: Device, new: NewSubscription, service: str) -> None:
    digest = hashlib.sha256(new.endpoint.encode()).hexdigest()
    with transaction.atomic():
        lock_users(device.user_id)
        if not Device.objects.filter(id=device.id).exists():  # signed out meanwhile
            raise Refused("not_signed_in", "This device was signed out.", status=401)
        _begin_looking()
        before = PushSubscription.objects.filter(device=device).first()
        PushSubscription.objects.filter(Q(device=device) | Q(endpoint_hash=digest)).exclude(
            device=device, endpoint_hash=digest
        ).delete()
        mine = before if before and before.endpoint_hash == digest else None
        mine = mine or PushSubscription(device=device, endpoint_hash=digest)
        mine.endpoint, mine.p256dh, mine.auth = new.endpoint, new.p256dh, new.auth
        mine.language = new.language or (before.language if before else FIRST_LANGUAGE)
        mine.service, mine.error = service[:191], ""
        mine.save()
        surplus = subscriptions_of(device.user_id)[MOST_SUBSCRIPTIONS:]
        PushSubscription.objects.filter(id__in=[one.id for one in surplus]).delete()


def _begin_looking() -> None:
    """Nobody was to be told until now: what was said before is told to nobody."""
    if PushSubscription.objects.exists():
        return
    newest = Message.objects.order_by("-id").values_list("id", flat=True).first() or 0
    if not PushLook.objects.filter(id=ONLY_LOOK).update(message=newest):
        PushLook.objects.create(id=ONLY_LOOK, message=newest)


def unsubscribe(device: int) -> None:
    """Has the device told no more."""
    PushSubscription.objects.filter(device=device).delete()


def forget(subscription: PushSubscription) -> None:
    """The browser is not subscribed there any more, unless it has subscribed anew meanwhile."""
    PushSubscription.objects.filter(id=subscription.id, endpoint_hash=subscription.endpoint_hash).delete()


def note_told(subscription: int, conversation: int, seq: int) -> None:
    """A browser was told of a conversation up to this number."""
    now = database_now()
    PushedRoom.objects.filter(subscription=subscription, conversation=conversation, told_seq__lt=seq).update(
        told_seq=seq, told_at=now
    )
    PushSubscription.objects.filter(id=subscription).update(told_at=timezone.now(), error="")


def note_trouble(subscription: int, trouble: str) -> None:
    """A browser could not be told, for this reason."""
    PushSubscription.objects.filter(id=subscription).update(error=trouble[:191])

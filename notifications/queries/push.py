"""Browsers that are to be told, and what each of them is told of a conversation."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import ConnectedClient
from accounts.queries.batches import parts
from notifications.models import PushedRoom, PushLook, PushSubscription


def look_so_far() -> PushLook | None:
    """Up to where was looked; `None` where no browser is to be told of anything. One query."""
    return PushLook.objects.filter(Exists(PushSubscription.objects.all())).first()


def subscription_of(device: int) -> PushSubscription | None:
    """The subscription of a device."""
    return PushSubscription.objects.filter(device=device).first()


def subscriptions_of(user: int) -> QuerySet[PushSubscription]:
    """All of a user's, the newest first."""
    return PushSubscription.objects.filter(device__user=user).select_related("device").order_by("-created_at", "-id")


def subscribed_users() -> QuerySet[Any]:
    """The ids of those who are to be told somewhere."""
    return PushSubscription.objects.values("device__user")


def away_with_id(subscription: int) -> PushSubscription | None:
    """The subscription with its device and user, if it is there and no page of its browser is open."""
    return _away().filter(id=subscription, device__user__is_active=True).select_related("device__user").first()


def away_of(users: Collection[int]) -> dict[int, list[int]]:
    """By user: their subscriptions whose browsers have no page open."""
    found: dict[int, list[int]] = {}
    for part in parts(users):
        for pk, user in _away().filter(device__user__in=part).values_list("id", "device__user_id"):
            found.setdefault(user, []).append(pk)
    return found


def pushed_rooms(subscriptions: Collection[int], conversations: Collection[int]) -> dict[tuple[int, int], PushedRoom]:
    """How far those browsers were told of those conversations, by (subscription, conversation)."""
    return {
        (room.subscription_id, room.conversation_id): room
        for some in parts(subscriptions)
        for more in parts(conversations)
        for room in PushedRoom.objects.filter(subscription__in=some, conversation__in=more)
    }


def push_subscriptions_of(user: int) -> list[dict[str, Any]]:
    """For their export: which of their browsers are told by which service."""
    return [
        {
            "device": one.device.name,
            "service": one.service,
            "subscribed_at": one.created_at,
            "last_told_at": one.told_at,
        }
        for one in subscriptions_of(user)
    ]


def _away() -> QuerySet[PushSubscription]:
    clients = ConnectedClient.objects.filter(user=OuterRef("device__user"), device=OuterRef("device_id"))
    return PushSubscription.objects.filter(~Exists(clients))

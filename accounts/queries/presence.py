"""How present users are now."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from accounts.models import Block, ConnectedClient
from accounts.presence import OwnPresence, VisiblePresence, as_others_see, merged
from accounts.queries.batches import parts
from accounts.queries.friends import friend_ids_of


def own_presences_of(users: Collection[int]) -> dict[int, OwnPresence]:
    """Each user's presence as they see it themselves."""
    said: dict[int, list[str]] = {user: [] for user in users}
    for part in parts(users):
        for user, presence in ConnectedClient.objects.filter(user__in=part).values_list("user_id", "presence"):
            said[user].append(presence)
    return {user: merged(clients) for user, clients in said.items()}


def presences_of(users: Collection[int]) -> dict[int, VisiblePresence]:
    """Each user's presence as others see it."""
    return {user: as_others_see(own) for user, own in own_presences_of(users).items()}


def presences_among(users: QuerySet[Any], seer: int) -> dict[int, VisiblePresence]:
    """The presence of those whose ids a query finds, as somebody sees it: one query, however many they are.

    Who is offline, or has blocked the one who looks, is left out.
    """
    blocking = Block.objects.filter(blocked=seer).values("owner")
    clients = ConnectedClient.objects.filter(user__in=users).exclude(user__in=blocking)
    said: dict[int, list[str]] = {}
    for user, presence in clients.values_list("user_id", "presence"):
        said.setdefault(user, []).append(presence)
    seen = {user: as_others_see(merged(presences)) for user, presences in said.items()}
    return {user: presence for user, presence in seen.items() if presence != "offline"}


def presences_seen_by(user: int) -> dict[int, OwnPresence]:
    """Presence of the user's friends and their own; who is offline is left out.

    A friend who has blocked the user is not available to them: offline.
    """
    friends = friend_ids_of(user) - set(Block.objects.filter(blocked=user).values_list("owner_id", flat=True))
    presences = own_presences_of({*friends, user})
    seen = {other: own if other == user else as_others_see(own) for other, own in presences.items()}
    return {other: presence for other, presence in seen.items() if presence != "offline"}

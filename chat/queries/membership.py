"""Who takes part in what: the streams a user hears, and whether they may say something there."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from django.db.models import F, Q

from accounts.models import User
from accounts.queries.batches import parts
from chat.models import Conversation, Participant, peer_in
from ggtalk.prepared import PreparedQuery

Place = tuple[int, int]
"""(conversation, user)"""


class Membership(msgspec.Struct, frozen=True):
    """A user in a conversation they take part in; `peer` is the other one of a direct conversation."""

    conversation: int
    user: int
    peer: int | None


def conversations_heard_by(user: int) -> list[int]:
    """The conversations whose streams a user hears now."""
    heard = Participant.objects.filter(user=user, left_seq__isnull=True)
    return list(heard.values_list("conversation_id", flat=True))


def hearers_among(conversation: int, users: Collection[int]) -> set[int]:
    """Which of `users` hear a conversation's stream now."""
    present = Participant.objects.filter(conversation=conversation, left_seq__isnull=True)
    return {user for part in parts(users) for user in present.filter(user__in=part).values_list("user_id", flat=True)}


def heard_since(user: int) -> dict[int, int]:
    """The number after which a user hears a conversation they joined later."""
    later = Participant.objects.filter(user=user, left_seq__isnull=True, came_seq__gt=0)
    return dict(later.values_list("conversation_id", "came_seq"))


def place_of(conversation: int, user: int) -> tuple[int, int | None] | None:
    """After which number the user heard a conversation, and until which if they left; `None` if they never did."""
    rows = Participant.objects.filter(conversation=conversation, user=user)
    return rows.values_list("joined_seq", "left_seq").first()


def members_of(conversation: int) -> list[int]:
    """Ids of those who take part now."""
    present = Participant.objects.filter(conversation=conversation, left_seq__isnull=True)
    return list(present.values_list("user_id", flat=True))


def people_met_by(user: int) -> set[int]:
    """Everybody with whom a user is in a conversation."""
    mine = Participant.objects.filter(user=user, left_seq__isnull=True)
    others = Participant.objects.filter(conversation__in=mine.values("conversation"), left_seq__isnull=True)
    return set(others.exclude(user=user).values_list("user_id", flat=True))


def memberships(places: Collection[Place]) -> dict[Place, Membership]:
    """Those places where the user takes part: two queries, however many places.

    Who takes part in a direct conversation stands in its pair, and nobody leaves one.
    """
    pairs: dict[int, str | None] = {}
    for part in parts({conversation for conversation, _ in places}):
        pairs.update(_pairs_of(part))
    found: dict[Place, Membership] = {}
    in_groups: list[Place] = []
    for conversation, user in places:
        if conversation not in pairs:
            continue
        pair = pairs[conversation]
        if pair is None:
            in_groups.append((conversation, user))
        elif (peer := peer_in(pair, user)) is not None:
            found[conversation, user] = Membership(conversation, user, peer)
    for place in _present_in_groups(in_groups):
        found[place] = Membership(*place, peer=None)
    return found


def _present_in_groups(places: Collection[Place]) -> set[Place]:
    if not places:
        return set()
    present = _present_among({conversation for conversation, _ in places}, {user for _, user in places})
    return set(present).intersection(places)


_pairs_of: PreparedQuery[tuple[int, str | None]] = PreparedQuery(
    lambda conversations: Conversation.objects.filter(id__in=conversations).values_list("id", "pair")
)
_present_among: PreparedQuery[Place] = PreparedQuery(
    lambda conversations, users: Participant.objects.filter(
        conversation__in=conversations, user__in=users, left_seq__isnull=True
    ).values_list("conversation_id", "user_id")
)


def sharing_a_group(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those pairs of users who are both in a group that allows private chats among its members."""
    if not pairs:
        return set()
    shared = Participant.objects.filter(
        user__in={one for one, _ in pairs},
        left_seq__isnull=True,
        conversation__kind=Conversation.Kind.GROUP,
        conversation__allows_private_chat=True,
        conversation__participants__user__in={other for _, other in pairs},
        conversation__participants__left_seq__isnull=True,
    )
    found = shared.values_list("user_id", F("conversation__participants__user_id")).distinct()
    return set(found).intersection(pairs)


def active_among(users: Collection[int]) -> set[int]:
    """Those of `users` whose account exists and is neither frozen nor deleted."""
    active = User.objects.filter(is_active=True)
    return {user for part in parts(users) for user in active.filter(id__in=part).values_list("id", flat=True)}


def invisible_among(users: Collection[int]) -> set[int]:
    """Those of `users` who are invisible now: one of their clients is, or they chose it and none has arrived yet."""
    return {user for part in parts(users) for (user,) in _invisible(part)}


_invisible: PreparedQuery[tuple[int]] = PreparedQuery(
    lambda users: User.objects.filter(
        Q(connected_clients__presence="invisible") | Q(presence="invisible", connected_clients__isnull=True),
        id__in=users,
    ).values_list("id")
)

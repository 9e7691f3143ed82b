"""Friends, their groups, requests and blocks, as one user or a batch of sends needs them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Block, FriendGroup, Friendship, User
from accounts.queries.batches import IDS_PER_STATEMENT, parts
from ggtalk.prepared import PreparedQuery

Pair = tuple[int, int]


def friends_of(user: int) -> QuerySet[Friendship]:
    """The user's friends, each with its card."""
    return Friendship.objects.filter(owner=user).select_related("friend").order_by("id")


def friend_ids_of(user: int) -> set[int]:
    """Ids of the user's friends."""
    return set(Friendship.objects.filter(owner=user).values_list("friend_id", flat=True))


def friend_groups_of(user: int) -> QuerySet[FriendGroup]:
    """The user's friend groups in their order."""
    return FriendGroup.objects.filter(owner=user).order_by("position", "id")


def blocks_of(user: int) -> list[User]:
    """Users this user has blocked."""
    blocks = Block.objects.filter(owner=user).select_related("blocked").order_by("id")
    return [block.blocked for block in blocks]


def are_friends(user: int, other: int) -> bool:
    """Whether two users are friends."""
    return Friendship.objects.filter(owner=user, friend=other).exists()


def has_blocked(user: int, other: int) -> bool:
    """Whether `user` has blocked `other`."""
    return Block.objects.filter(owner=user, blocked=other).exists()


def is_hidden_from(viewer: int, user: int) -> bool:
    """Whether `user` must look to `viewer` as if they were not there.

    Where a request is accepted at once, any other answer would tell of a block; one that says there is nobody tells it
    to nobody whom the search does not find either.
    """
    return not settings.FRIEND_APPROVAL and has_blocked(user, viewer)


def friend_pairs(pairs: Collection[Pair]) -> set[Pair]:
    """Those of (sender, recipient) who are friends: one query for each 500 pairs."""
    friends: set[Pair] = set()
    for part in _parts(pairs):
        friends.update(_friendships({sender for sender, _ in part}, {recipient for _, recipient in part}))
    return friends.intersection(pairs)


def open_friend_pairs(pairs: Collection[Pair]) -> set[Pair]:
    """Those who are friends and of whom neither has blocked the other: one query for each 500 pairs."""
    friends: set[Pair] = set()
    for part in _parts(pairs):
        friends.update(_open_friendships({sender for sender, _ in part}, {recipient for _, recipient in part}))
    return friends.intersection(pairs)


def blocking_pairs(pairs: Collection[Pair]) -> set[Pair]:
    """Those of (sender, recipient) where the recipient has blocked the sender: one query for each 500 pairs."""
    blocking: set[Pair] = set()
    for part in _parts(pairs):
        blocking.update(_blocks({sender for sender, _ in part}, {recipient for _, recipient in part}))
    return blocking.intersection(pairs)


def pairs_apart(ones: Collection[int], others: Collection[int]) -> set[Pair]:
    """Those of (one, other) where either has blocked the other: two queries for each 500 of both."""
    apart: set[Pair] = set()
    for some in parts(ones):
        for more in parts(others):
            apart.update(_blocks(some, more))
            apart.update((one, other) for other, one in _blocks(more, some))
    return apart


def blocked_either_way(user: int) -> set[int]:
    """Those whom the user has blocked, and those who have blocked the user."""
    pairs = Block.objects.filter(Q(owner=user) | Q(blocked=user)).values_list("owner_id", "blocked_id")
    return {one for pair in pairs for one in pair} - {user}


_open_friendships: PreparedQuery[Pair] = PreparedQuery(
    lambda owners, friends: Friendship.objects.filter(
        ~Exists(Block.objects.filter(owner=OuterRef("owner"), blocked=OuterRef("friend"))),
        ~Exists(Block.objects.filter(owner=OuterRef("friend"), blocked=OuterRef("owner"))),
        owner__in=owners,
        friend__in=friends,
    ).values_list("owner_id", "friend_id")
)
_friendships: PreparedQuery[Pair] = PreparedQuery(
    lambda owners, friends: Friendship.objects.filter(owner__in=owners, friend__in=friends).values_list(
        "owner_id", "friend_id"
    )
)
_blocks: PreparedQuery[Pair] = PreparedQuery(
    lambda blocked, owners: Block.objects.filter(owner__in=owners, blocked__in=blocked).values_list(
        "blocked_id", "owner_id"
    )
)


def _parts(pairs: Collection[Pair]) -> Iterator[list[Pair]]:
    ordered = sorted(set(pairs))
    for start in range(0, len(ordered), IDS_PER_STATEMENT):
        yield ordered[start : start + IDS_PER_STATEMENT]

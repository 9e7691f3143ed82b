"""Making, keeping and ending friendships."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts import text
from accounts.actions.locks import lock_parting, lock_users
from accounts.actions.presence import announce_between
from accounts.events import FriendAdded, FriendChanged, FriendRemoved, Said, own_stream
from accounts.models import FriendGroup, Friendship, User
from accounts.queries import friends_of
from accounts.serializers import FriendData, friend_data
from ggtalk.errors import invalid, not_found
from ggtalk.realtime.publish import publish_each


@dataclass(frozen=True)
class Side:
    """One of two people who become friends: the group and remark name they choose for the other."""

    user: User
    friend_group: FriendGroup
    remark: str = ""


def own_group(user: int, friend_group: int | None) -> FriendGroup:
    """A friend group of the user's, the default one for `None`; another's is refused as if there were none."""
    groups = FriendGroup.objects.filter(owner=user)
    found = groups.filter(is_default=True) if friend_group is None else groups.filter(id=friend_group)
    group = found.first()
    if group is None:
        raise invalid(friend_group="You have no such friend group.")
    return group


def join_as_friends(first: Side, second: Side) -> Said:
    """Stores both sides and returns what is to be said; call it with both users locked, then publish."""
    said: Said = []
    for side, other in ((first, second), (second, first)):
        friendship, made = Friendship.objects.get_or_create(
            owner=side.user,
            friend=other.user,
            defaults={"friend_group": side.friend_group, "remark": side.remark},
        )
        if made:
            said.append((own_stream(side.user.id), FriendAdded(friend=friend_data(friendship))))
    return said


def make_friends(pairs: Sequence[tuple[int, int]]) -> None:
    """Makes people friends without asking them: for try-out data and the operator."""
    with transaction.atomic():
        users = lock_users(*{user for pair in pairs for user in pair})
        sides = {user.id: Side(user, own_group(user.id, None)) for user in users.values()}
        publish_each([event for one, other in pairs for event in join_as_friends(sides[one], sides[other])])
        for one, other in pairs:
            announce_between(one, other)


def change_friend(user: int, friend: int, *, remark: str | None = None, friend_group: int | None = None) -> FriendData:
    """Sets the remark name or the group of a friend; what is `None` stays."""
    with transaction.atomic():
        lock_users(user)
        friendship = friends_of(user).filter(friend=friend).first()
        if friendship is None:
            raise not_found()
        if remark is not None:
            friendship.remark = text.possible_name("remark", remark)
        if friend_group is not None:
            friendship.friend_group = own_group(user, friend_group)
        friendship.save(update_fields=["remark", "friend_group"])
        changed = friend_data(friendship)
        publish_each([(own_stream(user), FriendChanged(friend=changed))])
        return changed


def remove_friend(user: int, friend: int) -> None:
    """Ends a friendship on both sides and tells both."""
    with transaction.atomic():
        lock_parting(user, friend)
        if not Friendship.objects.filter(owner=user, friend=friend).delete()[0]:
            raise not_found()
        Friendship.objects.filter(owner=friend, friend=user).delete()
        publish_each([(own_stream(user), FriendRemoved(user=friend)), (own_stream(friend), FriendRemoved(user=user))])


def end_friendships(pairs: Iterable[tuple[int, int]]) -> None:
    """The operator ends friendships; a pair may be named from both sides."""
    for user, friend in sorted({(min(pair), max(pair)) for pair in pairs}):
        remove_friend(user, friend)

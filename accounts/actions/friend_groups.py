"""Sorting friends into groups."""

from __future__ import annotations

from django.db import transaction

from accounts import text
from accounts.actions.friends import own_group
from accounts.actions.locks import lock_users
from accounts.events import FriendChanged, FriendGroupsChanged, Said, own_stream
from accounts.models import FriendGroup, FriendRequest
from accounts.queries import friend_groups_of, friends_of
from accounts.serializers import FriendGroupData, friend_data, friend_group_data
from ggtalk.errors import Refused, invalid, not_found
from ggtalk.realtime.publish import publish_each

MOST_GROUPS = 100


def create_friend_group(user: int, name: str) -> FriendGroupData:
    """Adds a friend group after the others."""
    with transaction.atomic():
        lock_users(user)
        groups = list(friend_groups_of(user))
        if len(groups) >= MOST_GROUPS:
            raise Refused("too_many_groups", f"You can have {MOST_GROUPS} friend groups at most.", status=409)
        group = FriendGroup(owner_id=user, position=len(groups))
        _rename(group, text.shown_name("name", name))
        group.save()
        _tell_groups(user)
        return friend_group_data(group)


def change_friend_group(
    user: int, friend_group: int, *, name: str | None = None, position: int | None = None
) -> FriendGroupData:
    """Renames a friend group or moves it to a place among the others, counted from 0; what is `None` stays.

    Only the default one may have an empty name.
    """
    with transaction.atomic():
        lock_users(user)
        group = _own(user, friend_group)
        if name is not None:
            cleaned = text.possible_name("name", name)
            _rename(group, cleaned if group.is_default else text.shown_name("name", name))
            group.save(update_fields=["name", "name_key"])
        if position is not None:
            _order(user, group, position)
        _tell_groups(user)
        group.refresh_from_db()
        return friend_group_data(group)


def delete_friend_group(user: int, friend_group: int, *, move_to: int | None = None) -> None:
    """Deletes a friend group; its friends go to `move_to`, which must be named if there are any."""
    with transaction.atomic():
        lock_users(user)
        group = _own(user, friend_group)
        if group.is_default:
            raise Refused("default_group", "The default group can be renamed, not deleted.", status=409)
        said = _move_friends(user, group, move_to)
        FriendRequest.objects.filter(friend_group=group).update(friend_group=None)
        group.delete()
        _renumber(list(friend_groups_of(user)))
        _tell_groups(user, after=said)


def _own(user: int, friend_group: int) -> FriendGroup:
    group = FriendGroup.objects.filter(owner=user, id=friend_group).first()
    if group is None:
        raise not_found()
    return group


def _rename(group: FriendGroup, name: str) -> None:
    group.name, group.name_key = name, text.fold(name)
    same = FriendGroup.objects.filter(owner=group.owner_id, name_key=group.name_key)
    if same.exclude(id=group.id).exists():
        raise invalid(name="You have a friend group with this name.")


def _order(user: int, group: FriendGroup, position: int) -> None:
    groups = [other for other in friend_groups_of(user) if other.id != group.id]
    groups.insert(min(max(position, 0), len(groups)), group)
    _renumber(groups)


def _renumber(groups: list[FriendGroup]) -> None:
    for position, group in enumerate(groups):
        group.position = position
    FriendGroup.objects.bulk_update(groups, ["position"], batch_size=MOST_GROUPS)


def _move_friends(user: int, group: FriendGroup, move_to: int | None) -> Said:
    friendships = list(friends_of(user).filter(friend_group=group))
    if not friendships:
        return []
    if move_to is None or move_to == group.id:
        raise Refused("group_not_empty", "Choose where the friends in this group go.", status=409)
    target = own_group(user, move_to)
    friends_of(user).filter(friend_group=group).update(friend_group=target)
    for friendship in friendships:
        friendship.friend_group = target
    return [(own_stream(user), FriendChanged(friend=friend_data(friendship))) for friendship in friendships]


def _tell_groups(user: int, after: Said | None = None) -> None:
    groups = [friend_group_data(group) for group in friend_groups_of(user)]
    publish_each([*(after or []), (own_stream(user), FriendGroupsChanged(friend_groups=groups))])

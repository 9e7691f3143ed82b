"""Deleting an account: the person goes, their messages stay with a sender who has no name."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import avatars
from accounts.actions.devices import sign_out
from accounts.actions.friend_requests import refuse_all_pending
from accounts.actions.locks import lock_users
from accounts.actions.profile import said_of
from accounts.actions.sign_in import check_own_password
from accounts.events import FriendRemoved, Said, own_stream
from accounts.models import Block, FriendGroup, FriendRequest, Friendship, OwnSettings, User
from accounts.queries import devices_of
from ggtalk.realtime.pruning import forget_events
from ggtalk.realtime.publish import publish_each

Leave = Callable[[int], None]
_leaving: list[Leave] = []
_holding: list[Leave] = []


def register_leaving(leave: Leave) -> None:
    """Adds what an app does before an account is deleted: `leave(user)` runs in the same transaction."""
    _leaving.append(leave)


def register_holding(hold: Leave) -> None:
    """Adds what an app above locks before the user when an account goes, as it does elsewhere: `hold(user)`."""
    _holding.append(hold)


def delete_own_account(user: User, password: str) -> None:
    """Deletes one's own account after the password was given once more."""
    check_own_password(user, password, field="password")
    delete_account(user.id)


def delete_account(user: int) -> None:
    """Signs the user out for ever, empties the row, ends friendships and requests, and tells everybody concerned."""
    with transaction.atomic():
        for hold in _holding:
            hold(user)
        me = lock_users(user)[user]
        for leave in _leaving:
            leave(user)
        picture = me.avatar
        said = sign_out(user, devices_of(user)) + _end_friendships(user) + _end_requests(user)
        _empty(me)
        publish_each([*said, *said_of(me, everybody=True)])
        forget_events(own_stream(user))  # they tell of drafts, addresses and what else was private
        LogEntry.objects.filter(object_id=user, content_type__model=User._meta.model_name).update(object_repr=str(me))
        transaction.on_commit(lambda: avatars.discard(picture))


def _end_friendships(user: int) -> Said:
    friends = sorted(Friendship.objects.filter(owner=user).values_list("friend_id", flat=True))
    Friendship.objects.filter(Q(owner=user) | Q(friend=user)).delete()
    Block.objects.filter(owner=user).delete()
    FriendRequest.objects.filter(from_user=user).update(friend_group=None)
    FriendGroup.objects.filter(owner=user).delete()
    return [(own_stream(friend), FriendRemoved(user=user)) for friend in friends]


def _end_requests(user: int) -> Said:
    pending = FriendRequest.objects.filter(Q(from_user=user) | Q(to_user=user), state=FriendRequest.State.PENDING)
    said = refuse_all_pending(pending.select_related("from_user", "to_user").order_by("id"))
    return [(stream, event) for stream, event in said if stream != own_stream(user)]


def _empty(me: User) -> None:
    me.account = f"deleted#{me.id}"  # "#" is in no account that can be chosen
    me.name = me.signature = me.avatar = me.email = me.phone = ""
    me.switches, me.presence = {}, "online"
    OwnSettings.objects.filter(user=me).delete()
    me.is_active = me.is_staff = me.is_superuser = False
    me.last_login, me.deleted_at = None, timezone.now()
    me.set_unusable_password()
    me.save()

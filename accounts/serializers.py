"""How accounts' things look outside: one representation for REST and events alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

import msgspec
from django.conf import settings

from accounts.models import Device, FriendGroup, FriendRequest, Friendship, User
from accounts.presence import ChosenPresence
from accounts.queries.settings import settings_of
from accounts.queries.users import writable_among
from ggtalk.rest.structs import Data

BUILTIN_AVATAR = "builtin:"


class UserData(Data, frozen=True):
    """A user's card, for anybody. avatar: "", "builtin:<n>" or a path under the media address.

    A deleted user's account and name are empty.
    """

    id: int
    account: str
    name: str
    signature: str
    avatar: str


class PersonData(UserData, frozen=True):
    """A user's card, as one viewer gets it who asks.

    may_write: the viewer may write to them. Who has blocked the viewer is not told apart by it.
    """

    may_write: bool


class MeData(UserData, frozen=True):
    """My own card, with what only I may know. presence: the one chosen by hand."""

    email: str
    phone: str
    presence: ChosenPresence
    settings: dict[str, Any]
    is_staff: bool


class FriendGroupData(Data, frozen=True):
    """A drawer for friends; an empty name on the default one means 'My friends'."""

    id: int
    name: str
    position: int
    is_default: bool


class FriendData(Data, frozen=True):
    """A friend, as I keep them."""

    user: UserData
    remark: str
    friend_group: int
    since: datetime


class FriendRequestData(Data, frozen=True):
    """One time that one user asked another; `seen` is the viewer's: the request for whom it was made to, the
    answer for whom made it."""

    id: int
    from_user: UserData
    to_user: UserData
    note: str
    state: Literal["pending", "accepted", "refused"]
    reason: str
    created_at: datetime
    answered_at: datetime | None
    seen: bool


class DeviceData(Data, frozen=True):
    """Where I am signed in. `is_current` is true only for the device that asks."""

    id: int
    name: str
    kind: Literal["browser", "program"]
    address: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


def avatar_path(avatar: str) -> str:
    """Where an avatar is found: "" and built-in ones as they are, uploads under the media address."""
    if not avatar or avatar.startswith(BUILTIN_AVATAR):
        return avatar
    return f"{settings.MEDIA_URL}{avatar}"


CARD_FIELDS = ("id", "account", "name", "signature", "avatar", "deleted_at")
"""The columns of a user's card, in the order in which `card_data` takes them."""


Card = tuple[int, str, str, str, str, datetime | None]


def card_data(card: Card) -> UserData:
    """A user's card from the values of `CARD_FIELDS`."""
    user, account, name, signature, avatar, deleted_at = card
    shown = "" if deleted_at is not None else account
    return UserData(id=user, account=shown, name=name, signature=signature, avatar=avatar_path(avatar))


def user_data(user: User) -> UserData:
    """A user's card."""
    return card_data((user.id, user.account, user.name, user.signature, user.avatar, user.deleted_at))


def people_data(users: Iterable[User], *, viewer: int) -> list[PersonData]:
    """Cards, each with what the viewer may do; a constant number of queries."""
    cards = [user_data(user) for user in users]
    writable = writable_among(viewer, [card.id for card in cards])
    return [PersonData(**msgspec.structs.asdict(card), may_write=card.id in writable) for card in cards]


def me_data(user: User) -> MeData:
    """The user's own card."""
    return MeData(
        **msgspec.structs.asdict(user_data(user)),
        email=user.email,
        phone=user.phone,
        presence=user.presence,  # type: ignore[arg-type] # the column's choices are the type's
        settings=settings_of(user),
        is_staff=user.is_staff,
    )


def friend_group_data(group: FriendGroup) -> FriendGroupData:
    """One friend group."""
    return FriendGroupData(id=group.id, name=group.name, position=group.position, is_default=group.is_default)


def friend_data(friendship: Friendship) -> FriendData:
    """One side of a friendship; its `friend` is loaded."""
    return FriendData(
        user=user_data(friendship.friend),
        remark=friendship.remark,
        friend_group=friendship.friend_group_id,
        since=friendship.since,
    )


def friend_request_data(request: FriendRequest, *, viewer: int) -> FriendRequestData:
    """A request as one of its two sides sees it; both users are loaded."""
    return FriendRequestData(
        id=request.id,
        from_user=user_data(request.from_user),
        to_user=user_data(request.to_user),
        note=request.note,
        state=request.state,  # type: ignore[arg-type] # the column's choices are the type's
        reason=request.reason,
        created_at=request.created_at,
        answered_at=request.answered_at,
        seen=request.seen_by_sender if viewer == request.from_user_id else request.seen_by_receiver,
    )


def device_data(device: Device, *, current: int | None = None) -> DeviceData:
    """A device; `current` is the asking one's id."""
    return DeviceData(
        id=device.id,
        name=device.name,
        kind=device.kind,  # type: ignore[arg-type] # the column's choices are the type's
        address=device.address,
        created_at=device.created_at,
        last_seen_at=device.last_seen_at,
        is_current=device.id == current,
    )

"""What can be heard in a user's own stream."""

from __future__ import annotations

from accounts.presence import OwnPresence
from accounts.serializers import (
    DeviceData,
    FriendData,
    FriendGroupData,
    FriendRequestData,
    MeData,
    UserData,
)
from ggtalk.realtime.events import Event, TransientEvent, event
from ggtalk.realtime.streams import stream_name

OWN_STREAM = "u"

Said = list[tuple[str, Event]]
"""Events, each with its stream. An action says all of its in one go: streams are locked in one order, always."""


@event("me.changed")
class MeChanged(Event, frozen=True):
    """My own card, presence by hand or settings."""

    me: MeData


@event("user.changed")
class UserChanged(Event, frozen=True):
    """The card of somebody in my lists."""

    user: UserData


@event("friend.added")
class FriendAdded(Event, frozen=True):
    """We are friends now."""

    friend: FriendData


@event("friend.changed")
class FriendChanged(Event, frozen=True):
    """A remark name, or the group a friend is in."""

    friend: FriendData


@event("friend.removed")
class FriendRemoved(Event, frozen=True):
    """We are friends no more; `user` is an id."""

    user: int


@event("friend_groups.changed")
class FriendGroupsChanged(Event, frozen=True):
    """All my friend groups, as they are now, in their order."""

    friend_groups: list[FriendGroupData]


@event("friend_request.changed")
class FriendRequestChanged(Event, frozen=True):
    """A request was made, answered or seen."""

    request: FriendRequestData


@event("block.added")
class BlockAdded(Event, frozen=True):
    """I have blocked this user."""

    user: UserData


@event("block.removed")
class BlockRemoved(Event, frozen=True):
    """I have blocked this user no longer; `user` is an id."""

    user: int


@event("device.added")
class DeviceAdded(Event, frozen=True):
    """I am signed in on one more device."""

    device: DeviceData


@event("device.removed")
class DeviceRemoved(Event, frozen=True):
    """A device of mine is signed out; `device` is an id."""

    device: int


@event("presence.changed")
class PresenceChanged(TransientEvent, frozen=True):
    """A friend's presence, or my own (the only one that can be `invisible`)."""

    user: int
    presence: OwnPresence


@event("site.changed")
class SiteChanged(TransientEvent, frozen=True):
    """For operators: whether Redis is away from the server process this client is connected to."""

    redis_away: bool


def own_stream(user: int) -> str:
    """The name of a user's own stream."""
    return stream_name(OWN_STREAM, user)

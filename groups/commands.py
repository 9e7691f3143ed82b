"""What a client says over the socket about groups."""

from __future__ import annotations

from typing import Annotated

import msgspec

from accounts.presence import VisiblePresence
from accounts.throttle import take
from ggtalk.realtime.commands import BY_ACTION, Client, command
from ggtalk.rest.structs import Data, Payload
from groups.actions import watch_members
from groups.limits import WATCHES


class MembersWatchCommand(Payload, frozen=True):
    """This client shows who is in a group, or in none any more."""

    group: Annotated[int, msgspec.Meta(ge=1, le=2**53)] | None


class WatchedPresences(Data, frozen=True):
    """By user id; who is missing is offline."""

    presence: dict[str, VisiblePresence]


@command("members.watch", permission=BY_ACTION)
def watch(client: Client, payload: MembersWatchCommand) -> WatchedPresences:
    """Tells this client how present a group's members are, now and whenever that changes."""
    take(WATCHES, str(client.user))
    seen = watch_members(client, payload.group)
    return WatchedPresences(presence={str(user): presence for user, presence in seen.items()})

"""The commands every client needs: `ping` and `sync`."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ggtalk.realtime.commands import BY_ACTION, AfterFrames, Client, command
from ggtalk.realtime.sync import missed_by
from ggtalk.rest.structs import Payload

MOST_CURSORS = 5000


class PingCommand(Payload, frozen=True):
    """Is the line alive?"""


class SyncCommand(Payload, frozen=True):
    """Each stream's last number this client has applied."""

    cursors: Annotated[
        dict[Annotated[str, msgspec.Meta(max_length=24)], Annotated[int, msgspec.Meta(ge=0)]],
        msgspec.Meta(max_length=MOST_CURSORS),
    ]


class SyncReply(msgspec.Struct, frozen=True):
    """Heads the missing events have led to; streams to load afresh; streams that are not mine."""

    streams: dict[str, int]
    reset: list[str]
    gone: list[str]


@command("ping", permission=BY_ACTION)
def ping(client: Client, payload: PingCommand) -> None:
    """Answers."""


@command("sync", permission=BY_ACTION, comes_in=True)
def sync(client: Client, payload: SyncCommand) -> AfterFrames[SyncReply]:
    """Sends what the client has missed, in order, then where that leads."""
    missed = missed_by(client.user, payload.cursors)
    return AfterFrames(missed.frames, SyncReply(missed.streams, missed.reset, missed.gone))

"""The frames of the socket that are not events: commands in; hello, replies and errors out."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import msgspec

from ggtalk.errors import Refused

HEARTBEAT_SECONDS = 25


class Close(IntEnum):
    """Why the server ends a connection."""

    NOT_SIGNED_IN = 4401
    SIGNED_OUT = 4403
    TOO_MANY_FRAMES = 4008
    FRAME_TOO_LARGE = 4009
    TOO_SLOW = 4013


class CommandFrame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`{"id", "type", "payload"}`; the payload is decoded by the command it names."""

    id: int
    type: str
    payload: msgspec.Raw = msgspec.Raw(b"{}")


class HelloPayload(msgspec.Struct, frozen=True):
    """Who is connected, how often to `ping`, and every stream with its last number."""

    user: int
    heartbeat_seconds: int
    streams: dict[str, int]


_decode_command = msgspec.json.Decoder(CommandFrame).decode


def decode_command(text: str | bytes) -> CommandFrame | None:
    """A command frame, or `None` for anything else."""
    try:
        return _decode_command(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):  # the last: brackets nested without end
        return None


def hello_frame(user: int, streams: dict[str, int]) -> bytes:
    """The first frame of a connection."""
    return msgspec.json.encode({"type": "hello", "payload": HelloPayload(user, HEARTBEAT_SECONDS, streams)})


def reply_frame(command_id: int, payload: Any) -> bytes:
    """The answer to a command that was done."""
    return b'{"reply_to":%d,"payload":%b}' % (command_id, b"{}" if payload is None else msgspec.json.encode(payload))


def error_frame(command_id: int | None, refused: Refused) -> bytes:
    """The answer to a command that was not."""
    return msgspec.json.encode({"reply_to": command_id, "error": refused.as_payload()})

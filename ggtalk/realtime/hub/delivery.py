"""What travels from an action to the hubs of all server processes."""

from __future__ import annotations

import msgspec


class Delivery(msgspec.Struct, frozen=True, array_like=True):
    """One encoded frame for one stream, or none: then it only lets `joins` hear the stream, which is at `seq`.

    `joins` begin to hear the stream with it, `leaves` no longer hear it.
    """

    stream: str
    seq: int | None
    frame: bytes
    joins: list[int] = []
    leaves: list[int] = []


class SignOut(msgspec.Struct, frozen=True, array_like=True):
    """Close every connection of these devices with `code`."""

    devices: list[int]
    code: int

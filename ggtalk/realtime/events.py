"""What can be heard: typed events, each with the name it has on the wire.

    @event("message.sent")
    class MessageSent(Event):
        message: MessageData

A durable event gets its stream's next number and is kept; a `TransientEvent` has none and may be lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A durable event; its fields are its payload."""

    type: ClassVar[str]


class TransientEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that is delivered to whoever listens now and never stored."""

    type: ClassVar[str]


AnyEvent = Event | TransientEvent
EventClass = TypeVar("EventClass", bound=type[Event] | type[TransientEvent])

registry: dict[str, type[Event] | type[TransientEvent]] = {}


def event(name: str) -> Callable[[EventClass], EventClass]:
    """Gives an event class its wire name and lists it for the schema."""

    def register(cls: EventClass) -> EventClass:
        if name in registry:
            raise ValueError(f"two events are called {name}")
        cls.type = name
        registry[name] = cls
        return cls

    return register


def frame(stream: str, seq: int | None, name: str, payload: bytes | str) -> bytes:
    """One event as it travels: `{"stream", "seq", "type", "payload"}`; `payload` is JSON already."""
    if isinstance(payload, str):
        payload = payload.encode()
    number = b"null" if seq is None else b"%d" % seq
    return b'{"stream":"%b","seq":%b,"type":"%b","payload":%b}' % (stream.encode(), number, name.encode(), payload)

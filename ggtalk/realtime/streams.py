"""Kinds of streams, as the apps declare them: who hears one, and where its events are kept.

An app registers its kind once, in its `AppConfig.ready`. What the number behind the prefix means is the app's affair.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Model

Numbered = tuple[int, str, bytes]
"""An event read back: number, type, payload as JSON."""


def _no_further_events(owner: int, after: int, until: int) -> Iterable[Numbered]:
    return ()


def _from_the_first(user: int) -> Mapping[int, int]:
    return {}


@dataclass(frozen=True)
class StreamKind:
    """prefix: one letter. owners_heard_by(user): the numbers whose streams that user hears.
    hearers_among(owner, users): which of these users hear the stream, asked again after a doubt.
    further_events(owner, after, until): events with after < seq <= until that an app keeps in its own table
    (a message is written once, there); the kernel merges them with its own by number.
    heard_since(user): owner to number, for streams this user hears only what comes after that number of.
    tells_of_others: its events tell hearers that they came into other streams.
    journals: the tables of further events and, in each, the field with the owner's number; `seq` is the event's.
    """

    prefix: str
    owners_heard_by: Callable[[int], Iterable[int]]
    hearers_among: Callable[[int, Collection[int]], set[int]]
    further_events: Callable[[int, int, int], Iterable[Numbered]] = _no_further_events
    heard_since: Callable[[int], Mapping[int, int]] = _from_the_first
    tells_of_others: bool = False
    journals: Mapping[type[Model], str] = field(default_factory=dict)


_kinds: dict[str, StreamKind] = {}


def register_kind(kind: StreamKind) -> None:
    """Declares a kind of stream; a prefix belongs to one app."""
    if kind.prefix in _kinds:
        raise ValueError(f"two kinds of streams begin with {kind.prefix}")
    _kinds[kind.prefix] = kind


def stream_name(prefix: str, owner: int) -> str:
    """`c12` for ("c", 12)."""
    return f"{prefix}{owner}"


def parse_name(name: str) -> tuple[StreamKind, int] | None:
    """The kind and number behind a name, or `None` for one that no kind could have made."""
    kind = _kinds.get(name[:1])
    digits = name[1:]
    if kind is None or not digits.isascii() or not digits.isdecimal() or digits[0] == "0" or len(digits) > 18:
        return None
    return kind, int(digits)


def all_journals() -> dict[type[Model], tuple[str, str]]:
    """The tables in which apps keep events: the prefix of their streams, and the field with the owner's number."""
    return {model: (kind.prefix, owner) for kind in _kinds.values() for model, owner in kind.journals.items()}


def names_heard_by(user: int) -> list[str]:
    """Every stream a user hears, by membership as it is now."""
    return [stream_name(kind.prefix, owner) for kind in _kinds.values() for owner in kind.owners_heard_by(user)]


def heard_since(user: int) -> dict[str, int]:
    """Streams of which a user hears only what comes after a number: who joins later does not hear what was before."""
    return {
        stream_name(kind.prefix, owner): seq
        for kind in _kinds.values()
        for owner, seq in kind.heard_since(user).items()
    }


def tells_of_others(name: str) -> bool:
    """Whether what is said there may be that somebody came into another stream."""
    parsed = parse_name(name)
    return parsed is not None and parsed[0].tells_of_others


def hearers_among(name: str, users: Collection[int]) -> set[int]:
    """Which of `users` hear the stream `name` now."""
    parsed = parse_name(name)
    return parsed[0].hearers_among(parsed[1], users) if parsed else set()

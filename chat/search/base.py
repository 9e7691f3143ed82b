"""What is asked for, and what an index of messages can do: one class for each kind of database."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

import msgspec

from chat.queries.messages import Bounds, MessageRow
from chat.search.kinds import Kind


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody looks for.

    reader: who looks. bounds: what they may see, by conversation. terms: folded, all of them must occur; without any,
    everything passes.
    typed: the same as they were typed.
    since, until: moments, since <= sent < until. above, below: ids of messages between which all of it lies.
    """

    reader: int
    bounds: dict[int, Bounds]
    terms: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    sender: int | None = None
    kind: Kind | None = None
    since: datetime | None = None
    until: datetime | None = None
    above: int = 0
    below: int = 2**62


class Candidates(msgspec.Struct, frozen=True):
    """Messages that may be meant, newest first. `searched_to`: the least id that was looked at; 0 after the last.

    is_enough: so much was looked through that more should be asked for another time.
    """

    rows: list[MessageRow]
    searched_to: int
    is_enough: bool = False


class MessageIndex(Protocol):
    """Finds messages. It may name some that are not meant, but misses none."""

    def candidates(self, question: Question, limit: int) -> Candidates:
        """The newest messages with below > id > above that may be meant, and how far was looked."""
        ...

    def catch_up(self) -> None:
        """Takes in what was said since the last time, in small transactions."""
        ...

    def replace(self, row: MessageRow, body: str) -> None:
        """Forgets a message as it was and takes it in with another body; inside the transaction that changes it."""
        ...

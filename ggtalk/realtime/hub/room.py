"""One stream in one server process: who listens, and which number comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ggtalk.realtime.hub.delivery import Delivery

if TYPE_CHECKING:
    from ggtalk.realtime.hub.listener import Listener

MOST_HELD = 1024
"""Deliveries kept while a hole is filled; past that the hole is filled from the database anyway."""


@dataclass(slots=True)
class Room:
    """Puts deliveries into number order: two threads may commit 5 and 6 and hand over 6 first.

    head: the last number delivered here, `None` until it is known. underway: messages that not everybody here has yet.
    changes: how often the hub was told that somebody came in or went out.
    """

    listeners: set[Listener] = field(default_factory=set)
    head: int | None = None
    held: dict[int, Delivery] = field(default_factory=dict)
    underway: int = 0
    changes: int = 0

    def in_order(self, delivery: Delivery) -> Iterable[Delivery]:
        """The deliveries that may go out now that this one has come; a repeat gives none."""
        seq = delivery.seq
        if seq is None:
            return (delivery,)
        if self.head is None or seq == self.head + 1:
            self.head = seq
            return (delivery, *self._released()) if self.held else (delivery,)
        if seq > self.head and len(self.held) < MOST_HELD:
            self.held[seq] = delivery
        return ()

    def know_head(self, head: int) -> None:
        """The stream's last number when the first listener came; later news have moved it on already."""
        if self.head is None:
            self.head = head

    def give_up_hole(self) -> list[Delivery]:
        """What is held though the numbers before it can't be had; clients see the hole and ask for themselves."""
        if not self.held:
            return []
        first = min(self.held)
        self.head = first - 1
        return [self.held.pop(first)]

    def _released(self) -> Iterable[Delivery]:
        released = []
        while self.head is not None and (delivery := self.held.pop(self.head + 1, None)):
            self.head += 1
            released.append(delivery)
        return released

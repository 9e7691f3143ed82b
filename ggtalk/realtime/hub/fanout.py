"""Saying one thing to very many clients without letting everybody else wait until the last of them has it."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from ggtalk.realtime.hub.line import AsgiMessage
from ggtalk.realtime.hub.listener import Listener
from ggtalk.realtime.hub.room import Room

logger = logging.getLogger(__name__)

SLICE = 30
"""So many clients are told at a stretch, which takes a third of a millisecond; then whatever else came is served."""

REST_SECONDS = 0.001
"""Between two slices, while somebody's message is being written: a loop that never rests lets the thread that writes it
wait for Python's lock, 5 ms a statement."""

MOST_UNDERWAY = 16
"""Messages that are on their way to large rooms; with one more the first of them is said at once to all it is for."""


@dataclass(slots=True)
class _Saying:
    """A message on its way to those who heard its room when it was its turn; `told`: how many of them have it."""

    room: Room
    message: AsgiMessage
    listeners: tuple[Listener, ...]
    told: int = 0


class FanOut:
    """Keeps the order within each room: what is underway in a room goes before what is said there later.

    is_busy: whether a message is being written at this moment.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, is_busy: Callable[[], bool]) -> None:
        self._loop = loop
        self._is_busy = is_busy
        self._underway: deque[_Saying] = deque()

    def say(self, room: Room, message: AsgiMessage) -> None:
        """Tells all who hear the room now: at once where they are few, slice by slice where they are many."""
        if len(room.listeners) <= SLICE and not room.underway:
            for listener in tuple(room.listeners):
                listener.say(message)
            return
        room.underway += 1
        self._underway.append(_Saying(room, message, tuple(room.listeners)))
        if len(self._underway) == 1:
            self._go_on()
        elif len(self._underway) > MOST_UNDERWAY:
            self._tell(self._underway[0], len(self._underway[0].listeners))

    def _go_on(self) -> None:
        try:
            if self._underway:
                self._tell(self._underway[0], SLICE)
        finally:
            if len(self._underway) == 1 and self._is_busy():
                self._loop.call_later(REST_SECONDS, self._go_on)
            elif self._underway:
                self._loop.call_soon(self._go_on)

    def _tell(self, saying: _Saying, most: int) -> None:
        until = saying.told + most
        for listener in saying.listeners[saying.told : until]:
            try:
                listener.say(saying.message)
            except Exception:
                logger.exception("one of a large room could not be told; the others are")
        saying.told = until
        if until >= len(saying.listeners):
            self._underway.popleft()
            saying.room.underway -= 1

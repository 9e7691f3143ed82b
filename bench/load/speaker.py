"""Who talks, as far as messages and their receipts are concerned; whatever server it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

Hear = Callable[[Any, int], None]
"""Told the speaker that has heard something, and the number of the message."""


class Speaker(Protocol):
    """Sends frames of its dialect, and tells `hear` the number of each message that arrives."""

    conversation: int
    hear: Hear

    def send(self, frame: bytes) -> None:
        """Sends one frame."""
        ...


class SpeakerDialect(Protocol):
    """How something is said."""

    def message(self, number: int, conversation: int, text: str) -> bytes:
        """The frame that says `text`; `number` is unique for its speaker."""
        ...

"""What all messengers have in common, as far as the load is concerned."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bench.load.speaker import Speaker, SpeakerDialect
from bench.processes import Service

__all__ = ["Peer", "Speaker", "SpeakerDialect"]


class Peer(Protocol):
    """A running messenger that stores what is said."""

    name: str
    service: Service
    dialect: SpeakerDialect

    def pairs(self, count: int) -> AbstractAsyncContextManager[list[Speaker]]:
        """Connects so many pairs, (first, second), (first, second), …, each able to talk to the other."""
        ...

    def group(self, count: int) -> AbstractAsyncContextManager[list[Speaker]]:
        """Connects so many people who are all in one group."""
        ...

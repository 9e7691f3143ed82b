"""What a search looks through. Travels as JSON between processes."""

from __future__ import annotations

import msgspec

from bench.population import Pair


class Archive(msgspec.Struct, frozen=True):
    """How much was said: `messages` in all, most of them in the `conversations` of one reader."""

    messages: int
    conversations: int


class Filled(msgspec.Struct, frozen=True):
    """The reader's conversations, then one of others; what the index took for all messages."""

    pairs: list[Pair]
    index_cpu_seconds: float
    index_seconds: float

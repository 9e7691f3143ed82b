"""What a search looks through and a reader pages through. Travels as JSON between processes."""

from __future__ import annotations

import msgspec

from bench.population import Pair, Veteran


class Archive(msgspec.Struct, frozen=True):
    """How much was said: `messages` in the `conversations` of one reader, every fifth elsewhere if `elsewhere`.

    apart: the conversations are of pairs that have nothing to do with each other instead.
    """

    messages: int
    conversations: int
    elsewhere: bool = True
    apart: bool = False


class Filled(msgspec.Struct, frozen=True):
    """The reader, who signs in by password; their conversations, then one of others; what the index took for all."""

    reader: Veteran
    pairs: list[Pair]
    index_cpu_seconds: float
    index_seconds: float

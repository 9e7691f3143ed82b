"""The built-in stickers by name, one a line in stickers.txt; `tooling.emoticons` draws them and writes it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("stickers.txt")


@cache
def known_stickers() -> frozenset[str]:
    """All of their names."""
    return frozenset(_FILE.read_text(encoding="utf-8").split())

"""The emoji that people can react with: those that the web client offers, one a line in emoji.txt."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("emoji.txt")


@cache
def known_emoji() -> frozenset[str]:
    """All of them, as they are written."""
    return frozenset(_FILE.read_text(encoding="utf-8").split())

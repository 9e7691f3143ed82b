"""The emoji that people can react with: those that the web client offers, one a line in emoji.txt."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("emoji.txt")


_AS_PICTURE = "\ufe0f"
"""Unicode's variation selector 16: asks for the coloured form of what is also a plain sign. Not everybody writes it."""


def known_emoji(written: str) -> str | None:
    """The emoji in the form that is offered; `None` where it is none of them."""
    return _by_sign().get(written.replace(_AS_PICTURE, ""))


@cache
def _by_sign() -> dict[str, str]:
    return {emoji.replace(_AS_PICTURE, ""): emoji for emoji in _FILE.read_text(encoding="utf-8").split()}

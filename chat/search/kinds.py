"""Kinds of messages one can ask for, told from a stored body."""

from __future__ import annotations

import re
from typing import Any, Literal

import msgspec

Kind = Literal["text", "link", "picture", "voice"]

_LINK = re.compile(r"https?://[a-z0-9\[]|\bwww\.[a-z0-9]", re.IGNORECASE)


def decoded(body: str) -> dict[str, Any]:
    """A stored body as the object it is."""
    fields: dict[str, Any] = msgspec.json.decode(body)
    return fields


def text_in(fields: dict[str, Any]) -> str:
    """What somebody wrote; empty where nothing was."""
    text: str = fields.get("text", "")
    return text


def kinds_of(fields: dict[str, Any]) -> set[Kind]:
    """Empty for what nobody said, such as a notice, and for what was taken back."""
    kinds: set[Kind] = set()
    if text := text_in(fields):
        kinds.add("text")
        if _LINK.search(text):
            kinds.add("link")
    if fields.get("images") or any("image" in one for one in fields.get("inline", [])):
        kinds.add("picture")
    if fields.get("voice"):
        kinds.add("voice")
    return kinds

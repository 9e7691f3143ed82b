"""What an edit makes of a message: it changes the words, and everything else stays as it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from chat.bodies import Wording, checked_words, no_such_picture
from chat.inline import inline_uploads, shown_inline
from files.serializers import FileData

UNWORDED_FIELDS = ("shake", "sticker", "voice")
"""What stands beside an empty text and has no words of its own."""


def is_worded(stored: str) -> bool:
    """Whether a stored body is that of a message somebody wrote in words, with or without pictures."""
    body: dict[str, Any] = msgspec.json.decode(stored)
    return "text" in body and not any(field in body for field in UNWORDED_FIELDS)


def checked_wording(stored: str, wording: Wording) -> Wording:
    """The new words as they will be stored; refuses with `invalid` what would leave nothing to be seen."""
    return checked_words(wording, may_be_blank=bool(msgspec.json.decode(stored).get("images")))


def reworded(stored: str, wording: Wording, pictures: Mapping[int, FileData]) -> str:
    """A stored body with checked new words, which show these pictures; refuses where one of them is missing."""
    shown = inline_uploads(wording.inline or [])
    if not pictures.keys() >= set(shown):
        raise no_such_picture()
    words: dict[str, Any] = msgspec.to_builtins(wording)
    if wording.inline:
        words["inline"] = shown_inline(wording.inline, [pictures[file] for file in shown])
    before: dict[str, Any] = msgspec.json.decode(stored)
    kept = {field: value for field, value in before.items() if field not in Wording.__struct_fields__}
    return msgspec.json.encode({**words, **kept}).decode()

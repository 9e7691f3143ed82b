"""What a text may be: the same rules for every way into a conversation."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 20_000

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Zl", "Zp", "Zs"}
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols without a picture: Hangul fillers and the empty Braille pattern."""


def clean_text(text: str) -> str:
    """`text` with `\\n` as the only line end and without control characters other than tab."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    return _CONTROL.sub("", text)


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    return all(unicodedata.category(char) in _INVISIBLE_CATEGORIES or char in _BLANK_LETTERS for char in text)


def reason_against(text: str) -> str | None:
    """Why a cleaned text can't be sent, or `None` when it can."""
    if len(text) > MOST_CHARACTERS:
        return f"A message holds at most {MOST_CHARACTERS} characters; this one has {len(text)}."
    if is_blank(text):
        return "A message needs something that can be seen."
    return None

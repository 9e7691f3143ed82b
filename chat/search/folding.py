"""Texts as they are compared: without case, width and accents, in one form of each character."""

from __future__ import annotations

import unicodedata

_FIRST_MARK, _LAST_MARK = "\u0300", "\u036f"
"""Accents that stand on the letter before them; marks of other scripts make another word."""


class _Table(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        self[code] = "".join(part for part in parts if not _FIRST_MARK <= part <= _LAST_MARK).casefold()
        return self[code]


_table = _Table()


def folded(text: str) -> str:
    """`Ｃａｆé` as `cafe`."""
    return text.lower() if text.isascii() else text.translate(_table)


def places_in(text: str) -> list[int]:
    """For each character of the folded text, and for its end, the place in `text` that it comes from."""
    if text.isascii():
        return list(range(len(text) + 1))
    places = [place for place, character in enumerate(text) for _ in _table[ord(character)]]
    return [*places, len(text)]

"""Names: no two differ by what nobody sees.

Whatever is zero wide or only steers how text is set goes, unless it changes what is seen where it stands: a joiner
within an emoji sequence, or between letters of scripts that are written with it (where Unicode's UAX 31 allows it in
identifiers); a variation selector behind an emoji; the tags of a flag.
"""

from __future__ import annotations

import re
import unicodedata

_BLANK = re.compile("[\\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u115f\u1160\u2800\u3164\uffa0]+")
"""Spaces of every width, and letters and symbols that are empty by shape."""

_FLAGS = "\U0001f3f4(?:{})\U000e007f".format(
    "|".join("".join(chr(0xE0000 + ord(letter)) for letter in place) for place in ("gbeng", "gbsct", "gbwls"))
)
"""England, Scotland and Wales: the only flags that are spelt in tags."""

_IGNORABLE = re.compile("[\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\ufff0-\ufff8\ufffe\uffff\U000e0000-\U000e0fff]")
"""What Unicode calls ignorable and no format character: marks, variation selectors, tags; and what is no character."""

_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001fbff]"
)
_TONE = "[\U0001f3fb-\U0001f3ff]"
_EMOJI = f"{_PICTURE}(?:\ufe0f|{_TONE})?"
_KEPT = re.compile(f"{_FLAGS}|{_EMOJI}(?:\u200d{_EMOJI})*|[0-9#*]\ufe0f?\u20e3")

_JOINERS = "\u200c\u200d"
_VIRAMA = 9
"""The combining class of the mark that makes one letter of two, in the scripts of India and around it."""


def clean_name(text: str) -> str:
    """A name as it is kept: one line, single spaces, nothing that can't be seen. Cleaning it again changes nothing."""
    while (cleaned := _cleaned(text)) != text:
        text = cleaned
    return text


def without_unseen(text: str) -> str:
    """What of a text is compared: without joiners and selectors too, wherever they stand."""
    return "".join(char for char in _BLANK.sub(" ", text) if not _is_unseen(char))


def _cleaned(text: str) -> str:
    text = _BLANK.sub(" ", unicodedata.normalize("NFC", text)).strip()
    kept: list[str] = []
    place = 0
    for emoji in _KEPT.finditer(text):
        kept += [*_letters(text, place, emoji.start()), emoji.group()]
        place = emoji.end()
    kept += _letters(text, place, len(text))
    return unicodedata.normalize("NFC", "".join(kept))


def _letters(text: str, start: int, end: int) -> list[str]:
    """The characters of a part of a text that stay."""
    places = range(start, end)
    return [text[at] for at in places if _is_joint(text, at) or not _is_unseen(text[at])]


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs") or _IGNORABLE.match(char) is not None


def _is_joint(text: str, at: int) -> bool:
    """Whether a joiner stands there that scripts are written with."""
    if text[at] not in _JOINERS or not 0 < at < len(text) - 1:
        return False
    before, after = text[at - 1], text[at + 1]
    if unicodedata.combining(before) == _VIRAMA:
        return unicodedata.category(after).startswith("L")
    return text[at] == "\u200c" and _joins(before, "INITIAL") and _joins(after, "FINAL")


def _joins(letter: str, form: str) -> bool:
    """Whether an Arabic letter reaches over to the next one (`INITIAL`), or to the one before it (`FINAL`)."""
    try:
        unicodedata.lookup(f"{unicodedata.name(letter, '')} {form} FORM")
    except KeyError:
        return False
    return True

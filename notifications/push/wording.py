"""What a browser is told of a conversation, in the words of its language."""

from __future__ import annotations

from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

MOST_CHARACTERS = 160
OBJECT = "\ufffc"
_STICKERS = {
    "smile": lambda: pgettext("sticker", "smile"),
    "laugh": lambda: pgettext("sticker", "laugh"),
    "wink": lambda: pgettext("sticker", "wink"),
    "love": lambda: pgettext("sticker", "in love"),
    "kiss": lambda: pgettext("sticker", "kiss"),
    "shy": lambda: pgettext("sticker", "shy"),
    "cool": lambda: pgettext("sticker", "cool"),
    "cry": lambda: pgettext("sticker", "cry"),
    "angry": lambda: pgettext("sticker", "angry"),
    "surprise": lambda: pgettext("sticker", "surprised"),
    "think": lambda: pgettext("sticker", "hmm"),
    "sleep": lambda: pgettext("sticker", "asleep"),
    "sweat": lambda: pgettext("sticker", "phew"),
    "dizzy": lambda: pgettext("sticker", "dizzy"),
    "party": lambda: pgettext("sticker", "party"),
    "heart": lambda: pgettext("sticker", "heart"),
}


class Excerpt(msgspec.Struct, frozen=True):
    """What a message says in one line. is_line: it stands for itself, whoever said it."""

    text: str
    is_line: bool = False


def excerpt_of(body: str, sender: str) -> Excerpt:
    """The beginning of what a stored body says, as the list of conversations tells it; `sender`: what they are called.

    Of what burns nothing is said but that it does.
    """
    said: dict[str, Any] = msgspec.json.decode(body)
    if "burn" in said:
        return Excerpt(_("[Burns after reading]"), is_line=True)
    if "shake" in said:
        return Excerpt(_("%(name)s shook your window") % {"name": sender}, is_line=True)
    if "forwarded" in said:
        return Excerpt(f"{_('[Chat history]')} {one_line(_card_title(said['forwarded']))}".strip())
    if "voice" in said:
        return Excerpt(f"{_('[Voice]')} {_length(said['voice']['duration_ms'])}")
    if "sticker" in said:
        return Excerpt(_sticker(said["sticker"]))
    words = one_line(_in_words(said.get("text", ""), said.get("inline", [])))
    return Excerpt(" ".join(filter(None, [_("[Picture]") if said.get("images") else "", words])))


def one_line(text: str) -> str:
    """The beginning of a text, in one line."""
    return " ".join(text[: MOST_CHARACTERS * 2].split())[:MOST_CHARACTERS]


def _in_words(text: str, inline: list[dict[str, Any]]) -> str:
    """A text whose objects are told in words."""
    pieces = text.split(OBJECT)
    words = [_sticker(one["sticker"]) if "sticker" in one else _("[Picture]") for one in inline]
    return "".join(piece + word for piece, word in zip(pieces, [*words, ""], strict=False))


def _sticker(sticker: str | dict[str, Any]) -> str:
    if isinstance(sticker, str) and sticker in _STICKERS:
        return _("[Sticker: %(name)s]") % {"name": _STICKERS[sticker]()}
    return _("[Sticker]")


def _card_title(card: dict[str, Any]) -> str:
    if card["kind"] == "group":
        return str(card["title"])
    return ", ".join(name or _("Deleted account") for name in card["names"])


def _length(milliseconds: int) -> str:
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return f"{minutes}:{seconds:02}"

"""What a user keeps, found again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from chat.queries.favourites import favourites_kept_by
from chat.queries.messages import MessageRow
from chat.search.kinds import decoded, text_in
from chat.search.terms import Mark, marks_in


class Kept(msgspec.Struct, frozen=True):
    """A favourite: its number, when it was kept, the message as its keeper sees it, and where the terms stand."""

    id: int
    kept_at: datetime
    row: MessageRow
    marks: list[Mark]


def favourites_of(user: int, terms: tuple[str, ...], before: int | None, limit: int) -> tuple[list[Kept], bool]:
    """One page of a user's favourites in which all terms (folded) occur, the latest first, and whether more follow.

    One query, and one more where they have left what changed since; nobody keeps more than `MOST_FAVOURITES`, and where
    terms are given all of these are read.
    """
    found: list[Kept] = []
    for pk, kept_at, message in favourites_kept_by(user, before, None if terms else limit + 1):
        fields = decoded(message[5])
        marks = marks_in(text_in(fields), terms)
        if marks is not None or _in_card(fields, terms):
            found.append(Kept(pk, kept_at, message, marks or []))
        if len(found) > limit:
            break
    return found[:limit], len(found) > limit


def _in_card(fields: dict[str, Any], terms: tuple[str, ...]) -> bool:
    """Whether the terms occur in what a card shows of itself."""
    card = fields.get("forwarded")
    if card is None:
        return False
    shown = [card["title"], *card["names"], *(text for line in card["lines"] for text in (line["name"], line["text"]))]
    return marks_in(" ".join(shown), terms) is not None

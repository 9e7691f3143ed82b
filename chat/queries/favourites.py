"""What users keep."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db.models import OuterRef, Subquery

from chat.models import Favourite, Participant
from chat.queries.left import as_heard
from chat.queries.messages import MESSAGE_COLUMNS, MessageRow

FavouriteRow = tuple[int, datetime, MessageRow]
"""Its number, when it was kept, and the message as its keeper sees it."""


def favourites_kept_by(user: int, before: int | None = None, most: int | None = None) -> list[FavouriteRow]:
    """The favourites of a user, the latest first: those before a number, and only the first few."""
    kept = Favourite.objects.filter(user=user).order_by("-id")
    if before is not None:
        kept = kept.filter(id__lt=before)
    mine = Participant.objects.filter(user=user, conversation=OuterRef("message__conversation"))
    columns = [f"message__{column}" for column in MESSAGE_COLUMNS]
    numbered = kept.annotate(left=Subquery(mine.values("left_seq")[:1]))
    rows = list(numbered.values_list("id", "kept_at", "left", *columns)[:most])
    heard = as_heard([(cast(MessageRow, message), left) for _, _, left, *message in rows])
    return [(pk, kept_at, message) for (pk, kept_at, *_), message in zip(rows, heard, strict=True)]

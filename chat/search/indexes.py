"""The index of the database in use."""

from __future__ import annotations

from django.db import connection

from chat.queries.messages import MessageRow
from chat.search.base import MessageIndex
from chat.search.plain import PlainIndex
from chat.search.sealed import SealedIndex
from chat.search.sqlite import SqliteIndex
from ggtalk.sealing.keys import ring


def index_in_use() -> MessageIndex:
    """FTS5 on SQLite; others have none that finds Chinese. What is sealed has none at all: grams would tell of it."""
    if not ring().is_empty:
        return SealedIndex()
    return SqliteIndex() if connection.vendor == "sqlite" else PlainIndex()


def catch_up() -> None:
    """A chore: takes in what was said since the last time."""
    index_in_use().catch_up()


def message_changed(before: MessageRow, body: str) -> None:
    """To be called inside the transaction that gives a message another body: the old words find it no longer.

    before: the message as it was. body: the JSON it has from now on; without a text it is not found at all.
    """
    index_in_use().replace(before, body)

"""Telling the authors of a group's messages that they are being read; nobody else in the group hears of it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from accounts.events import own_stream
from accounts.queries import pairs_apart
from chat.events import ReadsMoved
from chat.queries.conversations import Participation
from chat.queries.readers import authors_in
from ggtalk.realtime.publish import announce

MOST_NUMBERS = 200
"""Who comes back after a holiday reads everything at once: only the authors of the last ones are told, the others see
it when they look."""


class Stretch(msgspec.Struct):
    """What was read of a conversation at one moment, after < number <= until, and by whom."""

    after: int
    until: int
    readers: set[int]


def tell_authors(moves: Sequence[tuple[Participation, int]]) -> None:
    """Says to whose messages it is that these (as they were before, read up to now) have read on in groups.

    One event for each author and conversation, however many read at this moment; not of readers who have blocked the
    author or are blocked by them. Three queries.
    """
    stretches: dict[int, Stretch] = {}
    for row, until in moves:
        after = max(row.shown_read_seq, row.came_seq)
        stretch = stretches.setdefault(row.conversation, Stretch(after, until, set()))
        stretch.after, stretch.until = min(stretch.after, after), max(stretch.until, until)
        stretch.readers.add(row.user)
    for stretch in stretches.values():
        stretch.after = max(stretch.after, stretch.until - MOST_NUMBERS)
    authors = authors_in({conversation: (one.after, one.until) for conversation, one in stretches.items()})
    readers = {reader for stretch in stretches.values() for reader in stretch.readers}
    apart = pairs_apart(readers, {author for some in authors.values() for author in some})
    for conversation, stretch in stretches.items():
        told = [author for author in sorted(authors.get(conversation, ())) if _tells(stretch.readers, author, apart)]
        announce(
            ReadsMoved(conversation=conversation, after=stretch.after, until=stretch.until),
            to=[own_stream(author) for author in told],
        )


def _tells(readers: set[int], author: int, apart: set[tuple[int, int]]) -> bool:
    return any(reader != author and (reader, author) not in apart for reader in readers)

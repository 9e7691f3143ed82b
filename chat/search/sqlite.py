"""Search on SQLite: an FTS5 table of grams, of who said it where, and of its kind.

It holds neither the texts nor where in them a gram stands, which makes it small and cheap to write; what it finds is
checked on the message. Newer messages than its last one are looked through as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from django.db import connection, transaction

from accounts.queries.batches import parts
from chat.models import Message
from chat.queries.messages import MESSAGE_COLUMNS, MessageRow
from chat.search.base import Candidates, Question
from chat.search.folding import folded
from chat.search.grams import grams_of
from chat.search.kinds import decoded, kinds_of, text_in
from chat.search.plain import PlainIndex

CREATE = "CREATE VIRTUAL TABLE chat_search USING fts5(words, content='', detail=none, tokenize='ascii')"
DROP = "DROP TABLE chat_search"

_INSERT = "INSERT INTO chat_search(rowid, words) VALUES (%s, %s)"
_DELETE = "INSERT INTO chat_search(chat_search, rowid, words) VALUES ('delete', %s, %s)"
_FORGET = "INSERT INTO chat_search(chat_search) VALUES ('delete-all')"
_LAST = "SELECT max(id) FROM chat_search_docsize"
_FIND = """
    SELECT rowid FROM chat_search WHERE chat_search MATCH %s AND rowid > %s AND rowid < %s ORDER BY rowid DESC LIMIT %s
"""

FEW_CONVERSATIONS = 10

BATCH = 1_000
"""Messages taken in with one transaction: nobody who sends waits longer than for these."""


class SqliteIndex:
    """Grams in FTS5. What is too short to have any is looked for without them."""

    def __init__(self) -> None:
        self._plain = PlainIndex()

    def candidates(self, question: Question, limit: int) -> Candidates:
        words = _asked(question)
        if words is None:
            return self._plain.candidates(question, limit)
        last = _last_indexed()
        fresh: list[MessageRow] = []
        if question.below > last + 1:
            newer = msgspec.structs.replace(question, above=max(question.above, last))
            found = self._plain.candidates(newer, limit)
            if found.searched_to:
                return found
            fresh = found.rows
        indexed = msgspec.structs.replace(question, below=min(question.below, last + 1))
        found = _indexed(indexed, words, limit - len(fresh))
        return Candidates(fresh + found.rows, found.searched_to)

    def catch_up(self) -> None:
        while _take_in_some() == BATCH:
            pass

    def replace(self, row: MessageRow, body: str) -> None:
        pk, conversation, _, sender, _, before, *_ = row
        if pk > _last_indexed():
            return
        with connection.cursor() as cursor:
            cursor.execute(_DELETE, (pk, _words(conversation, sender, before)))
            cursor.execute(_INSERT, (pk, _words(conversation, sender, body)))


def forget_all() -> None:
    """Empties the index; there is one on SQLite only."""
    if connection.vendor == "sqlite" and _last_indexed():
        with connection.cursor() as cursor:
            cursor.execute(_FORGET)


def _take_in_some() -> int:
    last = _last_indexed()
    if not Message.objects.filter(id__gt=last).exists():
        return 0
    with transaction.atomic():  # alone from here on: another process may have been faster
        rows = Message.objects.filter(id__gt=_last_indexed()).order_by("id")
        columns = rows.values_list("id", "conversation_id", "sender_id", "body")[:BATCH]
        words = [(pk, _words(conversation, sender, body)) for pk, conversation, sender, body in columns]
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, words)
    return len(words)


def _last_indexed() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        (last,) = cursor.fetchone()
    return last or 0


def _words(conversation: int, sender: int, body: str) -> str:
    """What a message is found by; marks have more characters than grams, so that none is taken for the other."""
    fields = decoded(body)
    kinds = [_kind(kind) for kind in kinds_of(fields)]
    if not kinds:
        return ""
    return " ".join([_place(conversation), _person(sender), *kinds, *grams_of(folded(text_in(fields)))])


def _asked(question: Question) -> list[str] | None:
    """The question as words of the index, all of which are meant; `None` where it can't be narrowed down by them."""
    grams = {gram for term in question.terms for gram in grams_of(term)}
    if question.terms and not grams:
        return None
    words = [f'"{gram}"' for gram in sorted(grams)]
    if question.sender is not None:
        words.append(_person(question.sender))
    if question.kind is not None:
        words.append(_kind(question.kind))
    return words


def _indexed(question: Question, words: list[str], limit: int) -> Candidates:
    """What the index knows. To name hundreds of conversations costs more than to look where the first ones are."""
    if words and len(question.bounds) > FEW_CONVERSATIONS:
        ids = _found(words, question, limit)
        rows = [row for row in _messages(ids) if row[1] in question.bounds]
        if len(ids) < limit:
            return Candidates(rows, 0)
        if len(rows) * 2 >= limit:
            return Candidates(rows, ids[-1])
    places = " OR ".join(map(_place, sorted(question.bounds)))
    ids = _found([*words, f"({places})"], question, limit)
    return Candidates(_messages(ids), ids[-1] if len(ids) == limit else 0)


def _place(conversation: int) -> str:
    return f"conv{conversation}"


def _person(sender: int) -> str:
    return f"from{sender}"


def _kind(kind: str) -> str:
    return f"kind{kind}"


def _found(words: Sequence[str], question: Question, limit: int) -> Sequence[int]:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, (" AND ".join(words), question.above, question.below, limit))
        return [pk for (pk,) in cursor.fetchall()]


def _messages(ids: Iterable[int]) -> list[MessageRow]:
    rows: list[MessageRow] = []
    for part in parts(list(ids)):
        rows += Message.objects.filter(id__in=part).values_list(*MESSAGE_COLUMNS)
    return sorted(rows, reverse=True)

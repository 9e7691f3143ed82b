"""Answers a question page by page: what an index names is checked on the message itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from chat.queries.deletions import deleted_among
from chat.queries.left import as_heard
from chat.queries.messages import MessageRow
from chat.search.base import MessageIndex, Question
from chat.search.folding import folded
from chat.search.indexes import index_in_use
from chat.search.kinds import decoded, kinds_of, text_in
from chat.search.terms import Mark, marks_in

Order = Literal["newest", "relevance"]

CHUNK = 200
MOST_EXAMINED = 2_000
"""So many messages are checked for one page; a page may therefore be short, even empty, and yet not the last."""
MOST_RANKED = 500
"""So many are ranked by relevance together: the newest of those that are meant, then the ones before them."""


class Hit(msgspec.Struct, frozen=True):
    """A message that is meant, and where in its text the terms stand."""

    row: MessageRow
    marks: list[Mark]
    text: str


class Found(msgspec.Struct, frozen=True):
    """One page. `following`: what to ask for the next one with; `None` after the last."""

    hits: list[Hit]
    following: int | None


def found_messages(question: Question, order: Order, after: int | None, limit: int) -> Found:
    """One page of what is meant; `after` is the `following` of the page before."""
    if not question.bounds:
        return Found([], None)
    if order == "relevance" and question.terms:
        return _most_relevant(question, after or 0, limit)
    if after is not None:
        question = msgspec.structs.replace(question, below=min(after, question.below))
    return _newest(question, limit)


def _most_relevant(question: Question, after: int, limit: int) -> Found:
    """What a stretch holds is ranked; when all of it was given, the one before it follows.

    `after` counts what was given of the stretch, and names in front of it where the stretch begins (0: at the newest).
    """
    below, start = divmod(after, MOST_RANKED)
    if below:
        question = msgspec.structs.replace(question, below=min(below, question.below))
    stretch = _newest(question, MOST_RANKED)
    ranked = sorted(stretch.hits, key=lambda hit: _relevance(hit, question.terms))
    end = start + limit
    if end < len(ranked):
        return Found(ranked[start:end], below * MOST_RANKED + end)
    return Found(ranked[start:end], stretch.following and stretch.following * MOST_RANKED)


def _newest(question: Question, limit: int) -> Found:
    index: MessageIndex = index_in_use()
    hits: list[Hit] = []
    for _ in range(MOST_EXAMINED // CHUNK):
        found = index.candidates(question, CHUNK)
        rows = as_heard([(row, question.bounds[row[1]].left) for row in found.rows])
        for hit in _meant(rows, question):
            hits.append(hit)
            if len(hits) == limit:
                is_last = not found.searched_to and hit.row is rows[-1]
                return Found(hits, None if is_last else hit.row[0])
        if not found.searched_to:
            return Found(hits, None)
        question = msgspec.structs.replace(question, below=found.searched_to)
        if found.is_enough:
            break
    return Found(hits, question.below)


def _meant(rows: Sequence[MessageRow], question: Question) -> list[Hit]:
    """The hits among rows, without what who asks has deleted."""
    hits = [hit for row in rows if (hit := _hit(row, question)) is not None]
    deleted = deleted_among({hit.row[0] for hit in hits}, question.reader)
    return [hit for hit in hits if hit.row[0] not in deleted]


def _hit(row: MessageRow, question: Question) -> Hit | None:
    _, conversation, seq, sender, _, body, sent_at, *_ = row
    bounds = question.bounds[conversation]
    if not bounds.above < seq <= bounds.until or question.sender not in (None, sender):
        return None
    if (question.since and sent_at < question.since) or (question.until and sent_at >= question.until):
        return None
    fields = decoded(body)
    kinds = kinds_of(fields)
    if not kinds or question.kind not in (None, *kinds):
        return None
    text = text_in(fields)
    marks = marks_in(text, question.terms)
    return None if marks is None else Hit(row, marks, text)


def _relevance(hit: Hit, terms: tuple[str, ...]) -> tuple[bool, int, float, int]:
    """Least first: the words as they were typed, whole words, much of the text; then the newest."""
    text = folded(hit.text)
    whole = sum(_stands_alone(term, text) for term in terms)
    share = sum(end - start for start, end in hit.marks) / len(hit.text)
    return " ".join(terms) not in text, -whole, -round(share, 2), -hit.row[0]


def _stands_alone(term: str, text: str) -> bool:
    start = text.find(term)
    end = start + len(term)
    return not (text[start - 1 : start].isalnum() if start else False) and not text[end : end + 1].isalnum()

"""Search without an index, for every database: a bounded stretch of messages is looked through at a time."""

from __future__ import annotations

import msgspec
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from chat.models import Message
from chat.queries.messages import MESSAGE_COLUMNS, MessageRow
from chat.search.base import Candidates, Question

STRETCH = 50_000
"""So many messages are looked through for one page."""


class PlainIndex:
    """`LIKE`, which knows case but neither accents nor width.

    Who can see more than a stretch gets the newest one first, and goes on from where it ended.
    """

    def candidates(self, question: Question, limit: int) -> Candidates:
        floor = question.above
        if sum(bounds.until - bounds.above for bounds in question.bounds.values()) > STRETCH:
            floor = max(floor, min(question.below, newest_id() + 1) - STRETCH)
        rows = list(_matching(question).filter(id__gt=floor).order_by("-id").values_list(*MESSAGE_COLUMNS)[:limit])
        if len(rows) == limit:
            return Candidates(rows, rows[-1][0])
        if floor <= question.above:
            return Candidates(rows, 0)
        return Candidates(rows, floor + 1, is_enough=True)

    def catch_up(self) -> None:
        """There is nothing to take in."""

    def replace(self, row: MessageRow, body: str) -> None:
        """There is nothing to forget."""


def newest_id() -> int:
    """The id of the message stored last."""
    return Message.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _matching(question: Question) -> QuerySet[Message]:
    known = Message.objects.alias(lowered=Lower("body"))
    found = known.filter(conversation__in=question.bounds.keys(), id__lt=question.below)
    if question.sender is not None:
        found = found.filter(sender=question.sender)
    if question.kind == "link":
        found = found.filter(Q(lowered__contains="http") | Q(lowered__contains="www."))
    elif question.kind == "picture":
        found = found.filter(Q(body__contains='"images":') | Q(body__contains='"inline":'))
    elif question.kind == "voice":
        found = found.filter(body__contains='"voice":')
    for term in question.typed:
        found = found.filter(_containing(term))
    return found


def _containing(term: str) -> Q:
    """Stored as JSON. Not every database knows small letters beyond ASCII: those in capitals are asked for too."""
    return Q(lowered__contains=_as_json(term.lower())) | Q(lowered__contains=_as_json(term.upper()))


def _as_json(text: str) -> str:
    return msgspec.json.encode(text).decode()[1:-1]

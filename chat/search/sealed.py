"""Search where messages are sealed: they are opened and read one by one, the newest first, so many for a page.

Nothing of them is kept beside them. Drops what an index from before the keys still holds.
"""

from __future__ import annotations

from chat.models import Message
from chat.queries.messages import MESSAGE_COLUMNS, MessageRow
from chat.search.base import Candidates, Question
from chat.search.sqlite import forget_all


class SealedIndex:
    """Names every message there is in its bounds: what is meant is found on the messages themselves."""

    def candidates(self, question: Question, limit: int) -> Candidates:
        inside = Message.objects.filter(
            conversation__in=question.bounds.keys(), id__gt=question.above, id__lt=question.below
        )
        if question.sender is not None:
            inside = inside.filter(sender=question.sender)
        rows = list(inside.order_by("-id").values_list(*MESSAGE_COLUMNS)[:limit])
        return Candidates(rows, rows[-1][0] if len(rows) == limit else 0)

    def catch_up(self) -> None:
        forget_all()

    def replace(self, row: MessageRow, body: str) -> None:
        """There is nothing to forget."""

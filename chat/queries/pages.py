"""Pages of one conversation, as their reader may see them."""

from __future__ import annotations

from collections.abc import Collection

from chat.queries.left import heard_until
from chat.queries.messages import MESSAGE_COLUMNS, Bounds, MessageRow, within


def newest_messages(bounds: Bounds, limit: int) -> tuple[list[MessageRow], bool]:
    """The newest messages within bounds, oldest first, and whether there are more before them."""
    rows = list(within(bounds).order_by("-seq").values_list(*MESSAGE_COLUMNS)[: limit + 1])
    return heard_until(rows[:limit][::-1], bounds.left), len(rows) > limit


def oldest_messages(bounds: Bounds, limit: int) -> tuple[list[MessageRow], bool]:
    """The oldest messages within bounds, oldest first, and whether there are more after them."""
    rows = list(within(bounds).order_by("seq").values_list(*MESSAGE_COLUMNS)[: limit + 1])
    return heard_until(rows[:limit], bounds.left), len(rows) > limit


def messages_with_ids(bounds: Bounds, ids: Collection[int]) -> list[MessageRow]:
    """Those of a few messages that stand within bounds, oldest first."""
    rows = list(within(bounds).filter(id__in=ids).order_by("seq").values_list(*MESSAGE_COLUMNS))
    return heard_until(rows, bounds.left)

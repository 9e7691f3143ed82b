"""In which streams something was said lately, found in what was stored instead of by asking each stream.

Every event is a row of some table, and a table's keys grow with its rows. So what is new since a look stands above the
highest key that it saw, but for what was given its key before and is committed after: each look begins some seconds
back. What takes longer than that to commit is found by asking each stream, which is done once in a while.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model

from ggtalk.realtime.models import StoredEvent
from ggtalk.realtime.streams import all_journals

OVERLAP_SECONDS = 10.0
MOST_ROWS = 2_000
"""Where more was said in one table, asking each stream costs less."""


@dataclass(frozen=True)
class _Mark:
    """The highest key of each table, as it was at a moment of the monotonic clock."""

    at: float
    keys: Mapping[type[Model], int]


class Journals:
    """What this process has read of the tables so far. Not for several threads at once."""

    def __init__(self) -> None:
        self._marks: deque[_Mark] = deque()

    def heads(self) -> dict[str, int] | None:
        """The last numbers said lately, by stream.

        `None` where each stream is to be asked, after `begin_anew`: at first, and when more than `MOST_ROWS` came.
        """
        mark = self._mark()
        if mark is None:
            return None
        now, heads, keys = time.monotonic(), dict[str, int](), dict(mark.keys)
        for model, (prefix, owner) in _tables().items():
            rows = _rows(model, owner, mark.keys[model])
            if len(rows) > MOST_ROWS:
                return None
            for key, number, seq in rows:
                name = f"{prefix}{number}"
                heads[name] = max(seq, heads.get(name, 0))
                keys[model] = key
        self._marks.append(_Mark(now, keys))
        return heads

    def begin_anew(self) -> None:
        """From what is stored now."""
        now = time.monotonic()
        self._marks = deque([_Mark(now, {model: _last_key(model) for model in _tables()})])

    def _mark(self) -> _Mark | None:
        """The newest that is old enough, or else the oldest."""
        oldest_wanted = time.monotonic() - OVERLAP_SECONDS
        while len(self._marks) > 1 and self._marks[1].at <= oldest_wanted:
            self._marks.popleft()
        return self._marks[0] if self._marks else None


def _tables() -> dict[type[Model], tuple[str, str]]:
    """Prefix of the streams, and the field that says whose stream it is."""
    return {StoredEvent: ("", "stream_id"), **all_journals()}


def _rows(model: type[Model], owner: str, after: int) -> Sequence[tuple[int, object, int]]:
    rows = model._default_manager.filter(pk__gt=after).order_by("pk").values_list("pk", owner, "seq")
    return list(rows[: MOST_ROWS + 1])


def _last_key(model: type[Model]) -> int:
    return model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0

"""The move: may it be made, the copying, and the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
from django.db import connections

from ggtalk.moving.numbers import next_number, set_next_number
from ggtalk.moving.tables import (
    Plain,
    Progress,
    Summary,
    batches,
    empty,
    hash_of,
    insert,
    rows_with,
    summary_of,
    tables_in_order,
)

PEOPLE = "accounts_user"
"""Where nobody is, there is nothing but what the migrations themselves put there."""


class TargetInUse(Exception):
    """The target holds rows that the source has not: `args[0]` says where."""


class Compared(msgspec.Struct, frozen=True):
    """A table on both sides: what it holds, and the number it gives next (`None` where keys are not counted)."""

    table: str
    source: Summary
    target: Summary
    numbers: tuple[int | None, int | None]

    @property
    def is_same(self) -> bool:
        """Nothing differs."""
        return self.source == self.target and self.numbers[0] == self.numbers[1]


class Move:
    """From one configured database to another, both migrated. `progress`: called with a table and rows done in it."""

    def __init__(self, source: str, target: str, progress: Callable[[str, int], None]) -> None:
        self._source, self._target, self._progress = source, target, progress
        self._tables = tables_in_order()

    def prepare(self) -> int:
        """Refuses a target of somebody else's (TargetInUse); how many rows of an earlier, ended move are there."""
        people = next(model for model in self._tables if model._meta.db_table == PEOPLE)
        if not people._base_manager.using(self._target).exists():
            for model in reversed(self._tables):
                empty(model, self._target)
            return 0
        return sum(self._rows_from_here(model) for model in self._tables)

    def _rows_from_here(self, model: Plain) -> int:
        """Each row that the target has must be the source's, unchanged."""
        count = 0
        for batch in batches(model, self._target):
            ours = rows_with(model, self._source, [row.pk for row in batch])
            for row in batch:
                if ours.get(row.pk) != hash_of(row):
                    raise TargetInUse(f"{model._meta.db_table}, key {row.pk}")
            count += len(batch)
        return count

    def copy(self) -> int:
        """Stores what is missing there, in small transactions; how many rows that were."""
        return sum(self._copy(model) for model in self._tables)

    def _copy(self, model: Plain) -> int:
        done, stored = 0, 0
        for batch in batches(model, self._source):
            there = rows_with(model, self._target, [row.pk for row in batch])
            if missing := [row for row in batch if row.pk not in there]:
                insert(self._target, missing)
            done, stored = done + len(batch), stored + len(missing)
            self._progress(model._meta.db_table, done)
        self._carry_number(model)
        return stored

    def _carry_number(self, model: Plain) -> None:
        number = next_number(connections[self._source], model)
        if number is not None and number != next_number(connections[self._target], model):
            set_next_number(connections[self._target], model, number)

    def compared(self) -> Iterator[Compared]:
        """Reads both sides afresh and compares them, table by table."""
        for model in self._tables:
            table = model._meta.db_table
            sides = [summary_of(model, side, self._reading(table)) for side in (self._source, self._target)]
            first, second = (next_number(connections[side], model) for side in (self._source, self._target))
            yield Compared(table, sides[0], sides[1], (first, second))

    def _reading(self, table: str) -> Progress:
        return lambda rows: self._progress(table, rows)

"""This process's writers, one for each batched command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ggtalk.realtime.commands import Command
from ggtalk.realtime.writer import MOST_PER_BATCH, Writer

MOST_MOVEMENTS = 32
"""Thousands may come back at the same moment; whoever says something waits for one transaction of theirs."""


class Writers:
    """Makes each writer when it is first needed."""

    def __init__(self) -> None:
        self._by_name: dict[str, Writer] = {}

    def of(self, command: Command) -> Writer:
        """The writer of a batched command."""
        return self._named(command.name, command.run)

    def movements(self, run: Callable[[list[Any]], Sequence[Any]]) -> Writer:
        """The writer that tells the apps which clients come and go."""
        return self._named("clients moved", run, MOST_MOVEMENTS)

    def are_busy(self) -> bool:
        """Whether anything is being written at this moment."""
        return any(writer.is_busy for writer in self._by_name.values())

    def _named(
        self, name: str, run: Callable[[list[Any]], Sequence[Any]], most_per_batch: int = MOST_PER_BATCH
    ) -> Writer:
        writer = self._by_name.get(name)
        if writer is None:
            writer = self._by_name[name] = Writer(name, run, most_per_batch)
        return writer


writers = Writers()

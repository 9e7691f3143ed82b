"""SQLite for a server with several threads: whoever writes waits for a turn instead of asking again and again.

SQLite itself lets a second writer sleep and retry, up to 100 ms at a time and in no order; two busy threads then wait
a hundred times longer than the first one's transaction takes. Another process is still waited for in SQLite's way.
"""

from __future__ import annotations

import functools
import threading
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

MOST_WAITING_SECONDS = 20.0


@dataclass(slots=True)
class WriteTurn:
    """The right to write to one database file; its lock is held from BEGIN IMMEDIATE to the end of the transaction.

    commits: how many transactions of this process were committed there.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    commits: int = 0


_turns: dict[str, WriteTurn] = {}


def turn_at(database: str) -> WriteTurn:
    """The one of this file."""
    return _turns.setdefault(database, WriteTurn())


class _Cursor(base.SQLiteCursorWrapper):
    """Django's cursor, which rewrites the marks of a statement for SQLite; here once, not each time it is run."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None:
            return _converted(query)
        converted: str = super().convert_query(query, param_names=param_names)  # type: ignore[misc] # as below
        return converted


@functools.lru_cache(maxsize=2048)
def _converted(query: str) -> str:
    converted: str = base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
    return converted


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its turn for each transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: WriteTurn | None = None

    def create_cursor(self, name: str | None = None) -> _Cursor:
        cursor: _Cursor = self.connection.cursor(factory=_Cursor)
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc] # the stubs leave it out
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc] # as above; after a failure Django rolls back
        if self._turn is not None:
            self._turn.commits += 1
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc] # as above
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc] # as above
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        if self._turn is not None:
            return
        turn = turn_at(str(self.settings_dict["NAME"]))
        if not turn.lock.acquire(timeout=MOST_WAITING_SECONDS):
            raise OperationalError("database is locked: another transaction of this process does not end")
        self._turn = turn

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.lock.release()

"""A thread of its own copies the log of what was committed into the database's file: no writer waits for the disk.

SQLite would let the writer whose commit fills the log copy it all and wait for the disk twice: 40 ms and more in which
nobody else can write, several times a minute on a busy server. It would also keep what was deleted in the log until
somebody writes over it; here the log is emptied soon after.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ggtalk.sqlite.base import turn_at

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
WORTH_COMMITS = 500
WORTH_BYTES = 8 * 1024 * 1024
"""The log has grown by this: a few large transactions fill it, too."""
LONG_LOG_PAGES = 16_000
"""64 MB. A log that is written all the time is never wholly copied, and would grow for ever."""
EMPTY_SECONDS = 30
"""The log, in which what was deleted still stands, is emptied this often, when nobody has written for a moment."""
QUIET_SECONDS = 1
MOST_SECONDS = 600
"""It is emptied anyway where somebody always writes, though whoever writes then waits 30 ms and more."""
MOST_READING_SECONDS = 0.05
"""Writers wait this long for somebody who still reads the log that is to be emptied; then it is tried again later."""
STOP_SECONDS = 3


class Checkpoints:
    """Copies the log of one database file from `start` to `stop`."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._turn = turn_at(database)
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._copied_commits = self._emptied_commits = self._seen_commits = 0
        self._bytes = 0
        self._emptied_at = self._seen_at = time.monotonic()

    def start(self) -> None:
        """Begins to look."""
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends after the copy at hand; the last connection that closes copies the rest."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)

    def look(self, connection: sqlite3.Connection, now: float | None = None) -> None:
        """Copies what is worth it, and empties the log when that was long ago."""
        now = time.monotonic() if now is None else now
        commits, size = self._turn.commits, _size_of(Path(f"{self._database}-wal"))
        if commits != self._seen_commits:
            self._seen_commits, self._seen_at = commits, now
        is_old = commits != self._emptied_commits and self._may_empty(now)
        if not is_old and commits - self._copied_commits < WORTH_COMMITS and size - self._bytes < WORTH_BYTES:
            return
        self._copied_commits, self._bytes = commits, size
        _busy, pages, _copied = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if is_old:
            self._empty(connection, now)
        elif pages > LONG_LOG_PAGES:
            with self._turn.lock:  # little is left by now; whoever writes next begins the log anew
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def _may_empty(self, now: float) -> bool:
        is_quiet = now - self._seen_at >= QUIET_SECONDS
        return now - self._emptied_at >= (EMPTY_SECONDS if is_quiet else MOST_SECONDS)

    def _empty(self, connection: sqlite3.Connection, now: float) -> None:
        """Nobody writes meanwhile; almost everything is copied already, so that it takes little time."""
        with self._turn.lock:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                self._emptied_at, self._emptied_commits, self._bytes = now, self._turn.commits, 0

    def _run(self) -> None:
        connection = open_database(self._database)
        try:
            while not self._ended.wait(LOOK_SECONDS):
                try:
                    self.look(connection)
                except sqlite3.Error:  # a full disk; the log keeps everything meanwhile
                    logger.exception("the log of the database can't be copied; it is tried again")
        finally:
            connection.close()


def checkpoints_of(settings: Mapping[str, Any]) -> Checkpoints | None:
    """For one of Django's databases; `None` where there is no log."""
    name = str(settings["NAME"])
    return Checkpoints(name) if settings["ENGINE"] == "ggtalk.sqlite" and not name.startswith("file:") else None


def open_database(database: str) -> sqlite3.Connection:
    """A connection that copies the log."""
    return sqlite3.connect(database, timeout=MOST_READING_SECONDS, isolation_level=None)


def _size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0

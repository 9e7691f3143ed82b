"""The log of an SQLite database is copied and emptied by a thread of its own."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ggtalk.databases import database_settings
from ggtalk.sqlite import checkpoints
from ggtalk.sqlite.base import turn_at
from ggtalk.sqlite.checkpoints import (
    EMPTY_SECONDS,
    MOST_SECONDS,
    QUIET_SECONDS,
    WORTH_COMMITS,
    Checkpoints,
    checkpoints_of,
    open_database,
)

PATIENCE_SECONDS = 20
SECRET = b"burnt after reading"


class Database:
    """A file that somebody writes to, as a server's thread does."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.log = Path(f"{file}-wal")
        self.writer = sqlite3.connect(file, isolation_level=None)
        self.writer.execute("PRAGMA journal_mode=WAL")
        self.writer.execute("PRAGMA wal_autocheckpoint=0")
        self.writer.execute("PRAGMA secure_delete=ON")
        self.writer.execute("CREATE TABLE said (body BLOB)")
        self.checkpoints = Checkpoints(str(file))

    def say(self, body: bytes, commits: int = 1) -> None:
        self.writer.execute("INSERT INTO said VALUES (?)", [body])
        turn_at(str(self.file)).commits += commits

    def look(self, after_seconds: float = 0) -> None:
        with closing(open_database(str(self.file))) as looking:
            emptied_at = self.checkpoints._emptied_at
            for quiet_seconds in (QUIET_SECONDS, 0):
                self.checkpoints.look(looking, emptied_at + after_seconds - quiet_seconds)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "said.sqlite3")
    yield made
    made.writer.close()


def test_few_commits_are_left_in_the_log(database: Database) -> None:
    database.say(SECRET)
    database.look()
    assert SECRET in database.log.read_bytes()
    assert SECRET not in database.file.read_bytes()


def test_many_commits_are_copied_into_the_file(database: Database) -> None:
    database.say(SECRET, WORTH_COMMITS)
    database.look()
    assert SECRET in database.file.read_bytes()


def test_a_large_transaction_is_copied_into_the_file(database: Database) -> None:
    database.say(SECRET + bytes(checkpoints.WORTH_BYTES))
    database.look()
    assert SECRET in database.file.read_bytes()


def test_what_was_deleted_leaves_the_log_soon(database: Database) -> None:
    database.say(SECRET)
    database.writer.execute("DELETE FROM said")
    database.look(EMPTY_SECONDS - 1)
    assert SECRET in database.log.read_bytes()
    database.look(EMPTY_SECONDS)
    assert database.log.stat().st_size == 0
    assert SECRET not in database.file.read_bytes()


def test_the_log_is_emptied_in_a_quiet_moment_or_after_a_long_time(database: Database) -> None:
    with closing(open_database(str(database.file))) as looking:
        began = database.checkpoints._emptied_at
        for seconds in range(EMPTY_SECONDS, MOST_SECONDS):
            database.say(SECRET)
            database.checkpoints.look(looking, began + seconds)
        assert database.log.stat().st_size > 0
        database.checkpoints.look(looking, began + MOST_SECONDS)
        assert database.log.stat().st_size == 0


def test_nothing_is_done_where_nothing_was_written(database: Database) -> None:
    database.say(SECRET)
    database.look(EMPTY_SECONDS)
    changed = database.file.stat().st_mtime_ns
    database.look(2 * EMPTY_SECONDS)
    assert database.file.stat().st_mtime_ns == changed


def test_a_reader_is_not_waited_for_long_and_the_log_is_emptied_after_it(database: Database) -> None:
    database.say(b"first")
    reader = sqlite3.connect(database.file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM said").fetchall()
    database.say(SECRET)
    database.look(EMPTY_SECONDS)
    assert database.log.stat().st_size > 0
    assert not turn_at(str(database.file)).lock.locked()
    reader.close()
    database.look(EMPTY_SECONDS)
    assert database.log.stat().st_size == 0


def test_a_long_log_is_begun_anew_after_a_copy_in_a_turn(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "LONG_LOG_PAGES", 1)
    database.say(SECRET + bytes(100_000), WORTH_COMMITS)
    size = database.log.stat().st_size
    other = threading.Thread(target=database.look)
    with turn_at(str(database.file)).lock:
        other.start()
        other.join(timeout=0.1)
        assert other.is_alive()
    other.join()
    database.say(SECRET)
    assert database.log.stat().st_size == size


def test_the_thread_looks_by_itself(database: Database) -> None:
    database.checkpoints.start()
    try:
        database.say(SECRET, WORTH_COMMITS)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while SECRET not in database.file.read_bytes():
            assert time.monotonic() < deadline
    finally:
        database.checkpoints.stop()


def test_only_files_have_a_log(tmp_path: Path) -> None:
    assert checkpoints_of(database_settings("", tmp_path)) is not None
    assert checkpoints_of(database_settings("memory:", tmp_path)) is None

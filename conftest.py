"""Fixtures of every app's tests."""

from collections.abc import Iterator

import pytest
from django.db import connection

from ggtalk.deadlocks import again_after_deadlock
from tooling.redis import RedisServer, redis_server

pytest_plugins = [
    "accounts.testing",
    "chat.testing",
    "groups.testing",
    "notifications.testing",
    "notifications.push_testing",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a Redis is no quick test: the quick ones run on a machine where nothing is installed."""
    for item in items:
        if "redis" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each worker has a database of its own.

    SQLite tests run on a file, as the server does: threads wait for each other there, in memory they fail.
    PostgreSQL empties all tables with one statement, a deadlock with a thread that still writes two of them.
    """
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    if connection.vendor == "postgresql":
        empty = connection.ops.execute_sql_flush
        vars(connection.ops)["execute_sql_flush"] = lambda sql: again_after_deadlock(lambda: empty(sql))


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """A Redis of this test's own, which it may kill and start again."""
    with redis_server() as server:
        yield server

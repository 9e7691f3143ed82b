"""pytest -p tooling.sql_server.plugin: each query that a test makes is written for SQL Server too, and read as T-SQL.

A test fails whose query SQL Server would refuse. Every form is looked at once in a process.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from functools import wraps
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import NotSupportedError
from django.db.backends.utils import CursorWrapper
from django.db.models.sql import InsertQuery, Query
from django.db.models.sql.compiler import SQLCompiler, SQLInsertCompiler

from ggtalk import prepared
from tooling.sql_server.offline import driver_problems, offline_connection
from tooling.sql_server.statements import statement_problems

SHOWN_LETTERS = 2000
"""Of a statement: lists can be long."""

_making = threading.local()
_seen: set[str] = set()
_read: set[str] = set()
_problems: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    """Puts an ear to Django's compilers and to the statements that are prepared once."""
    for owner in (SQLCompiler, SQLInsertCompiler):
        _listen(owner)
    for name in ("execute", "executemany"):
        setattr(CursorWrapper, name, _noticing(getattr(CursorWrapper, name)))
    _listen_to_prepared()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    result = yield
    if _problems:
        told = "\n\n".join(_problems)
        _problems.clear()
        pytest.fail(f"On SQL Server this would not be understood:\n\n{told}", pytrace=False)
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much was looked at; with several workers each says it in its own output only."""
    if _read:
        terminalreporter.write_line(f"{len(_read)} statements were read as T-SQL, made for {len(_seen)} others.")


def _listen(owner: type[SQLCompiler]) -> None:
    original = owner.execute_sql

    @wraps(original)
    def execute_sql(self: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        before = getattr(_making, "compiler", None)
        _making.compiler = self
        if isinstance(self, SQLInsertCompiler):
            self.returning_fields = kwargs.get("returning_fields", args[0] if args else None)
        try:
            return original(self, *args, **kwargs)
        finally:
            _making.compiler = before

    owner.execute_sql = execute_sql  # type: ignore[method-assign]


def _noticing(original: Any) -> Any:
    """The statement tells whether the query that is being made has a form that was not looked at yet."""

    @wraps(original)
    def execute(self: Any, sql: str, *args: Any, **kwargs: Any) -> Any:
        compiler = getattr(_making, "compiler", None)
        if compiler is not None and sql not in _seen:
            _seen.add(sql)
            _making.compiler = None
            _look_at(compiler.query, getattr(compiler, "returning_fields", None))
        return original(self, sql, *args, **kwargs)

    return execute


def _look_at(made_elsewhere: Query, returning: Sequence[Any] | None) -> None:
    query: Any = made_elsewhere.clone()
    inserts = isinstance(made_elsewhere, InsertQuery)
    if inserts:
        query.raw = True  # fields that set themselves have done so
        if query.on_conflict is not None:  # asked for only where the database's features have it
            return
    compiler: Any = query.get_compiler(connection=offline_connection())
    if inserts:
        compiler.returning_fields = returning if len(query.objs) == 1 else None
    try:
        made = compiler.as_sql()
    except (EmptyResultSet, FullResultSet):
        return
    except NotSupportedError as error:
        _problems.append(f"{query.model and query.model._meta.label}: {error}")
        return
    for sql, parameters in made if inserts else [made]:
        _read_as_tsql(sql, parameters)


def _read_as_tsql(sql: str, parameters: Sequence[Any]) -> None:
    if sql and sql not in _read:
        _read.add(sql)
        found = [*statement_problems(sql, parameters), *driver_problems(sql, parameters)]
        _problems.extend(f"{sql[:SHOWN_LETTERS]}\n… {problem}" for problem in found)


def _listen_to_prepared() -> None:
    written, statement = prepared._Prepared._written, prepared.PreparedInsert._statement

    def also_written(self: Any, shape: prepared.Shape) -> Any:
        found = written(self, shape)
        _look_at(found.compiler.query, None)
        return found

    def also_stated(self: Any, connection: Any, tells: bool) -> str:
        sql = statement(self, connection, tells)
        if sql not in _seen:
            _seen.add(sql)
            names = [field.name for field in self._fields]
            there = prepared.PreparedInsert(self._model, *names)._statement(offline_connection(), tells)
            _read_as_tsql(there, [None] * len(names))
        return sql

    prepared._Prepared._written = also_written  # type: ignore[method-assign]
    prepared.PreparedInsert._statement = also_stated  # type: ignore[method-assign]

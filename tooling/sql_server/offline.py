"""mssql-django's own compiler and schema editor, with nothing at the other end of the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any

from django.db import connections
from django.db.migrations.loader import MigrationLoader
from mssql.base import CursorWrapper, DatabaseWrapper

from tooling.sql_server.catalogue import Catalogue

VERSION = 2019
"""The oldest that is promised: it knows UTF-8 collations and all that the statements use."""


DEFAULT_OF = re.compile(r"t\.name = '(\w+)' AND c\.name = '(\w+)'")


class _NoAnswers:
    """A cursor for what the schema editor asks beside the constraints, which it learns from the catalogue."""

    def execute(self, sql: str, params: Any = ()) -> None:
        """Goes nowhere."""

    def fetchall(self) -> list[Any]:
        return []

    def fetchone(self) -> None:
        return None

    def __enter__(self) -> _NoAnswers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return None


def offline_connection(catalogue: Catalogue | None = None) -> Any:
    """A connection that compiles queries and collects DDL; it believes to be within a transaction."""
    settings = {**connections["default"].settings_dict, "ENGINE": "mssql", "NAME": "ggtalk", "OPTIONS": {}}
    connection = DatabaseWrapper(settings, "default")
    vars(connection).update(
        sql_server_version=VERSION,
        to_azure_sql_db=False,
        ensure_connection=lambda: None,
        get_autocommit=lambda: False,
        cursor=_NoAnswers,
    )
    if catalogue is not None:
        connection.introspection.get_constraints = lambda cursor, table: _constraints(catalogue, table)
    return connection


def driver_problems(sql: str, parameters: Sequence[Any]) -> Iterator[str]:
    """Where a statement groups, the cursor declares variables for its parameters, of the types it knows."""
    if "GROUP BY" in sql:
        try:
            CursorWrapper(None, offline_connection()).format_group_by_params(sql, tuple(parameters))
        except (NotImplementedError, TypeError) as error:
            yield f"groups by a parameter that the driver can't declare: {error}"


def _constraints(catalogue: Catalogue, table: str) -> dict[str, dict[str, Any]]:
    """In the form of Django's introspection."""
    return {
        name: {
            "columns": key.columns,
            "primary_key": key.kind == "primary",
            "unique": key.is_unique,
            "unique_constraint": key.kind == "unique",
            "foreign_key": (key.target, "id") if key.kind == "foreign" else None,
            "check": key.kind == "check",
            "default": key.kind == "default",
            "index": key.kind == "index",
            "orders": ["ASC"] * len(key.columns),
            "type": "idx",
        }
        for name, key in catalogue.tables[table].keys.items()
    }


def migrated() -> tuple[dict[str, list[str]], Catalogue]:
    """The statements of every migration, by its name, and what they leave."""
    catalogue = Catalogue()
    connection = offline_connection(catalogue)
    loader = MigrationLoader(None)
    state = loader.project_state([])
    statements: dict[str, list[str]] = {}
    for key in _order(loader):
        with connection.schema_editor(collect_sql=True, atomic=False) as editor:
            collected = editor.collected_sql = _Followed(catalogue)
            editor.execute = _answering(editor.execute, catalogue)
            state = loader.graph.nodes[key].apply(state, editor, collect_sql=True)
        statements[".".join(key)] = list(collected)
    return statements, catalogue


def _answering(execute: Callable[..., None], catalogue: Catalogue) -> Callable[..., Any]:
    """The editor's `execute`, which also asks for the names of defaults before it drops them."""

    def answer(sql: Any, params: Any = (), has_result: bool = False) -> Any:
        if not has_result:
            return execute(sql, params)
        table, column = DEFAULT_OF.search(str(sql)).groups()  # type: ignore[union-attr] # the editor asks nothing else
        keys = catalogue.tables[table].keys
        return [(name,) for name, key in keys.items() if key.kind == "default" and key.columns == [column]]

    return answer


class _Followed(list[str]):
    """Collects statements, each of which the catalogue follows at once, for later ones ask it."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue

    def append(self, sql: str) -> None:
        if not sql.startswith("--"):
            self._catalogue.apply(sql)
            super().append(sql)


def _order(loader: MigrationLoader) -> list[tuple[str, str]]:
    order: list[tuple[str, str]] = []
    for leaf in sorted(loader.graph.leaf_nodes()):
        order += [key for key in loader.graph.forwards_plan(leaf) if key not in order]
    return order

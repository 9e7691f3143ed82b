"""Queries whose SQL Django writes once, for paths that every message takes.

Django spends ten times as long on writing a statement as an embedded database on running it. A prepared query keeps
what Django has written for its database and only fills in the values.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Value = int | str | UUID
Values = Collection[Value]
Shape = tuple[tuple[type, int], ...]
"""Type and size of each list."""

FIRST_MARK = 9_000_000_000_000_000
"""Stands for a value while Django writes the statement; found again among its parameters."""


@dataclass(frozen=True)
class _Statement:
    """sql and its parameters; `places[n]` is the place of parameter n among the values, `None` for a constant.

    converters: how the database's values become the fields', as Django's compiler has them.
    """

    compiler: SQLCompiler
    sql: str
    parameters: Sequence[Any]
    places: Sequence[int | None]
    converters: dict[int, Any]

    def filled(self, values: Sequence[Value]) -> list[Any]:
        return [
            constant if place is None else _as(constant, values[place])
            for constant, place in zip(self.parameters, self.places, strict=True)
        ]


class _Prepared:
    """Statements by shape. Each thread has its own, as it has its own connection."""

    def __init__(self) -> None:
        self._local = threading.local()

    def _statement(self, shape: Shape) -> _Statement:
        statements: dict[Shape, _Statement] = vars(self._local).setdefault("statements", {})
        if shape not in statements:
            statements[shape] = self._written(shape)
        return statements[shape]

    def _written(self, shape: Shape) -> _Statement:
        lists: list[list[Value]] = []
        places: dict[Any, int] = {}
        for kind, size in shape:
            first = len(places)
            lists.append([_mark(kind, first + n) for n in range(size)])
            places.update((_plain(mark), first + n) for n, mark in enumerate(lists[-1]))
        compiler = self._compiler(lists)
        sql, parameters = compiler.as_sql()
        found = [places.get(_plain(parameter)) for parameter in parameters]
        converters = compiler.get_converters([column[0] for column in compiler.select or ()])
        return _Statement(compiler, sql, parameters, found, converters)

    def _compiler(self, lists: Sequence[Values]) -> SQLCompiler:
        raise NotImplementedError


class PreparedQuery(_Prepared, Generic[Row]):
    """`PreparedQuery(build)(ids, …)` is `list(build(ids, …))`, for lists whose length and repeats do not matter.

    `build` takes as many lists (for `…__in`) and returns a `values_list`.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        super().__init__()
        self._build = build

    def __call__(self, *lists: Values) -> list[Row]:
        """The rows; none if a list is empty."""
        if not all(lists):
            return []
        shape, values = _padded(lists)
        statement = self._statement(shape)
        cursor = _cursor_of(statement.compiler.connection)
        cursor.execute(statement.sql, statement.filled(values))
        rows: Iterable[Any] = cursor.fetchall()
        if statement.converters:
            rows = map(tuple, statement.compiler.apply_converters(rows, statement.converters))
        return list(rows)

    def _compiler(self, lists: Sequence[Values]) -> SQLCompiler:
        queryset = self._build(*lists)
        compiler: SQLCompiler = queryset.query.get_compiler(using=queryset.db)
        return compiler


class PreparedUpdate(_Prepared):
    """`PreparedUpdate(build)(ids, …)` updates the rows of a query set; `build` returns it with its new values."""

    def __init__(self, build: Callable[..., tuple[QuerySet[Any, Any], Mapping[str, Any]]]) -> None:
        super().__init__()
        self._build = build

    def __call__(self, *lists: Values) -> int:
        """How many rows there were; none if a list is empty."""
        if not all(lists):
            return 0
        shape, values = _padded(lists)
        statement = self._statement(shape)
        cursor = _cursor_of(statement.compiler.connection)
        cursor.execute(statement.sql, statement.filled(values))
        count: int = cursor.rowcount
        return count

    def _compiler(self, lists: Sequence[Values]) -> SQLCompiler:
        queryset, changes = self._build(*lists)
        query: Any = queryset.query.chain(UpdateQuery)
        query.add_update_values(changes)
        compiler: SQLCompiler = query.get_compiler(using=queryset.db)
        return compiler


class PreparedInsert:
    """`PreparedInsert(Model, "name", …)(rows)` inserts rows of values in the order of the fields."""

    def __init__(self, model: type[Model], *fields: str) -> None:
        self._model = model
        self._fields: list[Any] = [model._meta.get_field(name) for name in fields]
        self._local = threading.local()

    def __call__(self, rows: Sequence[Sequence[Any]]) -> Any:
        """Inserts all rows, with one statement for each; answers a lone row's key, if the database tells it."""
        connection = connections[router.db_for_write(self._model)]
        tells = len(rows) == 1 and connection.features.can_return_columns_from_insert
        sql = self._statement(connection, tells)
        adapted = [
            [field.get_db_prep_save(value, connection) for field, value in zip(self._fields, row, strict=True)]
            for row in rows
        ]
        cursor = _cursor_of(connection)
        if not tells:
            cursor.executemany(sql, adapted)
            return None
        cursor.execute(sql, adapted[0])
        return cursor.fetchone()[0]

    def _statement(self, connection: BaseDatabaseWrapper, tells: bool) -> str:
        statements: dict[bool, str] = vars(self._local).setdefault("statements", {})
        if tells not in statements:
            query: Any = InsertQuery(self._model)
            query.insert_values(self._fields, [self._model()], raw=True)
            compiler = query.get_compiler(connection=connection)
            compiler.returning_fields = [self._model._meta.pk] if tells else None
            ((statements[tells], _),) = compiler.as_sql()
        return statements[tells]


_kept = threading.local()


def _cursor_of(connection: BaseDatabaseWrapper) -> Any:
    """A cursor for statements that are read to their end at once; the same one within a transaction.

    Django looks whether a connection is still well each time it makes a cursor; in a transaction that was done.
    """
    last: tuple[Any, Any] = getattr(_kept, "cursor", (None, None))
    if last[0] is connection.connection and connection.in_atomic_block and not connection.queries_logged:
        return last[1]
    cursor = connection.cursor()
    _kept.cursor = (None if connection.queries_logged else connection.connection, cursor)
    return cursor


def _padded(lists: Sequence[Values]) -> tuple[Shape, list[Value]]:
    """The lists one after another, each filled up to a power of two by repeating its last value."""
    shape: list[tuple[type, int]] = []
    values: list[Value] = []
    for given in lists:
        size = 1 << (len(given) - 1).bit_length()
        values += given
        values += [values[-1]] * (size - len(given))
        shape.append((type(values[-1]), size))
    return tuple(shape), values


def _mark(kind: type, place: int) -> Value:
    number = FIRST_MARK + place
    if kind is int:
        return number
    return UUID(int=number) if kind is UUID else str(number)


def _plain(parameter: Any) -> Any:
    """A parameter in a form that does not depend on how the database takes it."""
    return parameter.hex if isinstance(parameter, UUID) else str(parameter).replace("-", "")


def _as(mark: Any, value: Value) -> Any:
    """A value in the form the database takes the mark that stood for it."""
    if isinstance(value, UUID) and isinstance(mark, str):
        return str(value) if "-" in mark else value.hex
    return value

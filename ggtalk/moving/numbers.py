"""The number that a table gives next: those of deleted rows are never given again, on no database.

Statements of the vendors' own; `next_number` and `set_next_number` choose.
"""

from __future__ import annotations

import re
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Model

_AUTO_INCREMENT = re.compile(r"AUTO_INCREMENT=(\d+)")


class _Vendor(Protocol):
    """`table` and `column` are not quoted."""

    def read(self, connection: BaseDatabaseWrapper, table: str, column: str) -> int: ...

    def write(self, connection: BaseDatabaseWrapper, table: str, column: str, number: int) -> None: ...


class _Sqlite:
    def read(self, connection: BaseDatabaseWrapper, table: str, column: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
        return row[0] + 1 if row else 1

    def write(self, connection: BaseDatabaseWrapper, table: str, column: str, number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence(name, seq) VALUES (%s, %s)", [table, number - 1])


class _Mysql:
    """`information_schema` tells an old number on MySQL 8, `SHOW CREATE TABLE` the one of now."""

    def read(self, connection: BaseDatabaseWrapper, table: str, column: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SHOW CREATE TABLE {connection.ops.quote_name(table)}")
            found = _AUTO_INCREMENT.search(cursor.fetchone()[1])
        return int(found[1]) if found else 1

    def write(self, connection: BaseDatabaseWrapper, table: str, column: str, number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} AUTO_INCREMENT = {number:d}")


class _Postgresql:
    def read(self, connection: BaseDatabaseWrapper, table: str, column: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT last_value + is_called::int FROM {self._sequence(connection, table, column)}")  # noqa: S608 - the catalogue's name
            number: int = cursor.fetchone()[0]
        return number

    def write(self, connection: BaseDatabaseWrapper, table: str, column: str, number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(%s::regclass, %s, false)", [self._sequence(connection, table, column), number]
            )

    def _sequence(self, connection: BaseDatabaseWrapper, table: str, column: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), column])
            name: str = cursor.fetchone()[0]
        return name


class _SqlServer:
    """A table that never had a row gives the number it is set to, others the one after it."""

    def read(self, connection: BaseDatabaseWrapper, table: str, column: str) -> int:
        last = self._last(connection, table)
        return 1 if last is None else last + 1

    def write(self, connection: BaseDatabaseWrapper, table: str, column: str, number: int) -> None:
        seed = number if self._last(connection, table) is None else number - 1
        with connection.cursor() as cursor:
            cursor.execute(f"DBCC CHECKIDENT ('{table}', RESEED, {seed:d}) WITH NO_INFOMSGS")

    def _last(self, connection: BaseDatabaseWrapper, table: str) -> int | None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT CAST([last_value] AS bigint) FROM [sys].[identity_columns] WHERE [object_id] = OBJECT_ID(%s)",
                [table],
            )
            last: int | None = cursor.fetchone()[0]
        return last


_VENDORS: dict[str, _Vendor] = {
    "sqlite": _Sqlite(),
    "mysql": _Mysql(),
    "postgresql": _Postgresql(),
    "microsoft": _SqlServer(),
}


def next_number(connection: BaseDatabaseWrapper, model: type[Model]) -> int | None:
    """What the next row of a table is given as its key; `None` where keys are not counted."""
    if not isinstance(model._meta.pk, AutoField):
        return None
    return _VENDORS[connection.vendor].read(connection, model._meta.db_table, model._meta.pk.column)


def set_next_number(connection: BaseDatabaseWrapper, model: type[Model], number: int) -> None:
    """Lets a table give this number next; it has none that is as high."""
    _VENDORS[connection.vendor].write(connection, model._meta.db_table, model._meta.pk.column, number)

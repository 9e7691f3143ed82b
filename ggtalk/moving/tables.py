"""The tables of an installation as plain rows: nothing is opened, sealed or set anew on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from typing import Any

import msgspec
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.db.models.sql import InsertQuery

BATCH = 1_000
"""Rows read, or written in one transaction."""

Plain = type[Model]
Progress = Callable[[int], None]


class Summary(msgspec.Struct, frozen=True):
    """What a table holds: how many rows, and a sum of their hashes that does not depend on their order."""

    rows: int = 0
    checksum: str = "0" * 32


def tables_in_order() -> list[Plain]:
    """A model for each table, as the migrations know it, those that others point to before them."""
    models = MigrationLoader(None).project_state().apps.get_models(include_auto_created=True)
    by_table = {model._meta.db_table: model for model in models}
    order = TopologicalSorter({table: _targets(model) for table, model in by_table.items()}).static_order()
    return [by_table[table] for table in order]


def _targets(model: Plain) -> set[str]:
    related = (field.related_model for field in model._meta.local_concrete_fields if field.is_relation)
    return {target._meta.db_table for target in related if isinstance(target, type)}


def batches(model: Plain, database: str) -> Iterator[list[Model]]:
    """All rows, in the order in which that database sorts their keys."""
    rows = model._base_manager.using(database).order_by("pk")
    batch = list(rows[:BATCH])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:BATCH])


def rows_with(model: Plain, database: str, keys: Collection[Any]) -> dict[Any, bytes]:
    """The hash of each row that has one of these keys."""
    return {row.pk: hash_of(row) for row in model._base_manager.using(database).filter(pk__in=keys)}


def hash_of(row: Model) -> bytes:
    """16 bytes for a row: the same wherever it is stored."""
    values = [_value(getattr(row, field.attname)) for field in row._meta.local_concrete_fields]
    return hashlib.blake2b(msgspec.json.encode(values, order="sorted"), digest_size=16).digest()


def _value(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def summary_of(model: Plain, database: str, progress: Progress) -> Summary:
    """Reads all of a table; tells after each batch how many rows it was."""
    rows, total = 0, 0
    for batch in batches(model, database):
        rows += len(batch)
        total += sum(int.from_bytes(hash_of(row)) for row in batch)
        progress(rows)
    return Summary(rows, f"{total % 2**128:032x}")


def insert(database: str, rows: Sequence[Model]) -> None:
    """Stores rows as they are, their keys too, in one transaction."""
    connection = connections[database]
    fields: list[Any] = list(rows[0]._meta.local_concrete_fields)
    most = max(1, connection.ops.bulk_batch_size(fields, rows))
    with transaction.atomic(using=database):
        for start in range(0, len(rows), most):
            query: Any = InsertQuery(type(rows[0]))
            query.insert_values(fields, list(rows[start : start + most]), raw=True)
            query.get_compiler(using=database).execute_sql()


def empty(model: Plain, database: str) -> None:
    """Deletes all rows of a table at which nothing points."""
    rows: Any = model._base_manager.using(database).all()
    rows._raw_delete(using=database)

"""SQL Server's limits on tables, looked for in a catalogue. Each is told with the number of its error."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from sqlglot import exp

from tooling.sql_server.catalogue import Catalogue, Key, Table

KEY_BYTES = {"primary": 900, "unique": 1700, "index": 1700}
"""A primary key is the clustered index, others are not."""
KEY_COLUMNS = 32
NAME_LETTERS = 128
IN_FILTERS = (exp.And, exp.Not, exp.Is, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Paren)
IN_FILTERS_TOO = (exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Neg)


def limit_problems(catalogue: Catalogue) -> Iterator[str]:
    """One sentence for each thing that SQL Server would refuse, or take otherwise than the other databases."""
    for name, table in catalogue.tables.items():
        for key_name, key in table.keys.items():
            if max(len(name), len(key_name)) > NAME_LETTERS:
                yield f"{key_name}: a name has at most {NAME_LETTERS} characters (103)"
            yield from (f"{name}, {key_name}: {problem}" for problem in _key_problems(table, key))
    for start in catalogue.tables:
        yield from _cascade_problems(catalogue, start)


def missing_uniqueness(catalogue: Catalogue, every: list[type[models.Model]]) -> Iterator[str]:
    """Fields that are to be unique and for which there is no index: the back end passes over some without a word."""
    for model in every:
        table = catalogue.tables.get(model._meta.db_table)
        unique = [key for key in table.keys.values() if key.is_unique] if table else []
        for columns in _wanted(model):
            if not any(set(key.columns) == columns for key in unique):
                yield f"{model._meta.label}: nothing keeps {', '.join(sorted(columns))} unique"
        if table is not None:
            yield from _missing_by_name(model, table)


def _missing_by_name(model: type[models.Model], table: Table) -> Iterator[str]:
    for constraint in model._meta.constraints:
        if constraint.name not in table.keys:
            yield f"{model._meta.label}: the constraint {constraint.name} is passed over"


def _wanted(model: type[models.Model]) -> Iterator[set[str]]:
    for field in model._meta.local_concrete_fields:
        if field.unique:
            yield {field.column}
    columns = {field.name: field.column for field in model._meta.local_concrete_fields}
    for names in model._meta.unique_together:
        yield {columns[name] for name in names}


def _key_problems(table: Table, key: Key) -> Iterator[str]:
    if key.kind in KEY_BYTES:
        sizes = [table.columns[column].bytes for column in key.columns]
        if None in sizes:
            yield "a column without a limit can't be part of an index (1919)"
        elif (total := sum(filter(None, sizes))) > KEY_BYTES[key.kind]:
            yield f"its values may have {total} bytes, {KEY_BYTES[key.kind]} are taken (1946)"
        if len(key.columns) > KEY_COLUMNS:
            yield f"{len(key.columns)} columns, {KEY_COLUMNS} are taken (1904)"
    if key.is_unique:
        free = [name for name in key.columns if table.columns[name].is_nullable and name not in key.filtered]
        if free:
            yield f"a second NULL in {', '.join(free)} is one too many (2601)"
    if key.kind == "index" and key.condition is not None:
        strange = [part for part in key.condition.walk() if not isinstance(part, IN_FILTERS + IN_FILTERS_TOO)]
        if strange:
            yield f"a filtered index takes no {type(strange[0]).__name__} (10735)"


def _cascade_problems(catalogue: Catalogue, start: str) -> Iterator[str]:
    """Error 1785: a delete may reach each table in one way only, and never its own."""
    reached: set[str] = {start}
    waiting = [start]
    while waiting:
        table = waiting.pop()
        for name, other in catalogue.tables.items():
            for key in other.keys.values():
                if key.target != table or not key.deletes or "NO ACTION" in key.deletes:
                    continue
                if name in reached:
                    yield f"{name}: deleting from {start} reaches it in two ways (1785)"
                    return
                reached.add(name)
                waiting.append(name)

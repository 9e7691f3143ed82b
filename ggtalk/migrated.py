"""What a database lacks of the migrations of this code, and what of it running servers would stumble over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.migrations import (
    AddField,
    AddIndex,
    AlterField,
    AlterModelManagers,
    AlterModelOptions,
    CreateModel,
    Migration,
    RemoveConstraint,
    RemoveIndex,
    RunPython,
)
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field

_UNNOTICED = (AddIndex, AlterModelManagers, AlterModelOptions, CreateModel, RemoveConstraint, RemoveIndex)


def missing_migrations() -> list[Migration]:
    """Those that are still to be applied, in their order."""
    return [migration for migration, _ in _plan(MigrationExecutor(connection))]


def what_old_code_notices() -> list[str]:
    """Changes that are still to be made and that processes of older code would fail at, in words.

    New tables, indexes, and columns that may be left out are none. What a function or SQL of a migration does is not
    known, so it is one.
    """
    executor = MigrationExecutor(connection)
    loader = executor.loader
    state = loader.project_state([key for key in loader.graph.nodes if key in loader.applied_migrations])
    return [words for migration, _ in _plan(executor) for words in noticed_in(migration, state)]


def noticed_in(migration: Migration, state: ProjectState) -> list[str]:
    """The same for one migration; `state` is brought from what was before it to what is after it."""
    noticed = []
    for operation in migration.operations:
        if not _is_unnoticed(operation, migration.app_label, state):
            noticed.append(f"{migration.app_label}.{migration.name}: {operation.describe()}")
        operation.state_forwards(migration.app_label, state)
    return noticed


def _plan(executor: MigrationExecutor) -> Sequence[tuple[Migration, bool]]:
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _is_unnoticed(operation: Operation, app: str, state: ProjectState) -> bool:
    if isinstance(operation, AddField):
        field: Any = operation.field
        return bool(field.null or field.many_to_many or field.has_db_default())
    if isinstance(operation, AlterField):
        before = state.models[app, operation.model_name_lower].fields[operation.name]
        return _in_database(before) == _in_database(operation.field)
    if isinstance(operation, RunPython):
        return operation.code is RunPython.noop  # only going back does something
    return isinstance(operation, _UNNOTICED)


def _in_database(field: Field[Any, Any]) -> tuple[str, list[Any], dict[str, Any]]:
    """What the database knows of a field."""
    _, kind, positional, named = field.deconstruct()
    return kind, list(positional), {name: value for name, value in named.items() if name not in field.non_db_attrs}

"""System check: the database tells texts apart as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

_COLLATION_OF = {
    "mysql": "SELECT @@collation_database",
    "microsoft": "SELECT CAST(DATABASEPROPERTYEX(DB_NAME(), 'Collation') AS nvarchar(128))",
}
_IS_EXACT: dict[str, Callable[[str], bool]] = {
    "mysql": lambda name: name.startswith("utf8mb4_") and name.endswith("_bin"),
    "microsoft": lambda name: name.endswith("_BIN2"),
}
_WANTED = {
    "mysql": "ALTER DATABASE … CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin (MariaDB: utf8mb4_nopad_bin)",
    "microsoft": "CREATE DATABASE … COLLATE Latin1_General_100_BIN2",
}


@register(Tags.database)
def check_collation(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """By their usual collations MySQL and SQL Server take two emoji, or `cafe` and `café`, for the same."""
    return [message for alias in databases or () for message in _messages_of(alias)]


def _messages_of(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    if connection.vendor not in _COLLATION_OF:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_COLLATION_OF[connection.vendor])
        (collation,) = cursor.fetchone()
    return [] if _IS_EXACT[connection.vendor](collation) else [collation_error(connection.vendor, collation)]


def collation_error(vendor: str, collation: str) -> Error:
    """What the operator is told, with the statement for the vendor's database."""
    return Error(
        f"The database's collation is {collation}, which takes different texts for the same or has no place for emoji: "
        "people would not be told apart by their names, nor one reaction from another.",
        hint=f"Before the first `migrate`: {_WANTED[vendor]}. Tables keep the collation that they were made with.",
        id="ggtalk.E002",
    )

"""What was stored before is still in the database's files until somebody else writes there: this overwrites it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection, models


def erase_what_was(changed: Collection[type[models.Model]]) -> bool:
    """Writes the tables that were changed anew, outside any transaction; `False` where only the operator can do that.

    It takes as much free space as the tables, and others who write wait for it.
    """
    tables = sorted(model._meta.db_table for model in changed)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, *_) = cursor.fetchone()
            return not busy
        if connection.vendor == "mysql":
            for table in tables:
                cursor.execute(f"OPTIMIZE TABLE {connection.ops.quote_name(table)}")
                cursor.fetchall()
            return True
    return False

"""The time as the database has it: one clock for all processes of a site, whatever those of their machines say."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone

_NOW = {
    "mysql": "SELECT UTC_TIMESTAMP(6)",
    "postgresql": "SELECT clock_timestamp()",
    "microsoft": "SELECT SYSUTCDATETIME()",
}


def database_now() -> datetime:
    """The moment of the question. SQLite is not asked: whoever uses it runs on the same machine."""
    if connection.vendor not in _NOW:
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_NOW[connection.vendor])
        now: datetime = cursor.fetchone()[0]
    return now.astimezone(UTC) if now.tzinfo else now.replace(tzinfo=UTC)

"""Databases that lock rows may end one of two transactions that wait for each other; asked again, it goes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, connection

Answer = TypeVar("Answer")

MOST_TRIES = 4
_CODES = {1205, 1213, "40001", "40P01", "Serialization failure"}
"""MySQL and MariaDB: waited too long, deadlock. SQL's states for both; mssql-python tells the state in words alone."""


def again_after_deadlock(work: Callable[[], Answer]) -> Answer:
    """Does `work`, whole transactions that the database may undo, and does it again when it was."""
    for _ in range(MOST_TRIES - 1):
        try:
            return work()
        except DatabaseError as error:
            if connection.in_atomic_block or _CODES.isdisjoint(_codes_of(error)):
                raise
    return work()


def _codes_of(error: DatabaseError) -> tuple[object, ...]:
    """What the driver says: some drivers have it among the arguments, others beside them."""
    cause = error.__cause__
    return *error.args, getattr(cause, "sqlstate", None), getattr(cause, "driver_error", None)

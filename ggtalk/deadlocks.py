"""Databases that lock rows may end one of two transactions that wait for each other; asked again, it goes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, connection

Answer = TypeVar("Answer")

MOST_TRIES = 4
_CODES = {1205, 1213, "40001"}
"""MySQL and MariaDB: waited too long, deadlock. SQL Server: chosen as the victim (1205). ODBC's state for both."""


def again_after_deadlock(work: Callable[[], Answer]) -> Answer:
    """Does `work`, whole transactions that the database may undo, and does it again when it was."""
    for _ in range(MOST_TRIES - 1):
        try:
            return work()
        except DatabaseError as error:
            if connection.in_atomic_block or not _CODES.intersection(error.args):
                raise
    return work()

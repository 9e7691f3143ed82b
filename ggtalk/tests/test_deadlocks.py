"""Two transactions that wait for each other both go through."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import F
from mssql_python.exceptions import sqlstate_to_exception

from ggtalk.deadlocks import MOST_TRIES, again_after_deadlock
from ggtalk.realtime.models import Stream

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite locks the whole database: nobody waits crosswise")
def test_whoever_the_database_gives_up_is_asked_again() -> None:
    Stream.objects.create(name="x1")
    Stream.objects.create(name="x2")
    both_hold_one = threading.Barrier(2)

    def advance(names: list[str]) -> None:
        tries = 0

        def work() -> None:
            nonlocal tries
            tries += 1
            with transaction.atomic():
                Stream.objects.filter(name=names[0]).update(head=F("head") + 1)
                if tries == 1:
                    both_hold_one.wait()
                Stream.objects.filter(name=names[1]).update(head=F("head") + 1)

        try:
            again_after_deadlock(work)
        finally:
            connection.close()

    threads = [threading.Thread(target=advance, args=(names,)) for names in (["x1", "x2"], ["x2", "x1"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Stream.objects.values_list("head", flat=True)) == [2, 2]


@pytest.mark.parametrize(
    ("cause", "tries"),
    [
        (sqlstate_to_exception("40001", "chosen as the deadlock victim"), MOST_TRIES),
        (sqlstate_to_exception("08S01", "the line broke"), 1),
        (psycopg.errors.DeadlockDetected("deadlock detected"), MOST_TRIES),
        (psycopg.errors.SerializationFailure("could not serialize access"), MOST_TRIES),
        (psycopg.errors.AdminShutdown("terminating connection"), 1),
    ],
    ids=["SQL Server", "SQL Server gone", "PostgreSQL", "PostgreSQL serializing", "PostgreSQL gone"],
)
def test_each_driver_tells_a_deadlock_in_its_way(cause: Exception, tries: int) -> None:
    made: list[Exception] = []

    def fail() -> None:
        made.append(cause)
        raise OperationalError(*cause.args) from cause

    with pytest.raises(OperationalError):
        again_after_deadlock(fail)
    assert len(made) == tries


def test_it_is_not_asked_for_ever_nor_for_other_reasons_nor_within_a_transaction() -> None:
    tries: list[int] = []

    def fail(code: int) -> None:
        tries.append(code)
        raise OperationalError(code, "no")

    for code, times in ((1213, MOST_TRIES), (2006, 1)):
        tries.clear()
        with pytest.raises(OperationalError):
            again_after_deadlock(lambda code=code: fail(code))  # type: ignore[misc] # bound to this turn's code
        assert len(tries) == times
    tries.clear()
    with pytest.raises(OperationalError), transaction.atomic():
        again_after_deadlock(lambda: fail(1213))
    assert len(tries) == 1

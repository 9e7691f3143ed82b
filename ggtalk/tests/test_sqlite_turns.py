"""Writers of one process take turns on SQLite: none fails, none is passed over, and a failure ends its turn."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from ggtalk.realtime.models import Stream
from ggtalk.sqlite import base

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases lock rows"),
]


def in_a_thread(work: threading.Thread) -> threading.Thread:
    work.start()
    return work


def test_a_second_writer_waits_for_the_first() -> None:
    order: list[str] = []
    first_writes = threading.Event()

    def second() -> None:
        first_writes.wait()
        with transaction.atomic():
            order.append("second")
            Stream.objects.create(name="x2")
        connection.close()

    thread = in_a_thread(threading.Thread(target=second))
    with transaction.atomic():
        Stream.objects.create(name="x1")
        first_writes.set()
        thread.join(timeout=0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert Stream.objects.count() == 2


def test_a_failed_transaction_ends_its_turn() -> None:
    Stream.objects.create(name="x1")
    for _ in range(3):
        with pytest.raises(IntegrityError), transaction.atomic():
            Stream.objects.create(name="x1")

    def write() -> None:
        with transaction.atomic():
            Stream.objects.create(name="x2")
        connection.close()

    in_a_thread(threading.Thread(target=write)).join()
    assert set(Stream.objects.values_list("name", flat=True)) == {"x1", "x2"}


def test_a_closed_connection_ends_its_turn() -> None:
    def leave_half_way() -> None:
        transaction.set_autocommit(False)
        Stream.objects.create(name="lost")
        connection.close()

    in_a_thread(threading.Thread(target=leave_half_way)).join()
    with transaction.atomic():
        Stream.objects.create(name="kept")
    assert list(Stream.objects.values_list("name", flat=True)) == ["kept"]


def test_a_turn_that_never_comes_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MOST_WAITING_SECONDS", 0.01)
    errors: list[Exception] = []

    def second() -> None:
        try:
            with transaction.atomic():
                Stream.objects.create(name="x2")
        except OperationalError as error:
            errors.append(error)
        connection.close()

    with transaction.atomic():
        in_a_thread(threading.Thread(target=second)).join()
    assert "does not end" in str(errors[0])
    assert not Stream.objects.exists()

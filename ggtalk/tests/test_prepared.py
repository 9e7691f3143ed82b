"""A prepared query says what its query set says, whatever the size of its lists; Django writes it once for a size."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat.models import Message
from chat.testing import sent
from ggtalk.prepared import PreparedInsert, PreparedQuery, PreparedUpdate
from ggtalk.realtime.models import Stream

pytestmark = pytest.mark.django_db(transaction=True)


def heads_of(names: Sequence[str]) -> QuerySet[Stream, tuple[Any, ...]]:
    return Stream.objects.filter(name__in=names).values_list("name", "head")


@pytest.fixture
def names() -> list[str]:
    """Nine streams; the head of u7 is 7."""
    Stream.objects.bulk_create([Stream(name=f"u{number}", head=number) for number in range(1, 10)])
    return [f"u{number}" for number in range(1, 10)]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 9])
def test_a_list_of_any_size_finds_its_rows(names: list[str], size: int) -> None:
    assert sorted(PreparedQuery(heads_of)(names[:size])) == sorted(heads_of(names[:size]))


def test_several_lists_and_constants_keep_their_places(names: list[str]) -> None:
    found: PreparedQuery[tuple[Any, ...]] = PreparedQuery(
        lambda names, heads: (
            Stream.objects.filter(head__in=heads, floor=0, name__in=names, head__gt=2)
            .order_by("name")
            .values_list("name")
        )
    )
    assert found(names[:4], {1, 3, 4, 5}) == [("u3",), ("u4",)]
    assert found(names[:3], {3, 4, 5, 6}) == [("u3",)]


def test_an_empty_list_finds_nothing_and_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert PreparedQuery(heads_of)([]) == []
    assert not asked.captured_queries


def test_django_writes_a_statement_once_for_a_size(names: list[str]) -> None:
    written: list[int] = []

    def build(names: Sequence[str]) -> QuerySet[Stream, tuple[Any, ...]]:
        written.append(len(names))
        return heads_of(names)

    heads = PreparedQuery(build)
    for size in (3, 4, 3, 2, 4):
        assert len(heads(names[:size])) == size
    assert written == [4, 2]


def test_values_go_in_and_come_out_as_their_fields_say(alice: User, direct: int) -> None:
    client_id = uuid.uuid4()
    sent(alice, direct, "one", client_id)
    rows: PreparedQuery[tuple[Any, ...]] = PreparedQuery(
        lambda ids: Message.objects.filter(client_id__in=ids).values_list("client_id", "sent_at")
    )
    ((found, at),) = rows([client_id])
    assert found == client_id
    assert isinstance(at, datetime)
    assert at.tzinfo == UTC
    assert rows([uuid.uuid4()]) == []


def test_each_thread_asks_over_its_own_connection(names: list[str]) -> None:
    heads = PreparedQuery(heads_of)
    found = [heads(names[:1])]

    def ask() -> None:
        found.append(heads(names[:1]))
        connection.close()

    other = threading.Thread(target=ask)
    other.start()
    other.join()
    assert found[0] == found[1] == [("u1", 1)]


def test_an_update_says_how_many_rows_it_changed(names: list[str]) -> None:
    advance = PreparedUpdate(
        lambda names, step: (Stream.objects.filter(name__in=names), {"head": F("head") + step[0], "floor": 5})
    )
    assert advance([*names[:2], "u77"], [10]) == 2
    assert advance(names[:1], [1]) == 1
    assert advance([], [1]) == 0
    assert dict(Stream.objects.filter(floor=5).values_list("name", "head")) == {"u1": 12, "u2": 12}


def test_inserted_rows_are_stored_as_their_fields_say() -> None:
    insert = PreparedInsert(Stream, "name", "head", "floor")
    insert([("u1", 3, 0), ("u2", 4, 1)])
    tells = connection.features.can_return_columns_from_insert
    assert insert([("u3", 5, 2)]) == ("u3" if tells else None)
    assert list(Stream.objects.order_by("name").values_list("name", "head", "floor")) == [
        ("u1", 3, 0),
        ("u2", 4, 1),
        ("u3", 5, 2),
    ]

"""Numbers have no holes, a rollback tells nobody, and commit order is number order."""

import threading
from typing import Any

import msgspec
import pytest
from django.db import connection, transaction

from ggtalk.realtime.events import Event
from ggtalk.realtime.hub import hub
from ggtalk.realtime.models import StoredEvent, Stream
from ggtalk.realtime.publish import lock_streams, publish, publish_each, take_numbers
from ggtalk.realtime.sync import frames_after

pytestmark = pytest.mark.django_db(transaction=True)


class Said(Event, frozen=True):
    """An event of these tests; not registered, so that no client ever hears of it."""

    type = "test.said"
    words: str


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was handed to the hub."""
    news: list[Any] = []
    monkeypatch.setattr(hub, "post", news.extend)
    return news


def test_numbers_count_up_from_one_in_each_stream(posted: list[Any]) -> None:
    with transaction.atomic():
        assert publish(Said(words="a"), to="u1") == 1
        assert publish_each([("u1", Said(words="b")), ("u2", Said(words="c")), ("u1", Said(words="d"))]) == [2, 1, 3]
    assert [(item.stream, item.seq) for item in posted] == [("u1", 1), ("u1", 2), ("u2", 1), ("u1", 3)]
    assert Stream.objects.get(name="u1").head == 3


def fail_after_publishing() -> None:
    with transaction.atomic():
        publish(Said(words="lost"), to="u1")
        1 / 0  # noqa: B018


def test_locking_takes_no_number_and_makes_no_stream(posted: list[Any]) -> None:
    with transaction.atomic():
        publish_each([("u1", Said(words="a")), ("u1", Said(words="b"))])
    with transaction.atomic():
        locked = lock_streams(["u2", "u1"])
        assert locked == {"u1": 2}
        assert take_numbers({"u1": 3}, locked=locked) == {"u1": 3}
        assert take_numbers({"u1": 1, "u2": 2}, locked={}) == {"u1": 6, "u2": 1}
    assert dict(Stream.objects.values_list("name", "head")) == {"u1": 6, "u2": 2}


def test_a_rollback_leaves_no_hole_and_tells_nobody(posted: list[Any]) -> None:
    with transaction.atomic():
        publish(Said(words="kept"), to="u1")
    with pytest.raises(ZeroDivisionError):
        fail_after_publishing()
    with transaction.atomic():
        assert publish(Said(words="next"), to="u1") == 2
    assert [item.seq for item in posted] == [1, 2]
    assert [msgspec.json.decode(row.payload)["words"] for row in StoredEvent.objects.order_by("seq")] == [
        "kept",
        "next",
    ]


def test_what_was_published_can_be_read_back(posted: list[Any]) -> None:
    with transaction.atomic():
        publish(Said(words="你好 😀"), to="u1")
    assert posted[0].frame == frames_after("u1", 0)[0][1]


def test_numbers_are_only_taken_in_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        take_numbers({"u1": 1})


def test_many_streams_advance_by_different_steps() -> None:
    counts = {f"u{n}": n for n in range(1, 1001)}
    with transaction.atomic():
        assert set(take_numbers(counts).values()) == {1}
        assert take_numbers(counts) == {name: step + 1 for name, step in counts.items()}


@pytest.mark.parametrize("turn", range(5))
def test_writers_in_many_threads_leave_one_gapless_order(posted: list[Any], turn: int) -> None:
    """Each turn begins with streams that nobody has spoken in, which all of them make at once."""

    def write(words: str) -> None:
        try:
            for _ in range(20):
                with transaction.atomic():
                    publish_each([("u1", Said(words=words)), ("u2", Said(words=words))])
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(f"thread {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in ("u1", "u2"):
        numbers = StoredEvent.objects.filter(stream_id=name).order_by("seq").values_list("seq", flat=True)
        assert list(numbers) == list(range(1, 121))
    assert len(posted) == 240

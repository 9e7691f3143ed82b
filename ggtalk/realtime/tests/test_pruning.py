"""Old events go, their streams remember how far, and a client behind that is told to load afresh."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ggtalk.realtime.models import StoredEvent, Stream
from ggtalk.realtime.pruning import ROWS_AT_ONCE, prune_events

pytestmark = pytest.mark.django_db


def store(name: str, count: int, *, days_old: int) -> None:
    stream = Stream.objects.get_or_create(name=name)[0]
    at = timezone.now() - timedelta(days=days_old)
    first = stream.head + 1
    StoredEvent.objects.bulk_create(
        StoredEvent(stream=stream, seq=first + n, type="test.said", payload="{}", created_at=at) for n in range(count)
    )
    Stream.objects.filter(name=name).update(head=stream.head + count)


def test_events_past_the_retention_are_deleted_and_the_floor_rises() -> None:
    store("u1", 3, days_old=31)
    store("u1", 2, days_old=29)
    store("u2", 1, days_old=1)
    assert prune_events() == 3
    assert dict(Stream.objects.values_list("name", "floor")) == {"u1": 3, "u2": 0}
    assert list(StoredEvent.objects.filter(stream_id="u1").order_by("seq").values_list("seq", flat=True)) == [4, 5]


def test_more_than_one_part_is_pruned_at_once() -> None:
    store("u1", ROWS_AT_ONCE + 7, days_old=40)
    assert prune_events() == ROWS_AT_ONCE + 7
    assert prune_events() == 0
    assert Stream.objects.get(name="u1").floor == ROWS_AT_ONCE + 7

"""What was said lately is found without asking each stream, also what was committed after something newer."""

from __future__ import annotations

import pytest

from ggtalk.realtime import journals
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.hub import Hub, recovery
from ggtalk.realtime.journals import Journals
from ggtalk.realtime.models import StoredEvent
from ggtalk.realtime.sync import heads_of
from ggtalk.realtime.tests.test_hub_and_database import Circle, Screen, circle, hub, store

__all__ = ["circle", "hub"]

pytestmark = pytest.mark.django_db(transaction=True)

ROOMS = 5_000


def move_key(seq: int, key: int) -> None:
    """Gives an event of `t1` another key than the one it came to."""
    StoredEvent.objects.filter(stream="t1", seq=seq).update(id=key)


@pytest.fixture
def read() -> Journals:
    read = Journals()
    assert read.heads() is None, "at first each stream is to be asked"
    read.begin_anew()
    return read


def test_what_is_committed_after_something_with_a_higher_key_is_found(read: Journals) -> None:
    store(1)
    move_key(1, 10**6)
    assert read.heads() == {"t1": 1}
    store(1)
    move_key(2, 10**6 - 1)
    assert read.heads() == {"t1": 2}


def test_what_was_seen_long_ago_is_not_read_again(read: Journals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "OVERLAP_SECONDS", 0)
    store(1)
    assert read.heads() == {"t1": 1}
    assert read.heads() == {}


def test_after_very_much_each_stream_is_asked(read: Journals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "MOST_ROWS", 3)
    store(4)
    assert read.heads() is None
    read.begin_anew()
    store(3)
    assert read.heads() == {"t1": 7}


async def test_of_very_many_rooms_only_those_in_which_was_spoken_are_asked(
    hub: Hub, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    circle.members = {1}
    alice = Screen(1)
    hub.arrive(alice.listener)
    hub.listen(alice.listener, [f"t{number + 1}" for number in range(ROOMS)])
    hub.know_heads({f"t{number + 1}": 0 for number in range(ROOMS)})
    asked: list[int] = []

    def asking(names: list[str]) -> dict[str, int]:
        asked.append(len(names))
        return heads_of(names)

    monkeypatch.setattr(recovery, "heads_of", asking)
    await hub.recovery.look()
    await in_database(store, 1, "t4000")
    await hub.recovery.look()
    assert '"seq":1,' in (await alice.heard(1))[0]
    assert asked == [ROOMS], "once, at the first look"


async def test_what_took_longer_to_commit_is_found_by_the_look_at_each_room(
    hub: Hub, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "OVERLAP_SECONDS", 0)
    circle.members = {1}
    alice = Screen(1)
    hub.arrive(alice.listener)
    await hub.listen_to_all(alice.listener)
    hub.know_heads({"t1": 0})
    await hub.recovery.look()
    await in_database(store, 1, "t9")
    await in_database(StoredEvent.objects.filter(stream="t9").update, id=10**6)
    await hub.recovery.look()
    await in_database(store, 1)
    await in_database(move_key, 1, 10**6 - 1)
    await hub.recovery.look()
    await hub.recovery.look()
    assert alice.frames.empty()
    await hub.recovery.look(whole=True)
    assert '"seq":1,' in (await alice.heard(1))[0]

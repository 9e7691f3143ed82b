"""What a hub reads from the database: the streams of who arrives, and numbers that were never handed over."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import transaction

from ggtalk.realtime import streams
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.events import Event
from ggtalk.realtime.hub import Hub, Line, Listener
from ggtalk.realtime.hub.delivery import Delivery
from ggtalk.realtime.publish import publish_each
from ggtalk.realtime.streams import StreamKind

pytestmark = pytest.mark.django_db(transaction=True)


class Said(Event, frozen=True):
    """An event of these tests; not registered, so that no client ever hears of it."""

    type = "test.said"


class Screen:
    """A client's end of a line; `heard(n)` waits for the n-th frame after `hello`."""

    def __init__(self, user: int) -> None:
        self.frames: asyncio.Queue[str] = asyncio.Queue()
        self.listener = Listener(user, user, Line(self.send, on_drop=lambda: None), lambda code: None)
        self.listener.open({"text": "hello"})
        self.frames.get_nowait()

    async def send(self, message: dict[str, Any]) -> None:
        self.frames.put_nowait(message["text"])

    async def heard(self, count: int) -> list[str]:
        return [await asyncio.wait_for(self.frames.get(), 5) for _ in range(count)]


class Circle:
    """A kind of streams for these tests: `t1` is heard by `members`, whose reading can be held up."""

    def __init__(self) -> None:
        self.members: set[int] = set()
        self.read, self.go_on = threading.Semaphore(0), threading.Semaphore(0)
        self.is_held_up = False

    def owners_heard_by(self, user: int) -> Iterable[int]:
        owners = [1] if user in self.members else []
        if self.is_held_up:
            self.read.release()
            self.go_on.acquire()
        return owners

    def hearers_among(self, owner: int, users: Iterable[int]) -> set[int]:
        hearers = self.members.intersection(users)
        if self.is_held_up:
            self.read.release()
            self.go_on.acquire()
        return hearers


@pytest.fixture
def circle(monkeypatch: pytest.MonkeyPatch) -> Circle:
    circle = Circle()
    kind = StreamKind("t", circle.owners_heard_by, circle.hearers_among)
    monkeypatch.setitem(streams._kinds, "t", kind)
    return circle


@pytest.fixture
async def hub() -> Hub:
    hub = Hub()
    await hub.start()
    return hub


def store(count: int, stream: str = "t1") -> None:
    with transaction.atomic():
        publish_each([(stream, Said())] * count)


def told(seq: int) -> Delivery:
    return Delivery("t1", seq, b"told")


async def arriving(hub: Hub, circle: Circle, screen: Screen) -> asyncio.Task[list[str]]:
    """A client whose streams have just been read, but not taken up."""
    circle.is_held_up = True
    hub.arrive(screen.listener)
    task = asyncio.get_running_loop().create_task(hub.listen_to_all(screen.listener))
    await asyncio.to_thread(circle.read.acquire)
    circle.is_held_up = False
    return task


async def test_who_goes_out_while_arriving_hears_nothing_more(hub: Hub, circle: Circle) -> None:
    circle.members = {1}
    alice = Screen(1)
    task = await arriving(hub, circle, alice)
    circle.members = set()
    hub.receive([Delivery("t1", 1, b"gone", leaves=[1])])
    circle.go_on.release()
    assert "t1" not in await task
    assert "t1" not in alice.listener.streams


async def test_who_comes_in_while_arriving_hears_what_follows(hub: Hub, circle: Circle) -> None:
    alice = Screen(1)
    task = await arriving(hub, circle, alice)
    circle.members = {1}
    hub.receive([Delivery("t1", 1, b"come", joins=[1])])
    circle.go_on.release()
    assert "t1" in await task
    hub.receive([told(2)])
    assert (await alice.heard(2))[1] == "told"


async def test_who_departs_while_arriving_leaves_nothing_behind(hub: Hub, circle: Circle) -> None:
    circle.members = {1}
    alice = Screen(1)
    task = await arriving(hub, circle, alice)
    hub.depart(alice.listener)
    circle.go_on.release()
    await task
    assert not hub.rooms


async def test_numbers_never_handed_over_are_read_from_the_database(hub: Hub, circle: Circle) -> None:
    circle.members = {1}
    alice = Screen(1)
    hub.arrive(alice.listener)
    await hub.listen_to_all(alice.listener)
    hub.know_heads({"t1": 0})
    await in_database(store, 3)
    hub.receive([told(3)])
    frames = await alice.heard(3)
    assert ['"seq":1,' in frames[0], '"seq":2,' in frames[1], frames[2]] == [True, True, "told"]


async def test_a_hole_tells_nobody_what_was_before_they_came_or_after_they_went(hub: Hub, circle: Circle) -> None:
    circle.members = {1, 2}
    alice, bob, dora = Screen(1), Screen(2), Screen(3)
    for screen in (alice, bob, dora):
        hub.arrive(screen.listener)
        await hub.listen_to_all(screen.listener)
    hub.know_heads({"t1": 0})
    await in_database(store, 3)
    circle.members = {1, 3}
    hub.receive([told(3)])
    await alice.heard(3)
    hub.receive([told(4)])
    assert await alice.heard(1) == ["told"]
    assert bob.frames.empty()
    assert await dora.heard(1) == ["told"]
    assert dora.frames.empty()


async def test_a_number_nobody_has_is_given_up(hub: Hub, circle: Circle) -> None:
    circle.members = {1}
    alice = Screen(1)
    hub.arrive(alice.listener)
    await hub.listen_to_all(alice.listener)
    hub.know_heads({"t1": 0})
    hub.receive([told(2), told(4)])
    assert await alice.heard(2) == ["told", "told"]

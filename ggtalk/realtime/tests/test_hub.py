"""Who hears what in one server process, and from which number on."""

import asyncio
from typing import Any

import pytest

from ggtalk.realtime.hub import Hub, Line, Listener
from ggtalk.realtime.hub.delivery import Delivery, SignOut
from ggtalk.realtime.wire import Close


class Screen:
    """A client's end of a line: what arrived there, and how it was closed."""

    def __init__(self, user: int, device: int = 1) -> None:
        self.heard: list[str] = []
        self.closed: list[int] = []
        self.listener = Listener(user, device, Line(self.send, on_drop=lambda: None), self.closed.append)
        self.listener.open({"text": "hello"})
        self.heard.clear()

    async def send(self, message: dict[str, Any]) -> None:
        self.heard.append(message["text"])


@pytest.fixture
async def hub() -> Hub:
    hub = Hub()
    await hub.start()
    return hub


def arrive(hub: Hub, listener: Listener, streams: list[str]) -> None:
    hub.arrive(listener)
    hub.listen(listener, streams)


def said(stream: str, seq: int | None, *, joins: list[int] | None = None, leaves: list[int] | None = None) -> Delivery:
    return Delivery(stream, seq, f"{stream}:{seq}".encode(), joins or [], leaves or [])


async def test_only_those_who_hear_a_stream_get_its_frames(hub: Hub) -> None:
    alice, bob, charlie = Screen(1), Screen(2), Screen(3)
    arrive(hub, alice.listener, ["u1", "c12"])
    arrive(hub, bob.listener, ["u2", "c12"])
    arrive(hub, charlie.listener, ["u3"])
    hub.know_heads({"c12": 4})
    hub.receive([said("c12", 5), said("u2", None)])
    assert (alice.heard, bob.heard, charlie.heard) == (["c12:5"], ["c12:5", "u2:None"], [])


async def test_what_is_handed_over_late_still_leaves_in_order(hub: Hub) -> None:
    alice = Screen(1)
    arrive(hub, alice.listener, ["c12"])
    hub.know_heads({"c12": 4})
    hub.receive([said("c12", 6)])
    assert alice.heard == []
    hub.receive([said("c12", 5)])
    assert alice.heard == ["c12:5", "c12:6"]


async def test_someone_removed_hears_nothing_from_that_number_on_however_deliveries_race(hub: Hub) -> None:
    alice, bob = Screen(1), Screen(2)
    arrive(hub, alice.listener, ["c12"])
    arrive(hub, bob.listener, ["c12"])
    hub.know_heads({"c12": 4})
    hub.receive([said("c12", 6)])
    hub.receive([said("c12", 5, leaves=[2])])
    assert alice.heard == ["c12:5", "c12:6"]
    assert bob.heard == []


async def test_someone_who_joins_hears_from_that_number_on_each_device(hub: Hub) -> None:
    phone, desk = Screen(2, device=1), Screen(2, device=2)
    arrive(hub, phone.listener, [])
    arrive(hub, desk.listener, [])
    hub.receive([said("c12", 1, joins=[2]), said("c12", 2)])
    assert phone.heard == desk.heard == ["c12:1", "c12:2"]


async def test_nothing_comes_before_hello(hub: Hub) -> None:
    alice = Screen(1)
    early = Listener(1, 9, Line(alice.send, on_drop=lambda: None), alice.closed.append)
    arrive(hub, early, ["u1"])
    hub.receive([said("u1", 1)])
    assert alice.heard == []
    early.open({"text": "hello"})
    assert alice.heard == ["hello", "u1:1"]


async def test_a_signed_out_device_is_closed_and_others_are_not(hub: Hub) -> None:
    desk, phone = Screen(1, device=1), Screen(1, device=2)
    arrive(hub, desk.listener, ["u1"])
    arrive(hub, phone.listener, ["u1"])
    hub.receive([SignOut([2], Close.SIGNED_OUT)])
    assert (desk.closed, phone.closed) == ([], [Close.SIGNED_OUT])


async def test_a_client_that_departed_leaves_no_room_behind(hub: Hub) -> None:
    alice = Screen(1)
    arrive(hub, alice.listener, ["u1", "c12"])
    hub.depart(alice.listener)
    hub.receive([said("u1", 1), said("c12", 1)])
    assert alice.heard == []
    assert not hub.rooms


async def test_news_posted_from_another_thread_reach_the_loop(hub: Hub) -> None:
    alice = Screen(1)
    arrive(hub, alice.listener, ["u1"])
    await asyncio.to_thread(hub.post, [said("u1", 1)])
    await asyncio.sleep(0)
    assert alice.heard == ["u1:1"]

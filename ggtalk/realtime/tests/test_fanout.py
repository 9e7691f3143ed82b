"""Many clients are told slice by slice: all of them, in order, while others are served in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import Any, TypeVarTuple

import pytest

from ggtalk.realtime.hub import Hub, Line, Listener
from ggtalk.realtime.hub.delivery import Delivery
from ggtalk.realtime.hub.fanout import MOST_UNDERWAY, REST_SECONDS, SLICE, FanOut
from ggtalk.realtime.hub.room import Room

Values = TypeVarTuple("Values")
CROWD = 5 * SLICE + 7
PATIENCE_SECONDS = 20


class Crowd:
    """Everybody in one room, and what each has heard in its order."""

    def __init__(self, hub: Hub, size: int, stream: str) -> None:
        self.heard: list[list[str]] = [[] for _ in range(size)]
        self.listeners = [self._listener(number) for number in range(size)]
        for listener in self.listeners:
            hub.arrive(listener)
            hub.listen(listener, [stream])
        hub.know_heads({stream: 0})

    def _listener(self, number: int) -> Listener:
        async def send(message: dict[str, Any]) -> None:
            self.heard[number].append(message["text"])

        listener = Listener(number, number, Line(send, on_drop=lambda: None), lambda code: None)
        listener.open({"text": "hello"})
        self.heard[number].clear()
        return listener

    def complete(self, count: int) -> bool:
        return all(len(one) == count for one in self.heard)


@pytest.fixture
async def hub() -> Hub:
    hub = Hub()
    await hub.start()
    return hub


def said(stream: str, seq: int, **more: Any) -> Delivery:
    return Delivery(stream, seq, f"{stream}:{seq}".encode(), **more)


async def until(done: Callable[[], bool]) -> int:
    """How often the loop went round."""
    turn = 0
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not done():
            turn += 1
            await asyncio.sleep(0)
    return turn


async def test_all_hear_everything_in_order(hub: Hub) -> None:
    crowd = Crowd(hub, CROWD, "c1")
    hub.receive([said("c1", number) for number in range(1, 8)])
    await until(lambda: crowd.complete(7))
    assert {tuple(one) for one in crowd.heard} == {tuple(f"c1:{number}" for number in range(1, 8))}


async def test_others_are_served_in_between(hub: Hub) -> None:
    crowd, pair = Crowd(hub, CROWD, "c1"), Crowd(hub, 2, "c2")
    hub.receive([said("c1", 1)])
    hub.receive([said("c2", 1)])
    assert pair.complete(1)
    assert sum(bool(one) for one in crowd.heard) == SLICE
    assert await until(lambda: crowd.complete(1)) >= CROWD // SLICE


async def test_a_room_that_shrinks_meanwhile_keeps_its_order(hub: Hub) -> None:
    crowd = Crowd(hub, CROWD, "c1")
    hub.receive([said("c1", 1)])
    for listener in crowd.listeners[:-3]:
        hub.depart(listener)
    hub.receive([said("c1", 2)])
    await until(lambda: len(crowd.heard[-1]) == 2)
    assert [crowd.heard[-1], crowd.heard[-3]] == [["c1:1", "c1:2"]] * 2
    assert all(len(one) <= 1 for one in crowd.heard[:-3])


async def test_who_is_removed_hears_what_was_before_and_nothing_after(hub: Hub) -> None:
    crowd = Crowd(hub, CROWD, "c1")
    gone = CROWD - 1
    hub.receive([said("c1", 1), said("c1", 2, leaves=[gone]), said("c1", 3)])
    await until(lambda: all(len(one) == 3 for one in crowd.heard[:gone]))
    assert crowd.heard[gone] == ["c1:1"]


async def test_not_more_than_so_many_wait(hub: Hub) -> None:
    crowd = Crowd(hub, CROWD, "c1")
    hub.receive([said("c1", number) for number in range(1, 3 * MOST_UNDERWAY)])
    assert min(len(one) for one in crowd.heard) >= 2 * MOST_UNDERWAY - 1
    await until(lambda: crowd.complete(3 * MOST_UNDERWAY - 1))


async def test_one_who_can_not_be_told_keeps_nobody_waiting(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    crowd = Crowd(hub, CROWD, "c1")
    broken = crowd.listeners[SLICE + 3]

    def drop() -> None:
        raise RuntimeError("broken")

    async def send(message: dict[str, Any]) -> None:
        raise OSError("gone")

    broken.line = Line(send, on_drop=drop)
    hub.receive([said("c1", 1), said("c1", 2)])
    await until(lambda: sum(len(one) == 2 for one in crowd.heard) == CROWD - 1)
    assert "could not be told" in caplog.text


class Scheduler(asyncio.SelectorEventLoop):
    """Notes how long it was to rest."""

    def __init__(self) -> None:
        super().__init__()
        self.rests: list[float] = []

    def call_later(
        self, delay: float, callback: Callable[[*Values], object], *args: *Values, context: Context | None = None
    ) -> asyncio.TimerHandle:
        self.rests.append(delay)
        return super().call_later(delay, callback, *args, context=context)


@pytest.mark.parametrize(("messages", "is_busy", "rests"), [(1, True, [REST_SECONDS]), (1, False, []), (2, True, [])])
def test_who_writes_a_message_gets_on_while_a_crowd_is_told_one(
    messages: int, is_busy: bool, rests: list[float]
) -> None:
    loop = Scheduler()
    crowd = Room(set(Crowd(Hub(), 3 * SLICE, "c1").listeners))
    fan_out = FanOut(loop, lambda: is_busy)
    for _ in range(messages):
        fan_out.say(crowd, {"text": "hear this"})
    loop.rests.clear()
    fan_out._go_on()
    assert loop.rests == rests
    loop.close()

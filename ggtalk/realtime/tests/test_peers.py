"""Hubs of several server processes tell each other through a real Redis, and go on after it was killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest
from pytest_django import Settings

from ggtalk.realtime.hub import peers
from ggtalk.realtime.hub.delivery import Delivery, SignOut
from ggtalk.realtime.hub.peers import News, Parcel, Peers
from tooling.redis import RedisServer

PATIENCE_SECONDS = 20
NEWS: News = [Delivery("c1", 5, b"{}", joins=[1], leaves=[2]), SignOut([7], 4403)]


class Process:
    """A server process's peers, what they have told it, and how often it was told that it missed something."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[list[Delivery | SignOut]] = asyncio.Queue()
        self.missed: asyncio.Queue[None] = asyncio.Queue()
        self.moved: asyncio.Queue[bool] = asyncio.Queue()
        self.peers = Peers(lambda news: self.heard.put_nowait(list(news)), lambda: self.missed.put_nowait(None))
        self.peers.moved.append(lambda: self.moved.put_nowait(self.peers.is_away))

    async def hears(self) -> list[Delivery | SignOut]:
        return await asyncio.wait_for(self.heard.get(), PATIENCE_SECONDS)

    async def is_told_that_it_missed_something(self) -> None:
        await asyncio.wait_for(self.missed.get(), PATIENCE_SECONDS)

    async def sees_the_line(self, *, away: bool) -> None:
        assert await asyncio.wait_for(self.moved.get(), PATIENCE_SECONDS) is away


@pytest.fixture
async def two(redis: RedisServer, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[Process]]:
    """Two processes that hear each other."""
    monkeypatch.setattr(peers, "RETRY_SECONDS", 0.1)
    settings.REDIS_URL = redis.url
    both = [Process(), Process()]
    for number, process in enumerate(both):
        await process.peers.start(f"process {number}")
        await process.is_told_that_it_missed_something()
    yield both
    for process in both:
        await process.peers.stop()


async def test_news_reach_the_other_process_whole_and_not_oneself(two: list[Process]) -> None:
    one, other = two
    one.peers.forward(NEWS)
    assert await other.hears() == NEWS
    other.peers.forward(NEWS[:1])
    assert await one.hears() == NEWS[:1]
    assert one.heard.empty()


async def test_a_process_without_clients_tells_all(two: list[Process]) -> None:
    await asyncio.to_thread(Process().peers.forward_from_outside, NEWS)
    assert [await process.hears() for process in two] == [NEWS, NEWS]


async def test_a_killed_redis_is_noticed_and_what_was_missed_is_asked_for_when_it_is_back(
    two: list[Process], redis: RedisServer
) -> None:
    one, other = two
    await asyncio.to_thread(redis.kill)
    for process in two:
        await process.sees_the_line(away=True)
    one.peers.forward(NEWS)
    await asyncio.to_thread(Process().peers.forward_from_outside, NEWS)
    await asyncio.to_thread(redis.start)
    for process in two:
        await process.sees_the_line(away=False)
        await process.is_told_that_it_missed_something()
    while other.heard.empty():  # what cannot be told is not kept
        one.peers.forward(NEWS)
        await asyncio.sleep(0.05)
    assert await other.hears() == NEWS


async def test_who_hears_that_another_could_not_tell_something_looks(two: list[Process]) -> None:
    _, other = two
    other.peers._take(msgspec.msgpack.encode(Parcel("process 0", missed=True)))
    await other.is_told_that_it_missed_something()
    assert other.heard.empty()


async def test_a_parcel_of_another_version_does_no_harm(two: list[Process]) -> None:
    one, other = two
    one.peers._take(b"\xff")
    one.peers.forward(NEWS)
    assert await other.hears() == NEWS


async def test_what_was_said_last_is_told_before_the_end(two: list[Process]) -> None:
    one, other = two
    one.peers.forward(NEWS)
    await one.peers.stop()
    assert await other.hears() == NEWS

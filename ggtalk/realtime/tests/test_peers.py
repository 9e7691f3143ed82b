"""Hubs of several server processes tell each other, and go on after their line was broken."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from channels.layers import channel_layers

from ggtalk.realtime.hub import peers
from ggtalk.realtime.hub.delivery import Delivery, SignOut
from ggtalk.realtime.hub.peers import News, Peers


class Away(Exception):
    """An error of this layer's own, as each real one has."""


class Layer:
    """A channel layer between the processes of these tests; while `is_away`, whatever is asked of it fails."""

    def __init__(self) -> None:
        self.is_away = False
        self.channels: dict[str, asyncio.Queue[dict[str, Any] | None]] = {}
        self.group: set[str] = set()
        self.joined: asyncio.Queue[str] = asyncio.Queue()
        self.lost: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def new_channel(self) -> str:
        name = f"channel {len(self.channels)}"
        self.channels[name] = asyncio.Queue()
        return name

    async def group_add(self, group: str, channel: str) -> None:
        if self.is_away:
            raise Away
        self.group.add(channel)
        self.joined.put_nowait(channel)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        if self.is_away:
            self.lost.put_nowait(message)
            raise Away
        for channel in self.group:
            self.channels[channel].put_nowait(message)

    async def receive(self, channel: str) -> dict[str, Any]:
        message = await self.channels[channel].get()
        if message is None:
            raise Away
        return message

    def break_down(self) -> None:
        self.is_away = True
        self.group.clear()
        for waiting in self.channels.values():
            waiting.put_nowait(None)


class Process:
    """A server process's peers, and what they have told it."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[list[Delivery | SignOut]] = asyncio.Queue()
        self.peers = Peers(self.take)

    def take(self, news: News) -> None:
        self.heard.put_nowait(list(news))

    async def next(self) -> list[Delivery | SignOut]:
        return await asyncio.wait_for(self.heard.get(), 5)


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Layer:
    layer = Layer()
    monkeypatch.setattr(peers, "RETRY_SECONDS", 0)
    monkeypatch.setitem(channel_layers.backends, "default", layer)
    return layer


async def two_processes(layer: Layer) -> tuple[Process, Process]:
    one, other = Process(), Process()
    await one.peers.start()
    await other.peers.start()
    await joined(layer)
    return one, other


async def joined(layer: Layer) -> None:
    for _ in range(2):
        await asyncio.wait_for(layer.joined.get(), 5)


NEWS: News = [Delivery("c1", 5, b"{}", joins=[1], leaves=[2]), SignOut([7], 4403)]


async def test_news_reach_the_other_process_whole_and_not_oneself(layer: Layer) -> None:
    one, other = await two_processes(layer)
    one.peers.forward(NEWS)
    assert await other.next() == NEWS
    other.peers.forward(NEWS[:1])
    assert await one.next() == NEWS[:1]
    assert one.heard.empty()


async def test_after_an_outage_the_processes_hear_each_other_again(layer: Layer) -> None:
    one, other = await two_processes(layer)
    layer.break_down()
    one.peers.forward(NEWS)
    await asyncio.wait_for(layer.lost.get(), 5)
    layer.is_away = False
    await joined(layer)
    one.peers.forward(NEWS)
    assert await other.next() == NEWS

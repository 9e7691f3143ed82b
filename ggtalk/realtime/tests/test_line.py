"""A client that does not read holds up nobody."""

import asyncio
from typing import Any

from ggtalk.realtime.hub.line import MOST_WAITING_FRAMES, Line


class Transport:
    """A server's `send` whose transport can be paused, as uvicorn's is."""

    def __init__(self) -> None:
        self.writable = asyncio.Event()
        self.writable.set()
        self.sent: list[dict[str, Any]] = []
        self.broken = False

    async def send(self, message: dict[str, Any]) -> None:
        await self.writable.wait()
        if self.broken:
            raise OSError("gone")
        self.sent.append(message)


def line_on(transport: Transport) -> tuple[Line, list[str]]:
    drops: list[str] = []
    return Line(transport.send, on_drop=lambda: drops.append("dropped")), drops


async def test_an_open_line_sends_at_once_without_a_task() -> None:
    transport = Transport()
    line, _ = line_on(transport)
    tasks = len(asyncio.all_tasks())
    line.send({"n": 1})
    assert transport.sent == [{"n": 1}]
    assert len(asyncio.all_tasks()) == tasks


async def test_a_paused_line_keeps_order_and_catches_up() -> None:
    transport = Transport()
    line, drops = line_on(transport)
    transport.writable.clear()
    for n in range(5):
        line.send({"n": n})
    assert transport.sent == []
    transport.writable.set()
    await line.ready()
    line.send({"n": 5})
    assert [message["n"] for message in transport.sent] == [0, 1, 2, 3, 4, 5]
    assert not drops


async def test_a_client_too_far_behind_is_dropped_once() -> None:
    transport = Transport()
    line, drops = line_on(transport)
    transport.writable.clear()
    for n in range(MOST_WAITING_FRAMES + 50):
        line.send({"n": n})
    assert drops == ["dropped"]
    line.close()


async def test_a_broken_transport_drops_the_line() -> None:
    transport = Transport()
    transport.broken = True
    line, drops = line_on(transport)
    line.send({"n": 1})
    assert drops == ["dropped"]


async def test_a_transport_that_breaks_while_paused_drops_the_line() -> None:
    transport = Transport()
    line, drops = line_on(transport)
    transport.writable.clear()
    line.send({"n": 1})
    transport.broken = True
    transport.writable.set()
    await line.ready()
    assert drops == ["dropped"]

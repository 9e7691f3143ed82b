"""The least that a message can cost here: no framework, no database, no check, no reply.

`/?room=<name>` joins a room; every frame goes to everybody in it as it came. A server that stores and checks can't be
cheaper than this one under the same uvicorn.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

rooms: dict[bytes, set[Send]] = {}


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Forwards frames within the room that the query string names."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    room = rooms.setdefault(scope["query_string"], set())
    await receive()
    room.add(send)
    await send({"type": "websocket.accept"})
    try:
        while (message := await receive())["type"] == "websocket.receive":
            frame = {"type": "websocket.send", "text": message["text"]}
            for other in tuple(room):
                await other(frame)
    finally:
        room.discard(send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return

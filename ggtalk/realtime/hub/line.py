"""The way out to one client: frames in order, never waiting for a client that does not read."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from typing import Any

AsgiMessage = dict[str, Any]
Send = Callable[[AsgiMessage], Coroutine[Any, Any, None]]

MOST_WAITING_FRAMES = 256
"""A client this far behind is dropped: it will reconnect and sync."""


def text_message(frame: bytes) -> AsgiMessage:
    """The ASGI message of a text frame; made once and sent to any number of lines."""
    return {"type": "websocket.send", "text": frame.decode()}


class Line:
    """Sends at once while the transport takes it; queues and drains in a task only while it is paused.

    The server's `send` is stepped by hand: it runs to its end unless the transport is paused, which saves a task per
    frame (a quarter of the cost of a delivery) and keeps one slow client from holding up a room.
    """

    __slots__ = ("_dropped", "_send", "_task", "_waiting", "on_drop")

    def __init__(self, send: Send, on_drop: Callable[[], None]) -> None:
        self._send = send
        self._waiting: deque[AsgiMessage] | None = None
        self._task: asyncio.Task[None] | None = None
        self._dropped = False
        self.on_drop = on_drop

    def send(self, message: AsgiMessage) -> None:
        """Sends or queues one ASGI message; a client that is too far behind is dropped instead."""
        if self._dropped:
            return
        if self._waiting is not None:
            self._waiting.append(message)
            if len(self._waiting) > MOST_WAITING_FRAMES:
                self.drop()
            return
        sending = self._send(message)
        try:
            awaited = sending.send(None)
        except StopIteration:
            return
        except Exception:  # noqa: BLE001 - the server's own "already disconnected"; its receive side tells the consumer
            self.drop()
            return
        self._waiting = deque()
        self._task = asyncio.get_running_loop().create_task(self._drain(sending, awaited))

    async def _drain(self, sending: Coroutine[Any, Any, None], awaited: Any) -> None:
        waiting = self._waiting
        assert waiting is not None
        try:
            await _Resumed(sending, awaited)
            while waiting:
                await self._send(waiting.popleft())
        except Exception:  # noqa: BLE001 - whatever it is, this line is over
            self.drop()
        else:
            self._waiting = None

    async def ready(self) -> None:
        """Waits until nothing is queued: for whoever has much to say to this client alone."""
        while self._waiting is not None and self._task is not None and not self._dropped:
            await asyncio.wait([self._task])

    def drop(self) -> None:
        """Gives the client up: nothing more is sent and whoever owns the line is told."""
        if not self._dropped:
            self._dropped = True
            self.on_drop()

    def close(self) -> None:
        """Ends the line quietly, with what is still queued."""
        self._dropped = True
        if self._task is not None:
            self._task.cancel()


class _Resumed:
    """Awaits a coroutine that was stepped by hand and has yielded `awaited`."""

    def __init__(self, coroutine: Coroutine[Any, Any, None], awaited: Any) -> None:
        self._coroutine = coroutine
        self._awaited = awaited

    def __await__(self) -> Generator[Any, Any, None]:
        awaited = self._awaited
        while True:
            try:
                answer = yield awaited
            except BaseException as error:  # noqa: BLE001 - a cancellation must reach the coroutine too
                step = _step_throw(self._coroutine, error)
            else:
                step = _step_send(self._coroutine, answer)
            if step is None:
                return
            (awaited,) = step


def _step_send(coroutine: Coroutine[Any, Any, None], answer: Any) -> tuple[Any] | None:
    try:
        return (coroutine.send(answer),)
    except StopIteration:
        return None


def _step_throw(coroutine: Coroutine[Any, Any, None], error: BaseException) -> tuple[Any] | None:
    try:
        return (coroutine.throw(error),)
    except StopIteration:
        return None

"""One WebSocket connection: commands with replies, events as they come, and how it ended."""

from __future__ import annotations

import json
import queue
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from e2e.site import Refused, Site
from e2e.waiting import PATIENCE_SECONDS

SMALL_BUFFER_BYTES = 32 * 1024
LARGE_BUFFER_BYTES = 4 * 1024 * 1024


class LineClosed(Exception):
    """The connection ended, with the close code that was given (1006: none)."""

    def __init__(self, code: int) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


@dataclass(frozen=True)
class Event:
    stream: str
    seq: int | None
    type: str
    payload: dict[str, Any]


class Line:
    """A connection that has been greeted. Raises LineClosed when the server closes it instead."""

    def __init__(self, site: Site, token: str, on_event: Callable[[Event], None]) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.socket = connect(
            site.socket_address,
            additional_headers=headers,
            compression=None,
            max_size=None,
            ping_interval=None,
            open_timeout=PATIENCE_SECONDS,
            close_timeout=1,
            proxy=None,
            legacy=True,
        )
        self.on_event = on_event
        self.strays: queue.SimpleQueue[str] = queue.SimpleQueue()
        """Codes of the errors, or "done", that answer no command of `begin`."""
        self._lock = threading.Lock()
        self._last_id = 0
        self._waiting: dict[int, Future[Any]] = {}
        self._ended = threading.Event()
        self._reading = threading.Event()
        self._reading.set()
        try:
            greeting = json.loads(self.socket.recv(timeout=PATIENCE_SECONDS))
        except ConnectionClosed:
            raise LineClosed(self._close_code()) from None
        assert greeting["type"] == "hello", greeting
        self.hello: dict[str, Any] = greeting["payload"]
        self._reader = threading.Thread(target=self._read, daemon=True)

    def listen(self) -> None:
        """Begins to read; until then nothing after the greeting is taken."""
        self._reader.start()

    @property
    def is_open(self) -> bool:
        """Whether its end has not been noticed."""
        return not self._ended.is_set()

    def begin(self, command: str, payload: Any) -> Future[Any]:
        """Sends a command; the future is its reply, or raises Refused or LineClosed."""
        reply: Future[Any] = Future()
        with self._lock:
            if self._ended.is_set():
                raise LineClosed(self._close_code())
            self._last_id += 1
            number = self._last_id
            self._waiting[number] = reply
        self.write(json.dumps({"id": number, "type": command, "payload": payload}))
        return reply

    def command(self, command: str, payload: Any) -> Any:
        """Sends a command and waits for its reply."""
        return self.begin(command, payload).result(PATIENCE_SECONDS)

    def write(self, frame: str | bytes) -> None:
        """Sends a frame as it is."""
        try:
            self.socket.send(frame)
        except ConnectionClosed:
            raise LineClosed(self._close_code()) from None

    def wait_closed(self, seconds: float = PATIENCE_SECONDS) -> int:
        """The close code, when the connection has ended."""
        assert self._ended.wait(seconds), "the connection is still open"
        return self._close_code()

    def stop_reading(self) -> None:
        """Takes nothing more from the socket, which soon holds up whoever writes to it."""
        self.socket.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER_BYTES)
        self._reading.clear()

    def go_on_reading(self) -> None:
        self.socket.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LARGE_BUFFER_BYTES)
        self._reading.set()

    def close(self) -> None:
        self._reading.set()
        self.socket.close()
        self._reader.join(PATIENCE_SECONDS)

    def _close_code(self) -> int:
        return self.socket.close_code or 1006

    def _read(self) -> None:
        try:
            for text in self.socket:
                self._take(json.loads(text))
                self._reading.wait()
        except ConnectionClosed:
            pass
        finally:
            with self._lock:
                self._ended.set()
                left, self._waiting = list(self._waiting.values()), {}
            for reply in left:
                reply.set_exception(LineClosed(self._close_code()))

    def _take(self, frame: dict[str, Any]) -> None:
        if "reply_to" not in frame:
            self.on_event(Event(frame["stream"], frame["seq"], frame["type"], frame["payload"]))
            return
        error = frame.get("error")
        with self._lock:
            reply = self._waiting.pop(frame["reply_to"], None)
        if reply is None:
            self.strays.put(error["code"] if error else "done")
        elif error:
            reply.set_exception(Refused(error["code"], error["detail"], error.get("fields")))
        else:
            reply.set_result(frame["payload"])

"""One client's connection."""

from __future__ import annotations

import asyncio
import socket

import msgspec
import picows

from bench.load.speaker import Hear
from bench.population import Person

MARK = b"~"
"""Around a message's number in its text, so that it is found without decoding the frame."""
RECEIVE_BUFFER_BYTES = 64 * 1024


REPLY_SECONDS = 60


class _Heads(msgspec.Struct):
    streams: dict[str, int] = {}


class _Hello(msgspec.Struct):
    payload: _Heads = msgspec.field(default_factory=_Heads)


class RefusedFrame(Exception):
    """The server answered with an error."""


class Connection(picows.WSListener):
    """Sends frames and tells `hear` the number of each message that arrives.

    ready: done when the client may talk. heard: messages that arrived. failure: the first error the server answered.
    heads: the last numbers of its streams, as the server greeted it. is_closed: the line is no more.
    """

    def __init__(self, person: Person, conversation: int, greeted: bool) -> None:
        self.person = person
        self.conversation = conversation
        self.hear: Hear = _ignore
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.heard = 0
        self.failure: RefusedFrame | None = None
        self.close_code: int | None = None
        self.heads: dict[str, int] = {}
        self.is_closed = False
        self._greeted = greeted
        self._reply: asyncio.Future[bytes] | None = None

    def send(self, frame: bytes) -> None:
        """Sends one text frame."""
        self.transport.send(picows.WSMsgType.TEXT, frame)

    async def ask(self, frame: bytes) -> bytes:
        """Sends a command and waits for its reply; one at a time. ConnectionError: the line has ended before it."""
        self._reply = asyncio.get_running_loop().create_future()
        self.send(frame)
        return await asyncio.wait_for(self._reply, REPLY_SECONDS)

    def stop_reading(self) -> None:
        """Lets what arrives pile up; the network on this side holds little of it."""
        raw: socket.socket = self.transport.underlying_transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        self.transport.underlying_transport.pause_reading()

    def read_on(self) -> None:
        """Reads what has piled up."""
        self.transport.underlying_transport.resume_reading()

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        self.transport = transport
        if not self._greeted:
            self.ready.set_result(None)

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        if frame.msg_type is picows.WSMsgType.TEXT:
            payload = frame.get_payload_as_bytes()
            start = payload.find(MARK)
            if start >= 0:
                self.heard += 1
                self.hear(self, int(payload[start + 1 : payload.index(MARK, start + 1)]))
            elif b'"error"' in payload:
                self.failure = self.failure or RefusedFrame(payload.decode())
            elif not self.ready.done():
                self.heads = msgspec.json.decode(payload, type=_Hello).payload.streams
                self.ready.set_result(None)
            elif self._reply is not None and not self._reply.done() and payload.startswith(b'{"reply_to"'):
                self._reply.set_result(payload)
        elif frame.msg_type is picows.WSMsgType.CLOSE:
            self.close_code = int.from_bytes(frame.get_payload_as_bytes()[:2], "big")
            transport.disconnect()

    def on_ws_disconnected(self, transport: picows.WSTransport) -> None:
        self.is_closed = True
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(f"closed before it was ready ({self.close_code})"))
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(ConnectionError(f"closed before it was answered ({self.close_code})"))


def _ignore(connection: Connection, number: int) -> None:
    """Hears nothing."""

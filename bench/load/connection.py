"""One client's connection."""

from __future__ import annotations

import asyncio
import socket

import picows

from bench.load.speaker import Hear
from bench.population import Person

MARK = b"~"
"""Around a message's number in its text, so that it is found without decoding the frame."""
RECEIVE_BUFFER_BYTES = 64 * 1024


class RefusedFrame(Exception):
    """The server answered with an error."""


class Connection(picows.WSListener):
    """Sends frames and tells `hear` the number of each message that arrives.

    ready: done when the client may talk. heard: messages that arrived. failure: the first error the server answered.
    """

    def __init__(self, person: Person, conversation: int, greeted: bool) -> None:
        self.person = person
        self.conversation = conversation
        self.hear: Hear = _ignore
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.heard = 0
        self.failure: RefusedFrame | None = None
        self.close_code: int | None = None
        self._greeted = greeted

    def send(self, frame: bytes) -> None:
        """Sends one text frame."""
        self.transport.send(picows.WSMsgType.TEXT, frame)

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
                self.ready.set_result(None)
        elif frame.msg_type is picows.WSMsgType.CLOSE:
            self.close_code = int.from_bytes(frame.get_payload_as_bytes()[:2], "big")
            transport.disconnect()

    def on_ws_disconnected(self, transport: picows.WSTransport) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(f"closed before it was ready ({self.close_code})"))


def _ignore(connection: Connection, number: int) -> None:
    """Hears nothing."""

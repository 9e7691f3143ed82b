"""The doorman: one consumer for the whole product. It signs clients in, counts frames, and passes commands on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from ggtalk.errors import Refused
from ggtalk.realtime import commands
from ggtalk.realtime.clients import Movement, Scope, hooks, tell_moved
from ggtalk.realtime.commands import Client
from ggtalk.realtime.databases import coming_in, in_database
from ggtalk.realtime.hub import Line, Listener, hub, text_message
from ggtalk.realtime.hub.line import Send
from ggtalk.realtime.limits import MOST_FRAME_BYTES, FrameAllowance
from ggtalk.realtime.sync import heads_of
from ggtalk.realtime.wire import Close, CommandFrame, decode_command, error_frame, hello_frame, reply_frame
from ggtalk.realtime.writers import writers
from ggtalk.rest.endpoint import refusal_of

logger = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]

BAD_FRAME = Refused("bad_frame", 'A frame must be a JSON object {"id": <number>, "type": "…", "payload": {…}}.')
UNKNOWN_COMMAND = Refused("unknown_command", "There is no such command.")
BROKEN = Refused("server_error", "The server failed at this. It was noted; try again.", status=500)


async def socket_application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application behind `/ws/`."""
    await SocketConsumer(scope, receive, send).serve()


class SocketConsumer:
    """One connection, from `hello` to its close code.

    Not one of Channels' consumers: their dispatch makes a thread hop per event and a task per source of events; this
    one reads its single source.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self.base_receive, self.base_send = scope, receive, send
        self.allowance = FrameAllowance()
        self.listener: Listener | None = None

    async def serve(self) -> None:
        """Takes the client's frames until it is gone."""
        try:
            while (message := await self.base_receive())["type"] != "websocket.disconnect":
                if message["type"] == "websocket.connect":
                    await self.connect()
                elif self.listener is not None:
                    await self.receive(message.get("text") or message.get("bytes") or b"")
        finally:
            self.depart()

    async def connect(self) -> None:
        """Signs the client in and sends `hello`, or closes with 4401."""
        await self.base_send({"type": "websocket.accept"})
        who = await coming_in(hooks.authenticate, self.scope) if hooks.authenticate else None
        if who is None:
            await self.close(Close.NOT_SIGNED_IN)
            return
        user, device = who
        self.client = Client(user, device, uuid.uuid4().hex)
        self.line = Line(self.base_send, on_drop=self.dropped)
        self.listener = listener = Listener(user, device, self.line, self.close_soon)
        await hub.start()
        hub.arrive(listener)
        # From here on a sign-out reaches the listener; one that came before is noticed by who is told of the arrival.
        arrived = self.tell_arrived()
        names = await hub.listen_to_all(listener)
        heads = await coming_in(heads_of, names)
        hub.know_heads(heads)
        await arrived
        listener.open(text_message(hello_frame(user, heads)))

    def tell_arrived(self) -> asyncio.Future[None]:
        """Tells the apps; done when they know, so that they know every client whose command they get."""
        told = asyncio.get_running_loop().create_future()

        def answered(answer: Any) -> None:
            _note_malfunction(answer)
            if not told.done():
                told.set_result(None)

        writers.movements(tell_moved).add(Movement(self.client, arrived=True), answered)
        return told

    async def receive(self, text: str | bytes) -> None:
        """Takes one frame of the client's."""
        if len(text) > MOST_FRAME_BYTES or (isinstance(text, str) and len(text.encode()) > MOST_FRAME_BYTES):
            await self.close(Close.FRAME_TOO_LARGE)
            return
        if not self.allowance.take(asyncio.get_running_loop().time()):
            await self.close(Close.TOO_MANY_FRAMES)
            return
        frame = decode_command(text)
        if frame is None:
            self.say(error_frame(None, BAD_FRAME))
            return
        try:
            await self.obey(frame)
        except Refused as refused:
            self.say(error_frame(frame.id, refused))
        except msgspec.DecodeError as error:
            self.say(error_frame(frame.id, refusal_of(error)))
        except Exception:
            logger.exception("the command %s failed", frame.type)
            self.say(error_frame(frame.id, BROKEN))

    async def obey(self, frame: CommandFrame) -> None:
        """Runs a command and sends its reply; a batched one is answered when its batch is committed."""
        called = commands.registry.get(frame.type)
        if called is None:
            raise UNKNOWN_COMMAND
        payload = called.decode(frame.payload)
        if called.batched:
            writers.of(called).add((self.client, payload), lambda answer: self.answer(frame.id, answer))
            return
        in_thread = coming_in if called.comes_in else in_database
        answer = await in_thread(commands.run, called, self.client, payload)
        if isinstance(answer, commands.AfterFrames):
            for early in answer.frames:
                await self.line.ready()
                self.say(early)
            answer = answer.reply
        self.say(reply_frame(frame.id, answer))

    def answer(self, command_id: int, answer: Any) -> None:
        """Sends what the writer answered."""
        if isinstance(answer, Refused):
            self.say(error_frame(command_id, answer))
        elif isinstance(answer, Exception):
            logger.error("a batched command failed", exc_info=answer)
            self.say(error_frame(command_id, BROKEN))
        else:
            self.say(reply_frame(command_id, answer))

    def say(self, frame: bytes) -> None:
        """Sends one frame in its turn."""
        if self.listener is not None:
            self.listener.say(text_message(frame))

    async def close(self, code: int) -> None:
        """Ends the connection; nothing more is heard by this client."""
        self.depart()
        with contextlib.suppress(Exception):  # it may be gone already
            await self.base_send({"type": "websocket.close", "code": int(code)})

    def close_soon(self, code: int) -> None:
        """Ends the connection from the hub, without waiting for a client that does not read."""
        self.depart()
        self.closing = asyncio.get_running_loop().create_task(self.close(code))

    def dropped(self) -> None:
        """The line was given up: the client does not read, or is gone."""
        self.close_soon(Close.TOO_SLOW)

    def depart(self) -> None:
        """Takes the client off the hub and tells the apps; once."""
        listener, self.listener = self.listener, None
        if listener is not None:
            listener.line.close()
            hub.depart(listener)
            if hooks.are_leaving:
                return
            writers.movements(tell_moved).add(Movement(self.client, arrived=False), _note_malfunction)


def _note_malfunction(answer: Any) -> None:
    if isinstance(answer, Exception):
        logger.error("the apps could not be told that clients moved", exc_info=answer)

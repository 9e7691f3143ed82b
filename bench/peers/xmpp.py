"""The load client of XMPP: RFC 6120 and 6121, in-band registration (XEP-0077) and rooms (XEP-0045)."""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from xml.sax.saxutils import escape

from bench.load.connection import MARK
from bench.load.speaker import Hear, Speaker
from bench.processes import Service

HOST = "localhost"
ROOMS = "conference.localhost"
PASSWORD = "p"
LOGIN_SECONDS = 30
JOIN_SECONDS = 60
AT_ONCE = 20
STREAM = (
    f"<?xml version='1.0'?><stream:stream to='{HOST}' version='1.0' xmlns='jabber:client' "
    "xmlns:stream='http://etherx.jabber.org/streams'>"
)
STANZA_END = b"</message>"


class NotLetIn(Exception):
    """The server refused something that everybody may do."""


class XmppDialect:
    """A message's body; the speaker knows who it is for."""

    def message(self, number: int, conversation: int, text: str) -> bytes:
        return f"<body>{escape(text)}</body></message>".encode()


class XmppSpeaker:
    """One client's stream."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.conversation = 0
        self.hear: Hear = lambda speaker, number: None
        self._to = b""
        self._known = b""
        self._reading: asyncio.Task[None] | None = None

    def talk_to(self, address: str, kind: str) -> None:
        """Everything is said to this address from now on; kind: chat, or groupchat."""
        self._to = f"<message type='{kind}' to='{address}' id='".encode()

    def send(self, frame: bytes) -> None:
        """Says one body."""
        self._writer.write(b"%b%b'>%b" % (self._to, uuid.uuid4().hex.encode(), frame))

    async def enter(self, port: int, tasks: asyncio.TaskGroup) -> None:
        """Makes the account, if it is new, signs in, becomes available, and listens in a task."""
        async with asyncio.timeout(LOGIN_SECONDS):
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
            await self._ask(STREAM, b"</stream:features>")
            await self._ask(
                "<iq type='set' id='r'><query xmlns='jabber:iq:register'>"
                f"<username>{self.name}</username><password>{PASSWORD}</password></query></iq>",
                b"</iq>",
                b"/>",
            )
            secret = base64.b64encode(f"\0{self.name}\0{PASSWORD}".encode()).decode()
            said = f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{secret}</auth>"
            if b"<success" not in await self._ask(said, b"/>", b"</success>", b"</failure>"):
                raise NotLetIn(f"{self.name} could not sign in")
            self._known = b""
            await self._ask(STREAM, b"</stream:features>")
            bind = "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
            await self._ask(bind, b"</iq>")
            self._write("<presence/>")
        self._reading = tasks.create_task(self._read())

    async def join(self, room: str) -> None:
        """Comes into a room, and waits until the room says so."""
        self._joined = asyncio.Event()
        self._write(
            f"<presence to='{room}@{ROOMS}/{self.name}'><x xmlns='http://jabber.org/protocol/muc'>"
            "<history maxstanzas='0'/></x></presence>"
        )
        async with asyncio.timeout(JOIN_SECONDS):
            await self._joined.wait()

    def open_room(self, room: str) -> None:
        """The first one's duty: takes the room as it is."""
        self._write(
            f"<iq type='set' id='o' to='{room}@{ROOMS}'><query xmlns='http://jabber.org/protocol/muc#owner'>"
            "<x xmlns='jabber:x:data' type='submit'/></query></iq>"
        )

    def leave(self) -> None:
        """Ends the stream."""
        if self._reading is not None:
            self._reading.cancel()
        self._writer.write(b"</stream:stream>")
        self._writer.close()

    def _write(self, stanza: str) -> None:
        self._writer.write(stanza.encode())

    async def _ask(self, stanza: str, *ends: bytes) -> bytes:
        self._write(stanza)
        while True:
            found = [at + len(end) for end in ends if (at := self._known.find(end)) >= 0]
            if found:
                answer, self._known = self._known[: min(found)], self._known[min(found) :]
                return answer
            self._known += await self._some()

    async def _some(self) -> bytes:
        received = await self._reader.read(65536)
        if not received:
            raise NotLetIn(f"{self.name} was cut off: {self._known.decode(errors='replace')}")
        return received

    async def _read(self) -> None:
        while True:
            received = await self._some()
            if b"110" in received and hasattr(self, "_joined"):  # status 110: this is about you
                self._joined.set()
            *stanzas, self._known = (self._known + received).split(STANZA_END)
            for stanza in stanzas:
                start = stanza.find(MARK)
                if start >= 0:
                    self.hear(self, int(stanza[start + 1 : stanza.index(MARK, start + 1)]))


class XmppPeer:
    """A running XMPP server. All people of a size are made at their first coming."""

    dialect = XmppDialect()

    def __init__(self, name: str, service: Service) -> None:
        self.name = name
        self.service = service

    @asynccontextmanager
    async def pairs(self, count: int) -> AsyncIterator[list[Speaker]]:
        """Pairs that write to each other's bare addresses."""
        async with self._inside(2 * count) as speakers:
            for one, other in zip(speakers[::2], speakers[1::2], strict=True):
                one.talk_to(f"{other.name}@{HOST}", "chat")
                other.talk_to(f"{one.name}@{HOST}", "chat")
            yield list(speakers)

    @asynccontextmanager
    async def group(self, count: int) -> AsyncIterator[list[Speaker]]:
        """People in a new room."""
        room = f"room{uuid.uuid4().hex[:8]}"
        async with self._inside(count) as speakers:
            first, *others = speakers
            await first.join(room)
            first.open_room(room)
            for other in others:
                await other.join(room)
            for speaker in speakers:
                speaker.talk_to(f"{room}@{ROOMS}", "groupchat")
            yield list(speakers)

    @asynccontextmanager
    async def _inside(self, count: int) -> AsyncIterator[list[XmppSpeaker]]:
        speakers = [XmppSpeaker(f"person{number}") for number in range(count)]
        async with asyncio.TaskGroup() as tasks:
            try:
                for start in range(0, count, AT_ONCE):
                    part = speakers[start : start + AT_ONCE]
                    await asyncio.gather(*(speaker.enter(self.service.port, tasks) for speaker in part))
                yield speakers
            finally:
                for speaker in speakers:
                    speaker.leave()

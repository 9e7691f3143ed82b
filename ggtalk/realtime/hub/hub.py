"""The hub: one per server process, one channel to the others, one encoded frame per event.

Rooms exist for streams that a local client hears. A delivery is posted from any thread after its commit, goes to the
local rooms at once and to the other processes' hubs through Redis where there are any.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence

from ggtalk.realtime.databases import coming_in, in_database
from ggtalk.realtime.hub.delivery import Delivery, SignOut
from ggtalk.realtime.hub.fanout import FanOut
from ggtalk.realtime.hub.line import text_message
from ggtalk.realtime.hub.listener import Listener
from ggtalk.realtime.hub.peers import Peers
from ggtalk.realtime.hub.recovery import Recovery
from ggtalk.realtime.hub.room import Room
from ggtalk.realtime.streams import hearers_among, names_heard_by
from ggtalk.realtime.sync import frames_after
from ggtalk.realtime.writers import writers

logger = logging.getLogger(__name__)

HOLE_SECONDS = 0.2
"""How long a missing number is waited for before it is read from the database."""

RETRY_SECONDS = 2.0
"""How long after a failure the database is asked again."""


class Hub:
    """Rooms, listeners and the order of what they hear. Only the event loop's thread touches its state."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._fan_out: FanOut | None = None
        self._peers = Peers(self.receive, self._missed)
        self.recovery = Recovery(self, self._peers)
        self._reset()

    def _reset(self) -> None:
        self.rooms: dict[str, Room] = {}
        self._by_user: dict[int, set[Listener]] = {}
        self._filling: dict[str, asyncio.TimerHandle | asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Binds the hub to the running loop; again and again is fine."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            self._fan_out = FanOut(loop, writers.are_busy)
            self._reset()
            await self._peers.start(uuid.uuid4().hex)
            if self._peers.are_there:
                self.recovery.start()

    async def stop(self) -> None:
        """Takes leave of the other processes; what is left to tell them is told."""
        await self.recovery.stop()
        await self._peers.stop()

    @property
    def is_line_away(self) -> bool:
        """Whether the other processes can't be heard now."""
        return self._peers.is_away

    def _missed(self) -> None:
        self.recovery.want()

    def post(self, news: Sequence[Delivery | SignOut]) -> None:
        """From any thread: hands news to every hub, this process's first."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._receive_and_forward, news)
        else:
            self._peers.forward_from_outside(news)

    def post_here(self, news: Sequence[Delivery | SignOut]) -> None:
        """From any thread: hands news to this process's hub alone; each process finds out for itself."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self.receive, news)

    def _receive_and_forward(self, news: Sequence[Delivery | SignOut]) -> None:
        self.receive(news)
        self._peers.forward(news)

    def receive(self, news: Iterable[Delivery | SignOut]) -> None:
        """News for the local clients, in whatever order they come."""
        for item in news:
            if isinstance(item, SignOut):
                self._sign_out(item)
                continue
            if item.joins or item.leaves:
                self._note_changes(item)
            if not item.frame:
                self._open(item)
            elif item.seq is None:
                self._admit(item)
                self._say(self.rooms.get(item.stream), item)
            else:
                self._receive_numbered(item)

    def _open(self, item: Delivery) -> None:
        self._admit(item)
        if item.stream in self.rooms and item.seq is not None:
            self.rooms[item.stream].know_head(item.seq)

    def _receive_numbered(self, item: Delivery) -> None:
        room = self.rooms.get(item.stream)
        if room is None and item.joins:
            room = self._room_of(item.stream) if any(user in self._by_user for user in item.joins) else None
        if room is None:
            return
        for ready in room.in_order(item):
            self._admit(ready)
            self._dismiss(room, ready)
            self._say(room, ready)
        if room.held and item.stream not in self._filling:
            self._expect(item.stream)

    def _say(self, room: Room | None, item: Delivery) -> None:
        if room is not None and room.listeners:
            assert self._fan_out is not None
            self._fan_out.say(room, text_message(item.frame))

    def _note_changes(self, item: Delivery) -> None:
        if room := self.rooms.get(item.stream):
            room.changes += 1
        for user in (*item.joins, *item.leaves):
            for listener in self._by_user.get(user, ()):
                listener.changes += 1

    def _admit(self, item: Delivery) -> None:
        for user in item.joins:
            for listener in self._by_user.get(user, ()):
                self.listen(listener, [item.stream])

    def _dismiss(self, room: Room, item: Delivery) -> None:
        for user in item.leaves:
            for listener in self._by_user.get(user, ()):
                self._stop_listening(room, item.stream, listener)

    def arrive(self, listener: Listener) -> None:
        """A client has connected: from now on it is told what its user comes into and goes out of."""
        self._by_user.setdefault(listener.user, set()).add(listener)

    async def listen_to_all(self, listener: Listener) -> list[str]:
        """Lets a client that has arrived hear all that its user hears; returns the names.

        They are read again when the user came into or went out of a stream meanwhile: what was read may be too old.
        """
        known = -1
        names: list[str] = []
        while known != listener.changes:
            known = listener.changes
            names = await coming_in(names_heard_by, listener.user)
        if listener in self._by_user.get(listener.user, ()):  # it may have departed meanwhile
            self.listen(listener, names)
        return names

    def listen(self, listener: Listener, streams: Iterable[str]) -> None:
        """Adds streams to what a client hears."""
        for name in streams:
            self._room_of(name).listeners.add(listener)
            listener.streams.add(name)

    def know_heads(self, heads: Mapping[str, int]) -> None:
        """Streams' last numbers as the database had them after their rooms were opened."""
        for name, head in heads.items():
            if room := self.rooms.get(name):
                room.know_head(head)

    def depart(self, listener: Listener) -> None:
        """A client is gone."""
        mine = self._by_user.get(listener.user)
        if mine is not None:
            mine.discard(listener)
            if not mine:
                del self._by_user[listener.user]
        for name in tuple(listener.streams):
            if room := self.rooms.get(name):
                self._stop_listening(room, name, listener)

    def everybody(self) -> dict[int, frozenset[Listener]]:
        """All clients in this process, by user."""
        return {user: frozenset(mine) for user, mine in self._by_user.items()}

    def _room_of(self, name: str) -> Room:
        room = self.rooms.get(name)
        if room is None:
            room = self.rooms[name] = Room()
        return room

    def _stop_listening(self, room: Room, name: str, listener: Listener) -> None:
        room.listeners.discard(listener)
        listener.streams.discard(name)
        if not room.listeners:
            self.rooms.pop(name, None)

    def _sign_out(self, item: SignOut) -> None:
        devices = set(item.devices)
        for listeners in tuple(self._by_user.values()):
            for listener in tuple(listeners):
                if listener.device in devices:
                    listener.close(item.code)

    def _expect(self, name: str, seconds: float = HOLE_SECONDS) -> None:
        assert self._loop is not None
        self._filling[name] = self._loop.call_later(seconds, self._fill, name)

    def _fill(self, name: str) -> None:
        room = self.rooms.get(name)
        if room is None or not room.held:
            self._filling.pop(name, None)
            return
        assert self._loop is not None
        task = self._loop.create_task(self._fill_from_database(name, room))
        task.add_done_callback(lambda done: self._filled(name, done))
        self._filling[name] = task

    async def catch_up(self, name: str) -> None:
        """Says what the database has after the last number said in a room."""
        room = self.rooms.get(name)
        if room is not None and room.head is not None and name not in self._filling:
            await self._fill_from_database(name, room)

    async def _fill_from_database(self, name: str, room: Room) -> None:
        before = room.head
        assert before is not None
        missing = await in_database(frames_after, name, before)
        asked, hearers = await self._hearers(name, room)
        if self.rooms.get(name) is not room:
            return
        for listener in tuple(room.listeners):
            if listener.user in asked and listener.user not in hearers:
                self._stop_listening(room, name, listener)
        self.receive([Delivery(name, seq, frame) for seq, frame in missing])
        if room.head == before:
            self.receive(room.give_up_hole())
        for user in hearers:  # who has come in meanwhile must not hear what was before, and asks for the rest
            for listener in self._by_user.get(user, ()):
                self.listen(listener, [name])

    async def _hearers(self, name: str, room: Room) -> tuple[set[int], set[int]]:
        """Who was here when it was asked, and who of them hears the stream; asked again when that changed meanwhile."""
        changes = -1
        asked: set[int] = set()
        hearers: set[int] = set()
        while changes != room.changes:
            changes = room.changes
            asked = set(self._by_user)
            hearers = await in_database(hearers_among, name, tuple(asked))
        return asked, hearers

    def _filled(self, name: str, done: asyncio.Task[None]) -> None:
        self._filling.pop(name, None)
        error = None if done.cancelled() else done.exception()
        if error:
            logger.error("could not fill a hole in %s, trying again", name, exc_info=error)
        if (room := self.rooms.get(name)) and room.held and not done.cancelled():
            self._expect(name, RETRY_SECONDS if error else HOLE_SECONDS)


hub = Hub()

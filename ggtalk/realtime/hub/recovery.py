"""Bringing a process up to date from the database with what the other processes could not tell it.

Three things happen to a line between processes: it is away for a while, one process can't tell, and one dies between
its commit and telling. The first two are known, and all that is heard here is read anew; for the third what was stored
lately is looked at every few seconds, and every second while the line is away; the last numbers of all rooms are asked
once a minute, in case something took very long to commit.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from typing import Protocol, TypeVar

from ggtalk.realtime.clients import hooks
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.hub.delivery import Delivery
from ggtalk.realtime.hub.listener import Listener
from ggtalk.realtime.hub.peers import Peers
from ggtalk.realtime.hub.room import Room
from ggtalk.realtime.journals import Journals
from ggtalk.realtime.streams import tells_of_others
from ggtalk.realtime.sync import heads_of

logger = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
LOOK_WHILE_AWAY_SECONDS = 1.0
WHOLE_LOOK_SECONDS = 60.0
AT_ONCE = 4
"""Database threads this takes at most; the others stay with the clients."""
USERS_AT_ONCE = 100

Item = TypeVar("Item")


class Recovering(Protocol):
    """What recovery needs of the hub."""

    @property
    def rooms(self) -> dict[str, Room]: ...

    def everybody(self) -> dict[int, frozenset[Listener]]: ...

    async def listen_to_all(self, listener: Listener) -> list[str]: ...

    def know_heads(self, heads: Mapping[str, int]) -> None: ...

    async def catch_up(self, name: str) -> None: ...

    def receive(self, news: Iterable[Delivery]) -> None: ...


class Recovery:
    """Runs from `start` to `stop`, beside everything else."""

    def __init__(self, hub: Recovering, peers: Peers) -> None:
        self._hub, self._peers = hub, peers
        self._wake = asyncio.Event()
        self._missed = self._told_away = False
        self._journals, self._whole_at = Journals(), 0.0
        self._peers.moved.append(self._line_moved)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """On the running loop."""
        self._wake = asyncio.Event()
        self._missed = self._told_away = False
        self._whole_at = 0.0
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Ends it."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def want(self) -> None:
        """Something was missed: everything is looked at as soon as it can be."""
        self._missed = True
        self._wake.set()

    def _line_moved(self) -> None:
        self._wake.set()

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_WHILE_AWAY_SECONDS if self._peers.is_away else LOOK_SECONDS):
                    await self._wake.wait()
            self._wake.clear()
            missed, self._missed = self._missed, False
            try:
                await self._tell_line()
                await self.look(whole=missed)
                if missed:
                    await self.refresh()
            except Exception as error:  # noqa: BLE001 - a database that is away comes back
                logger.warning("what was missed can't be read from the database, trying again: %s", error)
                self._missed = self._missed or missed
                await asyncio.sleep(LOOK_WHILE_AWAY_SECONDS)
                self._wake.set()

    async def _tell_line(self) -> None:
        away = self._peers.is_away
        if away != self._told_away:
            for tell in hooks.line_moved:
                await in_database(tell, away)
            self._told_away = away

    async def look(self, *, whole: bool = False) -> None:
        """Says what is new in the database in every room that has not heard it. whole: asks for each room."""
        whole = whole or time.monotonic() >= self._whole_at
        heads = None if whole else await in_database(self._journals.heads)
        if heads is None:
            await in_database(self._journals.begin_anew)
            heads = await in_database(heads_of, list(self._hub.rooms))
            self._whole_at = time.monotonic() + WHOLE_LOOK_SECONDS
        moved = [name for name, head in heads.items() if self._is_behind(name, head)]
        rooms = self._hub.rooms
        everybody = self._hub.everybody()
        for name in filter(tells_of_others, moved):  # who came into another stream must hear it before they know
            for listener in tuple(rooms[name].listeners) if name in rooms else ():
                if listener in everybody.get(listener.user, ()):
                    await self._listen(listener)
        await _each(self._hub.catch_up, moved)

    def _is_behind(self, name: str, head: int) -> bool:
        room = self._hub.rooms.get(name)
        return room is not None and room.head is not None and head > room.head

    async def refresh(self) -> None:
        """Lets everybody here hear all that is theirs, and says what was said without a number."""
        everybody = self._hub.everybody()
        await _each(self._listen, [listener for mine in everybody.values() for listener in mine])
        users = list(everybody)
        for start in range(0, len(users), USERS_AT_ONCE):
            for refresh in hooks.refreshed:
                self._hub.receive(await in_database(refresh, users[start : start + USERS_AT_ONCE]))

    async def _listen(self, listener: Listener) -> None:
        before = set(listener.streams)
        names = await self._hub.listen_to_all(listener)
        if opened := [name for name in names if name not in before]:
            self._hub.know_heads(await in_database(heads_of, opened))


async def _each(do: Callable[[Item], Awaitable[object]], items: Iterable[Item]) -> None:
    """A few at a time."""
    waiting = iter(items)

    async def some() -> None:
        for item in waiting:
            await do(item)

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))

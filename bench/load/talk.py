"""What is said: who said which message when, and how long it took to be heard."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from itertools import count
from time import perf_counter

from bench.load.speaker import Speaker, SpeakerDialect

MOST_WAIT_SECONDS = 60
CLOCK_SECONDS = 0.002
"""uvloop's clock ticks in milliseconds: a sleep ends up to one too early or too late."""
FILLER = "Shall we meet at the station at eight? 好的，八点见。 " * 2


async def until(due: float) -> None:
    """Waits for a moment of `perf_counter`, to a few microseconds: the last ticks of the clock by asking again."""
    if (left := due - perf_counter() - CLOCK_SECONDS) > 0:
        await asyncio.sleep(left)
    while perf_counter() < due:  # noqa: ASYNC110 - nothing happens then but that it is time
        await asyncio.sleep(0)


class Talk:
    """Messages and their receipts.

    latencies: seconds from sending to the other side's receipt, one per message heard. said: messages sent so far.
    """

    def __init__(self, dialect: SpeakerDialect) -> None:
        self.latencies: list[float] = []
        self.said = 0
        self._dialect = dialect
        self._underway: dict[int, tuple[Speaker, float]] = {}
        self._numbers = count(1)
        self._quiet = asyncio.Event()

    def say(self, speaker: Speaker, text: str = FILLER, due: float | None = None) -> None:
        """Sends a message in the speaker's conversation; its time counts from `due` (now, if not given)."""
        number = next(self._numbers)
        frame = self._dialect.message(number, speaker.conversation, f"~{number}~ {text}")
        self._underway[number] = (speaker, due or perf_counter())
        self.said += 1
        self._quiet.clear()
        speaker.send(frame)

    def heard(self, hearer: Speaker, number: int) -> bool:
        """Notes a message; False for one's own and for a repeat."""
        speaker, at = self._underway.get(number, (hearer, 0.0))
        if speaker is hearer:
            return False
        del self._underway[number]
        self.latencies.append(perf_counter() - at)
        if not self._underway:
            self._quiet.set()
        return True

    async def all_heard(self, seconds: float = 20) -> None:
        """Waits until nothing is underway; raises TimeoutError if a message does not arrive."""
        async with asyncio.timeout(seconds):
            await self._quiet.wait()


class PairTalk(Talk):
    """Pairs of connections in one conversation each: (first, second), (first, second), …"""

    def __init__(self, dialect: SpeakerDialect, connections: Sequence[Speaker]) -> None:
        super().__init__(dialect)
        self._connections = connections
        self._answering = False
        for connection in connections:
            connection.hear = self._hear

    def start_closed_loop(self) -> None:
        """One message is underway in each pair: whoever hears it answers."""
        self._answering = True
        for first in self._connections[::2]:
            self.say(first)

    async def stop(self) -> None:
        """Nobody answers any more; waits for what is underway."""
        self._answering = False
        await self.all_heard()

    async def pace(self, messages_per_second: float, seconds: float) -> None:
        """Sends at this rate, spread at random over the pairs, however fast the server is.

        Times count from the moment a message was due, so that a server which holds the sender up can't hide it.
        """
        start = perf_counter()
        for index in range(round(messages_per_second * seconds)):
            due = start + index / messages_per_second
            await until(due)
            self.say(random.choice(self._connections), due=due)
        await self.all_heard()

    def _hear(self, hearer: Speaker, number: int) -> None:
        if self.heard(hearer, number) and self._answering:
            self.say(hearer)


class CrowdTalk:
    """Everybody in a group speaks now and then, at a steady rate, and everybody hears.

    latencies: seconds from when a message was due to when the last of all has heard it, one per message.
    """

    def __init__(self, dialect: SpeakerDialect, connections: Sequence[Speaker]) -> None:
        self.latencies: list[float] = []
        self._dialect = dialect
        self._connections = connections
        self._numbers = count(1)
        self._underway: dict[int, tuple[float, int]] = {}
        self._quiet = asyncio.Event()
        for connection in connections:
            connection.hear = self._hear

    async def pace(self, messages_per_second: float, seconds: float) -> None:
        """Sends at this rate, each message by somebody else; returns when everybody has heard all."""
        start = perf_counter()
        for index in range(round(messages_per_second * seconds)):
            due = start + index / messages_per_second
            await until(due)
            self._say(random.choice(self._connections), due)
        async with asyncio.timeout(MOST_WAIT_SECONDS):
            await self._quiet.wait()

    def _say(self, speaker: Speaker, due: float) -> None:
        number = next(self._numbers)
        self._underway[number] = (due, len(self._connections))
        self._quiet.clear()
        speaker.send(self._dialect.message(number, speaker.conversation, f"~{number}~ {FILLER}"))

    def _hear(self, hearer: Speaker, number: int) -> None:
        due, left = self._underway[number]
        self._underway[number] = (due, left - 1)
        if left == 1:
            del self._underway[number]
            self.latencies.append(perf_counter() - due)
            if not self._underway:
                self._quiet.set()


class GroupTalk:
    """One speaker and everybody who hears; at most two messages are underway.

    deliveries: frames that arrived, at anyone. said: messages sent so far.
    """

    def __init__(self, dialect: SpeakerDialect, connections: Sequence[Speaker], text: str = FILLER) -> None:
        self.deliveries = 0
        self.said = 0
        self._dialect = dialect
        self._speaker = connections[0]
        self._hearers = len(connections)
        self._text = text
        self._most = 0
        self._quiet = asyncio.Event()
        for connection in connections:
            connection.hear = self._hear

    def start(self, most: int) -> None:
        """Speaks until `most` messages were said."""
        self._most = most
        self._say()

    def stop(self) -> None:
        """Says nothing more."""
        self._most = 0

    async def all_heard(self, seconds: float = 180) -> None:
        """Waits until everything said was delivered to everybody; raises TimeoutError otherwise."""
        async with asyncio.timeout(seconds):
            await self._quiet.wait()

    def _say(self) -> None:
        self.said += 1
        number = self.said
        self._speaker.send(self._dialect.message(number, self._speaker.conversation, f"~{number}~ {self._text}"))

    def _hear(self, hearer: Speaker, number: int) -> None:
        self.deliveries += 1
        if self.said < self._most and self.said * self._hearers - self.deliveries <= self._hearers:
            self._say()
        elif self.deliveries == self.said * self._hearers:
            self._quiet.set()

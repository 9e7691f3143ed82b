"""Server processes that are replaced one after the other while people talk: how long each of them is away."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import msgspec
import psutil

from bench.figures import Figure, Findings, at_most, percentile, plain, spread
from bench.load import Connection, Seat, connect_more, hang_up
from bench.parts.direct import seats_of
from bench.parts.options import Options
from bench.parts.several import shared_site
from bench.parts.storm import FIRST_WAIT_SECONDS
from bench.servers import Subject

PROCESSES = 2
PAIRS = 250
MESSAGES_PER_SECOND = 100
REPLACED_SECONDS = 120
LAST_WORDS_SECONDS = 10


@dataclass(frozen=True)
class Restart:
    """Seconds that each return took; how many clients did not hear everything."""

    pauses: list[float]
    deaf: int


class Talker:
    """One client over as many lines as it takes: it comes back, asks for what it missed, says again what got lost.

    pauses: seconds from the end of each line to the answered `sync` on the next one. said, heard: how many numbers,
    which go up from 1; what comes again or too early is told by them, as a client tells it by the stream's.
    """

    def __init__(self, subject: Subject, seat: Seat) -> None:
        self._subject, self._seat = subject, seat
        self._leaves = False
        self._there = asyncio.Event()
        self._unheard: dict[int, bytes] = {}
        self._early: set[int] = set()
        self.said = 0
        self.heard = 0
        self.pauses: list[float] = []
        self._heard_one = asyncio.Event()

    async def come(self) -> None:
        """Connects for the first time."""
        await self._connect()
        self._head = self.connection.heads[self._stream]
        self._there.set()
        self._staying = asyncio.ensure_future(self._stay())

    def say(self) -> None:
        """The next number; only by one side of a pair."""
        self.said += 1
        frame = self._subject.dialect.message(self.said, self._seat[1], f"~{self.said}~ one after the other")
        self._unheard[self.said] = frame
        if self._there.is_set() and not self.connection.is_closed:
            self.connection.send(frame)

    async def hear_up_to(self, number: int) -> None:
        """Returns when so many were heard."""
        while self.heard < number:
            self._heard_one.clear()
            await self._heard_one.wait()

    async def leave(self) -> None:
        """For good; raises what kept it from coming back."""
        await asyncio.wait_for(self._there.wait(), LAST_WORDS_SECONDS)
        self._leaves = True
        await hang_up([self.connection])
        await self._staying

    @property
    def _stream(self) -> str:
        return f"c{self._seat[1]}"

    async def _stay(self) -> None:
        while True:
            await self.connection.transport.wait_disconnected()
            if self._leaves:
                return
            began = perf_counter()
            self._there.clear()
            while not await self._is_back():  # it may come to the next process that is about to end
                pass
            self.pauses.append(perf_counter() - began)
            self._there.set()
            for frame in tuple(self._unheard.values()):
                self.connection.send(frame)

    async def _is_back(self) -> bool:
        await asyncio.sleep(random.uniform(0, FIRST_WAIT_SECONDS))
        try:
            await self._connect()
            cursors = {self._stream: self._head + self.heard}
            await self.connection.ask(msgspec.json.encode({"id": 1, "type": "sync", "payload": {"cursors": cursors}}))
        except ConnectionError:
            return False
        return True

    async def _connect(self) -> None:
        found: list[Connection] = []
        await connect_more(self._subject.address, [self._seat], found)
        (self.connection,) = found
        self.connection.hear = self._hear

    def _hear(self, _connection: Connection, number: int) -> None:
        self._early.add(number)
        while self.heard + 1 in self._early:
            self.heard += 1
        self._unheard.pop(number, None)
        self._heard_one.set()


async def measure_restart(options: Options) -> Findings:
    """SIGHUP as `docs/operations.md` has it for a new version, with everybody talking on."""
    with shared_site(PAIRS) as site, site.served_by(PROCESSES) as subject:
        restarts = [await restarted(subject) for _ in range(options.rounds)]
    return findings(restarts)


async def restarted(subject: Subject) -> Restart:
    """Everybody comes, talks while all processes are replaced, and leaves."""
    talkers = [Talker(subject, seat) for seat in seats_of(subject.population.pairs)]
    for talker in talkers:
        await talker.come()
    talking = asyncio.ensure_future(talk(talkers[::2]))
    await replace_processes(subject)
    talking.cancel()
    await everything_heard(talkers)
    for talker in talkers:
        await talker.leave()
    pairs = zip(talkers[::2], talkers[1::2], strict=True)
    deaf = sum(one.heard < first.said for first, second in pairs for one in (first, second))
    return Restart([pause for talker in talkers for pause in talker.pauses], deaf)


async def talk(speakers: Sequence[Talker]) -> None:
    """One after the other says something, at a steady rate."""
    while True:
        for speaker in speakers:
            speaker.say()
            await asyncio.sleep(1 / MESSAGES_PER_SECOND)


async def replace_processes(subject: Subject) -> None:
    """Returns when none of the old ones is left; TimeoutError if they stay."""
    old = subject.service.process.children()
    subject.service.process.send_signal(signal.SIGHUP)
    _, stubborn = await asyncio.to_thread(psutil.wait_procs, old, timeout=REPLACED_SECONDS)
    if stubborn:
        raise TimeoutError(f"{len(stubborn)} server processes were not replaced")


async def everything_heard(talkers: Sequence[Talker]) -> None:
    """Waits for what was said last; what has not come then is lost."""
    pairs = zip(talkers[::2], talkers[1::2], strict=True)
    hearing = [asyncio.ensure_future(one.hear_up_to(pair[0].said)) for pair in pairs for one in pair]
    _, late = await asyncio.wait(hearing, timeout=LAST_WORDS_SECONDS)
    for one in late:
        one.cancel()


def findings(restarts: Sequence[Restart]) -> Findings:
    """The promise, and how often it was asked."""
    clients, deaf = 2 * PAIRS * len(restarts), sum(restart.deaf for restart in restarts)
    away = spread([percentile(restart.pauses, 0.99) for restart in restarts])
    returns = [len(restart.pauses) for restart in restarts]
    return Findings(
        "A graceful restart",
        [
            at_most(
                f"{PROCESSES} processes replaced under {2 * PAIRS} clients: from the end of a line to being in sync on"
                " the next one, p99",
                2,
                plain("s"),
                away,
            ),
            Figure(
                "… and everybody hears everything",
                "all",
                f"{clients - deaf:,} of {clients:,}",
                deaf == 0,
            ),
        ],
        [
            ("Away, p50", spread([percentile(restart.pauses, 0.5) for restart in restarts]).said(plain("s", 2))),
            ("Away, the longest", spread([max(restart.pauses) for restart in restarts]).said(plain("s", 2))),
            ("Lines that ended, in all restarts", f"{sum(returns):,}"),
        ],
    )

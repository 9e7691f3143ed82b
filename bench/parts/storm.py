"""Ten thousand people who are there, and half of them coming back at the same moment."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import msgspec

from bench.figures import Figure, Findings, at_most, percentile, plain, spread
from bench.load import Connection, PairsBeside, Seat, Walk, connect_more, connected, hang_up, pairs_beside
from bench.parts.memory import SETTLE_SECONDS, WARM_UP_CLIENTS
from bench.parts.options import Options
from bench.population import Pair, Wanted
from bench.servers import Subject, product

CONNECTIONS = 10_000
RETURNING = 5_000
TALKING_PAIRS = 20
PAIR_MESSAGES_PER_SECOND = 40
HOLD_ROUNDS = 30
"""The connections are held for so many times the length of what is paced: ten minutes, unless asked otherwise."""
FIRST_WAIT_SECONDS = 0.5
"""GGTalk's own client waits a random time up to this before its first try."""
STORM_WALK_SECONDS = 15


@dataclass(frozen=True)
class Held:
    """Seconds until all had come, KB for each, seconds they were held, how many did not stay, and others' latencies."""

    coming: float
    kilobytes: float
    seconds: float
    lost: int
    latencies: list[float]


@dataclass(frozen=True)
class Storm:
    """Seconds until the last one was back; how many had not exactly what was said to them; others' latencies."""

    seconds: float
    missed: int
    others: list[float]


async def measure_storm(options: Options) -> Findings:
    """All stay while some talk; then half of them lose their line, miss something, and come back."""
    with product(Wanted(pairs=CONNECTIONS // 2 + TALKING_PAIRS)) as subject:
        talking, silent = subject.population.pairs[:TALKING_PAIRS], subject.population.pairs[TALKING_PAIRS:]
        base = await settled(subject, silent)
        connections: list[Connection] = []
        try:
            began = perf_counter()
            await connect_more(subject.address, seats_of(silent), connections)
            coming = perf_counter() - began
            await asyncio.sleep(SETTLE_SECONDS)
            each = (subject.service.memory_bytes() - base) / CONNECTIONS / 1024
            async with pairs_beside(subject, talking) as pairs:
                held = options.seconds * HOLD_ROUNDS
                meanwhile = await pairs.walk(Walk(PAIR_MESSAGES_PER_SECOND, held))
                lost = sum(connection.is_closed for connection in connections)
                storm = await come_back(subject, silent, connections, pairs)
        finally:
            await hang_up(connections)
    return findings(Held(coming, each, held, lost, meanwhile), storm)


def findings(held: Held, storm: Storm) -> Findings:
    """The promises, and the values behind them."""
    return Findings(
        f"{CONNECTIONS:,} people online",
        [
            Figure(
                f"{CONNECTIONS:,} connections, presence on, held for {held.seconds / 60:.0f} min",
                "all stay",
                f"{CONNECTIONS - held.lost:,} stayed",
                held.lost == 0,
            ),
            at_most("Memory for each of them", 60, plain("KB"), spread([held.kilobytes])),
            at_most(
                f"{RETURNING:,} come back at once: until all are there and in sync",
                30,
                plain("s"),
                spread([storm.seconds]),
            ),
            Figure(
                "… and have what was said to them meanwhile",
                "once",
                f"{RETURNING - storm.missed:,} have",
                storm.missed == 0,
            ),
            at_most(
                "Others' messages meanwhile, p99", 1000, plain("ms", 0), spread([percentile(storm.others, 0.99) * 1000])
            ),
        ],
        [
            ("Coming in, one after another", f"{CONNECTIONS / held.coming:,.0f} /s"),
            ("Messages while all are there, p50", f"{percentile(held.latencies, 0.5) * 1000:.1f} ms"),
            ("Messages while all are there, p99", f"{percentile(held.latencies, 0.99) * 1000:.1f} ms"),
            ("Others' messages during the storm, p50", f"{percentile(storm.others, 0.5) * 1000:.1f} ms"),
        ],
    )


def seats_of(pairs: Sequence[Pair]) -> list[Seat]:
    """The first of each pair, then the second of each: whoever is cut off has a friend who is not."""
    return [(pair.first, pair.conversation) for pair in pairs] + [(pair.second, pair.conversation) for pair in pairs]


async def settled(subject: Subject, pairs: Sequence[Pair]) -> int:
    """The server's memory after a few have come and gone."""
    async with connected(subject.address, seats_of(pairs)[:WARM_UP_CLIENTS]):
        await asyncio.sleep(SETTLE_SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)
    return subject.service.memory_bytes()


async def come_back(
    subject: Subject, pairs: Sequence[Pair], connections: list[Connection], beside: PairsBeside
) -> Storm:
    """Cuts the first half off, lets their friends write to them, and measures their return, which ends with `sync`."""
    gone, friends = connections[:RETURNING], connections[RETURNING:]
    for connection in gone:
        connection.transport.disconnect()
    for number, friend in enumerate(friends):
        friend.send(subject.dialect.message(number + 1, friend.conversation, f"~{number + 1}~ where are you?"))
    await asyncio.sleep(SETTLE_SECONDS)
    cursors = [connection.heads for connection in gone]
    began = perf_counter()
    others = asyncio.ensure_future(beside.walk(Walk(PAIR_MESSAGES_PER_SECOND, STORM_WALK_SECONDS)))
    returned = await asyncio.gather(
        *(back(subject, pair, heads) for pair, heads in zip(pairs[:RETURNING], cursors, strict=True))
    )
    seconds = perf_counter() - began
    connections[:RETURNING] = returned
    return Storm(seconds, sum(connection.heard != 1 for connection in returned), await others)


async def back(subject: Subject, pair: Pair, cursors: dict[str, int]) -> Connection:
    """One client, which waits a little at random, connects, and asks for what it has missed."""
    await asyncio.sleep(random.uniform(0, FIRST_WAIT_SECONDS))
    found: list[Connection] = []
    await connect_more(subject.address, [(pair.first, pair.conversation)], found)
    (connection,) = found
    await connection.ask(msgspec.json.encode({"id": 1, "type": "sync", "payload": {"cursors": cursors}}))
    return connection

"""GGTalk beside other messengers that store what is said: ejabberd, Prosody and Synapse."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from typing import Any

from bench.figures import Chart, Figure, Findings, Spread, at_least, at_most, plain, spread, times
from bench.load import Window
from bench.load.loops import answer_each_other, speak_at_a_rate, speak_to_all
from bench.parts.direct import in_milliseconds
from bench.parts.options import Options
from bench.peers import Peer, ejabberd, ourselves, prosody, synapse
from bench.processes import folder_of_its_own

PAIRS = 20
GROUPS = (40, 500)
LIGHT_PER_SECOND = 20
LIGHT_SECONDS = 6
IDLE_PAIRS = 200
WARM_UP_PAIRS = 20
SETTLE_SECONDS = 3
WARM_UP_CPU_SECONDS = 0.5
INSERTS = 5000
INSERT = "INSERT INTO message (conversation, seq, sender, client_id, body, sent_at) VALUES (?, ?, ?, ?, ?, ?)"
OURS = "GGTalk"

STARTS: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    OURS: lambda: ourselves(max(PAIRS, IDLE_PAIRS), GROUPS),
    "Prosody": prosody,
    "ejabberd": ejabberd,
    "Synapse": synapse,
}
MORE_DIRECT = {"Synapse": 40.0, "Prosody": 1.5, "ejabberd": 2.0}
"""How many times as many direct messages per CPU-second GGTalk is to deliver."""
MORE_IN_GROUPS = {"Synapse": 50.0, "Prosody": 3.0, "ejabberd": 1.5}
QUICK = ("Prosody", "ejabberd")

EACH = plain("/s", 0)
MILLISECONDS = plain("ms")

Cells = dict[str, list[float]]
Times = dict[str, list[list[float]]]


class Measured:
    """Round by round and by the name of the server.

    direct: messages per CPU-second; rates: per second on the clock. light, half: times of one pair at a low rate, and
    of many at half of what the server can. rooms: deliveries per CPU-second by the size of the group. memory: KB per
    client. inserts: rows per CPU-second.
    """

    def __init__(self) -> None:
        self.direct: Cells = {name: [] for name in STARTS}
        self.rates: Cells = {name: [] for name in STARTS}
        self.light: Times = {name: [] for name in STARTS}
        self.half: Times = {name: [] for name in STARTS}
        self.rooms: dict[int, Cells] = {size: {name: [] for name in STARTS} for size in GROUPS}
        self.memory: dict[str, float] = {}
        self.inserts: list[float] = []


async def measure_peers(options: Options) -> Findings:
    """Messages per CPU-second, times and memory; all servers are up together and take turns."""
    with ExitStack() as running:
        peers: dict[str, Peer] = {name: running.enter_context(start()) for name, start in STARTS.items()}
        measured = Measured()
        for name, peer in peers.items():
            measured.memory[name] = await per_idle_client(peer)
        await look_at_pairs(peers, measured, options)
        await look_at_groups(peers, measured, options)
    measured.inserts = [inserts_per_cpu_second() for _ in range(options.rounds)]
    return Findings("Beside other messengers", figures(measured), details(measured), charts(measured))


async def look_at_pairs(peers: Mapping[str, Peer], measured: Measured, options: Options) -> None:
    """What direct messages cost, then how long they take."""
    for _ in range(options.rounds):
        for name, peer in peers.items():
            window = await closed_loop(peer, options.cpu_seconds)
            measured.direct[name].append(window.count / window.cpu_seconds)
            measured.rates[name].append(window.per_second)
    for _ in range(options.rounds):
        for name, peer in peers.items():
            measured.light[name].append(await paced(peer, 1, LIGHT_PER_SECOND, LIGHT_SECONDS))
            rate = spread(measured.rates[name]).median / 2
            measured.half[name].append(await paced(peer, PAIRS, rate, options.seconds))


async def look_at_groups(peers: Mapping[str, Peer], measured: Measured, options: Options) -> None:
    """What deliveries cost."""
    for size, cells in measured.rooms.items():
        for _ in range(options.rounds):
            for name, peer in peers.items():
                window = await fan_out(peer, size, options.cpu_seconds)
                cells[name].append(window.count / window.cpu_seconds)


async def closed_loop(peer: Peer, cpu_seconds: float) -> Window:
    """One message is underway in each pair, answered as soon as it is heard."""
    async with peer.pairs(PAIRS) as speakers:
        return await answer_each_other(peer.service, peer.dialect, speakers, cpu_seconds, WARM_UP_CPU_SECONDS)


async def paced(peer: Peer, pairs: int, per_second: float, seconds: float) -> list[float]:
    """Times of messages that come at a steady rate."""
    async with peer.pairs(pairs) as speakers:
        return await speak_at_a_rate(peer.dialect, speakers, per_second, seconds)


async def fan_out(peer: Peer, members: int, cpu_seconds: float) -> Window:
    """One of a group speaks; at most two messages are underway."""
    async with peer.group(members) as speakers:
        return await speak_to_all(peer.service, peer.dialect, speakers, cpu_seconds, WARM_UP_CPU_SECONDS)


async def per_idle_client(peer: Peer) -> float:
    """Kilobytes of the server's memory for each of many who come for the first time, and are silent."""
    async with peer.pairs(WARM_UP_PAIRS):
        await asyncio.sleep(SETTLE_SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)
    base = peer.service.memory_bytes()
    async with peer.pairs(IDLE_PAIRS):
        await asyncio.sleep(SETTLE_SECONDS)
        return (peer.service.memory_bytes() - base) / (2 * IDLE_PAIRS) / 1024


def inserts_per_cpu_second() -> float:
    """Rows that this database takes with one transaction each: no messenger on it can store more one by one."""
    with (
        folder_of_its_own() as folder,
        closing(sqlite3.connect(folder / "limit.sqlite3", isolation_level=None)) as line,
    ):
        line.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "CREATE TABLE message (id INTEGER PRIMARY KEY AUTOINCREMENT, conversation INTEGER, seq INTEGER,"
            " sender INTEGER, client_id TEXT, body TEXT, sent_at TEXT);"
            "CREATE UNIQUE INDEX place ON message (conversation, seq);"
            "CREATE UNIQUE INDEX client ON message (client_id, sender);"
        )
        began = time.process_time()
        for number in range(INSERTS):
            line.execute(INSERT, (1, number, 1, f"{number:032x}", "x" * 100, "2026-01-01 00:00:00"))
        return INSERTS / (time.process_time() - began)


def more(subject: str, cells: Cells, other: str, at: float) -> Figure:
    """GGTalk's value as a multiple of another's, round by round."""
    return at_least(subject, at, times, ratio(cells[OURS], cells[other]))


def not_slower(subject: str, rounds: Times, share: float, others: Sequence[str]) -> Figure:
    """GGTalk's time as a multiple of the best of the others'."""
    values = {name: in_milliseconds(rounds[name], share) for name in (OURS, *others)}
    best = min(others, key=lambda name: values[name].median)
    return at_most(f"{subject} {', '.join(others)}", 1, times, ratio(values[OURS].values, values[best].values))


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Round by round."""
    return spread([a / b for a, b in zip(ours, theirs, strict=True)])


def figures(measured: Measured) -> list[Figure]:
    """The promises."""
    direct, rooms = measured.direct, measured.rooms
    light = f"One pair at {LIGHT_PER_SECOND} messages/s, p50, against the quicker of"
    half = "At half of its own saturation, p99, against the best of"
    return [
        *(
            more(f"Direct messages per CPU-second, against {name}", direct, name, at)
            for name, at in MORE_DIRECT.items()
        ),
        not_slower(light, measured.light, 0.5, QUICK),
        not_slower(half, measured.half, 0.99, tuple(MORE_DIRECT)),
        *(
            more(f"Deliveries per CPU-second in a group of {size}, against {name}", rooms[size], name, at)
            for size in GROUPS
            for name, at in MORE_IN_GROUPS.items()
        ),
        at_most("Memory per idle client", 60, plain("KB"), spread([measured.memory[OURS]])),
    ]


def charts(measured: Measured) -> list[Chart]:
    """What a second of CPU does in each server."""
    return [
        Chart(
            "direct", "Direct messages stored and delivered, per CPU-second", "messages", medians(measured.direct), True
        ),
        *(
            Chart(f"group-{size}", f"Deliveries per CPU-second, group of {size}", "deliveries", medians(cells), True)
            for size, cells in measured.rooms.items()
        ),
    ]


def medians(cells: Cells) -> dict[str, float]:
    return {name: spread(values).median for name, values in cells.items()}


def details(measured: Measured) -> list[tuple[str, str]]:
    """What each server did."""
    of_each = [line for name in STARTS for line in details_of(name, measured)]
    inserts = spread(measured.inserts).said(EACH)
    return [*of_each, ("Limit: rows per CPU-second in the same database, one transaction each", inserts)]


def details_of(name: str, measured: Measured) -> list[tuple[str, str]]:
    """What one server did."""
    light, half = measured.light[name], measured.half[name]
    return [
        (f"{name}: direct messages per CPU-second", spread(measured.direct[name]).said(EACH)),
        (f"{name}: direct messages per second, {PAIRS} pairs", spread(measured.rates[name]).said(EACH)),
        (f"{name}: one pair, p50", in_milliseconds(light, 0.5).said(MILLISECONDS)),
        (f"{name}: one pair, p99", in_milliseconds(light, 0.99).said(MILLISECONDS)),
        (f"{name}: at half of its saturation, p50", in_milliseconds(half, 0.5).said(MILLISECONDS)),
        (f"{name}: at half of its saturation, p99", in_milliseconds(half, 0.99).said(MILLISECONDS)),
        *(
            (f"{name}: deliveries per CPU-second, group of {size}", spread(cells[name]).said(EACH))
            for size, cells in measured.rooms.items()
        ),
        (f"{name}: memory per idle client", f"{measured.memory[name]:.1f} KB"),
    ]

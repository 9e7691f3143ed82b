"""What an idle connected client holds of the server's memory."""

from __future__ import annotations

import asyncio

from bench.figures import Findings, at_most, plain, spread, times
from bench.load import Connection, Seat, connect_more, connected, hang_up
from bench.parts.options import Options
from bench.population import Wanted
from bench.servers import Subject, product

STEPS = (1000, 2000, 3000, 4000, 5000)
WARM_UP_CLIENTS = 50
SETTLE_SECONDS = 2


async def measure_memory(options: Options) -> Findings:
    """Memory of the server's tree with ever more clients, each a user of their own."""
    with product(Wanted(strangers=STEPS[-1])) as subject:
        base, held = await climb(subject)
    kilobytes = [(bytes_held - base) / clients / 1024 for clients, bytes_held in held.items()]
    per_thousand = [after - before for before, after in zip([base, *held.values()], held.values(), strict=False)]
    form = plain("KB")
    return Findings(
        "Memory of idle clients",
        [
            at_most(
                "Per connected client over the server's base, the worst of all steps",
                60,
                form,
                spread([max(kilobytes)]),
            ),
            at_most(
                f"Linear: a client among the last {STEPS[-1] - STEPS[-2]:,} against one among the first {STEPS[0]:,}",
                1.25,
                times,
                spread([per_thousand[-1] / per_thousand[0]]),
            ),
        ],
        [
            ("Server's base", f"{base / 2**20:,.0f} MB"),
            *((f"Per client with {clients:,}", form(value)) for clients, value in zip(held, kilobytes, strict=True)),
        ],
    )


async def climb(subject: Subject) -> tuple[int, dict[int, int]]:
    """The server's memory before, and with each number of clients.

    Before: after a few clients have come and gone, so that its threads and modules are there.
    """
    seats: list[Seat] = [(person, 0) for person in subject.population.strangers]
    async with connected(subject.address, seats[:WARM_UP_CLIENTS]):
        await asyncio.sleep(SETTLE_SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)
    base = subject.service.memory_bytes()
    held: dict[int, int] = {}
    connections: list[Connection] = []
    try:
        for clients in STEPS:
            await connect_more(subject.address, seats[len(connections) : clients], connections)
            await asyncio.sleep(SETTLE_SECONDS)
            held[clients] = subject.service.memory_bytes()
    finally:
        await hang_up(connections)
    return base, held

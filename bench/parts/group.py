"""A message to a large group: what each delivery costs, and that a client which does not read holds nobody up."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, suppress

from bench.figures import Figure, Findings, at_most, share, times
from bench.load import Connection, GroupTalk, Seat, Window, connected, costs, rates, shares_of
from bench.load.loops import speak_to_all
from bench.parts.options import Options
from bench.population import Wanted
from bench.servers import Subject, baseline, limit, product

MEMBERS = 1000
WARM_UP_CPU_SECONDS = 0.3
STALLED_MESSAGES = 900
LONG_TEXT = "x" * 8000
"""Together more than the network and the server keep for one client, so that the server must let it go."""
CLOSE_SECONDS = 5


async def measure_group(options: Options) -> Findings:
    """CPU per delivery beside baseline and limit, then the same group with one client that does not read."""
    wanted = Wanted(group_members=MEMBERS)
    with ExitStack() as running:
        subjects = [running.enter_context(start(wanted)) for start in (baseline, product, limit)]
        cells: dict[str, list[Window]] = {subject.name: [] for subject in subjects}
        for _ in range(options.rounds):
            for subject in subjects:
                cells[subject.name].append(await fan_out(subject, options.cpu_seconds))
        stalled = await one_does_not_read(subjects[1])
    return Findings(
        f"A group of {MEMBERS:,} connected clients",
        [
            at_most(
                "Server CPU per delivery, as a share of the baseline's", 1 / 15, share, shares_of(cells, "baseline")
            ),
            at_most("Server CPU per delivery, against the limit's", 2, times, shares_of(cells, "limit")),
            stalled,
        ],
        [
            *((f"{name}: server CPU per delivery", costs(cells[name])) for name in cells),
            *((f"{name}: deliveries per second", rates(cells[name])) for name in cells),
        ],
    )


async def fan_out(subject: Subject, cpu_seconds: float) -> Window:
    """One member speaks; at most two messages are underway."""
    async with connected(subject.address, seats_of(subject)) as connections:
        return await speak_to_all(subject.service, subject.dialect, connections, cpu_seconds, WARM_UP_CPU_SECONDS)


async def one_does_not_read(subject: Subject) -> Figure:
    """Long messages, so that the network can't hold them for the one who does not read; counts what others get."""
    async with connected(subject.address, seats_of(subject)) as connections:
        *readers, stalled = connections
        stalled.stop_reading()
        talk = GroupTalk(subject.dialect, readers, text=LONG_TEXT)
        talk.start(STALLED_MESSAGES)
        await talk.all_heard()
        complete = sum(connection.heard == STALLED_MESSAGES for connection in readers)
        stalled.read_on()
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await stalled.transport.wait_disconnected()
    measured = (
        f"{complete} of {len(readers)} got all {STALLED_MESSAGES} messages; the one who did not read {fate_of(stalled)}"
    )
    return Figure("One client does not read", "all others get everything", measured, complete == len(readers))


def fate_of(stalled: Connection) -> str:
    """What became of the client that did not read: 4013 is too slow, 1011 is no answer to the server's ping."""
    if stalled.heard == STALLED_MESSAGES:
        return "got them all later"
    if stalled.close_code is None:
        return f"got {stalled.heard}, then was cut off"
    return f"got {stalled.heard}, then was closed with {stalled.close_code}"


def seats_of(subject: Subject) -> list[Seat]:
    """All members of the group."""
    group = subject.population.group
    assert group is not None
    return [(member, group.conversation) for member in group.members]

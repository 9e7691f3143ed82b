"""A group of 2,000 who are all there and speak: how late the last hears, whether others notice, the list of members."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from time import perf_counter

from bench.figures import Findings, Spread, at_most, plain, spread, times
from bench.load import CrowdTalk, Seat, Walk, Window, connected, pairs_beside
from bench.machine import giving_way
from bench.parts.direct import in_milliseconds
from bench.parts.members import member_lists
from bench.parts.options import Options
from bench.population import Circle, Wanted
from bench.servers import Subject, limit, product

MEMBERS = 2000
MESSAGES_PER_SECOND = 20
PAIRS = 20
PAIR_MESSAGES_PER_SECOND = 40
NAME_OF_ALL = "Everybody"
VETERAN = Circle(friends=1, conversations=1, messages_each=1)
LISTS_EACH = 5
"""Lists opened per round: one takes so little that a hiccup of the machine would be all there is."""


async def measure_crowd(options: Options) -> Findings:
    """Times of the last recipient beside the limit's, of pairs alone and meanwhile, and of the list of members."""
    with ExitStack() as running:
        ggtalk = running.enter_context(product(Wanted(pairs=PAIRS, group_members=MEMBERS - 1, veteran=VETERAN)))
        alone = await pairs_alone(ggtalk, options)
        last, meanwhile, windows = await crowded(ggtalk, options)
        bare = running.enter_context(limit(Wanted(pairs=PAIRS, group_members=MEMBERS - 1)))
        bare_last, bare_meanwhile, bare_windows = await crowded(bare, options)
        lists = await member_lists(ggtalk, NAME_OF_ALL, LISTS_EACH * options.rounds)
    return findings((last, windows), (bare_last, bare_windows), (alone, meanwhile, bare_meanwhile), lists)


async def pairs_alone(subject: Subject, options: Options) -> list[list[float]]:
    """Times of the pairs' messages while nobody else speaks, round by round."""
    async with pairs_beside(subject, subject.population.pairs) as pairs:
        walk = Walk(PAIR_MESSAGES_PER_SECOND, options.seconds)
        return [await pairs.walk(walk) for _ in range(options.rounds)]


async def crowded(subject: Subject, options: Options) -> tuple[list[list[float]], list[list[float]], list[Window]]:
    """Round by round: the last recipient's times, those of pairs meanwhile, and the server's CPU per delivery."""
    rounds: tuple[list[list[float]], list[list[float]], list[Window]] = ([], [], [])
    group = subject.population.group
    assert group is not None
    seats: list[Seat] = [(member, group.conversation) for member in group.members]
    async with (
        connected(subject.address, seats) as members,
        pairs_beside(subject, subject.population.pairs) as pairs,
    ):
        crowd = CrowdTalk(subject.dialect, members)
        await crowd.pace(MESSAGES_PER_SECOND, 1)
        for _ in range(options.rounds):
            crowd.latencies = []
            cpu, began = subject.service.cpu_seconds(), perf_counter()
            with giving_way():
                _, latencies = await asyncio.gather(
                    crowd.pace(MESSAGES_PER_SECOND, options.seconds),
                    pairs.walk(Walk(PAIR_MESSAGES_PER_SECOND, options.seconds)),
                )
            deliveries = len(crowd.latencies) * len(members)
            rounds[0].append(crowd.latencies)
            rounds[1].append(latencies)
            rounds[2].append(Window(subject.service.cpu_seconds() - cpu, deliveries, perf_counter() - began))
    return rounds


Rounds = tuple[list[list[float]], list[Window]]


def findings(
    crowd: Rounds, bare: Rounds, pairs: tuple[list[list[float]], ...], lists: tuple[list[float], list[float]]
) -> Findings:
    """The promises, and the values behind them."""
    milliseconds = plain("ms")
    last, bare_last = in_milliseconds(crowd[0], 0.99), in_milliseconds(bare[0], 0.99)
    alone, meanwhile, bare_meanwhile = (in_milliseconds(one, 0.99) for one in pairs)
    cost, bare_cost = (spread([window.microseconds_each for window in one[1]]) for one in (crowd, bare))
    shares = [a / b for a, b in zip(cost.values, bare_cost.values, strict=True)]
    said = f"{MEMBERS:,} members online, {MESSAGES_PER_SECOND} messages/s"
    return Findings(
        f"A group of {MEMBERS:,} who speak",
        [
            at_most(f"{said}: due → the last one has it, p99", 500, milliseconds, last),
            at_most("Other conversations meanwhile, p99, against alone", 2, times, ratio(meanwhile, alone)),
            at_most(
                f"Click → the list of {MEMBERS:,} members is drawn, in a new window",
                200,
                plain("ms", 0),
                spread(lists[0]),
            ),
        ],
        [
            ("… from the click on the group's conversation before it", spread(lists[1]).said(plain("ms", 0))),
            ("limit: the last one has it, p99", bare_last.said(milliseconds)),
            ("… p50", in_milliseconds(crowd[0], 0.5).said(milliseconds)),
            ("Server CPU per delivery, against the same fan-out without checks and order", spread(shares).said(times)),
            ("GGTalk: server CPU per delivery", cost.said(plain("µs"))),
            ("limit: server CPU per delivery", bare_cost.said(plain("µs"))),
            ("Other conversations, p99 alone", alone.said(milliseconds)),
            ("Other conversations, p99 meanwhile", meanwhile.said(milliseconds)),
            ("limit: other conversations, p99 meanwhile", bare_meanwhile.said(milliseconds)),
        ],
    )


def ratio(values: Spread, others: Spread) -> Spread:
    """Round by round."""
    return spread([a / b for a, b in zip(values.values, others.values, strict=True)])

"""Direct messages: what one costs, and how long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from bench.figures import Figure, Findings, Spread, at_most, percentile, plain, share, spread
from bench.load import Seat, Window, connected, costs, rates, shares_of
from bench.load.loops import answer_each_other, speak_at_a_rate
from bench.parts.options import Options
from bench.population import Pair, Wanted
from bench.servers import Subject, baseline, limit, product, tuned_baseline

CLOSED_LOOP_PAIRS = 20
MANY_PAIRS = 100
PAIR_MESSAGES_PER_SECOND = 20
WARM_UP_CPU_SECONDS = 0.3


async def measure_direct(options: Options) -> Findings:
    """CPU per message beside baseline and limit, then GGTalk's times with one pair and with many."""
    wanted = Wanted(pairs=MANY_PAIRS)
    with ExitStack() as running:
        subjects = [running.enter_context(start(wanted)) for start in (baseline, product, limit, tuned_baseline)]
        cells: dict[str, list[Window]] = {subject.name: [] for subject in subjects}
        for _ in range(options.rounds):
            for subject in subjects:
                cells[subject.name].append(await closed_loop(subject, CLOSED_LOOP_PAIRS, options.cpu_seconds))
        _, ggtalk, bare, _ = subjects
        bare_pair = [await one_pair(bare, options.seconds) for _ in range(options.rounds)]
        pair = [await one_pair(ggtalk, options.seconds) for _ in range(options.rounds)]
        saturation = [await closed_loop(ggtalk, MANY_PAIRS, options.cpu_seconds) for _ in range(options.rounds)]
        rate = spread([window.per_second for window in saturation]).median / 2
        bare_many = [await paced(bare, MANY_PAIRS, rate, options.seconds) for _ in range(options.rounds)]
        many = [await paced(ggtalk, MANY_PAIRS, rate, options.seconds) for _ in range(options.rounds)]
    return Findings(
        "Direct messages",
        [cost(cells), *times_of_pair(pair), time_of_many(many, rate)],
        [
            (f"… as a share of the {subjects[3].name}", shares_of(cells, subjects[3].name).said(share)),
            *((f"{name}: server CPU per message, {CLOSED_LOOP_PAIRS} pairs", costs(cells[name])) for name in cells),
            *((f"{name}: messages per second, {CLOSED_LOOP_PAIRS} pairs", rates(cells[name])) for name in cells),
            (f"GGTalk: messages per second, {MANY_PAIRS} pairs (saturation)", rates(saturation)),
            ("limit: one pair, send → receipt p50", milliseconds(bare_pair, 0.5)),
            ("limit: one pair, send → receipt p99 (the machine's own unrest)", milliseconds(bare_pair, 0.99)),
            (f"limit: {MANY_PAIRS} pairs at the same rate, p99", milliseconds(bare_many, 0.99)),
            (f"GGTalk: {MANY_PAIRS} pairs at the same rate, p50", milliseconds(many, 0.5)),
        ],
    )


async def closed_loop(subject: Subject, pairs: int, cpu_seconds: float) -> Window:
    """One message is underway in each pair, answered as soon as it is heard."""
    async with connected(subject.address, seats_of(subject.population.pairs[:pairs])) as connections:
        return await answer_each_other(subject.service, subject.dialect, connections, cpu_seconds, WARM_UP_CPU_SECONDS)


async def one_pair(subject: Subject, seconds: float) -> list[float]:
    """Times of messages between two people who are alone on the server."""
    return await paced(subject, 1, PAIR_MESSAGES_PER_SECOND, seconds)


async def paced(subject: Subject, pairs: int, messages_per_second: float, seconds: float) -> list[float]:
    """Times of messages that come at a steady rate."""
    async with connected(subject.address, seats_of(subject.population.pairs[:pairs])) as connections:
        return await speak_at_a_rate(subject.dialect, connections, messages_per_second, seconds)


def seats_of(pairs: Sequence[Pair]) -> list[Seat]:
    """Both sides of each pair, side by side."""
    return [(person, pair.conversation) for pair in pairs for person in (pair.first, pair.second)]


def cost(cells: dict[str, list[Window]]) -> Figure:
    """GGTalk's CPU per message as a share of the baseline's."""
    subject = f"Server CPU of a direct message ({CLOSED_LOOP_PAIRS} pairs, closed loop), as a share of the baseline's"
    return at_most(subject, 1 / 6, share, shares_of(cells, "baseline"))


def times_of_pair(rounds: Sequence[list[float]]) -> list[Figure]:
    """The figures of one pair."""
    subject = f"One pair at {PAIR_MESSAGES_PER_SECOND} messages/s, send → receipt"
    return [
        at_most(f"{subject}, p50", 2, plain("ms"), in_milliseconds(rounds, 0.5)),
        at_most(f"{subject}, p99", 15, plain("ms"), in_milliseconds(rounds, 0.99)),
    ]


def time_of_many(rounds: Sequence[list[float]], rate: float) -> Figure:
    """The figure of many clients."""
    subject = f"{2 * MANY_PAIRS} clients at half of saturation ({rate:,.0f} messages/s), send → receipt, p99"
    return at_most(subject, 60, plain("ms"), in_milliseconds(rounds, 0.99))


def in_milliseconds(rounds: Sequence[list[float]], share_below: float) -> Spread:
    return spread([percentile(latencies, share_below) * 1000 for latencies in rounds])


def milliseconds(rounds: Sequence[list[float]], share_below: float) -> str:
    return in_milliseconds(rounds, share_below).said(plain("ms"))

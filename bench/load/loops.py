"""What connected speakers do while a server is measured."""

from __future__ import annotations

from collections.abc import Sequence

from bench.load.speaker import Speaker, SpeakerDialect
from bench.load.talk import GroupTalk, PairTalk
from bench.load.window import Window, measure
from bench.processes import Service

NO_END = 10_000_000


async def answer_each_other(
    service: Service, dialect: SpeakerDialect, speakers: Sequence[Speaker], cpu_seconds: float, warm_up: float
) -> Window:
    """One message is underway in each pair, answered as soon as it is heard."""
    talk = PairTalk(dialect, speakers)
    talk.start_closed_loop()
    await measure(service, lambda: len(talk.latencies), warm_up)
    window = await measure(service, lambda: len(talk.latencies), cpu_seconds)
    await talk.stop()
    return window


async def speak_at_a_rate(
    dialect: SpeakerDialect, speakers: Sequence[Speaker], per_second: float, seconds: float
) -> list[float]:
    """Times of messages that come at a steady rate, after a second of it."""
    talk = PairTalk(dialect, speakers)
    await talk.pace(per_second, 1)
    talk.latencies.clear()
    await talk.pace(per_second, seconds)
    return talk.latencies


async def speak_to_all(
    service: Service, dialect: SpeakerDialect, speakers: Sequence[Speaker], cpu_seconds: float, warm_up: float
) -> Window:
    """The first one speaks to all; at most two messages are underway."""
    talk = GroupTalk(dialect, speakers)
    talk.start(NO_END)
    await measure(service, lambda: talk.deliveries, warm_up)
    window = await measure(service, lambda: talk.deliveries, cpu_seconds)
    talk.stop()
    await talk.all_heard()
    return window

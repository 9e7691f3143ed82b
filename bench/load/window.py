"""A stretch of time in which a server's CPU is counted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from bench.figures import Spread, plain, spread
from bench.processes import Service

LOOK_SECONDS = 0.1
MOST_SECONDS = 60


@dataclass(frozen=True)
class Window:
    """What happened meanwhile: CPU of the server's tree, things counted, time on the clock."""

    cpu_seconds: float
    count: int
    seconds: float

    @property
    def microseconds_each(self) -> float:
        """CPU per thing counted."""
        return self.cpu_seconds * 1e6 / max(self.count, 1)

    @property
    def per_second(self) -> float:
        """Things counted per second on the clock."""
        return self.count / self.seconds


async def measure(service: Service, counted: Callable[[], int], cpu_seconds: float) -> Window:
    """Lets the load that is running run on until the server has used `cpu_seconds`: its clock ticks in 10 ms."""
    cpu, count, start = service.cpu_seconds(), counted(), perf_counter()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        used, seconds = service.cpu_seconds() - cpu, perf_counter() - start
        if used >= cpu_seconds or seconds >= MOST_SECONDS:
            return Window(used, counted() - count, seconds)


def costs(windows: Sequence[Window]) -> str:
    """The rounds' CPU per thing counted, in words."""
    return spread([window.microseconds_each for window in windows]).said(plain("µs"))


def rates(windows: Sequence[Window]) -> str:
    """The rounds' things per second on the clock, in words."""
    return spread([window.per_second for window in windows]).said(plain("/s", 0))


def shares_of(cells: dict[str, list[Window]], other: str) -> Spread:
    """GGTalk's CPU per thing counted as a share of another server's, round by round."""
    rounds = zip(cells["GGTalk"], cells[other], strict=True)
    return spread([ggtalk.microseconds_each / theirs.microseconds_each for ggtalk, theirs in rounds])

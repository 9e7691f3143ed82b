"""Pairs that talk in a process of their own, so that their times are the server's and not those of a busy client."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from bench.population import Pair
from bench.processes import ROOT, clean_environment, python
from bench.servers import Subject

LINE_BYTES = 64 * 2**20


class Walk(msgspec.Struct, frozen=True):
    """Messages at a steady rate, spread over the pairs."""

    per_second: float
    seconds: float


class Arrival(msgspec.Struct, frozen=True):
    """Where to connect, and who."""

    server: str
    port: int
    pairs: list[Pair]


class PairsBeside:
    """The other process, connected."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def walk(self, walk: Walk) -> list[float]:
        """Latencies of the messages said meanwhile."""
        return msgspec.json.decode(await self.ask(walk), type=list[float])

    async def ask(self, asked: object) -> bytes:
        """The answer to one line; raises if the process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(asked) + b"\n")
        answer = await self._process.stdout.readline()
        if not answer:
            raise RuntimeError("the process of the pairs has ended")
        return answer


@asynccontextmanager
async def pairs_beside(subject: Subject, pairs: Sequence[Pair]) -> AsyncIterator[PairsBeside]:
    """Connects both sides of each pair in a process of their own; hangs up afterwards."""
    process = await asyncio.create_subprocess_exec(
        *python("-m", "bench.load"), cwd=ROOT, env=clean_environment(), stdin=PIPE, stdout=PIPE, limit=LINE_BYTES
    )
    try:
        beside = PairsBeside(process)
        await beside.ask(Arrival(subject.name, subject.service.port, list(pairs)))
        yield beside
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()

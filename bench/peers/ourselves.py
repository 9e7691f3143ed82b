"""GGTalk as one of the messengers, with the embedded server's defaults."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from bench.load import Seat, connected
from bench.load.speaker import Speaker
from bench.population import Wanted
from bench.servers import Subject, product


class Ourselves:
    """GGTalk with a group in each of the wanted sizes."""

    name = "GGTalk"

    def __init__(self, subject: Subject) -> None:
        self.service = subject.service
        self.dialect = subject.dialect
        self._subject = subject

    @asynccontextmanager
    async def pairs(self, count: int) -> AsyncIterator[list[Speaker]]:
        """Friends, each pair in its conversation."""
        pairs = self._subject.population.pairs[:count]
        seats: list[Seat] = [(person, pair.conversation) for pair in pairs for person in (pair.first, pair.second)]
        async with connected(self._subject.address, seats) as connections:
            yield list(connections)

    @asynccontextmanager
    async def group(self, count: int) -> AsyncIterator[list[Speaker]]:
        """The group of that size, all of whose members are there."""
        group = next(one for one in self._subject.population.groups if len(one.members) == count)
        seats: list[Seat] = [(member, group.conversation) for member in group.members]
        async with connected(self._subject.address, seats) as connections:
            yield list(connections)


@contextmanager
def ourselves(pairs: int, groups: tuple[int, ...]) -> Iterator[Ourselves]:
    """Runs GGTalk with a new data folder."""
    with product(Wanted(pairs=pairs, groups=list(groups))) as subject:
        yield Ourselves(subject)

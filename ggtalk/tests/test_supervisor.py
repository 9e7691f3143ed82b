"""The supervisor waits for processes that hardly live, longer each time, until all have served again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ggtalk.serving import supervisor
from ggtalk.serving.supervisor import LEAST_LIFE_SECONDS, Supervisor

COUNT = 2


@dataclass
class Clock:
    """Stands until it is moved on."""

    now: float = 1000.0

    def monotonic(self) -> float:
        return self.now


@dataclass
class Process:
    """A server process that does nothing but what a test makes it do."""

    clock: Clock
    started_at: float
    pid: int = 1
    is_ready: bool = True
    ended_with: int | None = None

    def lived(self) -> float:
        return self.clock.now - self.started_at

    def status(self) -> int | None:
        return self.ended_with

    def look(self) -> None:
        pass

    def close(self) -> None:
        pass


class Watched:
    """A supervisor that looks when it is told to."""

    def __init__(self, clock: Clock, started: list[Process], supervisor: Supervisor) -> None:
        self.clock, self.started, self.supervisor = clock, started, supervisor
        self.look()

    @property
    def running(self) -> list[Process]:
        return [one for one in self.started if one.ended_with is None]

    def look(self) -> None:
        self.supervisor._look()

    def pause_after_death(self) -> float:
        """Lets the last process die at once; how long it takes until another one is started."""
        self.running[-1].ended_with = 1
        before = self.clock.now
        self.look()
        while len(self.running) < COUNT:
            self.clock.now += 0.25
            self.look()
        return self.clock.now - before


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """Two processes, both ready."""
    clock = Clock()
    started: list[Process] = []

    def start(_listening: socket.socket) -> Process:
        started.append(Process(clock, clock.now))
        return started[-1]

    monkeypatch.setattr(supervisor, "time", clock)
    monkeypatch.setattr(supervisor, "ServerProcess", start)
    with socket.socket() as listening:
        yield Watched(clock, started, Supervisor(listening, COUNT, ready=lambda: None))


def test_who_hardly_lives_is_waited_for_longer_each_time(watched: Watched) -> None:
    assert [watched.pause_after_death() for _ in range(4)] == [1, 2, 4, 8]


def test_when_all_have_served_for_a_while_it_is_counted_anew(watched: Watched) -> None:
    assert [watched.pause_after_death() for _ in range(3)] == [1, 2, 4]
    watched.clock.now += LEAST_LIFE_SECONDS
    watched.look()
    assert watched.pause_after_death() == 8, "it has not served longer than the least"
    watched.clock.now += LEAST_LIFE_SECONDS + 1
    watched.look()
    assert watched.pause_after_death() == 0, "one that has served is started again at once"
    assert watched.pause_after_death() == 1, "and what dies young is counted from one"


def test_one_that_does_not_serve_yet_leaves_the_count_as_it_is(watched: Watched) -> None:
    assert watched.pause_after_death() == 1
    watched.running[-1].is_ready = False
    watched.clock.now += LEAST_LIFE_SECONDS + 1
    watched.look()
    assert watched.pause_after_death() == 2

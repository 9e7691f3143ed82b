"""People write and read through the real protocol while parts of the site are killed around them."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil

from e2e.cast import befriend
from e2e.cluster import Cluster, running_cluster
from e2e.program import Program
from e2e.site import Site
from e2e.talkers import Book, Reader, Writer, messages_after
from e2e.waiting import eventually
from e2e.workers import Celery

ACCOUNTS = ("10000", "10001", "10002")
"""Whose groups they are, and two who read in all of them."""
JOBS_PER_FAULT = 5
SETTLED_SECONDS = 180.0


@dataclass(frozen=True)
class Plan:
    """How long and how hard. It ends when so many messages are stored and so many faults have happened."""

    messages: int
    faults: int
    fault_seconds: float
    writers: int = 6
    groups: int = 2
    seed: int = 1


@dataclass
class Outcome:
    """What was found; `wrong` is empty when nothing was lost, there twice, or out of order."""

    written: int = 0
    faults: list[str] = field(default_factory=list)
    came_back: int = 0
    jobs: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


class Endurance:
    """Two server processes, MariaDB, Redis, two workers and beat; writers, and two readers who hear it all."""

    def __init__(self, plan: Plan, cluster: Cluster, say: Callable[[str], None]) -> None:
        self.plan, self.cluster, self.say = plan, cluster, say
        self.server = cluster.server(PROCESSES="2", JOBS="celery")
        self.server.start()
        self.site = Site("127.0.0.1", self.server.port)
        self.celery = Celery(cluster)
        self.random = random.Random(plan.seed)
        self.outcome = Outcome()
        self.owner, *readers = (Program.sign_in(self.site, account) for account in ACCOUNTS)
        people = [Program.register(self.site, f"Writer {n}") for n in range(plan.writers)]
        for person in people:
            befriend(self.owner, person)
        self.groups = [self._group(n, [*readers, *people[n :: plan.groups]]) for n in range(plan.groups)]
        self.writers = [Writer(person, n, self.groups[n % plan.groups]) for n, person in enumerate(people)]
        self.readers = [Reader(person) for person in readers]

    def run(self) -> Outcome:
        """Everything, to the verdict."""
        began = time.monotonic()
        try:
            self.celery.start()
            for talker in (*self.readers, *self.writers):
                talker.start()
            self._disturb()
            for writer in self.writers:
                writer.end()
            self._settle()
        finally:
            self.celery.kill()
        self._judge()
        self.outcome.seconds = time.monotonic() - began
        return self.outcome

    def _group(self, number: int, members: Sequence[Program]) -> int:
        wanted = {"name": f"Group {number}", "members": [member.id for member in members]}
        conversation: int = self.owner.ask("POST", "/api/groups/", wanted)["conversation"]["id"]
        return conversation

    def _disturb(self) -> None:
        faults = self._faults()
        while self._written() < self.plan.messages or len(self.outcome.faults) < self.plan.faults:
            self._wait_for_more()
            name, happen = next(faults)
            self.say(f"{self._written()} messages stored, {len(self.outcome.faults)} faults; now: {name}")
            happen()
            self.outcome.faults.append(name)
            self.celery.run("-m", "e2e.marking", "enqueue", str(JOBS_PER_FAULT))
            self.outcome.jobs += JOBS_PER_FAULT

    def _wait_for_more(self) -> None:
        """Until the next fault is due; each of the writers has stored something since the last one."""
        before = [writer.written for writer in self.writers]
        time.sleep(self.plan.fault_seconds)
        eventually(
            lambda: all(w.written > n or w.failure for w, n in zip(self.writers, before, strict=True)),
            "everybody goes on writing",
            SETTLED_SECONDS,
        )

    def _faults(self) -> Iterator[tuple[str, Callable[[], None]]]:
        return itertools.cycle(
            [
                ("kill -9 of a server process", self._kill_server_process),
                ("kill -9 of Redis", self._kill_redis),
                ("kill -9 of a worker", lambda: self.celery.kill_worker(self.random.randrange(2))),
                ("restart of the database", self._restart_database),
                ("connections cut", self._cut),
                ("kill -9 of the database", self._kill_database),
            ]
        )

    def _kill_server_process(self) -> None:
        assert self.server.process is not None
        running = psutil.Process(self.server.process.pid).children()
        if running:
            self.random.choice(running).kill()

    def _kill_redis(self) -> None:
        self.cluster.redis.kill()
        time.sleep(1)
        self.cluster.redis.start()

    def _restart_database(self) -> None:
        self.cluster.database.stop()
        self.cluster.database.start()

    def _kill_database(self) -> None:
        self.cluster.database.kill()
        self.cluster.database.start()

    def _cut(self) -> None:
        for talker in self.random.sample([*self.writers, *self.readers], k=(len(self.writers) + 2) // 2):
            talker.cut()

    def _settle(self) -> None:
        """Waits until all is well again, everything is heard, and every job is done."""
        eventually(self._is_ready, "the site is ready", SETTLED_SECONDS)
        for group in self.groups:
            head = self.owner.conversation(group)["head"]
            for reader in self.readers:
                has_heard = partial(reader.has_heard, group, head)
                eventually(has_heard, f"everything in {group} is heard", SETTLED_SECONDS)
        self.celery.ends_all(self.outcome.jobs)

    def _is_ready(self) -> bool:
        answer = self.site.request("GET", "/ready/")
        return answer.status == 200 and answer.body["status"] == "ready"

    def _judge(self) -> None:
        for reader in self.readers:
            reader.end()
        written = {writer.number: writer.written for writer in self.writers}
        stored = Book()
        for group in self.groups:
            self._read(group, stored)
        for name, book in [("stored", stored), *(("heard", reader.reading.book) for reader in self.readers)]:
            self.outcome.wrong += [f"{name}: {words}" for words in book.wrong]
            if book.next != written:
                self.outcome.wrong.append(f"{name}: {book.next} and written {written}")
        self.outcome.written = self._written()
        self.outcome.came_back = sum(talker.came_back - 1 for talker in (*self.writers, *self.readers))

    def _read(self, group: int, book: Book) -> None:
        """The whole history from the beginning."""
        for item in messages_after(self.owner, group, 0):
            book.take_message(item)

    def _written(self) -> int:
        return sum(writer.written for writer in self.writers)


def endure(plan: Plan, folder: Path, say: Callable[[str], None]) -> Outcome:
    """Makes a site in `folder`, carries the plan out, and ends everything."""
    with running_cluster(folder, durable=True) as cluster:
        return Endurance(plan, cluster, say).run()

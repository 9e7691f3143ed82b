"""What a second server process brings: the same database, Redis between them, as many pairs as saturate them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Chart, Findings, Spread, at_least, spread, times
from bench.load import Window, costs, rates
from bench.parts.direct import MANY_PAIRS, closed_loop
from bench.parts.options import Options
from bench.population import Population, Wanted
from bench.processes import folder_of_its_own, free_port, python, serving
from bench.servers import Subject
from bench.servers.product import ProductDialect, data_in, seeded
from tooling.mariadb import mariadb_process
from tooling.redis import redis_server

PROCESSES = (1, 2)


async def measure_several(options: Options) -> Findings:
    """Messages per second and CPU per message of one process and of two; they take turns."""
    windows: dict[int, list[Window]] = {count: [] for count in PROCESSES}
    with shared_site(MANY_PAIRS) as site:
        for _ in range(options.rounds):
            for count in PROCESSES:
                with site.served_by(count) as subject:
                    windows[count].append(await closed_loop(subject, MANY_PAIRS, options.cpu_seconds))
    return findings(windows[1], windows[2])


@dataclass(frozen=True)
class SharedSite:
    """A database and a Redis that any number of processes serve; its people."""

    folder: Path
    shared: dict[str, str]
    population: Population

    @contextmanager
    def served_by(self, processes: int) -> Iterator[Subject]:
        """GGTalk on them."""
        port = free_port()
        environment = {**data_in(self.folder), **self.shared, "PROCESSES": str(processes)}
        with serving(python("manage.py", "serve", "--port", str(port)), port, environment, self.folder) as service:
            yield Subject(f"GGTalk, {processes}", service, ProductDialect(), self.population)


@contextmanager
def shared_site(pairs: int) -> Iterator[SharedSite]:
    """MariaDB and Redis, and so many pairs who know each other."""
    with folder_of_its_own() as folder, mariadb_process() as database, redis_server() as redis:
        shared = {"DATABASE_URL": database.url, "REDIS_URL": redis.url}
        yield SharedSite(folder, shared, seeded(folder, Wanted(pairs=pairs), shared))


def findings(one: list[Window], two: list[Window]) -> Findings:
    """The promise, and how much of the machine it had."""
    cores = os.cpu_count() or 1
    faster = ratio([window.per_second for window in two], [window.per_second for window in one])
    dearer = ratio([window.microseconds_each for window in two], [window.microseconds_each for window in one])
    return Findings(
        "Two server processes",
        [
            at_least(
                f"Messages per second of 2 processes, against 1 (MariaDB, Redis, load and servers on {cores} cores)",
                1.7,
                times,
                faster,
            )
        ],
        [
            ("1 process: messages per second", rates(one)),
            ("2 processes: messages per second", rates(two)),
            ("1 process: server CPU per message", costs(one)),
            ("2 processes: server CPU per message", costs(two)),
            ("… against 1: what each message costs more for being told between processes", dearer.said(times)),
            ("1 process: cores it kept busy", busy(one).said(cores_used)),
            ("2 processes: cores they kept busy", busy(two).said(cores_used)),
        ],
        [
            Chart(
                "several",
                "Messages per second, by server processes",
                "/s",
                {
                    "1 process": spread([window.per_second for window in one]).median,
                    "2 processes": spread([window.per_second for window in two]).median,
                },
            )
        ],
    )


def cores_used(value: float) -> str:
    """Writes 1.234 as `1.23`."""
    return f"{value:.2f}"


def busy(windows: list[Window]) -> Spread:
    """Cores in use by the server's processes."""
    return spread([window.cpu_seconds / window.seconds for window in windows])


def ratio(values: list[float], others: list[float]) -> Spread:
    """Round by round."""
    return spread([value / other for value, other in zip(values, others, strict=True)])

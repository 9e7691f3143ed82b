"""Celery's real workers and beat on the job table of a cluster, each to be killed with all it has started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass

from e2e.cluster import Cluster
from e2e.server import ROOT
from e2e.waiting import eventually
from tooling.wrong_clock import wrong_clock

SECONDS = 120
MARKING = "e2e.marking"
HANGS, HANGS_EACH = "hangs", 20
"""What a job says that hangs, and which ones do; see `marking`."""


@dataclass(frozen=True)
class Clocks:
    """By how many seconds the clocks of both workers and of beat are wrong."""

    workers: tuple[int, int] = (0, 0)
    beat: int = 0


RIGHT = Clocks()


class Celery:
    """Two workers of one process each, and beat; all of them work on the cluster's table."""

    def __init__(self, cluster: Cluster, clocks: Clocks = RIGHT, **settings: str) -> None:
        """`settings`: more variables of theirs."""
        self.cluster, self.clocks = cluster, clocks
        self.folder = cluster.folder / "done"
        self.folder.mkdir()
        self.data_dir = str(cluster.folder / "data")
        self._own = {"JOBS": "celery", "DATA_DIR": self.data_dir, "DONE_IN": str(self.folder), **settings}
        self._log = cluster.folder / "celery.log"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.beat: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str, **settings: str) -> str:
        """What a command of the site says."""
        return self.cluster.run(*arguments, **{**self._own, **settings})

    def start(self) -> None:
        """Both workers, and beat."""
        self.start_workers()
        self.start_beat()

    def start_workers(self) -> None:
        self.workers = [self._worker(0), self._worker(1)]

    def start_beat(self) -> None:
        self.beat = self._started(self.clocks.beat, "beat")

    def kill_worker(self, number: int) -> None:
        """Ends one with all its processes, in the middle of whatever they do, and starts another."""
        self._kill(self.workers[number])
        self.workers[number] = self._worker(number)

    def kill_one_that_hangs(self) -> None:
        """Waits until a job hangs in the middle, and kills the worker that is at it."""
        (told, *_) = eventually(lambda: list(self.folder.glob(f"{HANGS} *")), "a job hangs", SECONDS)
        at_it = os.getpgid(int(told.name.removeprefix(f"{HANGS} ")))
        told.unlink()
        self.kill_worker([worker.pid for worker in self.workers].index(at_it))

    def kill(self) -> None:
        """Ends all of them that run."""
        for process in [*self.workers, *([self.beat] if self.beat else [])]:
            self._kill(process)
        self.workers, self.beat = [], None

    def marks(self) -> set[str]:
        """The jobs that left one."""
        return {file.name for file in self.folder.iterdir() if file.name.isdecimal()}

    def begun(self) -> list[str]:
        file = self.folder / "begun"
        return file.read_text().split() if file.exists() else []

    def ends_all(self, count: int) -> None:
        """Every job is done, and each has left its mark."""
        self.is_done("tests.leave_a_mark", count)
        assert len(self.marks()) == count
        assert set(self.begun()) == self.marks()

    def is_done(self, kind: str, count: int) -> None:
        """All jobs of a kind come to be done, and there are so many."""
        said = f"{count} done"
        eventually(lambda: self.run("-m", MARKING, "count", kind) == said, f"{count} {kind} are done", SECONDS)

    def _worker(self, number: int) -> subprocess.Popen[bytes]:
        name = f"--hostname=worker{number}@%h"
        clock = self.clocks.workers[number]
        return self._started(clock, "worker", "--concurrency=1", "--queues=ggtalk,ggtalk.abroad", name)

    def _started(self, clock: int, *what: str) -> subprocess.Popen[bytes]:
        wrong = wrong_clock(clock, self.folder.parent) if clock else {}
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", MARKING, *what],
                cwd=ROOT,
                env={**self.cluster.environment(**self._own), **wrong},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

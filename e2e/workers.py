"""Celery's real workers and beat on the job table of a cluster, each to be killed with all it has started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from e2e.cluster import Cluster
from e2e.server import INHERITED, ROOT
from e2e.waiting import eventually

SECONDS = 120
MARKING = "e2e.marking"


class Celery:
    """Two workers of one process each, and beat; all of them work on the cluster's table."""

    def __init__(self, cluster: Cluster) -> None:
        self.folder = cluster.folder / "done"
        self.folder.mkdir()
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        self.data_dir = str(cluster.folder / "data")
        own = {"JOBS": "celery", "DATA_DIR": self.data_dir, "DONE_IN": str(self.folder)}
        self._environment = {**inherited, **cluster.settings, **own}
        self._log = cluster.folder / "celery.log"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.beat: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str) -> str:
        """What a command of the site says."""
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self._environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def start(self) -> None:
        """Beat and both workers."""
        self.beat = self._started("beat")
        self.workers = [self._worker(), self._worker()]

    def kill_worker(self, number: int) -> None:
        """Ends one with all its processes, in the middle of whatever they do, and starts another."""
        self._kill(self.workers[number])
        self.workers[number] = self._worker()

    def kill(self) -> None:
        for process in [*self.workers, *([self.beat] if self.beat else [])]:
            self._kill(process)

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

    def _worker(self) -> subprocess.Popen[bytes]:
        name = f"--hostname=worker{len(self.workers)}@%h"
        return self._started("worker", "--concurrency=1", "--queues=ggtalk,ggtalk.abroad", name)

    def _started(self, *what: str) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", MARKING, *what],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

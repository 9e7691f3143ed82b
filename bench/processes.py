"""A server started for measuring: its own folder, a port of its own, its process tree's CPU and memory."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 10


class DidNotStart(Exception):
    """The server ended, or did not listen in time; says what it wrote last."""


class Service:
    """A running process tree that listens on `port` of 127.0.0.1."""

    def __init__(self, process: psutil.Popen, port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log

    def cpu_seconds(self) -> float:
        """What the tree has used so far, children that ended included."""
        total = 0.0
        for process in self._tree():
            with suppress(psutil.NoSuchProcess):
                used = process.cpu_times()
                total += used.user + used.system + used.children_user + used.children_system
        return total

    def memory_bytes(self) -> int:
        """Resident memory of the tree."""
        return sum(process.memory_info().rss for process in self._tree())

    def wait_until_listening(self) -> None:
        """Returns as soon as the port takes connections."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.02)
        raise DidNotStart(f"{self.process.args}\n{self.log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """Ends the whole tree."""
        tree = self._tree()
        for process in tree:
            with suppress(psutil.NoSuchProcess):
                process.terminate()
        _, stubborn = psutil.wait_procs(tree, timeout=STOP_SECONDS)
        for process in stubborn:
            process.kill()
        psutil.wait_procs(stubborn, timeout=STOP_SECONDS)

    def _tree(self) -> list[psutil.Process]:
        try:
            return [self.process, *self.process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


@contextmanager
def serving(command: Sequence[str], port: int, environment: Mapping[str, str], folder: Path) -> Iterator[Service]:
    """Starts `command`, waits until it listens on `port`, and ends its tree afterwards."""
    log = folder / "server.log"
    with log.open("ab") as output:
        process = psutil.Popen(
            command,
            cwd=ROOT,
            env={**clean_environment(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    service = Service(process, port, log)
    try:
        service.wait_until_listening()
        yield service
    finally:
        service.stop()


def run_to_end(command: Sequence[str], environment: Mapping[str, str], given: str = "") -> str:
    """Runs a preparing command with `given` as its input; what it printed. Raises with its words if it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**clean_environment(), **environment},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise DidNotStart(f"{' '.join(command)}\n{done.stderr[-4000:]}")
    return done.stdout


def python(*arguments: str) -> list[str]:
    """The command line of this interpreter with `arguments`."""
    return [sys.executable, "-B", *arguments]


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """A new empty folder, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ggtalk-bench-") as name:
        yield Path(name)


def free_port() -> int:
    """A port nobody listens on, below the range that outgoing connections use."""
    while True:
        port = random.randrange(20000, 32768)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def clean_environment() -> dict[str, str]:
    """This environment without settings of GGTalk's that would change what is measured."""
    kept = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in kept if name in os.environ}

"""The real server as a process: started, killed, started again on the same data, and stopped."""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from e2e.waiting import eventually

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 180.0
STOP_SECONDS = 8.0
"""Three for the open connections, the rest for a busy machine."""
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")
"""The only variables passed on: a setting of whoever runs the journeys must not reach the server."""


def free_port() -> int:
    """A port below the range from which outgoing connections take theirs."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def runs(process: psutil.Process) -> bool:
    """Whether it has not ended, however long nobody asks for its exit status."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


class Server:
    """`manage.py serve` with a data folder and a port that stay the same over restarts."""

    def __init__(self, folder: Path, port: int | None = None, **settings: str) -> None:
        """Keeps the data in `folder`/data and what the server says in `folder`; `settings` are its variables."""
        self.folder = folder
        self.data_dir = folder / "data"
        self.port = port or free_port()
        self.said, self.complained = folder / "stdout.txt", folder / "stderr.txt"
        self.settings = {"DATA_DIR": str(self.data_dir), "TRYOUT": "on", **settings}
        self.program = ["manage.py"]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def launch(self) -> subprocess.Popen[bytes]:
        """Starts the process without waiting for it to answer."""
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        with self.said.open("ab") as said, self.complained.open("ab") as complained:
            self.process = subprocess.Popen(
                [sys.executable, *self.program, "serve", "--port", str(self.port)],
                cwd=ROOT,
                env={**inherited, **self.settings},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=complained,
            )
        return self.process

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        process = self.launch()
        try:
            eventually(lambda: process.poll() is not None or self.is_healthy(), "the server answers", START_SECONDS)
            assert process.poll() is None, "the server ended"
        except AssertionError as error:
            self.kill()
            raise AssertionError(f"{error}; it said: {self.complained.read_text()}") from None

    def is_healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        try:
            connection.request("GET", "/health/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def processes(self) -> set[psutil.Process]:
        """The server processes that a supervisor has started; none of a server alone."""
        if self.process is None or self.process.poll() is not None:
            return set()
        return set(psutil.Process(self.process.pid).children())

    def kill(self) -> None:
        """Ends it, if it runs, and all below it as a power cut would: in the middle of whatever they do."""
        below = self.processes()
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        for process in below:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        eventually(lambda: not any(map(runs, below)), "all of it has ended")

    def stop(self) -> None:
        """Ends the process with Ctrl+C; it must go quickly, in peace, and have had nothing to complain about."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError(f"the server did not end within {STOP_SECONDS:g} s of Ctrl+C") from None
            assert self.process.returncode == 0, f"Ctrl+C ended the server with {self.process.returncode}"
        complaints = self.complained.read_text()
        assert "Traceback" not in complaints, complaints
        assert " ERROR " not in complaints, complaints

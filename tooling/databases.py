"""What the database servers of the tests have in common: a port, a start that is waited for, and an end."""

import random
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tooling.problems import Problem

START_SECONDS = 60
STOP_SECONDS = 20
# Above it the kernel hands out ports to outgoing connections, one of which may hold the very port just found free.
FIRST_EPHEMERAL_PORT = 32768


def free_port() -> int:
    """A port on 127.0.0.1 that nothing listens on now."""
    while True:
        port = random.randrange(20000, FIRST_EPHEMERAL_PORT)
        if not listens(port):
            return port


def listens(port: int) -> bool:
    """Whether something accepts connections on a port of 127.0.0.1."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until_it_listens(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Raises Problem with the end of the log if the server ends or takes longer than a minute."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if listens(port):
            return
        time.sleep(0.05)
    raise Problem("The database server did not start.", details=log.read_text(errors="replace")[-3000:])


def stop(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> None:
    """Asks a server to end, and makes it."""
    process.send_signal(how)
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class DatabaseServer:
    """Started, killed, and started again on the same data and port."""

    def __init__(self, command: Sequence[str], port: int, url: str, log: Path) -> None:
        """command: runs it in the foreground, listening on `port`; url: the `DATABASE_URL` of the database in it."""
        self.url = url
        self._command, self._port, self._log = command, port, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it takes connections. Raises Problem if it does not."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )
        wait_until_it_listens(self._process, self._port, self._log)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def hang(self) -> None:
        """Lets it answer nothing more, on connections that stay open, until `go_on`."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """It answers again, also what it was asked meanwhile."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """Ends it in peace."""
        if self._process is not None:
            stop(self._process)

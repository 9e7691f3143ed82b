"""A MariaDB of one's own: in a temporary folder, on a free port, gone when the block ends."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tooling.databases import free_port, stop, wait_until_it_listens
from tooling.problems import Problem
from tooling.system import find_program

# Names and texts are told apart as on SQLite: by code point, and with trailing blanks.
COLLATION = ["--character-set-server=utf8mb4", "--collation-server=utf8mb4_nopad_bin"]
# Nothing in it outlives a test run, so nothing needs to reach the disk in time.
SPEED = [
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--skip-innodb-doublewrite",
    "--innodb-log-file-size=64M",
]


class MariaDbServer:
    """Started, killed, and started again on the same data and port."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        """durable: what was committed survives `kill`."""
        server, installer = find_program("mariadbd"), find_program("mariadb-install-db")
        if server is None or installer is None:
            raise Problem("MariaDB was not found: run `sudo apt-get install mariadb-server-core mariadb-client-core`.")
        self.port = free_port()
        self.url = f"mysql://root@127.0.0.1:{self.port}/ggtalk"
        common = ["--no-defaults", f"--datadir={folder / 'data'}", *(["--user=root"] if os.geteuid() == 0 else [])]
        _make_system_tables(installer, common)
        self._log = folder / "server.log"
        self._command = [
            server,
            *common,
            *COLLATION,
            *([] if durable else SPEED),
            f"--socket={folder / 'socket'}",
            "--bind-address=127.0.0.1",
            f"--port={self.port}",
            "--skip-name-resolve",
            "--init-file=" + str(_first_statements(folder)),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it takes connections. Raises Problem if it does not."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )
        wait_until_it_listens(self._process, self.port, self._log)

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


@contextmanager
def mariadb_process(*, durable: bool = False) -> Iterator[MariaDbServer]:
    """Yields a started server with an empty database. Raises Problem if it does not start."""
    with tempfile.TemporaryDirectory(prefix="ggtalk-mariadb-") as name:
        server = MariaDbServer(Path(name), durable=durable)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def mariadb_server() -> Iterator[str]:
    """Yields the `DATABASE_URL` of a fresh, empty database. Raises Problem if the server does not start."""
    with mariadb_process() as server:
        yield server.url


def _make_system_tables(installer: str, common: list[str]) -> None:
    done = subprocess.run(
        [installer, *common, "--auth-root-authentication-method=normal", "--skip-test-db"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Problem("MariaDB could not make its system tables.", details=done.stdout + done.stderr)


def _first_statements(folder: Path) -> Path:
    file = folder / "first.sql"
    file.write_text("CREATE DATABASE IF NOT EXISTS ggtalk;\n")
    return file

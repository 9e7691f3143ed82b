"""A MariaDB of one's own: in a temporary folder, on a free port, gone when the block ends."""

import os
import random
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tooling.problems import Problem
from tooling.system import find_program

START_SECONDS = 60
STOP_SECONDS = 20
# Above it the kernel hands out ports to outgoing connections, one of which may hold the very port just found free.
FIRST_EPHEMERAL_PORT = 32768

# Names and texts are told apart as on SQLite: by code point, and with trailing blanks.
COLLATION = ["--character-set-server=utf8mb4", "--collation-server=utf8mb4_nopad_bin"]
# Nothing in it outlives a test run, so nothing needs to reach the disk in time.
SPEED = [
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--skip-innodb-doublewrite",
    "--innodb-log-file-size=64M",
]


@contextmanager
def mariadb_server() -> Iterator[str]:
    """Yields the `DATABASE_URL` of a fresh, empty database. Raises Problem if the server does not start."""
    server, installer = find_program("mariadbd"), find_program("mariadb-install-db")
    if server is None or installer is None:
        raise Problem("MariaDB was not found: run `sudo apt-get install mariadb-server-core mariadb-client-core`.")
    with tempfile.TemporaryDirectory(prefix="ggtalk-mariadb-") as name:
        folder = Path(name)
        common = ["--no-defaults", f"--datadir={folder / 'data'}", *(["--user=root"] if os.geteuid() == 0 else [])]
        _make_system_tables(installer, common)
        port = free_port()
        log = folder / "server.log"
        with log.open("wb") as log_file:
            process = subprocess.Popen(
                [
                    server,
                    *common,
                    *COLLATION,
                    *SPEED,
                    f"--socket={folder / 'socket'}",
                    "--bind-address=127.0.0.1",
                    f"--port={port}",
                    "--skip-name-resolve",
                    "--init-file=" + str(_first_statements(folder)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log_file,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait_until_it_listens(process, port, log)
            yield f"mysql://root@127.0.0.1:{port}/ggtalk"
        finally:
            _stop(process)


def free_port() -> int:
    """A port on 127.0.0.1 that nothing listens on now."""
    while True:
        port = random.randrange(20000, FIRST_EPHEMERAL_PORT)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


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
    file.write_text("CREATE DATABASE ggtalk;\n")
    return file


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Problem("MariaDB did not start.", details=log.read_text(errors="replace")[-3000:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

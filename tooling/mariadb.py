"""A MariaDB of one's own: in a temporary folder, on a free port, gone when the block ends."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tooling.databases import DatabaseServer, free_port
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


@contextmanager
def mariadb_process(*, durable: bool = False) -> Iterator[DatabaseServer]:
    """Yields a started server with an empty database. Raises Problem if it does not start.

    durable: what was committed survives `kill`.
    """
    with tempfile.TemporaryDirectory(prefix="ggtalk-mariadb-") as name:
        server = _prepared(Path(name), durable=durable)
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


def _prepared(folder: Path, *, durable: bool) -> DatabaseServer:
    program, installer = find_program("mariadbd"), find_program("mariadb-install-db")
    if program is None or installer is None:
        raise Problem("MariaDB was not found: run `sudo apt-get install mariadb-server-core mariadb-client-core`.")
    port = free_port()
    common = ["--no-defaults", f"--datadir={folder / 'data'}", *(["--user=root"] if os.geteuid() == 0 else [])]
    _make_system_tables(installer, common)
    command = [
        program,
        *common,
        *COLLATION,
        *([] if durable else SPEED),
        f"--socket={folder / 'socket'}",
        "--bind-address=127.0.0.1",
        f"--port={port}",
        "--skip-name-resolve",
        "--init-file=" + str(_first_statements(folder)),
    ]
    return DatabaseServer(command, port, f"mysql://root@127.0.0.1:{port}/ggtalk", folder / "server.log")


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

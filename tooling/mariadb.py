"""A MariaDB of one's own: in a temporary folder, on a free port, gone when the block ends."""

import os
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
            wait_until_it_listens(process, port, log)
            yield f"mysql://root@127.0.0.1:{port}/ggtalk"
        finally:
            stop(process)


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

"""A MySQL of one's own: in a temporary folder, on a free port, gone when the block ends.

Debian's releases bring none, its unstable suite does: that one is unpacked below `build/` together with the libraries
it is linked with, and runs from there. Which version that is changes with the suite.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tooling.databases import DatabaseServer, free_port
from tooling.problems import Problem
from tooling.steps import run_step
from tooling.system import can_install_packages, find_program, install_packages

ROOT = Path(__file__).resolve().parent.parent
UNPACKED = ROOT / "build" / "mysql"
ARCHIVE = "http://deb.debian.org/debian"
UNPACKER = ("mmdebstrap", "debian-archive-keyring", "gpg", "uidmap")
"""The program, and packages that it uses."""

# Texts are told apart as on SQLite: by code point, and with trailing blanks, which MySQL's older utf8mb4_bin ignores.
COLLATION = "utf8mb4_0900_bin"
# Nothing in it outlives a test run, so nothing needs to reach the disk in time.
SPEED = [
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=OFF",
    "--innodb-redo-log-capacity=128M",
]
# Over TCP and by a password, as a site signs in; the tests make databases of their own beside the first.
FIRST_STATEMENTS = f"""
CREATE DATABASE IF NOT EXISTS ggtalk CHARACTER SET utf8mb4 COLLATE {COLLATION};
CREATE USER IF NOT EXISTS ggtalk@127.0.0.1 IDENTIFIED BY 'ggtalk';
GRANT ALL ON *.* TO ggtalk@127.0.0.1;
"""


@contextmanager
def mysql_process(*, durable: bool = False) -> Iterator[DatabaseServer]:
    """Yields a started server with an empty database. Raises Problem if it can't be fetched or does not start.

    durable: what was committed survives `kill`.
    """
    if not UNPACKED.exists():
        _unpack()
    with tempfile.TemporaryDirectory(prefix="ggtalk-mysql-") as name:
        server = _prepared(Path(name), durable=durable)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def mysql_server() -> Iterator[str]:
    """Yields the `DATABASE_URL` of a fresh, empty database. Raises Problem if it can't be fetched or does not start."""
    with mysql_process() as server:
        yield server.url


def _unpack() -> None:
    if find_program(UNPACKER[0]) is None:
        if not can_install_packages():
            raise Problem(f"MySQL can't be fetched: run `sudo apt-get install {' '.join(UNPACKER)}`.")
        install_packages(UNPACKER)
    UNPACKED.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mysql-", dir=UNPACKED.parent) as name:
        folder = Path(name)
        # Into an archive, as what a user unpacks this way belongs to others. Mirrors lag; signatures are checked.
        fetch = [UNPACKER[0], "--variant=extract", "--aptopt=Acquire::Check-Valid-Until false"]
        package = ["--include=mysql-server-core", "sid", str(folder / "all.tar"), ARCHIVE]
        run_step("Downloading MySQL", [*fetch, *package], source="The package archive", cwd=ROOT)
        run_step("Unpacking it", ["tar", "-xf", "all.tar", "./usr"], source="The package archive", cwd=folder)
        (folder / "all.tar").unlink()
        folder.rename(UNPACKED)


def _prepared(folder: Path, *, durable: bool) -> DatabaseServer:
    port, data, statements = free_port(), folder / "data", folder / "first.sql"
    statements.write_text(FIRST_STATEMENTS)
    program = [*_program(), f"--datadir={data}", *(["--user=root"] if os.geteuid() == 0 else [])]
    done = subprocess.run([*program, "--initialize-insecure"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Problem("MySQL could not make its system tables.", details=done.stdout + done.stderr)
    command = [
        *program,
        "--character-set-server=utf8mb4",
        f"--collation-server={COLLATION}",
        *([] if durable else SPEED),
        "--mysqlx=OFF",
        "--secure-file-priv=NULL",
        f"--socket={folder / 'socket'}",
        f"--pid-file={folder / 'pid'}",
        "--bind-address=127.0.0.1",
        f"--port={port}",
        "--skip-name-resolve",
        f"--init-file={statements}",
    ]
    return DatabaseServer(command, port, f"mysql://ggtalk:ggtalk@127.0.0.1:{port}/ggtalk", folder / "server.log")


def _program() -> list[str]:
    """By its own loader and libraries, which may be newer than the system's."""
    loader = next((UNPACKED / "usr" / "lib").glob("*/ld-linux*.so.*"))
    share = UNPACKED / "usr" / "share" / "mysql"
    return [
        str(loader),
        "--library-path",
        str(loader.parent),
        str(UNPACKED / "usr" / "sbin" / "mysqld"),
        "--no-defaults",
        f"--basedir={UNPACKED / 'usr'}",
        f"--lc-messages-dir={share}",
        f"--character-sets-dir={share / 'charsets'}",
        f"--plugin-dir={UNPACKED / 'usr' / 'lib' / 'mysql' / 'plugin'}",
    ]

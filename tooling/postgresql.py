"""A PostgreSQL of one's own: in a temporary folder, on a free port, gone when the block ends."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tooling.databases import START_SECONDS, free_port, stop, wait_until_it_listens
from tooling.problems import Problem

# It does not run as root: then as the account that Debian's package made for it, or as one that owns nothing.
ACCOUNTS = ("postgres", "nobody")

# On SIGTERM it would wait until everybody has left.
FAST = signal.SIGINT

# Nothing in it outlives a test run, so nothing needs to reach the disk.
SPEED = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Yields the `DATABASE_URL` of a fresh, empty database. Raises Problem if the server does not start."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="ggtalk-postgresql-") as name:
        folder = Path(name)
        account = _account()
        if account is not None:
            shutil.chown(folder, account)
        _run([programs / "initdb", "-D", folder / "data", "-U", "ggtalk", "-E", "UTF8", "--locale=C.UTF-8"], account)
        port, log = free_port(), folder / "server.log"
        command: list[str | Path] = [
            programs / "postgres",
            "-D",
            folder / "data",
            "-k",
            folder,
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
        ]
        with log.open("wb") as log_file:
            process = subprocess.Popen(
                [*command, *SPEED],
                stdin=subprocess.DEVNULL,
                stdout=log_file,
                stderr=subprocess.STDOUT,
                user=account,
                cwd="/",
            )
        try:
            wait_until_it_listens(process, port, log)
            _wait_until_it_lets_in(programs / "pg_isready", port)
            _run([programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "ggtalk", "ggtalk"], account)
            yield f"postgresql://ggtalk@127.0.0.1:{port}/ggtalk"
        finally:
            stop(process, FAST)


def _programs() -> Path:
    """The folder of the newest PostgreSQL; Debian keeps them side by side, on nobody's PATH."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if folders:
        return max(folders, key=lambda folder: int(folder.parent.name))
    if found := shutil.which("postgres"):
        return Path(found).resolve().parent
    raise Problem("PostgreSQL was not found: run `sudo apt-get install postgresql`.")


def _account() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ACCOUNTS if name in known)


def _wait_until_it_lets_in(is_ready: Path, port: int) -> None:
    """It listens a moment before it takes anybody."""
    deadline = time.monotonic() + START_SECONDS
    asking: list[str | Path] = [is_ready, "--quiet", "--host=127.0.0.1", f"--port={port}"]
    while subprocess.run(asking, check=False).returncode != 0 and time.monotonic() < deadline:
        time.sleep(0.05)


def _run(command: list[str | Path], account: str | None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, user=account, cwd="/")
    if done.returncode != 0:
        raise Problem(f"PostgreSQL could not be prepared ({Path(command[0]).name}).", details=done.stdout + done.stderr)

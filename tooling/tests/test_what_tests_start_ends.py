"""The services and processes of `make test` are there while it runs, and gone afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from tooling import mysql
from tooling.mariadb import mariadb_server
from tooling.mysql import mysql_server
from tooling.tests.work_tree import ROOT

STOP_SECONDS = 30
WHERE_FETCHED = pytest.mark.skipif(not mysql.UNPACKED.exists(), reason="`tooling.with_database mysql` fetches it")

TELL_APART = """
CREATE TABLE names (name varchar(9) UNIQUE);
INSERT INTO names VALUES ('😀'), ('😁'), ('a'), ('A'), ('a ');
SELECT COUNT(*), @@datadir FROM names;
"""

# Starts a child that leaves an orphan, which holds on to the output as well; the runner must end it.
LEAVES_AN_ORPHAN = """
import os, sys
from tooling.processes import adopt_orphans, run_alone
adopt_orphans()
said = []
status, left = run_alone(["sh", "-c", "(setsid sleep 300 & echo $!)"], dict(os.environ), on_line=said.append)
print(status, len(left), said[0].strip())
"""


@pytest.mark.slow
@pytest.mark.parametrize("server", [mariadb_server, pytest.param(mysql_server, marks=WHERE_FETCHED)])
def test_a_private_database_tells_all_characters_apart_and_leaves_nothing(
    server: Callable[[], AbstractContextManager[str]],
) -> None:
    with server() as url:
        parts = urlsplit(url)
        client = ["mariadb", "--host=127.0.0.1", f"--port={parts.port}", f"--user={parts.username}", parts.path[1:]]
        options = ["--skip-column-names", "--default-character-set=utf8mb4", "--execute", TELL_APART]
        environment = {**os.environ, "MYSQL_PWD": parts.password or ""}
        done = subprocess.run([*client, *options], env=environment, capture_output=True, text=True, check=True)
        answer = done.stdout
    different_names, folder = answer.split()
    assert different_names == "5"
    assert not Path(folder).exists()


def test_an_orphan_is_ended() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEAVES_AN_ORPHAN], cwd=ROOT, capture_output=True, text=True, check=True
    )
    *_, said = done.stdout.splitlines()
    status, how_many_left, pid = said.split()
    assert (status, how_many_left) == ("0", "1")
    assert not psutil.pid_exists(int(pid))


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_command_with_mariadb_is_ended_with_its_database(how: signal.Signals, tmp_path: Path) -> None:
    child = [sys.executable, "-c", "import time; print('ready', flush=True); time.sleep(300)"]
    process = subprocess.Popen(
        [sys.executable, "-m", "tooling.with_database", "mariadb", *child],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    below = psutil.Process(process.pid).children(recursive=True)
    assert "mariadbd" in {child.name() for child in below}
    process.send_signal(how)
    started = time.monotonic()
    process.wait(timeout=STOP_SECONDS)
    _, alive = psutil.wait_procs(below, timeout=STOP_SECONDS - (time.monotonic() - started))
    process.stdout.close()
    assert alive == []
    assert list(tmp_path.iterdir()) == []

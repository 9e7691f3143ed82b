"""Starting: a second time on the same data, in memory, and where it can't work; each failure is one clear sentence."""

from __future__ import annotations

import os
import re
import resource
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from e2e.program import Program
from e2e.server import ROOT, Server, free_port
from e2e.site import Site

Make = Callable[..., Server]


def failure_of(server: Server) -> str:
    """What the server says when it can't start: little, and no traceback."""
    status = server.launch().wait(timeout=60)
    said = server.complained.read_text()
    assert status != 0, said
    assert "Traceback" not in said, said
    assert len(said.strip().splitlines()) == 1, said
    return said


def test_a_second_start_keeps_data_and_secret(server_with: Make) -> None:
    server = server_with()
    server.start()
    site = Site("127.0.0.1", server.port)
    one, two = (Program.sign_in(site, account) for account in ("10000", "10001"))
    one.connect()
    conversation = one.direct_with(two)
    one.say(conversation, "before the night")
    one.disconnect()
    secret = server.data_dir / "secret_key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    first_secret = secret.read_text()
    server.stop()

    server.start()
    assert secret.read_text() == first_secret
    assert two.texts(conversation)[-1] == "before the night"
    assert two.ask("GET", "/api/me/")["account"] == "10001"
    assert len(one.ask("GET", "/api/groups/")) == 2
    assert len(two.ask("GET", "/api/friends/")["friends"]) == 4
    server.stop()
    assert server.said.read_text().count("Ctrl+C") == 2
    assert "10000, 10001, 10002, 10003, 10004" in server.said.read_text()


def test_connected_clients_are_told_that_the_server_restarts(server_with: Make) -> None:
    server = server_with()
    server.start()
    program = Program.sign_in(Site("127.0.0.1", server.port), "10000")
    line = program.connect()
    server.stop()
    assert line.wait_closed() == 1012


def test_without_the_try_out_nobody_is_there(server_with: Make) -> None:
    server = server_with(TRYOUT="off")
    server.start()
    site = Site("127.0.0.1", server.port)
    assert site.request("POST", "/api/auth/token/", {"account": "10000", "password": "1", "device": "d"}).status == 401
    assert Program.register(site, "The first").account == "10005"
    server.stop()


def test_in_memory_nothing_is_left_on_the_disk(server_with: Make, tmp_path: Path) -> None:
    server = server_with(DATABASE_URL="memory:", TMPDIR=str(tmp_path))
    server.start()
    site = Site("127.0.0.1", server.port)
    one, two = (Program.sign_in(site, account) for account in ("10000", "10001"))
    one.connect()
    two.connect()
    conversation = one.direct_with(two)
    one.say(conversation, "on no disk")
    two.hear_text("on no disk")
    picture = (ROOT / "e2e" / "pictures" / "face.png").read_bytes()
    assert site.request("PUT", "/api/me/avatar/", picture, one.token, "image/png").status == 200
    for program in (one, two):
        program.disconnect()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["stderr.txt", "stdout.txt"]
    server.stop()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["stderr.txt", "stdout.txt"]


def test_a_taken_port_is_told(server_with: Make, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", free_port())) as other:
        port = other.getsockname()[1]
        assert f"Port {port} is taken" in failure_of(server_with(port))
    assert not list(tmp_path.rglob("*.sqlite3"))


@pytest.mark.parametrize("port", ["abc", "99999", "-1", "8000.5"])
def test_what_is_no_port_is_told_in_one_sentence(port: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", f"--port={port}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == f"CommandError: {port} is no port: choose one from 1 to 65535 with PORT=…\n"


def below_a_file(folder: Path) -> Path:
    (folder / "a file").write_text("")
    return folder / "a file" / "data"


def on_kernel_ground(_folder: Path) -> Path:
    return Path("/proc/ggtalk")


@pytest.mark.parametrize("place", [below_a_file, on_kernel_ground])
def test_a_data_folder_that_cannot_be_written_is_told(
    server_with: Make, tmp_path: Path, place: Callable[[Path], Path]
) -> None:
    data_dir = place(tmp_path)
    said = failure_of(server_with(DATA_DIR=str(data_dir)))
    assert str(data_dir) in said
    assert "DATA_DIR" in said


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "oracle://u:p@localhost/x",
        "mysql://",
        "mysql://user:password@127.0.0.1:notaport/name",
        "sqlite:////dev/null/x.sqlite3",
    ],
)
def test_a_wrong_database_url_is_told(server_with: Make, url: str) -> None:
    assert "DATABASE_URL" in failure_of(server_with(DATABASE_URL=url))


def test_a_database_server_that_is_not_there_is_told(server_with: Make) -> None:
    port = free_port()
    said = failure_of(server_with(DATABASE_URL=f"mysql://user:secret@127.0.0.1:{port}/ggtalk"))
    assert "DATABASE_URL" in said
    assert "127.0.0.1" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [("REGISTRATION", "perhaps"), ("TRYOUT", "maybe"), ("DATABASE_THREADS", "0"), ("LOG_LEVEL", "LOUD")],
)
def test_a_setting_that_is_not_understood_is_told(server_with: Make, name: str, value: str) -> None:
    said = failure_of(server_with(**{name: value}))
    assert name in said
    assert value in said


def test_a_full_disk_is_told_at_the_start(server_with: Make) -> None:
    """No file of this process may grow beyond 64 KiB, which is how a full disk looks to it."""

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))

    server = server_with()
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(server.port)],
        cwd=ROOT,
        env={**os.environ, **server.settings},
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=little_room,
        check=False,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert re.search(r"free space|full", done.stderr), done.stderr

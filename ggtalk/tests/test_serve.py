"""The socket the embedded server listens on, and what is said when it can't."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError
from pytest_django import Settings

from ggtalk.management.commands.serve import UNREAD_SECONDS, Command, address_at, port_in
from ggtalk.serving.claim import SQLITE, claim_data_folder


def test_a_port_that_is_taken_is_told_with_a_way_out() -> None:
    with Command().listen("127.0.0.1", 0) as taken:
        taken.listen()
        with pytest.raises(CommandError, match="taken.*PORT="):
            Command().listen("127.0.0.1", taken.getsockname()[1])


def test_an_address_that_cannot_be_listened_on_is_told() -> None:
    with pytest.raises(CommandError, match="192.0.2.1:8000"):
        Command().listen("192.0.2.1", 8000)


@pytest.mark.parametrize("written", ["70000", "-1", "80.5", "abc", "", "٨٠"])
def test_what_is_no_port_is_told(written: str) -> None:
    with pytest.raises(CommandError, match="is no port"):
        port_in(written)


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system has no such limit")
def test_each_connection_is_given_up_when_nothing_is_taken() -> None:
    with Command().listen("127.0.0.1", 0) as listening:
        listening.listen()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as connection:
            limit = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    assert limit == UNREAD_SECONDS * 1000


def test_a_second_server_on_the_same_data_is_refused_until_the_first_has_ended(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", SQLITE)
    first = claim_data_folder()
    assert first is not None
    with pytest.raises(CommandError, match="Another server runs.*DATA_DIR"):
        claim_data_folder()
    settings.REDIS_URL = "redis://127.0.0.1"
    with pytest.raises(CommandError, match="database server"):
        claim_data_folder()
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.mysql")
    assert claim_data_folder() is None
    settings.REDIS_URL = ""
    first.close()
    second = claim_data_folder()
    assert second is not None
    second.close()


def test_a_data_folder_that_cannot_be_written_is_told(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "file").write_text("")
    settings.DATA_DIR = tmp_path / "file" / "data"
    with pytest.raises(CommandError, match=r"data can't be written \(.+\): make it writable, .* DATA_DIR"):
        claim_data_folder()


def test_a_redis_that_does_not_answer_is_told(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
    settings.REDIS_URL = f"redis://:secret@127.0.0.1:{port}/0"
    with pytest.raises(CommandError, match="REDIS_URL") as told:
        Command().check_redis()
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("redis", "engine", "said"),
    [
        ("", "django.db.backends.mysql", "needs REDIS_URL, so"),
        ("redis://127.0.0.1", SQLITE, "needs DATABASE_URL with"),
        ("", SQLITE, "REDIS_URL.* and DATABASE_URL"),
    ],
)
def test_several_processes_that_nothing_joins_are_refused_in_one_sentence(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, redis: str, engine: str, said: str
) -> None:
    settings.REDIS_URL = redis
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", engine)
    with pytest.raises(CommandError, match=said):
        Command().check_processes(2)
    Command().check_processes(1)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("fe80::1", "http://[fe80::1]:8000"),
        ("chat.lan", "http://chat.lan:8000"),
    ],
)
def test_the_address_is_told_as_a_browser_takes_it(host: str, address: str) -> None:
    assert address_at(host, 8000) == address


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104 - what an operator may ask for
def test_where_every_address_is_listened_on_one_is_told_that_others_can_open(host: str) -> None:
    told = urlsplit(address_at(host, 8000))
    assert told.port == 8000
    assert told.hostname not in {host, "", None}

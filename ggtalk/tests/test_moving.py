"""An installation moves to another database and back: the same rows, as they were stored, and the same next numbers."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from pytest_django import Settings

from accounts.actions import ProfileChanges, change_profile
from accounts.actions.processes import note_running
from accounts.models import FriendGroup, ServerProcess, User
from chat.testing import sent
from ggtalk.moving.steps import Compared
from ggtalk.moving.tables import Summary
from ggtalk.sealing.keys import MARK, new_key
from ggtalk.serving.claim import claim_data_folder

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
SAID = "明天见 👩‍👩‍👧 and the plan"
KEY = new_key()


@pytest.fixture
def content(alice: User, bob: User, direct: int, settings: Settings) -> None:
    """Plain and sealed messages and settings, JSON, and a number that was given to a row that is gone."""
    sent(alice, direct, SAID)
    settings.MESSAGE_KEYS = (KEY,)
    sent(bob, direct, SAID)
    change_profile(alice.id, ProfileChanges(settings={"quick_replies": [SAID], "sends_read_marks": False}))
    User.objects.filter(pk=bob.pk).update(switches={"zoom": 1.5, "quick": ["好", "ok"], "a": None})
    FriendGroup.objects.create(owner=alice, name="Gone", name_key="gone").delete()


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "there.sqlite3"


@pytest.fixture
def another(tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of the kind the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'another.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME']}_another"
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quoted}")
    yield url_of(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {quoted}")


def url_of(name: str) -> str:
    """The URL of a database beside the one of the tests."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    configured = connection.settings_dict
    user = f"{configured['USER']}:{quote(configured['PASSWORD'])}"
    return f"{connection.vendor}://{user}@{configured['HOST']}:{configured['PORT']}/{name}"


def move(source: str, target: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What an operator does; the target is read from standard input."""
    connection.close()
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "manage.py", "move_database", "--to", "-", *arguments],
            input=f"{target}\n",
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": folder, "DATABASE_URL": source, **environment},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(autouse=True)
def _let_go(transactional_db: None) -> None:
    """Ends what this process's threads have open to the database, as an operator stops all servers."""
    end = {"mysql": "KILL %s", "postgresql": "SELECT pg_terminate_backend(%s)"}.get(connection.vendor)
    if end is not None:
        with connection.cursor() as cursor:
            for number in connections_beside(cursor):
                with contextlib.suppress(DatabaseError):  # it ended meanwhile
                    cursor.execute(end, [number])


def connections_beside(cursor: Any) -> list[int]:
    """The numbers of the other connections to the database of the tests."""
    if connection.vendor == "mysql":
        cursor.execute("SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()")
    else:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    return [number for (number,) in cursor.fetchall()]


def here() -> str:
    return url_of(str(connection.settings_dict["NAME"]))


def bodies() -> list[tuple[int, str]]:
    """As they are stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, body FROM chat_message ORDER BY id")
        return [(pk, body) for pk, body in cursor.fetchall()]


@pytest.mark.usefixtures("content")
def test_there_and_on_all_is_the_same(there: Path, another: str, tmp_path: Path) -> None:
    (highest,) = FriendGroup.objects.order_by("-pk").values_list("pk", flat=True)[:1] or (0,)
    for source, target in ((here(), f"sqlite:///{there}"), (f"sqlite:///{there}", another)):
        done = move(source, target, DATA_DIR=str(tmp_path))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Both hold the same" in done.stdout
        assert "DIFFERS" not in done.stdout
    with closing(sqlite3.connect(there)) as moved:
        assert moved.execute("SELECT id, body FROM chat_message ORDER BY id").fetchall() == bodies()
        (given,) = moved.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", [FriendGroup._meta.db_table]
        ).fetchone()
    assert given > highest
    plain, sealed = (body for _, body in bodies())
    assert "明天见" in plain
    assert sealed.startswith(MARK)
    again = move(f"sqlite:///{there}", another, MESSAGE_KEYS=KEY)
    assert "rows of an earlier move are there already.\n0 rows copied" in again.stdout


@pytest.mark.usefixtures("content")
def test_what_was_cut_off_goes_on_and_what_is_of_others_is_left_alone(there: Path, alice: User) -> None:
    assert move(here(), f"sqlite:///{there}").returncode == 0
    with closing(sqlite3.connect(there)) as moved:
        moved.execute("DELETE FROM chat_message WHERE id = (SELECT max(id) FROM chat_message)")
        moved.execute("DELETE FROM realtime_storedevent")
        moved.execute("DELETE FROM sqlite_sequence WHERE name = 'chat_message'")
        moved.commit()
    done = move(here(), f"sqlite:///{there}", MESSAGE_KEYS=KEY)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "rows of an earlier move are there already" in done.stdout
    with closing(sqlite3.connect(there)) as moved:
        assert moved.execute("SELECT id, body FROM chat_message ORDER BY id").fetchall() == bodies()
        moved.execute("UPDATE accounts_user SET name = 'Zoe' WHERE id = ?", [alice.pk])
        moved.execute("DELETE FROM chat_message")
        moved.commit()
    done = move(here(), f"sqlite:///{there}", MESSAGE_KEYS=KEY)
    assert done.returncode == 1
    assert f"rows that differ from those here (accounts_user, key {alice.pk})" in done.stderr
    with closing(sqlite3.connect(there)) as moved:
        assert moved.execute("SELECT count(*) FROM chat_message").fetchone() == (0,)


@pytest.mark.usefixtures("content")
def test_what_differs_in_the_end_is_told(there: Path, tmp_path: Path) -> None:
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env={**os.environ, "DATABASE_URL": f"sqlite:///{there}"}, check=True)  # noqa: S603
    with closing(sqlite3.connect(there)) as target:
        target.execute(
            "CREATE TRIGGER mangles AFTER INSERT ON chat_message "
            "BEGIN UPDATE chat_message SET body = '{}' WHERE id = new.id; END"
        )
        target.commit()
    done = move(here(), f"sqlite:///{there}")
    assert done.returncode == 1
    assert "DIFFERS" in done.stdout
    assert "chat_message: the two databases differ." in done.stderr


def test_beside_a_running_server_nothing_is_moved(there: Path) -> None:
    note_running()
    (name,) = ServerProcess.objects.values_list("name", flat=True)
    done = move(here(), f"sqlite:///{there}")
    assert done.returncode == 1
    assert f"Others work with this database ({name}): stop all servers and workers first." in done.stderr
    assert not there.exists()
    assert move(here(), f"sqlite:///{there}", "--beside-others").returncode == 0


def test_while_a_server_has_the_data_folder_nothing_is_moved(there: Path, settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with claim_data_folder() or contextlib.nullcontext():
        done = move(here(), f"sqlite:///{there}", DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "Another server runs on" in done.stderr
    assert not there.exists()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite knows no connections; its servers claim the folder")
def test_beside_another_connection_nothing_is_moved(there: Path) -> None:
    other = connection.copy()
    with other.cursor():
        done = move(here(), f"sqlite:///{there}")
    other.close()
    assert done.returncode == 1
    assert re.search(r"Others work with this database \(.+ from .+\): stop all servers", done.stderr)
    assert not there.exists()


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("", "^--to must name a database that stays"),
        ("memory:", "^--to must name a database that stays"),
        ("mysql://root:secret@/x", "^--to='mysql://…@/x' is not understood"),
    ],
)
def test_targets_that_cannot_be_are_told_in_one_sentence(target: str, told: str) -> None:
    with pytest.raises(CommandError, match=told) as refused:
        call_command("move_database", to=target)
    assert "secret" not in str(refused.value)


def test_the_database_in_use_is_no_target() -> None:
    with pytest.raises(CommandError, match="^--to names the database that is in use"):
        call_command("move_database", to=here())


def test_a_folder_that_is_not_there_is_told() -> None:
    done = move(here(), "sqlite:////no/such/folder/x.sqlite3")
    assert done.returncode == 1
    assert "The tables can't be made in the new database. django.db.utils.OperationalError" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_next_number_that_differs_is_a_difference() -> None:
    same = Compared("x", Summary(1, "a"), Summary(1, "a"), (2, 2))
    assert same.is_same
    assert not Compared("x", Summary(1, "a"), Summary(1, "a"), (3, 2)).is_same
    assert not Compared("x", Summary(1, "a"), Summary(1, "b"), (2, 2)).is_same

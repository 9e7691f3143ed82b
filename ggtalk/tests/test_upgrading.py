"""`migrate` changes nothing under running servers that they would fail at, and says what to do."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from accounts.actions.processes import this_process
from ggtalk.migrated import noticed_in

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "chat", "files", "ggtalk", "groups", "notifications")
BEFORE, CHANGED = "0016", "0017_replaced_seq"
"""A migration of chat that adds a column which may not be left out."""


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (migrations.AddField("thing", "note", models.TextField(null=True)), None),
        (migrations.AddField("thing", "note", models.TextField(db_default="")), None),
        (migrations.AddField("thing", "note", models.TextField(default="")), "Add field note to thing"),
        (migrations.RemoveField("thing", "name"), "Remove field name from thing"),
        (migrations.RenameField("thing", "name", "title"), "Rename field name on thing to title"),
        (migrations.AlterField("thing", "name", models.CharField("called", max_length=9)), None),
        (migrations.AlterField("thing", "name", models.CharField(max_length=8)), "Alter field name on thing"),
        (migrations.AddIndex("thing", models.Index(fields=["name"], name="thing_by_name")), None),
        (migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]), None),
        (migrations.DeleteModel("thing"), "Delete model thing"),
        (migrations.RunSQL("UPDATE thing SET name = ''"), "Raw SQL operation"),
    ],
    ids=lambda given: given.describe() if isinstance(given, Operation) else "",
)
def test_what_running_processes_would_fail_at(operation: Operation, words: str | None) -> None:
    state = ProjectState()
    key: Any = models.BigAutoField(primary_key=True)
    name: Any = models.CharField(max_length=9)
    migrations.CreateModel("Thing", [("id", key), ("name", name)]).state_forwards("x", state)
    migration = type("Later", (migrations.Migration,), {"operations": [operation]})("0002_later", "x")
    assert noticed_in(migration, state) == ([f"x.0002_later: {words}"] if words else [])


def test_new_names_for_operators_are_noticed_by_nobody() -> None:
    loader = MigrationLoader(None)
    migration = loader.get_migration("accounts", "0003_names_for_operators")
    state = loader.project_state(("accounts", "0003_names_for_operators"), at_end=False)
    assert noticed_in(migration, state) == []


def test_what_a_migration_does_only_on_the_way_back_is_noticed_by_nobody() -> None:
    loader = MigrationLoader(None)
    migration = loader.get_migration("accounts", "0007_each_request_is_kept")
    state = loader.project_state(("accounts", "0007_each_request_is_kept"), at_end=False)
    assert noticed_in(migration, state) == []


FIRST_REQUEST = """
import sys
import ggtalk.asgi
before = set(sys.modules)
from django.test import Client
for address in ("/health/", "/api/auth/"):
    Client().get(address)
print(*sorted({name for name in sys.modules if name.split(".")[0] in APPS} - before))
"""


@pytest.mark.slow
def test_the_first_request_imports_nothing_of_ours_which_may_be_newer_by_then(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", f"APPS = {APPS}\n{FIRST_REQUEST}"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "", "DATA_DIR": str(tmp_path), "ALLOWED_HOSTS": "testserver"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


@pytest.mark.slow
def test_beside_a_running_server_nothing_is_migrated_that_it_would_fail_at(tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite3"

    def migrate(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "manage.py", "migrate", "--verbosity", "0", *arguments],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": f"sqlite:///{file}", "DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert migrate("chat", BEFORE).returncode == 0
    with closing(sqlite3.connect(file)) as site:
        site.execute("INSERT INTO accounts_serverprocess VALUES (?, datetime('now'))", [this_process()])
        site.commit()
        refused = migrate()
        assert refused.returncode == 1
        assert "stop all of them, migrate, and start them" in refused.stderr
        assert f"Running: {this_process()}" in refused.stderr
        assert f"chat.{CHANGED}: Add field replaced_seq to messageversion" in refused.stderr
        assert migrate("--plan").returncode == 0
        assert site.execute("SELECT count(*) FROM django_migrations WHERE name = ?", [CHANGED]).fetchone() == (0,)
        site.execute("DELETE FROM accounts_serverprocess")
        site.commit()
    done = migrate()
    assert done.returncode == 0, done.stderr

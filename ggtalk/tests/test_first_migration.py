"""A database with nothing in it is brought up by `migrate` alone, and one that mixes texts up is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

from ggtalk.collations import collation_error

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the other databases of the tests are shared by the workers")
def test_migrate_needs_no_tables_to_begin_with(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path)}
    for command in (["migrate", "--verbosity", "0"], ["check", "--database", "default", "--fail-level", "WARNING"]):
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "mysql", reason="SQLite and PostgreSQL tell all texts apart")
@pytest.mark.parametrize("collation", ["utf8mb4_general_ci", "utf8mb3_bin"])
def test_a_collation_that_mixes_texts_up_or_holds_no_emoji_is_an_error(collation: str) -> None:
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    assert "ggtalk.E002" not in _errors()
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@collation_database")
        (before,) = cursor.fetchone()
        cursor.execute(f"ALTER DATABASE {name} COLLATE {collation}")
        try:
            assert "ggtalk.E002" in _errors()
        finally:
            cursor.execute(f"ALTER DATABASE {name} COLLATE {before}")
    assert "ggtalk.E002" not in _errors()


def test_the_error_names_the_collation_and_the_way_out() -> None:
    told = collation_error("microsoft", "SQL_Latin1_General_CP1_CI_AS")
    assert "SQL_Latin1_General_CP1_CI_AS" in told.msg
    assert told.hint is not None
    assert "Latin1_General_100_BIN2" in told.hint


def _errors() -> list[str | None]:
    return [message.id for message in run_checks(tags=[Tags.database], databases=["default"])]

"""`manage.py move_database --to URL`: takes all there is into another database and shows that it is the same."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from accounts.actions import running_processes
from ggtalk.databases import MEMORY, database_settings
from ggtalk.moving.steps import Compared, Move, TargetInUse

TARGET = "target"
TOLD_EVERY = 100_000
"""Rows of one table."""


class Command(BaseCommand):
    """Ended in whatever way, the same command goes on; docs/operations.md describes the whole move."""

    help = "Copy this installation into another, empty database, and compare both row by row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", required=True, help="DATABASE_URL of the new database; `-` reads it from standard input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        url = sys.stdin.readline().strip() if options["to"] == "-" else options["to"]
        try:
            self.add_target(url)
            self.check_source()
            self.migrate_target(url)
            move = Move("default", TARGET, self.tell_progress)
            if there := move.prepare():
                self.stdout.write(f"{there} rows of an earlier move are there already.")
            self.stdout.write(f"{move.copy()} rows copied. Comparing both databases …")
            self.show(list(move.compared()))
        except TargetInUse as found:
            raise CommandError(
                f"The target is in use: it has rows that differ from those here ({found}). Nothing was changed. Make "
                "an empty database, and if this one comes from an earlier move, stop all servers before the next."
            ) from None
        except DatabaseError as error:
            raise CommandError(
                f"A database can't be used ({error}). What was copied stays; go on by the same command."
            ) from None
        finally:
            connection.close()

    def add_target(self, url: str) -> None:
        """Makes the new database known to this process."""
        if not url or url == MEMORY:
            raise CommandError("--to must name a database that stays: it takes what DATABASE_URL takes.")
        try:
            target = database_settings(url, settings.DATA_DIR)
        except ImproperlyConfigured as error:
            raise CommandError(str(error).replace("DATABASE_URL", "--to", 1)) from None
        ours = connections["default"].settings_dict
        if all(target.get(name, "") == ours.get(name, "") for name in ("ENGINE", "HOST", "PORT", "NAME")):
            raise CommandError("--to names the database that is in use: name the one to move to.")
        known = connections.configure_settings({"default": ours, TARGET: target})
        connections.settings[TARGET] = known[TARGET]

    def check_source(self) -> None:
        """Whoever talks while rows are copied would be lost."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("This database is not up to date: run `manage.py migrate` first.")
        if running := running_processes():
            raise CommandError(
                f"Servers are running ({', '.join(running)}): stop them all first. One on another machine that was "
                "killed is forgotten within half a minute."
            )

    def migrate_target(self, url: str) -> None:
        """In a process of its own, for which the target is the database; migrations know no other."""
        self.stdout.write("Making the tables …")
        self.stdout.flush()
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity", "0", "--no-input"],
            env={**os.environ, "DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            told = done.stderr.strip()
            if "Traceback" in told:
                told = told.splitlines()[-1]
            raise CommandError(f"The tables can't be made in the new database. {told}")

    def tell_progress(self, table: str, rows: int) -> None:
        """For tables that take minutes."""
        if rows % TOLD_EVERY == 0:
            self.stdout.write(f"{table}: {rows} rows …")
            self.stdout.flush()

    def show(self, tables: list[Compared]) -> None:
        """A line for each table; fails if one differs."""
        for table in tables:
            verdict = "same" if table.is_same else f"DIFFERS: {table.target.rows} rows {table.target.checksum[:16]}"
            self.stdout.write(f"{table.table:32}{table.source.rows:>10} rows {table.source.checksum[:16]}  {verdict}")
        if different := [table.table for table in tables if not table.is_same]:
            raise CommandError(
                f"{', '.join(different)}: the two databases differ. Did somebody write meanwhile? Stop all servers, "
                "empty the new database, and move again. The old one is as it was."
            )
        total = sum(table.source.rows for table in tables)
        self.stdout.write(
            self.style.SUCCESS(
                f"Both hold the same {total} rows in {len(tables)} tables. Set DATABASE_URL to the new one and start "
                "the servers; keep the old one until you are content."
            )
        )

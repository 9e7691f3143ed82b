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

from ggtalk.databases import MEMORY, database_settings
from ggtalk.management.running import running_parts
from ggtalk.migrated import missing_migrations
from ggtalk.moving.others import others_on
from ggtalk.moving.steps import Compared, Move, TargetInUse
from ggtalk.serving.claim import claim_data_folder

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
        parser.add_argument(
            "--beside-others", action="store_true", help="Move although others are connected to the database."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        url = sys.stdin.readline().strip() if options["to"] == "-" else options["to"]
        self.beside_others = options["beside_others"]
        claim = None
        try:
            self.add_target(url)
            self.check_source()
            claim = claim_data_folder()  # no server is started meanwhile
            self.migrate_target(url)
            move = Move("default", TARGET, self.tell_progress)
            if there := move.prepare():
                self.stdout.write(f"{there} rows of an earlier move are there already.")
            self.stdout.write(f"{move.copy()} rows copied. Comparing both databases …")
            compared = list(move.compared())
            self.show(compared)
            self.check_meanwhile()
            self.tell_success(compared)
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
            if claim is not None:
                claim.close()

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
        if missing_migrations():
            raise CommandError("This database is not up to date: run `manage.py migrate` first.")
        if others := self.others():
            raise CommandError(
                f"Others work with this database ({', '.join(others)}): stop all servers and workers first. A server "
                "on another machine that was killed is forgotten within half a minute. `--beside-others` moves all the "
                "same; what they write meanwhile may be lost."
            )

    def others(self) -> list[str]:
        """Servers, workers, and whoever else is connected to the database."""
        return [] if self.beside_others else [*running_parts(), *others_on(connection)]

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

    def check_meanwhile(self) -> None:
        """Whoever came in between may have written what is not there."""
        if others := self.others():
            raise CommandError(
                f"Others have begun to work with this database ({', '.join(others)}): stop them, and move again."
            )

    def tell_success(self, tables: list[Compared]) -> None:
        """Says what both hold, and what to do now."""
        total = sum(table.source.rows for table in tables)
        self.stdout.write(
            self.style.SUCCESS(
                f"Both hold the same {total} rows in {len(tables)} tables. Set DATABASE_URL to the new one and start "
                "the servers; keep the old one until you are content."
            )
        )

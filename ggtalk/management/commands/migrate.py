"""`manage.py migrate`: Django's, but not under the feet of servers whose code does not know the new tables."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError, CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import DEFAULT_DB_ALIAS, connection

from accounts.models import ServerProcess
from ggtalk.management.running import running_parts
from ggtalk.migrated import what_old_code_notices

UNASKED = ("beside_servers", "plan", "check_unapplied", "fake")


class Command(Migrate):
    """docs/operations.md describes an upgrade."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--beside-servers", action="store_true", help="Migrate although servers run that may fail at it."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        is_asked = not any(options[name] for name in UNASKED)
        if is_asked and options["database"] == DEFAULT_DB_ALIAS:
            self.check_servers()
        super().handle(*args, **options)

    def check_servers(self) -> None:
        """Refuses what running processes would fail at, with what to do."""
        if ServerProcess._meta.db_table not in connection.introspection.table_names():
            return
        noticed = what_old_code_notices()
        if noticed and (running := running_parts()):
            raise CommandError(
                "Processes are running whose code does not know what is to be changed: stop all of them, migrate, and "
                "start them (docs/operations.md, Upgrading). One on another machine that was killed is forgotten "
                "within half a minute. `--beside-servers` migrates all the same.\n"
                f"Running: {', '.join(running)}\n" + "\n".join(noticed)
            )

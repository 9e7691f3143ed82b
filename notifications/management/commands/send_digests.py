"""`manage.py send_digests`: looks at once for whom something waits, and has mails sent to them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.text import fold
from ggtalk.clock import database_now
from ggtalk.mail import missing_for_mail
from notifications.actions import note_digests, note_due_digests
from notifications.models import Digest


class Command(BaseCommand):
    """What servers do by themselves every minute; with `--now` for some people whose time has not come, to try it."""

    help = "Has mails sent to those who chose them, are away, and for whom something waits unread."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--now", nargs="+", metavar="ACCOUNT", default=[], help="only these people, whenever their time is"
        )

    def handle(self, *args: Any, now: list[str], **options: Any) -> None:
        if missing := missing_for_mail():
            raise CommandError(f"No mail is sent: {' and '.join(missing)} missing (docs/settings.md).")
        noted = self._noted_for(now) if now else note_due_digests()
        if settings.JOBS == "celery":
            from ggtalk.jobs.handing_over import handing_over  # noqa: PLC0415 - Celery takes time and memory to load

            handing_over.wait()
        print(f"{noted} to be sent")

    def _noted_for(self, accounts: list[str]) -> int:
        keys = [fold(account) for account in accounts]
        chosen = Digest.objects.exclude(frequency=Digest.Frequency.NEVER).filter(user__account_key__in=keys)
        return note_digests(list(chosen.select_related("user")), database_now())

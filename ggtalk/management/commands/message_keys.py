"""`manage.py message_keys`: makes keys, tells what is stored how, and brings everything to what MESSAGE_KEYS says."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import OperationalError, models

from chat.search import catch_up
from files.actions import count_to_rewrite as count_files_to_rewrite
from files.actions import rewrite_files
from ggtalk.errors import Refused
from ggtalk.sealing.erasing import erase_what_was
from ggtalk.sealing.keys import PLAIN, name_of, new_key, ring
from ggtalk.sealing.rows import count_to_rewrite, rewrite_some
from ggtalk.sealing.texts import SealedTextField, sealed_fields

REMAINS = "What stood there before may be left in unused parts of the database's files: {}."


class Command(BaseCommand):
    """`new` prints a key; `status` and `apply` are described in docs/settings.md."""

    help = "Encrypt, rotate or decrypt the messages and uploads that are stored, as MESSAGE_KEYS says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["new", "status", "apply"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["what"])()
        except Refused as refused:
            raise CommandError(f"{refused.detail} What was done stays done; go on with the same command.") from None

    def new(self) -> None:
        """A key for MESSAGE_KEYS."""
        self.stdout.write(new_key())

    def status(self) -> None:
        """Which keys there are, and how much is not stored as the first one says."""
        names = [key if key == PLAIN else name_of(key) for key in settings.MESSAGE_KEYS]
        self.stdout.write(f"Keys, the first one encrypts: {', '.join(names) or 'none'}")
        for model, field in sealed_fields():
            self.stdout.write(f"{_called(model, field)}: {count_to_rewrite(model, field)} to rewrite")
        self.stdout.write(f"files: {count_files_to_rewrite()} to rewrite")

    def apply(self) -> None:
        """Rewrites in small transactions; ended in whatever way, the next run goes on."""
        if not settings.MESSAGE_KEYS:
            raise CommandError("MESSAGE_KEYS is not set: name a key, or `plain` before the keys to decrypt with.")
        for model, field in sealed_fields():
            self.stdout.write(f"{_called(model, field)}: {_rewrite_all(model, field)} rewritten")
        rewritten, lost = rewrite_files()
        self.stdout.write(f"files: {rewritten} rewritten")
        for name in lost:
            self.stderr.write(f"The storage does not have {name}, which the database names.")
        if ring().first is not None:
            catch_up()
            self.erase()

    def erase(self) -> None:
        """Nothing plain may be left where the database no longer looks."""
        try:
            is_erased = erase_what_was({model for model, _ in sealed_fields()})
        except OperationalError as error:
            self.stderr.write(REMAINS.format(f"they are in use ({error}). Run this again when fewer people are there"))
            return
        if not is_erased:
            self.stderr.write(REMAINS.format("rebuild its tables, or run this again while the server is stopped"))


def _called(model: type[models.Model], field: SealedTextField) -> str:
    return f"{model._meta.label_lower}.{field.name}"


def _rewrite_all(model: type[models.Model], field: SealedTextField) -> int:
    done, after = 0, 0
    while True:
        batch = rewrite_some(model, field, after)
        done += batch.rewritten
        if batch.last is None:
            return done
        after = batch.last

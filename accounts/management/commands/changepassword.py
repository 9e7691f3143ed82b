"""`manage.py changepassword`: Django's, and whoever had the old password is signed out everywhere."""

from __future__ import annotations

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword

from accounts.actions import remove_devices
from accounts.models import User


class Command(changepassword.Command):
    """Asks for the new password twice, as Django's command does."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        options["username"] = options["username"] or getpass.getuser()
        said: str | None = super().handle(*args, **options)
        remove_devices(User.objects.get(account=options["username"]).id)
        return said

"""The try-out data: five friends in two groups. Only where the operator asked for it."""

from __future__ import annotations

from django.db import transaction

from accounts.actions import create_tryout_accounts
from groups.actions import create_tryout_groups

ACCOUNTS = ("10000", "10001", "10002", "10003", "10004")
PASSWORD = "1"  # noqa: S105 - it is printed at the start, for everyone to try


def load_tryout() -> None:
    """Makes what is not there yet; changes nothing that is."""
    with transaction.atomic():
        create_tryout_groups(create_tryout_accounts(ACCOUNTS, PASSWORD))

"""System checks of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError

from accounts.queries import tryout_accounts


@register(Tags.security)
def check_addresses(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Behind a proxy that is not counted everybody comes from one address, and one's guesses keep all others out."""
    if not settings.BEHIND_HTTPS or settings.TRUSTED_PROXIES:
        return []
    return [
        Warning(
            "All requests seem to come from the proxy's address: wrong passwords of one keep everybody out.",
            hint="Set TRUSTED_PROXIES to the number of proxies that append to X-Forwarded-For.",
            id="accounts.W002",
        )
    ]


@register(Tags.database)
def check_tryout_accounts(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Try-out accounts have a password everybody knows; they belong only where the operator asked for them."""
    if settings.TRYOUT or settings.DEBUG or not databases:
        return []
    try:
        accounts = tryout_accounts()
    except DatabaseError:  # before the first migration there are no tables
        return []
    if not accounts:
        return []
    return [
        Warning(
            f"Anybody can sign in as the try-out accounts {', '.join(accounts)}: everybody knows their password.",
            hint="Freeze them in the admin; set TRYOUT=on only to try GGTalk out.",
            id="accounts.W001",
        )
    ]

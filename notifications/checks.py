"""System checks of notifications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from ggtalk.mail import missing_for_mail
from notifications.push.vapid import contact

HERE = ("localhost", "127.0.0.1", "::1", "")


@register
def check_mail(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """An operator who has begun to configure mail takes it to be sent."""
    missing = missing_for_mail()
    if not missing or not (settings.EMAIL_URL or settings.EMAIL_FROM):
        return []
    return [
        Warning(
            f"No mail is sent: {' and '.join(missing)} missing.",
            hint="Say who takes mails (EMAIL_URL), who they are from (EMAIL_FROM) and where they lead (SITE_URL).",
            id="notifications.W001",
        )
    ]


@register(Tags.security, deploy=True)
def check_push_key(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Browsers subscribe with one key; what a machine with another one tells them is refused by their services."""
    redis = urlsplit(settings.REDIS_URL).hostname or ""
    if not settings.WEB_PUSH or settings.VAPID_PRIVATE_KEY or redis in HERE:
        return []
    return [
        Warning(
            "Each machine whose DATA_DIR is its own has a key of its own to tell browsers with: most are told nothing.",
            hint="Let the machines share DATA_DIR, and set VAPID_PRIVATE_KEY on each to what DATA_DIR/vapid_key says.",
            id="notifications.W002",
        )
    ]


@register(Tags.security, deploy=True)
def check_push_contact(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Some push services take nothing from a site that does not say how its operator is reached."""
    if not settings.WEB_PUSH or contact():
        return []
    return [
        Warning(
            "Push services can't be told who runs this site: iPhones and Safari are told nothing.",
            hint="Set EMAIL_FROM, or SITE_URL to the site's address (https://…).",
            id="notifications.W003",
        )
    ]

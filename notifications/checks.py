"""System checks of notifications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from ggtalk.mail import missing_for_mail


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

"""System check: every key that is needed is here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from ggtalk.sealing.rows import missing_keys
from ggtalk.sealing.texts import sealed_fields


@register(Tags.database)
def check_message_keys(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """A server without a key would show gaps where people expect what they said."""
    if not databases:
        return []
    try:
        missing = sorted(set().union(*(missing_keys(model, field) for model, field in sealed_fields())))
    except DatabaseError:  # before the first migration there are no tables
        return []
    if not missing:
        return []
    return [
        Error(
            f"Messages are encrypted with keys that are not given: {', '.join(missing)}.",
            hint="Add them to MESSAGE_KEYS; `manage.py message_keys status` tells which are there.",
            id="ggtalk.E001",
        )
    ]

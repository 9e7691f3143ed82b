"""What users' clients keep for them."""

from __future__ import annotations

from typing import Any

import msgspec

from accounts.models import OwnSettings, User


def settings_of(user: User) -> dict[str, Any]:
    """All settings of a user, by their names."""
    content = OwnSettings.objects.filter(user=user.id).values_list("content", flat=True).first()
    written: dict[str, Any] = msgspec.json.decode(content) if content else {}
    return {**user.switches, **written}

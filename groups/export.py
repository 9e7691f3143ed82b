"""The groups a user is in, for their export."""

from __future__ import annotations

from typing import Any

from groups.models import Membership


def groups_of(user: int) -> list[dict[str, Any]]:
    """Each with the user's place in it."""
    rows = Membership.objects.filter(user=user).select_related("group").order_by("id")
    return [
        {"number": row.group.number, "name": row.group.name, "role": row.role, "joined_at": row.joined_at}
        for row in rows
    ]

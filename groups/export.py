"""The groups a user is in or asked to join, for their export."""

from __future__ import annotations

from typing import Any

from groups.models import JoinRequest, Membership


def groups_of(user: int) -> list[dict[str, Any]]:
    """Each with the user's place in it."""
    rows = Membership.objects.filter(user=user).select_related("group").order_by("id")
    return [
        {"number": row.group.number, "name": row.group.name, "role": row.role, "joined_at": row.joined_at}
        for row in rows
    ]


def join_requests_of(user: int) -> list[dict[str, Any]]:
    """The groups they have asked to join, and what came of it."""
    rows = JoinRequest.objects.filter(user=user).order_by("id")
    fields = ("number", "name", "note", "state", "reason", "created_at", "answered_at")
    return [{field: getattr(row, field) for field in fields} for row in rows]

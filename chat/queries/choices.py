"""What people have switched off for themselves, among the settings the server heeds."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import User
from accounts.queries.batches import parts


def without_read_marks(users: Collection[int]) -> set[int]:
    """Those of `users` who have chosen that nobody sees what they have read."""
    return _switched_off("sends_read_marks", users)


def without_typing(users: Collection[int]) -> set[int]:
    """Those of `users` who neither show that they are writing nor want to see it of others."""
    return _switched_off("shows_typing", users)


def _switched_off(setting: str, users: Collection[int]) -> set[int]:
    silent = User.objects.filter(**{f"switches__{setting}": False})
    return {user for part in parts(users) for user in silent.filter(id__in=part).values_list("id", flat=True)}

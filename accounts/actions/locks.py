"""Locking users: what changes between two people is decided with both rows held."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User
from accounts.queries.batches import parts


def lock_users(*users: int) -> dict[int, User]:
    """The rows of these users, locked to the end of the transaction in the order of their ids; unknown ones miss."""
    rows = User.objects.select_for_update().order_by("id")
    return {user.id: user for part in parts(users) for user in rows.filter(id__in=part)}


Hold = Callable[[int, int], None]
_holding: list[Hold] = []


def register_parting(hold: Hold) -> None:
    """Adds what an app above locks before two people part: `hold(user, other)` runs first in the same transaction.

    So what it decides by friendship or block, with the same thing locked, comes either before the parting or after it.
    """
    _holding.append(hold)


def lock_parting(user: int, other: int) -> dict[int, User]:
    """Both rows, locked, and what else two people have between them."""
    for hold in _holding:
        hold(user, other)
    return lock_users(user, other)

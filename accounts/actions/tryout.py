"""The try-out accounts: five friends of each other. Only where the operator asked for them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from accounts.actions.friends import make_friends
from accounts.models import User
from accounts.queries import friend_pairs, user_by_account

PEOPLE = (
    ("林小满", "小满，大满，皆大欢喜。"),
    ("Oliver Grant", "Somewhere between two meetings."),
    ("陈一诺", "慢慢来，比较快 🌿"),
    ("Maya Torres", "Coffee first ☕"),
    ("周远 Yuan", "山高水长 · the long way round"),
)


def create_tryout_accounts(accounts: Sequence[str], password: str) -> list[int]:
    """Makes those of the accounts that do not exist yet, friends with each other; returns the ids of all, in order.

    Changes nobody who was there; a friendship that somebody ended stays ended.
    """
    users: list[int] = []
    new: set[int] = set()
    for place, account in enumerate(accounts):
        user = user_by_account(account)
        if user is None:
            name, signature = PEOPLE[place % len(PEOPLE)]
            avatar = f"builtin:{place % 12 + 1}"
            user = User.objects.create_user(account, password, name=name, signature=signature, avatar=avatar)
            new.add(user.id)
        users.append(user.id)
    pairs = [pair for pair in combinations(users, 2) if new.intersection(pair)]
    make_friends([pair for pair in pairs if pair not in friend_pairs(pairs)])
    return users

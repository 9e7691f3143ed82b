"""Finding users, and who holds a user's card."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from django.conf import settings
from django.db.models import Q

from accounts.models import Block, FriendRequest, Friendship, User
from accounts.queries.batches import parts
from accounts.text import fold

USERS_PER_PAGE = 20
TRYOUT_ACCOUNTS = ("10000", "10001", "10002", "10003", "10004")

Writable = Callable[[int, Collection[int]], set[int]]
_writable: list[Writable] = []

CardHolders = Callable[[int], Iterable[int]]
_card_holders: list[CardHolders] = []


def users_by_ids(ids: Collection[int]) -> dict[int, User]:
    """Users by id; unknown ids are missing. Frozen and deleted users are there: their messages stay."""
    return {user.id: user for part in parts(ids) for user in User.objects.filter(id__in=part)}


def user_by_account(account: str) -> User | None:
    """The user with exactly this account, without regard to case."""
    return User.objects.filter(account_key=fold(account)).first()


def found_users(viewer: int, search: str, *, after: int = 0) -> tuple[list[User], int | None]:
    """One page of users by exact account (first) or part of the name, and where the next page begins.

    Frozen and deleted users are not found, nor those who are hidden from the viewer.
    """
    key = fold(search)
    if not key:
        return [], None
    active = User.objects.filter(is_active=True)
    if not settings.FRIEND_APPROVAL:
        active = active.exclude(blocks__blocked=viewer)
    exact = [] if after else list(active.filter(account_key=key))
    by_name = active.filter(Q(name_key__contains=key) & ~Q(account_key=key), id__gt=after).order_by("id")
    page = list(by_name[: USERS_PER_PAGE - len(exact) + 1])
    more = len(page) > USERS_PER_PAGE - len(exact)
    page = page[: USERS_PER_PAGE - len(exact)]
    return exact + page, page[-1].id if more else None


def register_writable(writable: Writable) -> None:
    """Adds an app's word on whom a user may write to: `writable(user, others)` gives those of the others."""
    _writable.append(writable)


def writable_among(viewer: int, users: Collection[int]) -> set[int]:
    """Those whom the viewer may write to, as far as the viewer is told."""
    return {user for writable in _writable for user in writable(viewer, users)}


def register_card_holders(holders: CardHolders) -> None:
    """Adds users to those who are told when a user's card changes; `holders(user)` gives their ids."""
    _card_holders.append(holders)


def card_holders_of(user: int) -> set[int]:
    """Everybody else in whose lists this user's card stands."""
    held = {holder for holders in _card_holders for holder in holders(user)}
    held.discard(user)
    return held


def _holders_in_accounts(user: int) -> Iterable[int]:
    yield from Friendship.objects.filter(friend=user).values_list("owner_id", flat=True)
    yield from FriendRequest.objects.filter(to_user=user).values_list("from_user_id", flat=True)
    yield from FriendRequest.objects.filter(from_user=user, is_hidden=False).values_list("to_user_id", flat=True)
    yield from Block.objects.filter(blocked=user).values_list("owner_id", flat=True)


register_card_holders(_holders_in_accounts)


def tryout_accounts() -> list[str]:
    """Those of the try-out accounts that exist and can be signed into."""
    return list(
        User.objects.filter(account_key__in=TRYOUT_ACCOUNTS, is_active=True)
        .order_by("account_key")
        .values_list("account", flat=True)
    )

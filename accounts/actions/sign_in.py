"""Proving who somebody is."""

from __future__ import annotations

from accounts import throttle
from accounts.models import KnownAddress, User
from accounts.queries import user_by_account
from accounts.text import clean_line, fold
from ggtalk.errors import Refused, invalid


def verified_user(account: str, password: str, *, address: str) -> User:
    """The user with this account and password.

    Unknown, frozen and mistaken get one answer, `invalid_credentials`, after the same work. Too many: `throttled`.
    """
    account = clean_line(account)
    network = throttle.network_of(address)
    user = user_by_account(account)
    counted = [(throttle.ADDRESS, (network,)), (throttle.ACCOUNT_AND_ADDRESS, (fold(account), network))]
    if user is None or not KnownAddress.objects.filter(user=user, address=network).exists():
        counted.append((throttle.ACCOUNT, (fold(account),)))
    for limit, who in counted:
        throttle.take(limit, *who)
    if not _is_right(user, password):
        raise invalid_credentials()
    for limit, who in counted:
        throttle.give_back(limit, *who)
    assert user is not None
    return user


def invalid_credentials() -> Refused:
    """The one answer to who can't sign in, whatever the reason."""
    return Refused("invalid_credentials", "The account or the password is wrong.", status=401)


def check_own_password(user: User, password: str, *, field: str) -> None:
    """Refuses, naming `field`, when this is not the user's password; guesses are counted."""
    throttle.take(throttle.ACCOUNT_AND_ADDRESS, user.account_key, "own password")
    if not user.check_password(password):
        raise invalid(**{field: "This is not your password."})
    throttle.give_back(throttle.ACCOUNT_AND_ADDRESS, user.account_key, "own password")


def _is_right(user: User | None, password: str) -> bool:
    if user is None or not user.has_usable_password():
        User().set_password(password)  # the same work as for somebody who exists
        return False
    return user.check_password(password) and user.is_active

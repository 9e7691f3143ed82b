"""Proving who somebody is."""

from __future__ import annotations

from contextlib import suppress

from accounts import throttle
from accounts.known_browsers import KnownBrowser
from accounts.models import User
from accounts.queries import devices_of, user_by_account
from accounts.text import clean_line, fold
from ggtalk.errors import Refused, invalid

Counted = list[tuple[throttle.Limit, tuple[str, ...]]]
"""What a guess was counted in."""


def verified_user(account: str, password: str, *, address: str, browser: KnownBrowser | None = None) -> User:
    """The user with this account and password.

    Unknown, frozen and mistaken get one answer, `invalid_credentials`, after the same work. Too many: `throttled`,
    which somebody in a `browser` of theirs only hears for guesses made in that one.
    """
    account = clean_line(account)
    user = user_by_account(account)
    counted = _counted_at_home(user, browser) or _counted_outside(user, fold(account), throttle.network_of(address))
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


def _counted_at_home(user: User | None, browser: KnownBrowser | None) -> Counted:
    """Counts a guess for a browser of the user's; nothing where it is none, or too much was guessed in it."""
    if user is None or browser is None or user.id not in browser.users:
        return []
    who = (browser.id, str(user.id))
    with suppress(Refused):
        throttle.take(throttle.KNOWN_BROWSER, *who)
        return [(throttle.KNOWN_BROWSER, who)]
    return []


def _counted_outside(user: User | None, key: str, network: str) -> Counted:
    counted: Counted = [(throttle.ADDRESS, (network,)), (throttle.ACCOUNT_AND_ADDRESS, (key, network))]
    if user is None or not _is_signed_in_from(user, network):
        counted.append((throttle.ACCOUNT, (key,)))
    for limit, who in counted:
        throttle.take(limit, *who)
    return counted


def _is_signed_in_from(user: User, network: str) -> bool:
    addresses = devices_of(user.id).values_list("address", flat=True)
    return network != "" and network in map(throttle.network_of, addresses)


def _is_right(user: User | None, password: str) -> bool:
    if user is None or not user.has_usable_password():
        User().set_password(password)  # the same work as for somebody who exists
        return False
    return user.check_password(password) and user.is_active

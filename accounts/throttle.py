"""How often a password may be tried, an account made, and others told of a change, counted in Django's cache.

Guesses from a browser its user has signed in with before are counted for that browser alone, so that nobody else's keep
them out, from whatever address. All others are counted for each account and address together, for each address, and for
each account from addresses where its user is not signed in.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time
from dataclasses import dataclass

from django.core.cache import cache

from ggtalk.errors import Refused

clock = time.time
"""Windows begin at whole multiples of their length; tests let it stand still, or one could begin amid their tries."""


@dataclass(frozen=True)
class Limit:
    """At most `most` tries within each window of `seconds`."""

    name: str
    most: int
    seconds: int


ACCOUNT_AND_ADDRESS = Limit("account and address", 10, 5 * 60)
ADDRESS = Limit("address", 100, 15 * 60)
ACCOUNT = Limit("account", 50, 15 * 60)
KNOWN_BROWSER = Limit("known browser", 10, 24 * 60 * 60)
"""For each known browser and account; past this it counts as unknown for the day."""
REGISTRATIONS = Limit("registrations", 200, 60 * 60)
FRIEND_REQUESTS = Limit("friend requests", 200, 60 * 60)
PRESENCES = Limit("presences", 30, 60)
"""For each user, on all their clients together: every friend is told of each change."""
CARDS = Limit("cards", 100, 60 * 60)
"""Changes of a name, signature or avatar: an event is stored for everybody who holds the card."""


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the IPv6 network one customer gets."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def take(limit: Limit, *who: str, tries: int = 1) -> None:
    """Counts tries; refuses with `throttled` when there were too many."""
    key, seconds_left = _window(limit, who)
    cache.add(key, 0, limit.seconds)
    try:
        so_far = cache.incr(key, tries)
    except ValueError:  # the window ended between the two
        return
    if so_far > limit.most:
        raise Refused(
            "throttled",
            f"Too many tries; try again in {seconds_left} s.",
            status=429,
            retry_after_seconds=seconds_left,
        )


def give_back(limit: Limit, *who: str) -> None:
    """Takes one try back: it was a good one."""
    key, _ = _window(limit, who)
    try:
        cache.decr(key)
    except ValueError:  # the window has ended
        return


def _window(limit: Limit, who: tuple[str, ...]) -> tuple[str, int]:
    now = int(clock())
    digest = hashlib.sha256("\0".join(who).encode()).hexdigest()[:32]
    name = limit.name.replace(" ", "-")
    return f"throttle:{name}:{digest}:{now // limit.seconds}", limit.seconds - now % limit.seconds

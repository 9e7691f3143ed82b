"""Which addresses the server visits for people: public ones only, decided after the name was resolved.

A name that resolves to anything else as well is refused, and who connects is given the address that was checked, so
that a name can't mean something else a moment later (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = (80, 443)
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""NAT64: the last four bytes are the IPv4 address that is meant (RFC 6052)."""


class NotVisitedError(Exception):
    """It is not visited, or did not answer with what is looked for; its text says why."""


class NotFoundError(NotVisitedError):
    """Its name means nothing, or nobody can be asked what it means now."""


def may_be_visited(address: Address, port: int) -> bool:
    """Whether the server may connect there."""
    return port in PORTS and is_public(address)


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet, whatever it is wrapped in, and not the operator's own."""
    if any(address in network for network in settings.PRIVATE_NETWORKS):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if (meant := _ipv4_in(address)) is not None:
            return is_public(meant)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolved(host: str, port: int) -> list[str]:
    """All addresses that a name means now, or the one that it is."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFoundError(f"the host can't be found: {error}") from None
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def checked_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host, in the order to be tried; refuses all where one of them may not be visited."""
    addresses = resolved(host, port)
    if not addresses or not all(may_be_visited(ipaddress.ip_address(address), port) for address in addresses):
        raise NotVisitedError("the host is not on the public internet, or its port is none of the web's")
    return addresses


def _ipv4_in(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    packed = address.packed
    is_compatible = packed[:12] == bytes(12) and int(address) > 1
    return ipaddress.IPv4Address(packed[12:]) if address in TRANSLATED or is_compatible else None

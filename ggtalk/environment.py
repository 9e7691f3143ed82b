"""Typed readers of environment variables: an unknown or unreadable value fails loudly, with the variable's name."""

from __future__ import annotations

import ipaddress
import os
import re
import zoneinfo
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

NAMED_MAILBOX = re.compile(r"[^<>\",;:@\r\n]+ <([^<>]+)>")
ORIGIN = re.compile(r"(https?)://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[1-9][0-9]{0,4})?", re.ASCII)
OWN_PORTS = {"http": ":80", "https": ":443"}
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The variable, trimmed; `default` when it is missing or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """on/off, yes/no, true/false, 1/0."""
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name}={value!r} is not understood: say on or off.")


def address(name: str, schemes: Sequence[str]) -> str:
    """A URL with one of `schemes`, or "" when it is missing; what it says is not repeated, it may hold a password."""
    value = text(name)
    if value and value.partition("://")[0] not in schemes:
        allowed = ", ".join(f"{scheme}://…" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} is not understood: it may be {allowed}.")
    return value


def site(name: str) -> str:
    """Where a site is, as `https://host` or `https://host:port` without a slash at its end; "" when it is missing."""
    value = text(name).rstrip("/")
    try:
        parts = urlsplit(value)
        plain = f"{parts.scheme}://{parts.netloc}" == value and parts.scheme in ("http", "https")
        is_site = plain and bool(parts.hostname) and "@" not in parts.netloc and (parts.port or 1) > 0
    except ValueError:
        is_site = False
    if value and not is_site:
        raise ImproperlyConfigured(f"{name} is not understood: it must be like https://chat.example.org.")
    return value


def mailbox(name: str) -> str:
    """Who writes: `chat@example.org` or `Chat <chat@example.org>`; "" when it is missing."""
    value = text(name)
    named = NAMED_MAILBOX.fullmatch(value)
    try:
        if value:
            validate_email(named[1] if named else value)
    except ValidationError:
        raise ImproperlyConfigured(
            f"{name}={value!r} is not understood: it must be like chat@example.org or Chat <chat@example.org>."
        ) from None
    return value


def choice(name: str, allowed: Sequence[str]) -> str:
    """One of `allowed`, the first being the default."""
    value = text(name, allowed[0])
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r} is not understood: it may be {', '.join(allowed)}.")
    return value


def number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number from `least` to `most`."""
    value = text(name, str(default))
    try:
        found = int(value)
    except ValueError:
        found = least - 1
    if not least <= found <= most:
        raise ImproperlyConfigured(f"{name}={value!r} is not understood: it must be a number from {least} to {most}.")
    return found


def names(name: str, default: str = "") -> list[str]:
    """Comma-separated names."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def networks(name: str) -> tuple[Network, ...]:
    """Comma-separated networks (`203.0.113.0/24`, `2001:db8::/48`), or single addresses."""
    found: list[Network] = []
    for value in names(name):
        try:
            found.append(ipaddress.ip_network(value))
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name}: {value!r} is not understood: say an address or a network like 203.0.113.0/24 ({error})."
            ) from None
    return tuple(found)


def origins(name: str) -> list[str]:
    """Comma-separated origins: each `https://host` or `https://host:port`, without the scheme's own port."""
    found = [ORIGIN.fullmatch(value.lower()) or value for value in names(name)]
    if wrong := [value for value in found if isinstance(value, str)]:
        raise ImproperlyConfigured(f"{name}: {wrong[0]!r} is not understood: say an origin like https://host:8443.")
    return [one[0].removesuffix(OWN_PORTS[one[1]]) for one in found if isinstance(one, re.Match)]


def elliptic_key(name: str) -> str:
    """A private key of P-256, 32 bytes as 43 digits of base64url, or ""; what it says is not repeated."""
    value = text(name)
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{43}", value):
        raise ImproperlyConfigured(f"{name} is not understood: it must be 32 bytes in base64url, 43 digits.")
    return value


def time_zone(name: str, default: str) -> str:
    """A time zone by its IANA name."""
    value = text(name, default)
    if value not in zoneinfo.available_timezones():
        raise ImproperlyConfigured(f"{name}={value!r} is not understood: it must be a name like Asia/Shanghai or UTC.")
    return value


def folder(name: str, default: Path) -> Path:
    """An absolute folder; it need not exist."""
    return Path(text(name, str(default))).expanduser().resolve()

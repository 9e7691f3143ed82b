"""`EMAIL_URL` as Django's mail settings, and whether this site sends mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
"""By scheme: not encrypted, encrypted once the server was asked, encrypted from the beginning."""
NEEDED = ("EMAIL_URL", "EMAIL_FROM", "SITE_URL")
"""Without one of these no mail is sent: through whom, from whom, and where its links lead."""


@dataclass(frozen=True)
class MailServer:
    """Who takes our mail; no host: nobody."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False


def mail_server(url: str) -> MailServer:
    """What `EMAIL_URL` names; what it says is not repeated where it is not understood, it may hold a password."""
    if not url:
        return MailServer()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in PORTS or parts.path.strip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            "EMAIL_URL is not understood: it may be smtp+starttls://USER:PASSWORD@HOST:PORT, smtps://… or smtp://…; "
            "signs like @ and / in the user or password are written as %40 and %2F."
        )
    return MailServer(
        host=host,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp+starttls",
        is_tls=parts.scheme == "smtps",
    )


def missing_for_mail() -> list[str]:
    """The variables that a site without mail would need to send it."""
    given: dict[str, Any] = {name: getattr(settings, name) for name in NEEDED}
    return [name for name, value in given.items() if not value]


def sends_mail() -> bool:
    """Whether an operator has said all that sending needs."""
    return not missing_for_mail()


def site_host() -> str:
    """The name of the site's machine as people know it."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"

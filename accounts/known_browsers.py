"""Browsers somebody has signed in with before, told by a signed cookie: no guesses made elsewhere keep them out.

The device cookie of OWASP's "Slow Down Online Guessing Attacks with Device Cookies".
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "known_browser"
AGE_SECONDS = 60 * 60 * 24 * 365
MOST_USERS = 5
"""Who has signed in last in one browser; a cookie with everybody of a shared one would outgrow its request."""

_NEWCOMER = "accounts.known_browsers.newcomer"


@dataclass(frozen=True)
class KnownBrowser:
    """A browser these users have signed in with, the last one first.

    id: random, new whenever one of them has proved who they are.
    """

    id: str
    users: list[int]


def known_browser(request: HttpRequest) -> KnownBrowser | None:
    """The browser that asks, should anybody have been signed in with it within a year."""
    try:
        id, users = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=AGE_SECONDS)
    except signing.BadSignature:
        return None
    return KnownBrowser(id, users)


def get_to_know(request: HttpRequest, user: int) -> None:
    """Has the answer to this request make its browser known for a user who is signed in."""
    request.META[_NEWCOMER] = user


class KnownBrowsers:
    """Middleware that hands the cookie out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if user := request.META.get(_NEWCOMER):
            before = known_browser(request)
            others = [other for other in before.users if other != user] if before else []
            response.set_cookie(
                COOKIE,
                signing.dumps([secrets.token_urlsafe(16), [user, *others][:MOST_USERS]], salt=COOKIE),
                max_age=AGE_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

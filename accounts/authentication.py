"""Who is asking: a program by its token, a browser by its session, both as a `Device`.

A session counts only while its device is there, so that signing a device out ends both alike.
"""

from __future__ import annotations

import time
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, login
from django.contrib.auth import logout as end_session
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from accounts.actions import NewDevice, add_device, note_seen, remove_device
from accounts.addresses import client_address
from accounts.known_browsers import get_to_know
from accounts.models import Device, User
from accounts.queries import device_with_secret
from accounts.sessions import SessionStore
from ggtalk.errors import Refused
from ggtalk.realtime.clients import Scope

RENEWED_ON = "renewed_on_day"
BACKEND = "django.contrib.auth.backends.ModelBackend"
REMEMBERED_SECONDS = settings.SESSION_COOKIE_AGE
SECONDS_A_DAY = 60 * 60 * 24
BEARER = "bearer "


def signed_in_user(request: Request) -> User:
    """Who asks, at an endpoint that is not open to anybody."""
    assert isinstance(request.user, User)
    return request.user


def signed_in_device(request: Request) -> Device:
    """What they ask with."""
    assert isinstance(request.auth, Device)
    return request.auth


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`."""

    def authenticate(self, request: Request) -> tuple[User, Device] | None:
        token = _bearer_token(request.headers.get("Authorization", ""))
        if token is None:
            return None
        device = device_with_secret(Device.Kind.PROGRAM, token)
        if device is None:
            raise Refused("not_signed_in", "This token is not valid, or was signed out.", status=401)
        note_seen(device, client_address(request._request))
        return device.user, device

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class BrowserAuthentication(SessionAuthentication):
    """The session cookie; changing requests need Django's CSRF token."""

    def authenticate(self, request: Request) -> tuple[User, Device] | None:
        device = device_of_session(request._request.session)
        if device is None:
            return None
        self.enforce_csrf(request)
        note_seen(device, client_address(request._request))
        if _renew(request._request.session):
            get_to_know(request._request, device.user_id)
        return device.user, device


def device_of_session(session: SessionBase) -> Device | None:
    """The signed-in device of a browser's session."""
    password: str = session.get(HASH_SESSION_KEY, "")  # reads the session; the key of none is forgotten by this
    device = device_with_secret(Device.Kind.BROWSER, session.session_key or "") if password else None
    if device is None or not constant_time_compare(password, device.user.get_session_auth_hash()):
        return None
    return device


def open_session(request: HttpRequest, user: User, *, name: str, remember: bool) -> Device:
    """Signs a browser in: a new session with a device of its own."""
    if before := device_of_session(request.session):
        remove_device(before.user_id, before.id)
    end_session(request)
    login(request, user, backend=BACKEND)
    new = NewDevice("browser", name, client_address(request), request.session.session_key or "")
    device, _ = add_device(user.id, new, proved=user.password)
    request.session[RENEWED_ON] = int(time.time()) // SECONDS_A_DAY
    request.session.set_expiry(REMEMBERED_SECONDS if remember else 0)
    get_to_know(request, user.id)
    return device


def _renew(session: SessionBase) -> bool:
    """Moves the end of a session in use on, once a day: who comes by every week is never asked again."""
    today = int(time.time()) // SECONDS_A_DAY
    if session.get(RENEWED_ON) == today:
        return False
    session[RENEWED_ON] = today
    return True


def authenticate_scope(scope: Scope) -> tuple[int, int] | None:
    """(user, device) of a socket: by token, or by the session cookie if the page came from this site."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    token = _bearer_token(headers.get("authorization", ""))
    if token is not None:
        device = device_with_secret(Device.Kind.PROGRAM, token)
    elif _is_same_site(headers):
        device = device_of_session(_session_of(headers.get("cookie", "")))
    else:
        device = None
    if device is None:
        return None
    note_seen(device)
    return device.user_id, device.id


def _bearer_token(header: str) -> str | None:
    return header[len(BEARER) :].strip() if header.lower().startswith(BEARER) else None


def _is_same_site(headers: dict[str, str]) -> bool:
    """Another site's page may open a socket here with the person's cookie; only its Origin tells.

    Behind a proxy that changes the host, TRUSTED_ORIGINS says what this site is called outside, as it does for forms.
    """
    origin = headers.get("origin", "").lower()
    if origin in (trusted.lower() for trusted in settings.CSRF_TRUSTED_ORIGINS):
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    schemes = ("https",) if settings.BEHIND_HTTPS else ("http", "https")
    return bool(parts.netloc) and parts.netloc == headers.get("host", "").lower() and parts.scheme in schemes


def _session_of(cookie: str) -> SessionStore:
    try:
        morsel = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        morsel = None
    return SessionStore(morsel.value if morsel else None)

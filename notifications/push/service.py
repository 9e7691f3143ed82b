"""Handing a message to a browser's push service (RFC 8030), encrypted for the browser alone (RFC 8291)."""

from __future__ import annotations

import time
from typing import Literal

import http_ece
import httpcore
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from ggtalk.abroad.addresses import NotFoundError, NotVisitedError
from ggtalk.abroad.network import FAILURES, CheckedNetwork, seconds_left
from ggtalk.errors import Refused
from ggtalk.jobs.kinds import TryLater
from notifications.push.endpoints import Endpoint, decoded, endpoint_of
from notifications.push.vapid import authorization

MOST_SECONDS = 8.0
"""For everything together: names, connection, answer."""
KEPT_SECONDS = 24 * 60 * 60
"""So long the service keeps a message for a browser that is away."""
MOST_RETRY_AFTER_SECONDS = 60 * 60
USER_AGENT = "GGTalk/1.0"

Urgency = Literal["normal", "high"]


class Gone(Exception):
    """The browser is not subscribed there any more."""


class NotTaken(Exception):
    """The service will not take this message, however often it is asked; its text says why."""


class Pushed(msgspec.Struct, frozen=True):
    """A message for a browser: what it says, and by which topic the service replaces an earlier one."""

    content: bytes
    topic: str
    urgency: Urgency


def push(endpoint: str, p256dh: str, auth: str, pushed: Pushed) -> None:
    """Has the service take it; raises `Gone`, `NotTaken`, or `TryLater` where it may be asked again."""
    try:
        place = endpoint_of(endpoint)
    except Refused as refused:  # the operator trusts it no longer
        raise NotTaken(str(refused)) from None
    status, retry_after = _posted(place, _headers(place, pushed), encrypted(pushed.content, p256dh, auth))
    if status in (404, 410):
        raise Gone
    if status == 429 or status >= 500:
        raise TryLater(f"the push service answers with status {status}", retry_after)
    if not 200 <= status < 300:
        raise NotTaken(f"the push service answers with status {status}")


def encrypted(content: bytes, p256dh: str, auth: str) -> bytes:
    """What only the browser with these keys can read."""
    sealed: bytes = http_ece.encrypt(
        content,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=decoded(p256dh),
        auth_secret=decoded(auth),
        version="aes128gcm",
    )
    return sealed


def _headers(place: Endpoint, pushed: Pushed) -> dict[str, str]:
    return {
        "User-Agent": USER_AGENT,
        "Authorization": authorization(place.origin),
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(KEPT_SECONDS),
        "Topic": pushed.topic,
        "Urgency": pushed.urgency,
    }


def _posted(place: Endpoint, headers: dict[str, str], content: bytes) -> tuple[int, float]:
    """The status of the answer, and for how many seconds the service wants to be left alone. What it says is unread."""
    url = httpcore.URL(scheme=place.scheme, host=place.host.encode(), port=place.port, target=place.target.encode())
    ends_at = time.monotonic() + MOST_SECONDS
    network = CheckedNetwork(ends_at, {(place.host, place.port)} if place.trusted else ())
    sent: list[tuple[bytes | str, bytes | str]] = list(headers.items())
    try:
        with (
            httpcore.ConnectionPool(network_backend=network) as pool,
            pool.stream("POST", url, headers=sent, content=content) as response,
        ):
            seconds_left(ends_at)
            told = {name.decode().lower(): value.decode("latin-1") for name, value in response.headers}
            return response.status, _seconds(told.get("retry-after", ""))
    except NotFoundError:
        raise TryLater("the push service's name can't be found") from None
    except NotVisitedError as refused:
        raise NotTaken(str(refused)) from None
    except FAILURES as failure:
        raise TryLater(f"the push service can't be reached: {type(failure).__name__}") from None


def _seconds(retry_after: str) -> float:
    """Of a date nothing is made: the job rests as long as any other."""
    return min(MOST_RETRY_AFTER_SECONDS, int(retry_after)) if retry_after.isdecimal() and len(retry_after) < 9 else 0

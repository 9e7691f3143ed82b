"""Where a browser's push service takes messages, as a client says it: taken apart once, strictly."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from ggtalk.errors import invalid

MOST_CHARACTERS = 2_000
PORTS = {"http": 80, "https": 443}
POINT_BYTES, AUTH_BYTES = 65, 16

_ENDPOINT = re.compile(
    r"(?P<origin>(?P<scheme>https?)://(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(?P<port>[1-9][0-9]{0,4}))?)"
    r"(?P<target>/[!$-;=?-Z_a-z~\[\]]*)",
    re.ASCII,
)


class Endpoint(msgspec.Struct, frozen=True):
    """An address of a push service. trusted: the operator says that it is inside, and may be visited all the same."""

    origin: str
    scheme: str
    host: str
    port: int
    target: str
    trusted: bool


def endpoint_of(url: str) -> Endpoint:
    """Takes an address apart; refuses with `invalid` what can be none of a push service's."""
    found = _ENDPOINT.fullmatch(url) if len(url) <= MOST_CHARACTERS else None
    if found is None:
        raise invalid(endpoint="This is no address of a push service.")
    scheme, host, target = found["scheme"], found["host"], found["target"]
    port = int(found["port"] or PORTS[scheme])
    origin = f"{scheme}://{host}" + ("" if port == PORTS[scheme] else f":{port}")
    trusted = origin in settings.PUSH_SERVICES_INSIDE
    if scheme != "https" and not trusted:
        raise invalid(endpoint="A push service is reached by https.")
    return Endpoint(origin, scheme, host, port, target, trusted)


def checked_keys(p256dh: str, auth: str) -> None:
    """Refuses with `invalid` what is no public key of P-256 (65 bytes) or no secret of 16 bytes, in base64url."""
    if not _is_public_key(p256dh):
        raise invalid(p256dh="This is no public key of a browser.")
    if not _has_bytes(auth, AUTH_BYTES):
        raise invalid(auth="This is no secret of a browser.")


def _is_public_key(digits: str) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(digits))
    except ValueError:
        return False
    return _has_bytes(digits, POINT_BYTES)


def _has_bytes(digits: str, count: int) -> bool:
    try:
        return len(decoded(digits)) == count
    except ValueError:
        return False


def decoded(digits: str) -> bytes:
    """What base64url without padding says; `ValueError` where it says nothing."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", digits):
        raise ValueError("no base64url")
    return urlsafe_b64decode(digits + "=" * (-len(digits) % 4))

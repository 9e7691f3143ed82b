"""The key by which push services know this site (RFC 8292), and the word it signs for each of them."""

from __future__ import annotations

import threading
import time
from base64 import urlsafe_b64encode
from email.utils import parseaddr

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

from ggtalk.secret import kept_secret

GOOD_FOR_SECONDS = 12 * 60 * 60
"""Services take words that are good for a day at most."""
NOBODY = "https://localhost"
"""Whom to write to where nothing is known of the operator; some services refuse it."""

_kept: dict[str, str] = {}
_making = threading.Lock()


def public_key() -> str:
    """What browsers subscribe with, in base64url."""
    point = _vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _digits(point)


def authorization(origin: str) -> str:
    """The header for a push service at `scheme://host[:port]`."""
    claims = {"aud": origin, "exp": int(time.time()) + GOOD_FOR_SECONDS, "sub": contact() or NOBODY}
    return str(_vapid().sign(claims)["Authorization"])


def contact() -> str:
    """Where a push service may reach the operator: who sends the site's mail, or where the site is; "" if unknown."""
    if mailbox := parseaddr(settings.EMAIL_FROM)[1]:
        return f"mailto:{mailbox}"
    if settings.SITE_URL.startswith("https:"):
        return str(settings.SITE_URL)
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else ""
    return f"https://{host}" if settings.BEHIND_HTTPS and host and host[0] not in ".*" else ""


def _vapid() -> Vapid02:
    vapid = Vapid02.from_raw(_private_key().encode())
    vapid.conf = {"no-strict": True}  # or it would refuse an address with a port
    return vapid


def _private_key() -> str:
    """The operator's, or one that is made at first need and kept in the data folder."""
    if settings.VAPID_PRIVATE_KEY:
        return str(settings.VAPID_PRIVATE_KEY)
    path = None if settings.IN_MEMORY else settings.DATA_DIR / "vapid_key"
    with _making:
        if str(path) not in _kept:
            _kept[str(path)] = kept_secret(path, _new_key)
        return _kept[str(path)]


def _new_key() -> str:
    vapid = Vapid02()
    vapid.generate_keys()
    return _digits(vapid.private_key.private_numbers().private_value.to_bytes(32, "big"))


def _digits(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()

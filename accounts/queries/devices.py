"""Where users are signed in."""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet

from accounts.models import Device


def devices_of(user: int) -> QuerySet[Device]:
    """The user's devices, the last used first."""
    return Device.objects.filter(user=user).order_by("-last_seen_at", "-id")


def hashed_secret(secret: str) -> str:
    """What is stored of a device's secret. It has 160 random bits or more, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def device_with_secret(kind: Device.Kind, secret: str) -> Device | None:
    """The device of this kind with this secret and its user, if that user may sign in."""
    devices = Device.objects.select_related("user").filter(kind=kind, user__is_active=True)
    return devices.filter(secret_hash=hashed_secret(secret)).first() if secret else None

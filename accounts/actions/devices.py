"""Signing devices in and out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import text
from accounts.actions.locks import lock_users
from accounts.actions.processes import this_process
from accounts.actions.sign_in import invalid_credentials
from accounts.events import DeviceAdded, DeviceRemoved, Said, own_stream
from accounts.models import ConnectedClient, Device
from accounts.queries import devices_of, hashed_secret
from accounts.serializers import device_data
from accounts.sessions import SessionStore, end_sessions
from ggtalk.errors import Refused, not_found
from ggtalk.realtime.hub import hub
from ggtalk.realtime.hub.delivery import SignOut
from ggtalk.realtime.publish import publish_each
from ggtalk.realtime.wire import Close

SEEN_EVERY = timedelta(minutes=1)
GRACE = timedelta(days=1)
MOST_DEVICES = 100
"""Past this the one not used for longest is signed out."""


@dataclass(frozen=True)
class NewDevice:
    """A device that signs in; `session_key`, which is its secret, is a browser's."""

    kind: Literal["browser", "program"]
    name: str = ""
    address: str = ""
    session_key: str = ""


def add_device(user: int, new: NewDevice, *, proved: str = "") -> tuple[Device, str]:
    """Signs a device in; returns it with its secret, which is known only now.

    proved: the hash of the password somebody has just shown to know. Who was frozen, or whose password was changed,
    since then gets `invalid_credentials`: a sign-in that was under way must not outlive what ended all the others.
    """
    secret = new.session_key or secrets.token_urlsafe(32)
    with transaction.atomic():
        me = lock_users(user)[user]
        if proved and (me.password != proved or not me.is_active):
            raise invalid_credentials()
        device = Device.objects.create(
            user_id=user,
            kind=new.kind,
            name=text.clean_line(new.name)[: text.MOST_DEVICE_NAME],
            address=new.address,
            secret_hash=hashed_secret(secret),
        )
        added = DeviceAdded(device=device_data(device))
        publish_each([(own_stream(user), added), *sign_out(user, devices_of(user)[MOST_DEVICES:])])
    return device, secret


def remove_device(user: int, device: int) -> None:
    """Signs one of the user's devices out, wherever it is."""
    with transaction.atomic():
        lock_users(user)
        found = Device.objects.filter(id=device, user=user)
        if not found:
            raise not_found()
        publish_each(sign_out(user, found))


def remove_devices(user: int, *, but: int | None = None) -> None:
    """Signs all of the user's devices out, one perhaps excepted."""
    with transaction.atomic():
        lock_users(user)
        publish_each(sign_out(user, Device.objects.filter(user=user).exclude(id=but or 0)))


def sign_out(user: int, devices: Iterable[Device]) -> Said:
    """Ends these devices' sessions and tokens, and their sockets after the commit; returns what is to be said."""
    ended = list(devices)
    if not ended:
        return []
    end_sessions(ended)
    ids = [device.id for device in ended]
    Device.objects.filter(id__in=ids).delete()
    transaction.on_commit(partial(hub.post, [SignOut(ids, int(Close.SIGNED_OUT))]))
    return [(own_stream(user), DeviceRemoved(device=device)) for device in ids]


def forget_expired_sessions() -> None:
    """Removes sessions that have run out, and the browsers that had them from people's lists; a chore."""
    SessionStore.clear_expired()
    long_ago = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE) - GRACE
    expired = Device.objects.filter(kind=Device.Kind.BROWSER, last_seen_at__lt=long_ago)
    for user, device in list(expired.values_list("user_id", "id")):
        with suppress(Refused):  # signed out meanwhile
            remove_device(user, device)


def close_signed_out() -> None:
    """Closes this process's sockets whose device is gone: a chore, should the news of its sign-out have been lost."""
    here = ConnectedClient.objects.filter(process=this_process())
    gone = here.exclude(device__in=Device.objects.values("id")).values_list("device", flat=True)
    if devices := sorted(set(gone)):
        hub.post([SignOut(devices, int(Close.SIGNED_OUT))])


def note_seen(device: Device, address: str | None = None) -> None:
    """Remembers that a device was there, at most once a minute."""
    now = timezone.now()
    if now - device.last_seen_at < SEEN_EVERY:
        return
    seen = {"last_seen_at": now, **({"address": address} if address else {})}
    Device.objects.filter(id=device.id, last_seen_at__lt=now - SEEN_EVERY).update(**seen)

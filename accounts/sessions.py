"""Browsers' sessions in Django's table, under the hash of their key: what is there is of no use to who reads it.

A signed-in browser's `Device` has this key as its secret, so a session knows its device and a device its session.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Device
from accounts.queries import hashed_secret

KEY_LENGTH = 40
"""The first digits of the hash: what Django's column has room for. 160 bits are still nothing to be guessed."""


class SessionStore(db.SessionStore):
    """Django's, but for the key its rows have, and that a device follows its session to another key."""

    def exists(self, session_key: str) -> bool:
        return _rows(session_key).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment] # the stubs leave the model open
        row.session_key = _stored(row.session_key)
        return row

    def _get_session_from_db(self) -> Session | None:
        row = _rows(self.session_key or "").filter(expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            _rows(key).delete()

    def cycle_key(self) -> None:
        before = self.session_key
        super().cycle_key()
        if before and self.session_key:
            devices = Device.objects.filter(secret_hash=hashed_secret(before))
            devices.update(secret_hash=hashed_secret(self.session_key))

    # The asynchronous ones of Django's store look for the bare key; the general ones call what stands above.
    aexists, acreate, aload = SessionBase.aexists, SessionBase.acreate, SessionBase.aload
    asave, adelete = SessionBase.asave, SessionBase.adelete


def end_sessions(devices: Iterable[Device]) -> None:
    """Ends the sessions of those devices that are browsers."""
    Session.objects.filter(session_key__in=[device.secret_hash[:KEY_LENGTH] for device in devices]).delete()


def _stored(session_key: str) -> str:
    return hashed_secret(session_key)[:KEY_LENGTH]


def _rows(session_key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=_stored(session_key))

"""Changing passwords, and keeping people out."""

from __future__ import annotations

from django.db import transaction

from accounts.actions.devices import remove_devices
from accounts.actions.locks import lock_users
from accounts.actions.registration import checked_new_password
from accounts.actions.sign_in import check_own_password
from accounts.models import User


def change_password(user: User, old: str, new: str, *, device: int | None) -> User:
    """Gives oneself a new password; every device but this one, if it is one, is signed out."""
    check_own_password(user, old, field="old_password")
    return _set_password(user, checked_new_password(new, "new_password"), keep=device)


def reset_password(user: User, new: str | None) -> User:
    """The operator gives somebody a new password, or none to sign in with; all their devices are signed out."""
    return _set_password(user, new, keep=None)


def freeze_user(user: int) -> None:
    """Keeps somebody out until `unfreeze_user`: signed out everywhere, not found, not able to sign in."""
    _set_active(user, active=False)


def unfreeze_user(user: int) -> None:
    """Lets somebody in again."""
    _set_active(user, active=True)


def _set_password(user: User, new: str | None, *, keep: int | None) -> User:
    user.set_password(new)
    with transaction.atomic():
        lock_users(user.id)
        user.save(update_fields=["password"])
        remove_devices(user.id, but=keep)
    return user


def _set_active(user: int, *, active: bool) -> None:
    with transaction.atomic():
        found = lock_users(user).get(user)
        if found is None or found.is_deleted:
            return
        found.is_active = active
        found.save(update_fields=["is_active"])
        if not active:
            remove_devices(user)

"""Changing what one says of oneself."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import msgspec
from django.db import transaction

from accounts import avatars, text
from accounts.actions.locks import lock_users
from accounts.actions.presence import set_presence_of_all_clients
from accounts.events import MeChanged, Said, UserChanged, own_stream
from accounts.models import OwnSettings, User
from accounts.presence import ChosenPresence
from accounts.queries import card_holders_of, settings_of
from accounts.serializers import MeData, me_data, user_data
from ggtalk.errors import invalid
from ggtalk.realtime.publish import publish_each

MOST_SETTINGS_BYTES = 32 * 1024
MOST_SETTINGS_DEPTH = 8


@dataclass(frozen=True)
class ProfileChanges:
    """New values; what is `None` stays. settings: merged key by key, a null value removes its key."""

    name: str | None = None
    signature: str | None = None
    avatar: str | None = None
    email: str | None = None
    phone: str | None = None
    presence: ChosenPresence | None = None
    settings: dict[str, Any] | None = None


def change_profile(user: int, changes: ProfileChanges) -> MeData:
    """Changes a profile and tells everybody who holds the card; all clients take up a presence chosen by hand."""
    with transaction.atomic():
        me = lock_users(user)[user]
        card, avatar = user_data(me), me.avatar
        _apply(me, changes)
        me.save(update_fields=[field.name for field in fields(ProfileChanges) if field.name != "settings"])
        if changes.settings is not None:
            _store_settings(me, _merged_settings(settings_of(me), changes.settings))
        if me.avatar != avatar:
            transaction.on_commit(lambda: avatars.discard(avatar))
        publish_each(said_of(me, everybody=user_data(me) != card))
        if changes.presence is not None:
            set_presence_of_all_clients(user, changes.presence)
        return me_data(me)


def upload_avatar(user: int, upload: bytes) -> MeData:
    """Makes an uploaded picture the user's avatar."""
    name = avatars.stored(avatars.square_picture(upload))
    try:
        with transaction.atomic():
            me = lock_users(user)[user]
            before, me.avatar = me.avatar, name
            me.save(update_fields=["avatar"])
            transaction.on_commit(lambda: avatars.discard(before))
            publish_each(said_of(me, everybody=True))
            return me_data(me)
    except BaseException:
        avatars.discard(name)
        raise


def said_of(me: User, *, everybody: bool) -> Said:
    """A user's new card, to their own clients and, if `everybody`, to all who hold it."""
    said: Said = [(own_stream(me.id), MeChanged(me=me_data(me)))]
    if everybody:
        changed = UserChanged(user=user_data(me))
        said += [(own_stream(holder), changed) for holder in sorted(card_holders_of(me.id))]
    return said


def _apply(me: User, changes: ProfileChanges) -> None:
    if changes.name is not None:
        me.name = text.shown_name("name", changes.name)
    if changes.signature is not None:
        me.signature = text.line("signature", changes.signature, text.MOST_SIGNATURE)
    if changes.avatar is not None:
        me.avatar = avatars.chosen_avatar(changes.avatar)
    if changes.email is not None:
        me.email = text.email_address(changes.email)
    if changes.phone is not None:
        me.phone = text.phone_number(changes.phone)
    if changes.presence is not None:
        me.presence = changes.presence


def _store_settings(me: User, settings: dict[str, Any]) -> None:
    me.switches = {name: value for name, value in settings.items() if isinstance(value, bool)}
    me.save(update_fields=["switches"])
    written = {name: value for name, value in settings.items() if name not in me.switches}
    OwnSettings.objects.update_or_create(user=me, defaults={"content": msgspec.json.encode(written).decode()})


def _merged_settings(now: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    settings = {name: value for name, value in {**now, **changes}.items() if value is not None}
    if not _is_shallow(settings, MOST_SETTINGS_DEPTH):
        raise invalid(settings=f"Settings may be nested {MOST_SETTINGS_DEPTH} deep.")
    if len(msgspec.json.encode(settings)) > MOST_SETTINGS_BYTES:
        raise invalid(settings=f"All settings together may have {MOST_SETTINGS_BYTES // 1024} KiB.")
    return settings


def _is_shallow(value: Any, depth: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth > 0 and all(_is_shallow(part, depth - 1) for part in inner)

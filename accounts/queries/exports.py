"""Everything kept about a user, app by app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from accounts.queries.devices import devices_of
from accounts.queries.friend_requests import requests_of
from accounts.queries.friends import blocks_of, friend_groups_of, friends_of
from accounts.queries.settings import settings_of

Export = Callable[[int], Any]
_exports: dict[str, Export] = {}


def register_export(name: str, export: Export) -> None:
    """Adds a part to a user's export: `export(user)` gives what JSON can hold."""
    if name in _exports:
        raise ValueError(f"two exports are called {name}")
    _exports[name] = export


def export_of(user: int) -> dict[str, Any]:
    """All parts by name."""
    return {name: export(user) for name, export in sorted(_exports.items())}


def _account(user: int) -> dict[str, Any]:
    me = User.objects.get(id=user)
    fields = ("id", "account", "name", "signature", "avatar", "email", "phone", "presence", "created_at")
    return {**{name: getattr(me, name) for name in fields}, "settings": settings_of(me)}


def _devices(user: int) -> list[dict[str, Any]]:
    fields = ("name", "kind", "address", "created_at", "last_seen_at")
    return [{name: getattr(device, name) for name in fields} for device in devices_of(user)]


def _friends(user: int) -> list[dict[str, Any]]:
    names = {group.id: group.name for group in friend_groups_of(user)}
    return [
        {
            "account": friendship.friend.account,
            "name": friendship.friend.name,
            "remark": friendship.remark,
            "friend_group": names[friendship.friend_group_id],
            "since": friendship.since,
        }
        for friendship in friends_of(user)
    ]


def _requests(user: int) -> list[dict[str, Any]]:
    return [
        {
            "from": request.from_user.account,
            "to": request.to_user.account,
            "note": request.note,
            "state": request.state,
            "reason": request.reason,
            "created_at": request.created_at,
            "answered_at": request.answered_at,
        }
        for request in requests_of(user)
    ]


def _blocks(user: int) -> list[dict[str, Any]]:
    return [{"account": blocked.account, "name": blocked.name} for blocked in blocks_of(user)]


register_export("account", _account)
register_export("devices", _devices)
register_export("friends", _friends)
register_export("friend_requests", _requests)
register_export("blocks", _blocks)

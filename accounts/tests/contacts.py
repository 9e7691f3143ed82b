"""A client's lists, moved by events alone: what the law of events is tested with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accounts.events import own_stream
from accounts.models import User
from accounts.testing import Api, heard
from ggtalk.realtime.sync import heads_of

Lists = dict[str, Any]


def lists_of(api: Api) -> Lists:
    """All lists of accounts as REST gives them now, by id; what passes by itself (last seen) is left out."""
    contacts = api.get("friends/").body
    return {
        "me": api.get("me/").body,
        "friends": {friend["user"]["id"]: friend for friend in contacts["friends"]},
        "friend_groups": contacts["friend_groups"],
        "requests": {request["id"]: request for request in all_requests(api, contacts)},
        "blocks": {user["id"]: user for user in contacts["blocks"]},
        "devices": {
            device["id"]: {name: value for name, value in device.items() if name not in ("last_seen_at", "is_current")}
            for device in api.get("me/devices/").body
        },
    }


def all_requests(api: Api, contacts: Any) -> Iterator[Any]:
    """Those that come with the contacts, and page by page all older ones."""
    yield from contacts["requests"]
    following = contacts["requests_next"]
    while following is not None:
        page = api.get("friends/requests/", after=following).body
        yield from page["requests"]
        following = page["next"]


class Screen:
    """A client of one user: lists fetched once, then moved by the events heard since."""

    def __init__(self, api: Api) -> None:
        assert api.user is not None
        self.api, self.user = api, api.user
        self.lists = lists_of(api)
        self.head = head_of(self.user)

    def follow(self) -> list[str]:
        """Applies what was heard since; returns the types of those events."""
        events = heard(self.user, after=self.head)
        self.head = head_of(self.user)
        for name, payload in events:
            apply(self.lists, name, payload)
        return [name for name, _ in events]

    def assert_lawful(self, *expected: str) -> None:
        """Old lists and the events (of just these types) are the lists asked for afresh."""
        assert sorted(self.follow()) == sorted(expected)
        assert self.lists == lists_of(self.api)


def head_of(user: User) -> int:
    """The last number of a user's own stream."""
    name = own_stream(user.id)
    return heads_of([name])[name]


def apply(lists: Lists, name: str, payload: Any) -> None:
    """Moves the lists by one event."""
    match name:
        case "me.changed":
            lists["me"] = payload["me"]
            _new_card(lists, {key: payload["me"][key] for key in ("id", "account", "name", "signature", "avatar")})
        case "user.changed":
            _new_card(lists, payload["user"])
        case "friend.added" | "friend.changed":
            lists["friends"][payload["friend"]["user"]["id"]] = payload["friend"]
        case "friend.removed":
            del lists["friends"][payload["user"]]
        case "friend_groups.changed":
            lists["friend_groups"] = payload["friend_groups"]
        case "friend_request.changed":
            lists["requests"][payload["request"]["id"]] = payload["request"]
        case "block.added":
            lists["blocks"][payload["user"]["id"]] = payload["user"]
        case "block.removed":
            del lists["blocks"][payload["user"]]
        case "device.added":
            passing = ("last_seen_at", "is_current")
            device = {key: value for key, value in payload["device"].items() if key not in passing}
            lists["devices"][device["id"]] = device
        case "device.removed":
            del lists["devices"][payload["device"]]
        case _:
            raise AssertionError(f"{name} moves no list")


def _new_card(lists: Lists, card: Any) -> None:
    user = card["id"]
    if user in lists["friends"]:
        lists["friends"][user] = {**lists["friends"][user], "user": card}
    if user in lists["blocks"]:
        lists["blocks"][user] = card
    for request in lists["requests"].values():
        for side in ("from_user", "to_user"):
            if request[side]["id"] == user:
                request[side] = card

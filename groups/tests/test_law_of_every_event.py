"""Each event there is: the lists as they were + what was heard = the lists asked for afresh, for all concerned."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from pytest_django import Settings

from accounts.models import User
from accounts.testing import Api, signed_in
from accounts.tests.contacts import apply, lists_of
from chat.actions import open_direct_conversation
from chat.tests.folding import Conversations
from ggtalk.realtime.events import Event, registry
from ggtalk.realtime.streams import names_heard_by
from ggtalk.realtime.sync import heads_of, missed_by
from groups.actions import NewGroup
from groups.tests.scenes import SCENES, World
from groups.tests.test_law_of_events import Groups

pytestmark = pytest.mark.django_db(transaction=True)

Json = dict[str, Any]

HEARD_BY_NOBODY = {"conversation.closed"}
OTHERS = r"\.tests|^notifications\."
"""Events of the tests, and those of the app above, which has a law of its own."""


class Client:
    """Everything a client of this user holds, fetched once and then moved by what it hears."""

    def __init__(self, user: User) -> None:
        self.user, self.api = user, signed_in(user)
        self.cursors = heads_of(names_heard_by(user.id))
        self.contacts = lists_of(self.api)
        self.conversations = Conversations(user.id, self.api.get("conversations/").body)
        self.kept = kept_of(self.api)
        self.groups = Groups(user)

    def follow(self) -> set[str]:
        """Applies everything missed; the types that were among it."""
        heard = self._hear(self.cursors)
        rows = self.conversations.by_id.values()
        heard |= self._hear({row["stream"]: row["head"] for row in rows if row["stream"] not in self.cursors})
        self.groups.follow()
        return heard

    def held(self) -> dict[str, Any]:
        rows = [self.conversations.by_id[number] for number in sorted(self.conversations.by_id)]
        groups = (self.groups.groups, self.groups.members, self.groups.announcements, self.groups.requests)
        return {"contacts": self.contacts, "conversations": rows, "kept": self.kept, "groups": groups}

    def afresh(self) -> dict[str, Any]:
        """The same, asked for now."""
        conversations = self.api.get("conversations/").body
        groups = Groups(self.user)
        return {
            "contacts": lists_of(self.api),
            "conversations": sorted(conversations, key=lambda row: row["id"]),
            "kept": kept_of(self.api),
            "groups": (groups.groups, groups.members, groups.announcements, groups.requests),
        }

    def _hear(self, cursors: dict[str, int]) -> set[str]:
        frames = [msgspec.json.decode(frame) for frame in missed_by(self.user.id, cursors).frames]
        for frame in frames:
            name, payload = frame["type"], frame["payload"]
            self.conversations.hear(frame)
            if registry[name].__module__ == "accounts.events":
                apply(self.contacts, name, payload)
            if name == "conversation.left":
                left = payload["conversation"]
                self.conversations.by_id[left] = self.api.get(f"conversations/{left}/").body
            if name == "conversation.joined":
                self.kept["pins"][payload["conversation"]["id"]] = []
            move_kept(self.kept, name, payload)
        return {frame["type"] for frame in frames}


def kept_of(api: Api) -> dict[str, Any]:
    """Pins by conversation, favourites and stickers, as REST gives them now."""
    conversations = api.get("conversations/").body
    return {
        "pins": {row["id"]: api.get(f"conversations/{row['id']}/pins/").body for row in conversations},
        "favourites": [one["message"]["id"] for one in api.get("favourites/").body["favourites"]],
        "stickers": api.get("stickers/").body["stickers"],
    }


def move_kept(kept: dict[str, Any], name: str, payload: Json) -> None:
    """Moves pins, favourites and stickers by one event."""
    match name:
        case "pins.changed":
            kept["pins"][payload["conversation"]] = payload["pins"]
        case "favourite.added":
            kept["favourites"].insert(0, payload["message"])
        case "favourite.removed":
            kept["favourites"].remove(payload["message"])
        case "sticker.added":
            kept["stickers"].insert(0, payload["sticker"])
        case "sticker.removed":
            kept["stickers"] = [one for one in kept["stickers"] if one["id"] != payload["sticker"]]
        case "stickers.ordered":
            kept["stickers"].sort(key=lambda one: payload["stickers"].index(one["id"]))


@pytest.fixture(autouse=True)
def _everything_allowed(settings: Settings) -> None:
    settings.LINK_PREVIEWS = True


@pytest.fixture
def world(alice: User, bob: User, dora: User, charlie: User, group: NewGroup) -> World:
    direct = open_direct_conversation(alice.id, bob.id).id
    return World(alice, bob, dora, charlie, direct, group.group.id)


def test_every_event_that_is_kept_has_its_scene() -> None:
    ours = {name: kind for name, kind in registry.items() if not re.search(OTHERS, kind.__module__)}
    assert set(SCENES) == {name for name, kind in ours.items() if issubclass(kind, Event)}


@pytest.mark.parametrize("name", sorted(SCENES))
def test_lists_follow(name: str, world: World) -> None:
    before, act = SCENES[name]
    known = before(world)
    clients = [Client(user) for user in (world.alice, world.bob, world.dora, world.charlie)]
    act(world, known)
    heard = set().union(*(client.follow() for client in clients))
    assert (name in heard) != (name in HEARD_BY_NOBODY)
    for client in clients:
        assert client.held() == client.afresh(), client.user.name

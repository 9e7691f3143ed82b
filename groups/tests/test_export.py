"""What Alice takes with her of her conversations and groups."""

from __future__ import annotations

import pytest

from accounts.actions import delete_account
from accounts.models import User
from accounts.testing import MakeApi
from chat.testing import say
from groups.actions import NewGroup

pytestmark = pytest.mark.django_db(transaction=True)


def test_conversations_groups_and_messages(alice: User, bob: User, direct: int, group: NewGroup, api: MakeApi) -> None:
    program = api(alice)
    program.patch(f"conversations/{direct}/", draft="not sent yet", pinned=True)
    say(alice, direct, "mine"), say(bob, direct, "his")
    exported = program.get("me/export/").body
    mine, walks = exported["conversations"]
    assert (mine["kind"], mine["with"], mine["draft"], mine["pinned"]) == ("direct", "bob", "not sent yet", True)
    assert (walks["kind"], walks["title"], walks["with"], walks["left"]) == ("group", "Walks", "", False)
    assert [(one["name"], one["role"]) for one in exported["groups"]] == [("Walks", "owner")]
    assert [one["body"] for one in exported["messages"] if "text" in one["body"]] == [{"text": "mine"}]


def test_a_stranger_takes_nothing_of_it(charlie: User, direct: int, group: NewGroup, api: MakeApi) -> None:
    exported = api(charlie).get("me/export/").body
    assert (exported["conversations"], exported["groups"], exported["messages"]) == ([], [], [])


def test_a_deleted_peer_has_no_account(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    delete_account(bob.id)
    assert [one["with"] for one in api(alice).get("me/export/").body["conversations"]] == [""]

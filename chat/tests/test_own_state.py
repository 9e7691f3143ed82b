"""A user's own view: pinned, what one is told of, draft, marked unread, hidden."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from accounts.actions import make_friends
from accounts.models import User
from accounts.testing import MakeApi, heard, make_user
from chat.actions import Notice, create_group_conversation, open_direct_conversation
from chat.testing import Connect, durable, say
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)


async def test_each_client_of_mine_hears_the_change_and_nobody_elses(
    alice: User, bob: User, direct: int, connect: Connect, api: MakeApi
) -> None:
    mine, his = await connect(alice), await connect(bob)
    program = await in_database(api, alice)
    changes = {"pinned": True, "notify": "nothing", "marked_unread": True, "draft": "half a sent\x00ence"}
    answer = await in_database(program.patch, f"conversations/{direct}/", **changes)
    assert answer.status == 200
    assert (await mine.next_of("conversation.changed"))["payload"]["own"] == answer.body
    expected = {"pinned": True, "notify": "nothing", "marked_unread": True, "draft": "half a sentence", "hidden": False}
    assert {name: answer.body[name] for name in expected} == expected
    assert durable(await his.said_until_reply()) == []
    listed = await in_database(program.get, f"conversations/{direct}/")
    assert listed.body["own"] == answer.body


def test_what_does_not_change_is_not_said(alice: User, direct: int, api: MakeApi) -> None:
    program = api(alice)
    before = len(heard(alice))
    assert program.patch(f"conversations/{direct}/").status == 200
    assert program.patch(f"conversations/{direct}/", pinned=False, draft="", hidden=False).status == 200
    assert len(heard(alice)) == before


def test_hidden_ones_come_back_with_the_next_message(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    say(bob, direct, "one")
    assert api(alice).patch(f"conversations/{direct}/", hidden=True).body["hidden"] is True
    assert api(alice).get("conversations/").body[0]["own"]["hidden"] is True
    say(bob, direct, "two")
    assert api(alice).get("conversations/").body[0]["own"]["hidden"] is False
    assert api(alice).patch(f"conversations/{direct}/", hidden=True).body["hidden"] is True
    assert api(alice).patch(f"conversations/{direct}/", pinned=True).body["hidden"] is False


def test_hiding_all_leaves_the_pinned_ones(alice: User, direct: int, api: MakeApi) -> None:
    friends = [make_user(f"Friend{number}") for number in range(3)]
    make_friends([(alice.id, friend.id) for friend in friends])
    others = [open_direct_conversation(alice.id, friend.id).id for friend in friends]
    program = api(alice)
    program.patch(f"conversations/{direct}/", pinned=True)
    before = len(heard(alice))
    assert program.post("conversations/hide/").status == 204
    hidden = {row["id"] for row in program.get("conversations/").body if row["own"]["hidden"]}
    assert hidden == set(others)
    assert {payload["own"]["conversation"] for _, payload in heard(alice)[before:]} == hidden
    assert program.post("conversations/hide/").status == 204
    assert len(heard(alice)) == before + 3


def test_a_draft_has_the_limit_of_a_message(alice: User, direct: int, api: MakeApi) -> None:
    assert api(alice).patch(f"conversations/{direct}/", draft="字" * 20_000).status == 200
    refused = api(alice).patch(f"conversations/{direct}/", draft="字" * 20_001)
    assert (refused.status, refused.body["fields"].keys()) == (400, {"draft"})


def test_mentions_alone_are_a_choice_in_groups_only(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    refused = api(alice).patch(f"conversations/{direct}/", notify="mentions")
    assert (refused.status, refused.body["fields"].keys()) == (400, {"notify"})
    members = [alice.id, bob.id]
    with transaction.atomic():
        group = create_group_conversation("walks", members, Notice("group_created", alice.id, members)).id
    for level in ("mentions", "nothing", "all"):
        assert api(alice).patch(f"conversations/{group}/", notify=level).body["notify"] == level
        assert api(alice).get(f"conversations/{group}/").body["own"]["notify"] == level
        assert api(bob).get(f"conversations/{group}/").body["own"]["notify"] == "all"


@pytest.mark.parametrize(
    "body",
    [
        {"pinned": 1},
        {"notify": "loudly"},
        {"notify": None, "muted": True},
        {"draft": 5},
        {"read_seq": 9},
        {"left": False},
    ],
)
def test_bad_bodies_are_named(alice: User, direct: int, api: MakeApi, body: dict[str, Any]) -> None:
    answer = api(alice).patch(f"conversations/{direct}/", **body)
    assert (answer.status, answer.body["code"]) == (400, "invalid")

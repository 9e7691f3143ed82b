"""What owners and admins do, as everybody else in the group and outside notices it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.actions import delete_account
from accounts.models import User
from accounts.testing import MakeApi
from chat.testing import Connect, say_later, sent
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database
from groups.actions import (
    NewGroup,
    dissolve_group,
    hand_over_group,
    leave_group,
    remove_member,
    rename_group,
    set_admin,
)
from groups.models import Group, Membership

pytestmark = pytest.mark.django_db(transaction=True)


def last_words(api: MakeApi, user: User) -> Any:
    (found,) = api(user).get("conversations/").body
    return found["title"], found["own"]["left"], found["last_message"]["body"]


def test_a_new_name_is_the_conversations_too(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    rename_group(alice.id, group.group.id, "  爬山 ")
    notice = {"notice": {"kind": "group_renamed", "users": [], "text": "爬山"}}
    assert last_words(api, bob) == ("爬山", False, notice)
    assert api(bob).get("groups/").body[0]["name"] == "爬山"
    rename_group(alice.id, group.group.id, "爬山")
    assert last_words(api, bob) == ("爬山", False, notice)


@pytest.mark.parametrize("name", [" \u200b", "x" * 41, "\n"])
def test_a_bad_name_is_refused(alice: User, group: NewGroup, api: MakeApi, name: str) -> None:
    answer = api(alice).patch(f"groups/{group.group.id}/", name=name)
    assert (answer.status, answer.body["code"]) == (400, "invalid")
    assert Group.objects.get().name == "Walks"


async def test_who_is_removed_hears_nothing_after_it(
    alice: User, bob: User, dora: User, group: NewGroup, connect: Connect
) -> None:
    place = group.group.conversation_id
    phone, desk, others = await connect(bob), await connect(bob), await connect(dora)
    await say_later(alice, place, "before")
    await in_database(remove_member, alice.id, group.group.id, bob.id)
    await say_later(alice, place, "after")
    for socket in (phone, desk):
        assert (await socket.next_of("message.sent"))["payload"]["message"]["body"] == {"text": "before"}
        assert (await socket.next_of("group.left"))["payload"] == {"group": group.group.id}
        assert [frame["type"] for frame in await socket.said_until_reply()] == []
    heard = [(await others.next_of("message.sent"))["payload"]["message"]["body"] for _ in range(3)]
    assert heard[1] == {"notice": {"kind": "member_removed", "users": [bob.id]}}
    assert heard[2] == {"text": "after"}


def test_who_was_removed_keeps_what_was_said(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    place = group.group.conversation_id
    sent(alice, place, "before")
    remove_member(alice.id, group.group.id, bob.id)
    sent(alice, place, "after")
    assert last_words(api, bob) == ("Walks", True, {"text": "before"})
    assert isinstance(sent(bob, place, "may I?"), Refused)


def test_a_group_is_handed_over(alice: User, bob: User, group: NewGroup) -> None:
    hand_over_group(alice.id, group.group.id, bob.id)
    assert Group.objects.get().owner_id == bob.id
    roles = dict(Membership.objects.values_list("user_id", "role"))
    assert (roles[alice.id], roles[bob.id]) == ("admin", "owner")
    leave_group(alice.id, group.group.id)
    with pytest.raises(Refused, match="Hand the group over"):
        leave_group(bob.id, group.group.id)


def test_another_role_and_owner_are_told_of_in_the_conversation(
    alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi
) -> None:
    steps: tuple[tuple[Callable[[], None], str, User], ...] = (
        (lambda: set_admin(alice.id, group.group.id, bob.id, is_admin=True), "member_made_admin", bob),
        (lambda: set_admin(alice.id, group.group.id, bob.id, is_admin=True), "member_made_admin", bob),
        (lambda: set_admin(alice.id, group.group.id, bob.id, is_admin=False), "member_no_admin", bob),
        (lambda: hand_over_group(alice.id, group.group.id, dora.id), "group_handed_over", dora),
    )
    counts = []
    for step, kind, about in steps:
        step()
        (found,) = api(bob).get("conversations/").body
        assert found["last_message"]["body"] == {"notice": {"kind": kind, "users": [about.id]}}
        assert found["last_message"]["sender"] == alice.id
        counts.append(found["last_message"]["seq"])
    assert counts[0] == counts[1], "what is so already was told again"


def test_who_inherits_a_group_is_told_of(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    delete_account(alice.id)
    said = api(bob).get(f"conversations/{group.group.conversation_id}/messages/").body["messages"]
    told = [
        (one["sender"], one["body"]["notice"]["users"])
        for one in said
        if one["body"]["notice"]["kind"] == "group_handed_over"
    ]
    assert told == [(bob.id, [bob.id])]


def test_a_dissolved_group_is_gone_and_what_was_said_stays(
    alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi
) -> None:
    place = group.group.conversation_id
    sent(bob, place, "a last word")
    dissolve_group(alice.id, group.group.id)
    assert not Group.objects.exists()
    for user in (alice, bob, dora):
        assert api(user).get("groups/").body == []
        notice = {"notice": {"kind": "group_dissolved", "users": []}}
        assert last_words(api, user) == ("Walks", True, notice)
        assert isinstance(sent(user, place, "still here?"), Refused)
        said = api(user).get(f"conversations/{place}/messages/").body
        assert {"text": "a last word"} in [message["body"] for message in said["messages"]]


async def test_everybody_hears_that_a_group_is_dissolved(
    alice: User, bob: User, group: NewGroup, connect: Connect
) -> None:
    hers, his = await connect(alice), await connect(bob)
    await in_database(dissolve_group, alice.id, group.group.id)
    for socket in (hers, his):
        body = (await socket.next_of("message.sent"))["payload"]["message"]["body"]
        assert body["notice"]["kind"] == "group_dissolved"
        assert (await socket.next_of("conversation.left"))["payload"] == {"conversation": group.group.conversation_id}
        assert (await socket.next_of("group.left"))["payload"] == {"group": group.group.id}
        assert await socket.said_until_reply() == []

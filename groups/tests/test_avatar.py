"""A group's picture: who may change it, who sees it, and what somebody else uploads as one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage

from accounts.avatars import MOST_BYTES
from accounts.models import User
from accounts.testing import Answer, Api, MakeApi
from accounts.tests.test_avatars import opened, picture
from chat.testing import Connect
from ggtalk.realtime.databases import in_database
from groups.actions import (
    NewGroup,
    choose_group_avatar,
    dissolve_group,
    remove_member,
    set_admin,
    set_join_mode,
    silence_member,
)
from groups.models import Group

pytestmark = pytest.mark.django_db(transaction=True)


def upload(api: Api, group: int, body: bytes, kind: str = "image/png") -> Answer:
    return api.put(f"groups/{group}/avatar/", body, kind)


def avatar_seen_by(api: Api) -> str:
    """The one picture that list of conversations, list of groups and group itself show."""
    (conversation,), (group,) = api.get("conversations/").body, api.get("groups/").body
    assert conversation["avatar"] == group["avatar"] == api.get(f"groups/{group['id']}/").body["avatar"]
    shown: str = group["avatar"]
    return shown


def test_an_uploaded_picture_is_every_members(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    assert avatar_seen_by(api(bob)) == ""
    assert upload(api(alice), group.group.id, picture("PNG")).status == 204
    path = avatar_seen_by(api(bob))
    assert path.startswith("/media/avatars/")
    stored = api(bob).client.get(path)
    square = opened(b"".join(stored.streaming_content))  # type: ignore[attr-defined]
    assert (square.format, square.size) == ("WEBP", (256, 256))
    (conversation,) = api(bob).get("conversations/").body
    assert conversation["last_message"]["body"] == {"notice": {"kind": "group_avatar", "users": []}}


async def test_everybody_hears_of_it_at_once(
    alice: User, bob: User, dora: User, group: NewGroup, connect: Connect
) -> None:
    sockets = [await connect(user) for user in (alice, bob, dora)]
    await in_database(choose_group_avatar, alice.id, group.group.id, "builtin:3")
    for socket in sockets:
        changed = await socket.next_of("conversation.avatar_changed")
        assert changed["payload"] == {"conversation": group.group.conversation_id, "avatar": "builtin:3"}
        assert (await socket.next_of("group.changed"))["payload"]["group"]["avatar"] == "builtin:3"


def test_the_same_picture_again_says_nothing(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    for _ in range(2):
        assert api(alice).patch(f"groups/{group.group.id}/", avatar="builtin:3").status == 204
    said = api(bob).get(f"conversations/{group.group.conversation_id}/messages/").body["messages"]
    assert [one["body"]["notice"]["kind"] for one in said].count("group_avatar") == 1


def test_the_old_picture_is_thrown_away(alice: User, group: NewGroup, api: MakeApi) -> None:
    upload(api(alice), group.group.id, picture("PNG"))
    first = avatar_seen_by(api(alice)).removeprefix("/media/")
    upload(api(alice), group.group.id, picture("JPEG"), "image/jpeg")
    second = avatar_seen_by(api(alice)).removeprefix("/media/")
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    dissolve_group(alice.id, group.group.id)
    assert not default_storage.exists(second)


def test_an_admin_may_and_a_member_may_not(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    answer = upload(api(bob), group.group.id, b"not even looked at")
    assert (answer.status, answer.body["code"]) == (403, "not_allowed")
    set_admin(alice.id, group.group.id, bob.id, is_admin=True)
    assert upload(api(bob), group.group.id, picture("WEBP"), "image/webp").status == 204
    silence_member(alice.id, group.group.id, bob.id, None)
    answer = upload(api(bob), group.group.id, picture("PNG"))
    assert (answer.status, answer.body["code"]) == (403, "silenced")


def test_charlie_learns_nothing(charlie: User, group: NewGroup, api: MakeApi) -> None:
    for body in (picture("PNG"), b"nonsense"):
        answers = [upload(api(charlie), number, body) for number in (group.group.id, 10**9)]
        assert {(answer.status, str(answer.body)) for answer in answers} == {(404, str(answers[0].body))}
    assert Group.objects.get().conversation.avatar == ""


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", 400),
        (picture("PNG")[:200], 400),
        (picture("GIF"), 400),
        (picture("PNG", (9000, 9000)), 400),
        (b"\x89PNG" + b"0" * MOST_BYTES, 413),
    ],
    ids=["nothing", "svg", "broken", "gif", "huge", "long"],
)
def test_what_is_no_picture_is_refused(alice: User, group: NewGroup, api: MakeApi, body: bytes, status: int) -> None:
    assert upload(api(alice), group.group.id, body).status == status
    assert avatar_seen_by(api(alice)) == ""


@pytest.mark.parametrize("avatar", ["builtin:13", "builtin:0", "avatars/someone.webp", "/media/x", " "])
def test_a_picture_that_is_not_built_in_is_not_chosen(alice: User, group: NewGroup, api: MakeApi, avatar: str) -> None:
    answers = [
        api(alice).patch(f"groups/{group.group.id}/", avatar=avatar),
        api(alice).post("groups/", name="Another", members=[], avatar=avatar),
    ]
    assert {(answer.status, answer.body["code"]) for answer in answers} == {(400, "invalid")}
    assert avatar_seen_by(api(alice)) == ""


def test_a_new_group_has_its_picture_from_the_start(alice: User, bob: User, api: MakeApi, dora: User) -> None:
    made = api(alice).post("groups/", name="Another", members=[bob.id], avatar="builtin:7").body
    assert made["avatar"] == made["conversation"]["avatar"] == "builtin:7"
    assert avatar_seen_by(api(bob)) == "builtin:7"


def test_it_is_seen_where_a_group_is_found_and_by_its_link(
    alice: User, charlie: User, group: NewGroup, api: MakeApi
) -> None:
    choose_group_avatar(alice.id, group.group.id, "builtin:5")
    set_join_mode(alice.id, group.group.id, Group.JoinMode.OPEN)
    found = api(charlie).get("groups/find/?search=walks").body["groups"]
    token = api(alice).post(f"groups/{group.group.id}/links/").body["token"]
    card = api(charlie).post("groups/links/look/", token=token).body
    assert [one["avatar"] for one in (*found, card)] == ["builtin:5", "builtin:5"]


async def test_who_was_removed_sees_it_no_more(
    alice: User, bob: User, group: NewGroup, api: MakeApi, connect: Connect
) -> None:
    def of_the_conversation() -> Any:
        (found,) = api(bob).get("conversations/").body
        return found["avatar"]

    await in_database(choose_group_avatar, alice.id, group.group.id, "builtin:5")
    assert await in_database(of_the_conversation) == "builtin:5"
    await in_database(remove_member, alice.id, group.group.id, bob.id)
    his = await connect(bob)
    await in_database(choose_group_avatar, alice.id, group.group.id, "builtin:6")
    heard = {frame["type"] for frame in await his.said_until_reply()}
    assert not heard & {"conversation.avatar_changed", "group.changed", "message.sent"}
    assert await in_database(of_the_conversation) == ""

"""What members are called in a group, and that a group can be private."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from accounts.testing import Api, MakeApi
from chat.permissions import can_talk
from groups.actions import NewGroup, create_group, set_nickname

pytestmark = pytest.mark.django_db(transaction=True)


def nicknames(api: Api, group: int) -> dict[str, str]:
    return {one["user"]["name"]: one["nickname"] for one in api.get(f"groups/{group}/members/").body if one["nickname"]}


def test_a_member_chooses_and_an_admin_corrects(
    alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi
) -> None:
    number = group.group.id
    path = f"groups/{number}/members/{bob.id}/"
    assert api(bob).patch(path, nickname="  Bobby \u200b").status == 204
    assert nicknames(api(dora), number) == {"Bob": "Bobby"}
    assert api(dora).patch(path, nickname="fool").body["code"] == "not_allowed"
    assert api(alice).patch(path, nickname="Robert").status == 204
    assert nicknames(api(bob), number) == {"Bob": "Robert"}
    assert api(bob).patch(f"groups/{number}/members/{alice.id}/", nickname="boss").status == 403
    assert api(bob).patch(path, nickname="").status == 204
    assert nicknames(api(bob), number) == {}


@pytest.mark.parametrize(
    "nickname", [" ", "\u200b", "x" * 41, "a\nb" * 20, 7], ids=["space", "zero", "long", "lines", "number"]
)
def test_a_bad_nickname_is_refused(bob: User, group: NewGroup, api: MakeApi, nickname: object) -> None:
    answer = api(bob).patch(f"groups/{group.group.id}/members/{bob.id}/", nickname=nickname)
    assert (answer.status, answer.body["code"]) == (400, "invalid")


def test_names_are_told_to_members_for_any_of_their_groups(
    alice: User, bob: User, group: NewGroup, api: MakeApi, django_assert_max_num_queries: Any
) -> None:
    second = create_group(bob.id, "Talks", [alice.id]).group.id
    first = group.group.id
    set_nickname(bob.id, first, bob.id, "Bobby")
    set_nickname(alice.id, second, alice.id, "Al")
    of = f"{first}:{bob.id},{first}:{alice.id},{second}:{alice.id},{second}:{bob.id},{second}:{10**14}"
    program = api(alice)
    with django_assert_max_num_queries(6):
        told = program.get("groups/nicknames/", of=of).body
    assert sorted(told, key=lambda one: one["group"]) == [
        {"group": first, "user": bob.id, "nickname": "Bobby"},
        {"group": second, "user": alice.id, "nickname": "Al"},
    ]


def test_a_stranger_learns_no_names(bob: User, charlie: User, group: NewGroup, api: MakeApi) -> None:
    set_nickname(bob.id, group.group.id, bob.id, "Bobby")
    told = api(charlie).get("groups/nicknames/", of=f"{group.group.id}:{bob.id}")
    assert (told.status, told.body) == (200, [])


@pytest.mark.parametrize(
    "of",
    ["", "7", "7:3,", "7:x", "٧:٣", ",".join(["7:3"] * 101), "7:" + "9" * 16],
    ids=["nothing", "half", "comma", "letter", "other digits", "many", "long"],
)
def test_other_places_are_refused(alice: User, api: MakeApi, of: str) -> None:
    refused = api(alice).get("groups/nicknames/", of=of)
    assert (refused.status, list(refused.body["fields"])) == (400, ["of"])


def test_nothing_is_changed_where_a_part_is_refused(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    path = f"groups/{group.group.id}/members/{bob.id}/"
    assert api(alice).patch(path, role="admin", nickname="x" * 41).status == 400
    assert [one["role"] for one in api(bob).get(f"groups/{group.group.id}/members/").body] == [
        "owner",
        "member",
        "member",
    ]


def test_in_a_private_group_only_friends_talk(
    alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi
) -> None:
    path = f"groups/{group.group.id}/"
    assert can_talk(bob.id, dora.id)
    assert api(alice).patch(path, allows_private_chat=False).status == 204
    assert api(bob).get(path).body["allows_private_chat"] is False
    assert not can_talk(bob.id, dora.id)
    assert can_talk(alice.id, dora.id)
    assert api(bob).patch(path, allows_private_chat=True).status == 403
    (last,) = {one["last_message"]["body"]["notice"]["kind"] for one in api(bob).get("conversations/").body}
    assert last == "private_chat_ended"
    assert api(alice).patch(path, allows_private_chat=True).status == 204
    assert can_talk(bob.id, dora.id)

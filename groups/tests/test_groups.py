"""Groups: made with friends, talked in by all, left by each; nobody else learns anything."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import block_user
from accounts.models import User
from accounts.testing import Api, MakeApi, heard
from accounts.throttle import Limit
from chat.models import Conversation
from chat.testing import Connect, say_later
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database
from groups.actions import NewGroup, create_group
from groups.limits import NEW_GROUPS
from groups.models import Group, GroupNumber

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_group_is_made_with_friends_and_a_conversation(alice: User, bob: User, dora: User, api: MakeApi) -> None:
    made = api(alice).post("groups/", name="  研发一组 ", members=[bob.id, dora.id, bob.id, alice.id])
    assert made.status == 201
    group = made.body
    assert (group["name"], group["owner"], group["member_count"]) == ("研发一组", alice.id, 3)
    assert group["number"] == GroupNumber.FIRST
    conversation = group["conversation"]
    assert (conversation["kind"], conversation["title"], conversation["peer"]) == ("group", "研发一组", None)
    notice = {"kind": "group_created", "users": sorted([alice.id, bob.id, dora.id])}
    assert conversation["last_message"]["body"] == {"notice": notice}
    listed = {**group, "conversation": conversation["id"]}
    for user in (alice, bob, dora):
        assert api(user).get("groups/").body == [listed]
        assert api(user).get(f"groups/{group['id']}/").body == listed
        said = [event for event in heard(user) if event[0].startswith(("conversation", "group"))]
        assert [kind for kind, _ in said] == ["conversation.joined", "group.joined"]
        assert said[1][1] == {"group": listed}
    members = api(bob).get(f"groups/{group['id']}/members/").body
    assert [(member["user"]["name"], member["role"]) for member in members] == [
        ("Alice", "owner"),
        ("Bob", "member"),
        ("Dora", "member"),
    ]


async def test_three_people_talk(alice: User, bob: User, dora: User, connect: Connect) -> None:
    sockets = [await connect(user) for user in (alice, bob, dora)]
    made = await in_database(create_group, alice.id, "Walks", [bob.id, dora.id])
    place = made.group.conversation_id
    for socket in sockets:
        assert (await socket.next_of("conversation.joined"))["payload"]["conversation"]["id"] == place
    for number, user in enumerate((bob, dora, alice), start=2):
        await say_later(user, place, f"hello from {user.name}")
        frames = [await socket.next_of("message.sent") for socket in sockets]
        while frames[0]["seq"] < number:  # the notice that began the group
            frames = [await socket.next_of("message.sent") for socket in sockets]
        assert frames[0] == frames[1] == frames[2]
        assert frames[0]["payload"]["message"]["body"] == {"text": f"hello from {user.name}"}


def test_only_friends_who_can_be_reached_are_brought_in(alice: User, bob: User, charlie: User, api: MakeApi) -> None:
    program = api(alice)
    answers = [program.post("groups/", name="x", members=[bob.id, stranger]) for stranger in (charlie.id, 10**9)]
    block_user(bob.id, alice.id)
    answers.append(program.post("groups/", name="x", members=[bob.id]))
    assert {(answer.status, str(answer.body)) for answer in answers} == {(403, str(answers[0].body))}
    assert answers[0].body["code"] == "not_available"
    assert not Group.objects.exists()
    assert not Conversation.objects.exists()
    assert not heard(charlie)


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x"},
        {"name": " \u200b", "members": []},
        {"name": "x" * 41, "members": []},
        {"name": "x", "members": ["1"]},
        {"name": "x", "members": [0]},
        {"name": "x", "members": [2**70]},
        {"name": "x", "members": [], "number": 5},
    ],
)
def test_bad_bodies_are_named(alice: User, api: MakeApi, body: dict[str, Any]) -> None:
    answer = api(alice).post("groups/", **body)
    assert (answer.status, answer.body["code"]) == (400, "invalid")


def test_the_operators_limit_holds(alice: User, bob: User, dora: User, api: MakeApi, settings: Any) -> None:
    settings.MAX_GROUP_MEMBERS = 2
    made = api(alice).post("groups/", name="x", members=[bob.id])
    assert made.status == 201
    assert api(alice).post("groups/", name="x", members=[bob.id, dora.id]).body["code"] == "invalid"
    assert api(alice).post(f"groups/{made.body['id']}/members/", members=[dora.id]).body["code"] == "invalid"
    nobody = range(10**6, 10**6 + 3)
    assert api(alice).post(f"groups/{made.body['id']}/members/", members=[*nobody]).body["code"] == "invalid"


def test_charlie_cannot_tell_a_foreign_group_from_none(charlie: User, group: NewGroup, api: MakeApi) -> None:
    program = api(charlie)
    asked = [("get", ""), ("get", "members/"), ("post", "members/"), ("post", "leave/")]
    for method, path in asked:
        body: dict[str, Any] = {"members": []} if (method, path) == ("post", "members/") else {}
        foreign, none = (
            getattr(program, method)(f"groups/{number}/{path}", **body) for number in (group.group.id, 999)
        )
        assert (foreign.status, foreign.body) == (none.status, none.body), path
        assert foreign.status == 404, path
    assert api().get(f"groups/{group.group.id}/").status == 401
    assert program.get("groups/").body == []


def test_numbers_are_handed_out_once(alice: User, api: MakeApi) -> None:
    programs = [api(alice) for _ in range(6)]

    def make(program: Api) -> None:
        try:
            program.post("groups/", name="many", members=[])
        finally:
            connection.close()

    threads = [threading.Thread(target=make, args=(program,)) for program in programs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Group.objects.values_list("number", flat=True)) == list(
        range(GroupNumber.FIRST, GroupNumber.FIRST + 6)
    )


def test_lists_take_the_same_queries_however_long(alice: User, bob: User, dora: User, api: MakeApi) -> None:
    program = api(alice)

    def queries() -> list[int]:
        counts = []
        for path in ("groups/", f"groups/{Group.objects.earliest('id').id}/members/", "conversations/"):
            with CaptureQueriesContext(connection) as captured:
                assert program.get(path).status == 200
            counts.append(len(captured))
        return counts

    create_group(alice.id, "one", [bob.id])
    program.get("groups/")
    few = queries()
    for number in range(10):
        create_group(alice.id, f"group {number}", [bob.id, dora.id])
    assert queries() == few


def test_who_makes_groups_without_end_is_held_up(alice: User, bob: User, api: MakeApi) -> None:
    program = api(alice)
    answers = [program.post("groups/", name="x", members=[]).status for _ in range(NEW_GROUPS.most + 1)]
    assert answers == [201] * NEW_GROUPS.most + [429]
    assert api(bob).post("groups/", name="x", members=[]).status == 201


def test_who_changes_a_group_without_end_is_held_up(
    alice: User, group: NewGroup, api: MakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groups.views.groups.CHANGES", Limit("few", 3, 60))
    program = api(alice)
    answers = [program.patch(f"groups/{group.group.id}/", name=f"name {number}").status for number in range(4)]
    assert answers == [204, 204, 204, 429]
    assert Group.objects.get().name == "name 2"


def test_who_is_frozen_at_that_moment_makes_no_group(alice: User, bob: User) -> None:
    User.objects.filter(id=alice.id).update(is_active=False)
    with pytest.raises(Refused) as refused:
        create_group(alice.id, "Too late", [bob.id])
    assert refused.value.code == "not_available"
    assert not Group.objects.exists()

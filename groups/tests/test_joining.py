"""Joining: an open group at once, others by approval, none by itself that is by invitation only."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts.actions import block_user, delete_account, make_friends
from accounts.models import User
from accounts.testing import Answer, Api, MakeApi, make_user
from chat.models import Message
from ggtalk.errors import Refused
from groups.actions import NewGroup, dissolve_group, join_group, remove_member, set_admin, set_join_mode
from groups.limits import JOINS
from groups.models import Group, JoinRequest, Membership

pytestmark = pytest.mark.django_db(transaction=True)

OPEN, APPROVAL, INVITATION = Group.JoinMode


@pytest.fixture
def by_approval(alice: User, group: NewGroup) -> Group:
    """Alice's group with Bob and Dora, which is joined by approval."""
    set_join_mode(alice.id, group.group.id, APPROVAL)
    return Group.objects.get()


def ask(user: User, group: Group, api: MakeApi, note: str = "It is me") -> Answer:
    return api(user).post(f"groups/{group.id}/join/", note=note)


def answer(user: User, request: int, api: MakeApi, what: str = "accept", **body: Any) -> Answer:
    return api(user).post(f"groups/requests/{request}/{what}/", **body)


def listed(user: User, api: MakeApi) -> list[tuple[int, str]]:
    return [(one["user"], one["state"]) for one in api(user).get("groups/requests/").body]


def notices(group: Group) -> list[str]:
    bodies = Message.objects.filter(conversation=group.conversation_id).order_by("seq").values_list("body", flat=True)
    return [body for body in bodies if "notice" in body]


def is_member(user: User) -> bool:
    return Membership.objects.filter(user=user).exists()


def test_an_open_group_is_joined_at_once(alice: User, charlie: User, group: NewGroup, api: MakeApi) -> None:
    set_join_mode(alice.id, group.group.id, OPEN)
    joined = ask(charlie, group.group, api)
    assert (joined.status, joined.body) == (201, {"request": None})
    assert '"group_join_mode"' in notices(group.group)[-2]
    assert '"member_joined"' in notices(group.group)[-1]
    (mine,) = api(charlie).get("groups/").body
    assert (mine["member_count"], mine["join_mode"]) == (4, "open")
    again = ask(charlie, group.group, api)
    assert (again.status, again.body["code"]) == (409, "already_member")


def test_a_group_by_invitation_is_not_there_for_who_guesses(charlie: User, group: NewGroup, api: MakeApi) -> None:
    answers = [api(charlie).post(f"groups/{number}/join/", note="x") for number in (group.group.id, 10**9)]
    assert {(one.status, str(one.body)) for one in answers} == {(404, str(answers[0].body))}


def test_a_request_waits_for_owner_and_admins_and_is_granted(
    alice: User, bob: User, charlie: User, by_approval: Group, api: MakeApi
) -> None:
    dora = User.objects.get(name="Dora")
    set_admin(alice.id, by_approval.id, bob.id, is_admin=True)
    asked = ask(charlie, by_approval, api, " Let me in\n").body["request"]
    assert (asked["state"], asked["note"], asked["user"], asked["name"]) == (
        "pending",
        "Let me in",
        charlie.id,
        "Walks",
    )
    for who in (alice, bob, charlie):
        assert listed(who, api) == [(charlie.id, "pending")]
    assert listed(dora, api) == []
    assert answer(dora, asked["id"], api).body["code"] == "not_allowed"
    assert answer(charlie, asked["id"], api).status == 404
    assert answer(bob, asked["id"], api).status == 204
    assert is_member(charlie)
    assert f'"member_admitted","users":[{charlie.id}]' in notices(by_approval)[-1]
    assert listed(alice, api) == listed(bob, api) == []
    (mine,) = api(charlie).get("groups/requests/").body
    assert (mine["state"], mine["answered_by"], mine["seen"]) == ("accepted", bob.id, False)
    assert api(charlie).post("groups/requests/seen/").status == 204
    assert api(charlie).get("groups/requests/").body[0]["seen"] is True
    late = answer(alice, asked["id"], api)
    assert (late.status, late.body["code"]) == (409, "already_answered")


def test_a_refusal_tells_why_and_one_may_ask_again(
    alice: User, charlie: User, by_approval: Group, api: MakeApi
) -> None:
    asked = ask(charlie, by_approval, api).body["request"]
    twice = ask(charlie, by_approval, api, "Please!").body["request"]
    assert twice == asked, "asked twice, it is one request"
    assert answer(alice, asked["id"], api, "refuse", reason="Who are you?").status == 204
    (mine,) = api(charlie).get("groups/requests/").body
    assert (mine["state"], mine["reason"], mine["answered_by"]) == ("refused", "Who are you?", alice.id)
    assert not is_member(charlie)
    again = ask(charlie, by_approval, api, "It is Charlie").body["request"]
    assert (again["id"], again["state"], again["note"], again["reason"]) == (
        asked["id"],
        "pending",
        "It is Charlie",
        "",
    )


def test_two_admins_answer_at_once_and_one_of_them_is_told(
    alice: User, bob: User, charlie: User, by_approval: Group, api: MakeApi
) -> None:
    set_admin(alice.id, by_approval.id, bob.id, is_admin=True)
    request = ask(charlie, by_approval, api).body["request"]["id"]
    asked = [lambda: answer(alice, request, api), lambda: answer(bob, request, api, "refuse", reason="no")]
    answers = at_once(asked)
    assert sorted(one.status for one in answers) == [204, 409]
    assert next(one for one in answers if one.status == 409).body["code"] == "already_answered"
    assert is_member(charlie) == (JoinRequest.objects.get().state == "accepted")


def test_the_last_place_is_given_once(alice: User, charlie: User, group: NewGroup, api: MakeApi, settings: Any) -> None:
    settings.MAX_GROUP_MEMBERS = 4
    set_join_mode(alice.id, group.group.id, OPEN)
    emil = make_user("Emil")
    first, second = api(charlie), api(emil)
    path = f"groups/{group.group.id}/join/"
    answers = at_once([lambda: first.post(path), lambda: second.post(path)])
    assert sorted(one.status for one in answers) == [201, 409]
    assert next(one for one in answers if one.status == 409).body["code"] == "group_full"
    assert Membership.objects.count() == 4


def test_a_full_group_admits_nobody_and_the_request_keeps_waiting(
    alice: User, charlie: User, by_approval: Group, api: MakeApi, settings: Any
) -> None:
    settings.MAX_GROUP_MEMBERS = 3
    asked = ask(charlie, by_approval, api).body["request"]
    full = answer(alice, asked["id"], api)
    assert (full.status, full.body["code"]) == (409, "group_full")
    assert listed(alice, api) == [(charlie.id, "pending")]


def test_who_was_removed_comes_back_by_approval_only(
    alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi
) -> None:
    make_friends([(bob.id, dora.id)])
    set_join_mode(alice.id, group.group.id, OPEN)
    remove_member(alice.id, group.group.id, dora.id)
    assert ask(dora, group.group, api).body["request"]["state"] == "pending"
    assert api(bob).post(f"groups/{group.group.id}/members/", members=[dora.id]).body == []
    assert not is_member(dora)
    assert [member["user"]["name"] for member in bring(alice, dora, group, api)] == ["Dora"]
    assert listed(alice, api) == []
    assert listed(dora, api) == [(dora.id, "accepted")], "who is brought in need not wait for an answer"
    assert api(dora).post(f"groups/{group.group.id}/leave/").status == 204
    assert ask(dora, group.group, api).body == {"request": None}, "who has left by themselves comes back"


def bring(user: User, friend: User, group: NewGroup, api: MakeApi) -> list[dict[str, Any]]:
    brought: list[dict[str, Any]] = api(user).post(f"groups/{group.group.id}/members/", members=[friend.id]).body
    return brought


def test_a_member_proposes_friends_where_joining_needs_approval(
    alice: User, bob: User, by_approval: Group, group: NewGroup, api: MakeApi
) -> None:
    emil = make_user("Emil")
    make_friends([(bob.id, emil.id)])
    assert bring(bob, emil, group, api) == []
    (waiting,) = api(alice).get("groups/requests/").body
    assert (waiting["user"], waiting["invited_by"]) == (emil.id, bob.id)
    assert answer(alice, waiting["id"], api).status == 204
    assert is_member(emil)


def test_whom_an_admin_has_blocked_is_not_heard_by_that_admin(
    alice: User, bob: User, charlie: User, by_approval: Group, api: MakeApi
) -> None:
    set_admin(alice.id, by_approval.id, bob.id, is_admin=True)
    block_user(bob.id, charlie.id)
    asked = ask(charlie, by_approval, api).body["request"]
    assert (listed(alice, api), listed(bob, api)) == ([(charlie.id, "pending")], [])
    assert answer(bob, asked["id"], api).status == 404
    assert answer(alice, asked["id"], api).status == 204


def test_a_dissolved_group_answers_nobody(alice: User, charlie: User, by_approval: Group, api: MakeApi) -> None:
    asked = ask(charlie, by_approval, api).body["request"]
    dissolve_group(alice.id, by_approval.id)
    (mine,) = api(charlie).get("groups/requests/").body
    assert (mine["state"], mine["group"], mine["name"]) == ("closed", None, "Walks")
    assert answer(alice, asked["id"], api).status == 404
    assert ask(charlie, by_approval, api).status == 404


def test_frozen_and_deleted_accounts_are_not_let_in(
    alice: User, charlie: User, by_approval: Group, group: NewGroup, api: MakeApi
) -> None:
    asked = ask(charlie, by_approval, api).body["request"]
    User.objects.filter(id=charlie.id).update(is_active=False)
    assert answer(alice, asked["id"], api).body["code"] == "not_available"
    delete_account(charlie.id)
    assert listed(alice, api) == []
    emil = make_user("Emil")
    make_friends([(alice.id, emil.id)])
    User.objects.filter(id=emil.id).update(is_active=False)
    frozen = api(alice).post(f"groups/{group.group.id}/members/", members=[emil.id])
    assert (frozen.status, frozen.body["code"]) == (403, "not_available")


def test_who_joins_while_being_removed_is_in_or_out_but_not_both(
    alice: User, bob: User, group: NewGroup, api: MakeApi
) -> None:
    set_join_mode(alice.id, group.group.id, OPEN)
    owner, program = api(alice), api(bob)
    at_once(
        [
            lambda: owner.delete(f"groups/{group.group.id}/members/{bob.id}/"),
            lambda: program.post(f"groups/{group.group.id}/join/"),
        ]
    )
    assert not is_member(bob), "before the removal he was in, after it he has to ask"


@pytest.mark.parametrize("note", ["x" * 201, "好" * 10_000])
def test_a_note_has_its_limit(charlie: User, by_approval: Group, api: MakeApi, note: str) -> None:
    refused = ask(charlie, by_approval, api, note)
    assert (refused.status, list(refused.body["fields"])) == (400, ["note"])


def test_asking_is_limited(charlie: User, by_approval: Group, api: MakeApi) -> None:
    program: Api = api(charlie)
    answers = [program.post(f"groups/{by_approval.id}/join/").status for _ in range(JOINS.most + 1)]
    assert answers == [201] * JOINS.most + [429]


def test_too_many_do_not_wait(charlie: User, by_approval: Group, api: MakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groups.actions.requests.MOST_PENDING", 1)
    join_group(make_user("Emil").id, by_approval.id)
    assert ask(charlie, by_approval, api).body["code"] == "too_many_requests"


def at_once(acts: list[Callable[[], Answer]]) -> list[Answer]:
    """What each of them brings when all begin at the same moment."""
    begin = threading.Barrier(len(acts))

    def act(one: Callable[[], Answer]) -> Answer:
        begin.wait(20)
        try:
            return one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def test_only_a_known_mode_is_taken(alice: User, group: NewGroup, api: MakeApi) -> None:
    assert api(alice).post(f"groups/{group.group.id}/join_mode/", join_mode="secret").status == 400
    before = len(notices(group.group))
    assert api(alice).post(f"groups/{group.group.id}/join_mode/", join_mode="invitation").status == 204
    assert len(notices(group.group)) == before, "what is so already is no news"


def test_a_refused_join_leaves_nothing(charlie: User, group: NewGroup) -> None:
    with pytest.raises(Refused):
        join_group(charlie.id, group.group.id)
    assert not JoinRequest.objects.exists()

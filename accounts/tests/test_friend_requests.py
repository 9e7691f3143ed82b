"""Alice asks Charlie to be friends; somebody else learns nothing of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django import Settings

from accounts.models import FriendRequest, Friendship, User
from accounts.queries import are_friends
from accounts.testing import Api, MakeApi, heard, make_user
from accounts.tests.contacts import Screen

Cast = tuple[Screen, Screen]


@pytest.fixture
def screens(api: MakeApi, alice: User, charlie: User) -> Cast:
    """Alice's and Charlie's; they are strangers."""
    alices, charlies = api(alice), api(charlie)
    return Screen(alices), Screen(charlies)


def test_a_request_is_made_and_both_sides_hear_it(screens: Cast) -> None:
    alice, charlie = screens
    answer = alice.api.post("friends/requests/", user=charlie.user.id, note="We met at the fair\u202e")
    assert answer.status == 201
    assert (answer.body["state"], answer.body["note"], answer.body["seen"]) == ("pending", "We met at the fair", True)
    alice.assert_lawful("friend_request.changed")
    charlie.assert_lawful("friend_request.changed")
    (received,) = charlie.lists["requests"].values()
    assert received["seen"] is False
    assert not are_friends(alice.user.id, charlie.user.id)


def test_asking_again_while_pending_answers_with_the_pending_one(screens: Cast) -> None:
    alice, charlie = screens
    first = alice.api.post("friends/requests/", user=charlie.user.id, note="Hello").body
    again = alice.api.post("friends/requests/", user=charlie.user.id, note="Hello?")
    assert (again.status, again.body) == (201, first)
    charlie.assert_lawful("friend_request.changed")


def test_accepting_makes_friends_in_the_groups_both_chose(screens: Cast) -> None:
    alice, charlie = screens
    hers = alice.api.post("friends/groups/", name="Fair").body["id"]
    his = charlie.api.post("friends/groups/", name="People").body["id"]
    request = alice.api.post("friends/requests/", user=charlie.user.id, friend_group=hers).body["id"]
    alice.follow(), charlie.follow()
    answer = charlie.api.post(f"friends/requests/{request}/accept/", friend_group=his, remark="Al")
    assert (answer.status, answer.body["state"], answer.body["seen"]) == (200, "accepted", True)
    alice.assert_lawful("friend.added", "friend_request.changed")
    charlie.assert_lawful("friend.added", "friend_request.changed")
    assert alice.lists["friends"][charlie.user.id]["friend_group"] == hers
    assert alice.lists["requests"][request]["seen"] is False
    assert charlie.lists["friends"][alice.user.id]["friend_group"] == his
    assert charlie.lists["friends"][alice.user.id]["remark"] == "Al"


def test_refusing_tells_the_reason_and_the_same_person_may_ask_again(screens: Cast) -> None:
    alice, charlie = screens
    request = alice.api.post("friends/requests/", user=charlie.user.id).body["id"]
    answer = charlie.api.post(f"friends/requests/{request}/refuse/", reason="Who are you?")
    assert answer.body["state"] == "refused"
    alice.assert_lawful("friend_request.changed", "friend_request.changed")
    charlie.assert_lawful("friend_request.changed", "friend_request.changed")
    assert alice.lists["requests"][request]["reason"] == "Who are you?"
    asked_again = alice.api.post("friends/requests/", user=charlie.user.id, note="Your cousin").body
    assert (asked_again["state"], asked_again["reason"]) == ("pending", "")
    charlie.assert_lawful("friend_request.changed")
    alice.assert_lawful("friend_request.changed")
    for lists in (alice.lists, charlie.lists):
        kept = {each["id"]: (each["note"], each["state"], each["reason"]) for each in lists["requests"].values()}
        assert kept == {
            request: ("", "refused", "Who are you?"),
            asked_again["id"]: ("Your cousin", "pending", ""),
        }


def test_an_answered_request_is_answered_once(screens: Cast) -> None:
    alice, charlie = screens
    request = alice.api.post("friends/requests/", user=charlie.user.id).body["id"]
    charlie.api.post(f"friends/requests/{request}/refuse/")
    answer = charlie.api.post(f"friends/requests/{request}/accept/")
    assert (answer.status, answer.body["code"]) == (409, "already_answered")


def test_requests_that_cross_make_friends_at_once(screens: Cast) -> None:
    alice, charlie = screens
    alice.api.post("friends/requests/", user=charlie.user.id)
    answer = charlie.api.post("friends/requests/", user=alice.user.id)
    assert (answer.status, answer.body["state"]) == (201, "accepted")
    alice.assert_lawful("friend_request.changed", "friend_request.changed", "friend.added")
    charlie.assert_lawful("friend_request.changed", "friend_request.changed", "friend.added")
    assert FriendRequest.objects.count() == 1


def test_without_approval_a_request_is_accepted_at_once(screens: Cast, settings: Settings) -> None:
    settings.FRIEND_APPROVAL = False
    alice, charlie = screens
    answer = alice.api.post("friends/requests/", user=charlie.user.id)
    assert answer.body["state"] == "accepted"
    alice.assert_lawful("friend_request.changed", "friend.added")
    charlie.assert_lawful("friend_request.changed", "friend.added")
    assert [request["seen"] for request in charlie.lists["requests"].values()] == [False]


def test_all_are_seen_at_once(screens: Cast) -> None:
    alice, charlie = screens
    request = alice.api.post("friends/requests/", user=charlie.user.id).body["id"]
    charlie.follow()
    assert charlie.api.post("friends/requests/seen/").status == 204
    charlie.assert_lawful("friend_request.changed")
    assert charlie.lists["requests"][request]["seen"] is True
    charlie.api.post("friends/requests/seen/")
    charlie.assert_lawful()
    charlie.api.post(f"friends/requests/{request}/refuse/", reason="No")
    alice.follow()
    alice.api.post("friends/requests/seen/")
    alice.assert_lawful("friend_request.changed")
    assert alice.lists["requests"][request]["seen"] is True


def test_a_card_changes_in_the_lists_of_who_was_only_asked(screens: Cast) -> None:
    alice, charlie = screens
    alice.api.post("friends/requests/", user=charlie.user.id)
    alice.follow(), charlie.follow()
    alice.api.patch("me/", name="Alice in the mirror")
    charlie.assert_lawful("user.changed")
    alice.assert_lawful("me.changed")


@pytest.mark.parametrize("action", ["accept", "refuse"])
def test_a_stranger_answers_no_request_of_others(api: MakeApi, screens: Cast, action: str) -> None:
    alice, charlie = screens
    stranger = api(make_user("Mallory"))
    request = alice.api.post("friends/requests/", user=charlie.user.id).body["id"]
    others = stranger.post(f"friends/requests/{request}/{action}/")
    missing = stranger.post(f"friends/requests/999999/{action}/")
    senders = alice.api.post(f"friends/requests/{request}/{action}/")
    assert others == missing
    assert (senders.status, senders.body) == (missing.status, missing.body) == (404, missing.body)
    assert not Friendship.objects.exists()


def refusal(api: Api, user: int, **more: object) -> tuple[int, str]:
    answer = api.post("friends/requests/", user=user, **more)
    return answer.status, answer.body["code"]


def test_who_can_not_be_asked(api: MakeApi, alice: User, bob: User, charlie: User) -> None:
    frozen = make_user("Frozen", is_active=False)
    alices = api(alice)
    assert refusal(alices, alice.id) == (400, "invalid")
    assert refusal(alices, bob.id) == (409, "already_friends")
    assert refusal(alices, 999_999) == refusal(alices, frozen.id) == (404, "not_found")
    bobs_group = bob.friend_groups.get().id
    assert refusal(alices, charlie.id, friend_group=bobs_group) == refusal(alices, charlie.id, friend_group=999_999)


def test_somebody_blocked_asks_and_can_not_tell(screens: Cast) -> None:
    alice, charlie = screens
    alice.api.post("blocks/", user=charlie.user.id)
    alice.follow()
    answer = charlie.api.post("friends/requests/", user=alice.user.id, note="Hello")
    assert (answer.status, answer.body["state"], answer.body["seen"]) == (201, "pending", True)
    again = charlie.api.post("friends/requests/", user=alice.user.id, note="Hello")
    assert again.body == answer.body
    charlie.assert_lawful("friend_request.changed")
    alice.assert_lawful()
    assert alice.lists["requests"] == {}
    request = answer.body["id"]
    assert alice.api.post(f"friends/requests/{request}/accept/").status == 404


def test_without_approval_somebody_blocked_finds_nobody_as_if_they_were_frozen(
    api: MakeApi, screens: Cast, settings: Settings
) -> None:
    settings.FRIEND_APPROVAL = False
    alice, charlie = screens
    frozen = make_user("Alice too", is_active=False)
    alice.api.post("blocks/", user=charlie.user.id)
    alice.follow()
    for body in ({"note": "Hello"}, {"friend_group": 999_999}):
        answers = [charlie.api.post("friends/requests/", user=user, **body) for user in (alice.user.id, frozen.id)]
        assert (answers[0].status, answers[0].body) == (answers[1].status, answers[1].body) == (404, answers[1].body)
    found = [charlie.api.get("users/", search=search).body for search in ("alice", "alice too", "Alic")]
    assert found == [{"users": [], "next": None}] * 3
    assert alice.user.id in [user["id"] for user in api(make_user("Dora")).get("users/", search="alice").body["users"]]
    alice.assert_lawful()
    charlie.assert_lawful()
    alice.api.delete(f"blocks/{charlie.user.id}/")
    assert charlie.api.post("friends/requests/", user=alice.user.id).body["state"] == "accepted"


def test_without_approval_a_blocked_friend_stays_one(api: MakeApi, alice: User, bob: User, settings: Settings) -> None:
    settings.FRIEND_APPROVAL = False
    bobs = api(bob)
    before = refusal(bobs, alice.id)
    api(alice).post("blocks/", user=bob.id)
    assert refusal(bobs, alice.id) == before == (409, "already_friends")


def test_after_the_block_the_next_request_arrives(screens: Cast) -> None:
    alice, charlie = screens
    alice.api.post("blocks/", user=charlie.user.id)
    charlie.api.post("friends/requests/", user=alice.user.id)
    alice.api.delete(f"blocks/{charlie.user.id}/")
    alice.follow()
    charlie.api.post("friends/requests/", user=alice.user.id, note="Once more")
    alice.assert_lawful("friend_request.changed")
    assert [request["note"] for request in alice.lists["requests"].values()] == ["Once more"]


def test_one_does_not_ask_whom_one_blocks(screens: Cast) -> None:
    alice, charlie = screens
    alice.api.post("blocks/", user=charlie.user.id)
    assert refusal(alice.api, charlie.user.id) == (409, "blocked_by_you")


@pytest.mark.parametrize(
    "body",
    [
        lambda charlie: {"user": charlie, "note": "n" * 201},
        lambda charlie: {"user": charlie, "notes": ""},
        lambda charlie: {"user": str(charlie)},
        lambda charlie: {"user": 2**70},
        lambda charlie: {"user": -1},
        lambda charlie: {},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(screens: Cast, body: Callable[[int], dict[str, object]]) -> None:
    alice, charlie = screens
    answer = alice.api.post("friends/requests/", **body(charlie.user.id))
    assert (answer.status, answer.body["code"]) == (400, "invalid")
    assert heard(charlie.user, after=charlie.head) == []

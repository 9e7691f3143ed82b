"""Alice and Bob are friends; remark names, groups, and the end of it."""

from __future__ import annotations

import pytest

from accounts.models import Friendship, User
from accounts.queries import are_friends, blocking_pairs, friend_ids_of, friend_pairs
from accounts.testing import MakeApi
from accounts.tests.contacts import Screen

Cast = tuple[Screen, Screen]


@pytest.fixture
def screens(api: MakeApi, alice: User, bob: User) -> Cast:
    """Alice's and Bob's."""
    alices, bobs = api(alice), api(bob)
    return Screen(alices), Screen(bobs)


def test_contacts_are_given_at_once(screens: Cast) -> None:
    alice, bob = screens
    contacts = alice.api.get("friends/").body
    assert [friend["user"]["name"] for friend in contacts["friends"]] == ["Bob"]
    assert [group["is_default"] for group in contacts["friend_groups"]] == [True]
    assert (contacts["requests"], contacts["blocks"]) == ([], [])
    assert set(contacts["friends"][0]["user"]) == {"id", "account", "name", "signature", "avatar"}


def test_a_remark_name_is_mine_alone(screens: Cast) -> None:
    alice, bob = screens
    answer = alice.api.patch(f"friends/{bob.user.id}/", remark="  小鲍\n")
    assert (answer.status, answer.body["remark"]) == (200, "小鲍")
    alice.assert_lawful("friend.changed")
    bob.assert_lawful()
    assert alice.api.patch(f"friends/{bob.user.id}/", remark="").body["remark"] == ""


def test_a_friend_is_moved_to_another_group(screens: Cast) -> None:
    alice, bob = screens
    group = alice.api.post("friends/groups/", name="Work").body["id"]
    assert alice.api.patch(f"friends/{bob.user.id}/", friend_group=group).body["friend_group"] == group
    alice.assert_lawful("friend_groups.changed", "friend.changed")
    bobs = bob.user.friend_groups.get().id
    answer = alice.api.patch(f"friends/{bob.user.id}/", friend_group=bobs)
    assert (answer.status, answer.body) == (400, alice.api.patch(f"friends/{bob.user.id}/", friend_group=99999).body)


def test_removing_a_friend_removes_both_sides_and_tells_both(screens: Cast) -> None:
    alice, bob = screens
    assert alice.api.delete(f"friends/{bob.user.id}/").status == 204
    alice.assert_lawful("friend.removed")
    bob.assert_lawful("friend.removed")
    assert not Friendship.objects.exists()
    assert alice.api.delete(f"friends/{bob.user.id}/").status == 404


def test_they_can_be_friends_again(screens: Cast) -> None:
    alice, bob = screens
    alice.api.delete(f"friends/{bob.user.id}/")
    request = bob.api.post("friends/requests/", user=alice.user.id).body["id"]
    alice.api.post(f"friends/requests/{request}/accept/")
    alice.assert_lawful("friend.removed", "friend_request.changed", "friend_request.changed", "friend.added")
    bob.assert_lawful("friend.removed", "friend_request.changed", "friend_request.changed", "friend.added")


def test_a_changed_card_is_heard_by_friends(screens: Cast) -> None:
    alice, bob = screens
    alice.api.patch("me/", name="Alicia", signature="Hello")
    bob.assert_lawful("user.changed")
    alice.assert_lawful("me.changed")
    assert bob.lists["friends"][alice.user.id]["user"]["name"] == "Alicia"


def test_a_stranger_is_nobodys_friend(api: MakeApi, screens: Cast, charlie: User) -> None:
    alice, bob = screens
    charlies = api(charlie)
    missing = charlies.patch("friends/999999/", remark="x")
    assert missing.status == 404
    assert charlies.patch(f"friends/{alice.user.id}/", remark="x").body == missing.body
    assert charlies.delete(f"friends/{alice.user.id}/").body == charlies.delete("friends/999999/").body == missing.body
    alice.assert_lawful()
    bob.assert_lawful()
    assert charlies.get("friends/").body["friends"] == []


def test_nobody_signed_in_sees_no_friends(api: MakeApi, db: None) -> None:
    answer = api().get("friends/")
    assert (answer.status, answer.body["code"]) == (401, "not_authenticated")


def test_queries_for_a_batch_of_sends(alice: User, bob: User, charlie: User, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    from_to = [(alice.id, bob.id), (bob.id, alice.id), (alice.id, charlie.id), (charlie.id, bob.id)]
    bob.blocks.create(blocked=charlie)
    with django_assert_num_queries(2):
        assert friend_pairs(from_to) == {(alice.id, bob.id), (bob.id, alice.id)}
        assert blocking_pairs(from_to) == {(charlie.id, bob.id)}
    assert friend_pairs([]) == blocking_pairs([]) == set()
    assert are_friends(alice.id, bob.id)
    assert not are_friends(alice.id, charlie.id)
    assert friend_ids_of(alice.id) == {bob.id}

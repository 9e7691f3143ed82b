"""Alice deletes her account; what she wrote stays, who she was goes."""

from __future__ import annotations

from typing import Any

from accounts.actions import delete_account
from accounts.models import Block, Device, FriendGroup, FriendRequest, Friendship, User
from accounts.queries import settings_of, users_by_ids
from accounts.serializers import user_data
from accounts.testing import PASSWORD, MakeApi, make_user
from accounts.tests.contacts import Screen


def test_the_password_is_asked_for(api: MakeApi, alice: User) -> None:
    answer = api(alice).post("me/delete/", password="wrong")
    assert (answer.status, set(answer.body["fields"])) == (400, {"password"})
    assert User.objects.filter(id=alice.id, is_active=True).exists()


def test_friends_and_everybody_concerned_are_told(api: MakeApi, alice: User, bob: User, charlie: User) -> None:
    dora, erin = make_user("Dora"), make_user("Erin")
    hers, bobs, charlies, doras, erins = api(alice), *(Screen(api(user)) for user in (bob, charlie, dora, erin))
    hers.post("friends/requests/", user=charlie.id)
    doras.api.post("friends/requests/", user=alice.id)
    erins.api.post("blocks/", user=alice.id)
    for screen in (charlies, doras, erins):
        screen.follow()
    assert hers.post("me/delete/", password=PASSWORD).status == 204
    bobs.assert_lawful("friend.removed")
    charlies.assert_lawful("friend_request.changed", "user.changed")
    doras.assert_lawful("friend_request.changed", "user.changed")
    erins.assert_lawful("user.changed")
    (request,) = charlies.lists["requests"].values()
    assert (request["state"], request["from_user"]["name"], request["from_user"]["account"]) == ("refused", "", "")


def test_nothing_of_the_person_is_kept(
    api: MakeApi, alice: User, bob: User, charlie: User, django_capture_on_commit_callbacks: Any
) -> None:
    hers = api(alice)
    hers.patch("me/", signature="Hello", email="alice@example.org", phone="110", settings={"theme": "dark"})
    hers.post("friends/requests/", user=charlie.id)
    hers.post("blocks/", user=charlie.id)
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(alice.id)
    for left in (
        Friendship.objects.all(),
        Block.objects.all(),
        Device.objects.filter(user=alice),
        FriendGroup.objects.filter(owner=alice),
        FriendRequest.objects.filter(state="pending"),
    ):
        assert not left.exists()
    row = users_by_ids([alice.id])[alice.id]
    assert (row.email, row.phone, settings_of(row), row.is_active) == ("", "", {}, False)
    assert not row.has_usable_password()
    assert user_data(row).name == user_data(row).account == user_data(row).signature == ""


def test_a_deleted_user_can_not_come_back_or_be_found(api: MakeApi, alice: User, charlie: User) -> None:
    hers = api(alice)
    hers.post("me/delete/", password=PASSWORD)
    assert hers.get("me/").status == 401
    assert api().post("auth/token/", account="alice", password=PASSWORD).status == 401
    his = api(charlie)
    assert his.get("users/", search="alice").body["users"] == []
    assert his.post("friends/requests/", user=alice.id).status == 404
    assert his.get("users/", ids=str(alice.id)).body["users"][0]["account"] == ""


def test_the_account_name_is_free_again(api: MakeApi, alice: User) -> None:
    delete_account(alice.id)
    answer = api().post("auth/register/", account="Alice", name="Another", password=PASSWORD)
    assert answer.status == 201

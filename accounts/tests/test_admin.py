"""The operator looks after users; everything goes through actions, nothing asks once per row."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Block, Device, FriendRequest, Friendship, Invitation, User
from accounts.testing import PASSWORD, MakeApi, make_user, signed_in
from accounts.tests.contacts import Screen

LISTS = ["user", "friendship", "friendrequest", "block", "device", "invitation"]


@pytest.fixture
def operator(db: None) -> Client:
    """A browser in the admin."""
    User.objects.create_superuser("root", PASSWORD, name="Root")
    client = Client()
    assert client.login(username="ROOT", password=PASSWORD)
    return client


def crowd(size: int) -> list[User]:
    """Users who know each other in every way."""
    users = [make_user(f"Person {number}") for number in range(size)]
    for one, other in zip(users, users[1:], strict=False):
        group = one.friend_groups.get()
        Friendship.objects.create(owner=one, friend=other, friend_group=group)
        FriendRequest.objects.create(from_user=one, to_user=other)
        Block.objects.create(owner=one, blocked=other)
        Device.objects.create(user=one, kind="program", secret_hash=one.account)
        Invitation.objects.create(code=one.account)
    return users


def statements(client: Client, path: str, count: Any) -> int:
    with count(1000) as context:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(context)


@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_the_same_number_of_questions_however_long(
    operator: Client, name: str, django_assert_max_num_queries: Any
) -> None:
    path = f"/admin/accounts/{name}/"
    crowd(3)
    few = statements(operator, path, django_assert_max_num_queries)
    for number in range(20):
        user = make_user(f"More {number}")
        Friendship.objects.create(
            owner=user, friend=User.objects.get(account="root"), friend_group=user.friend_groups.get()
        )
        FriendRequest.objects.create(from_user=user, to_user=User.objects.get(account="root"))
        Block.objects.create(owner=user, blocked=User.objects.get(account="root"))
        Device.objects.create(user=user, kind="program", secret_hash=user.account)
        Invitation.objects.create(code=user.account)
    assert statements(operator, path, django_assert_max_num_queries) == few


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_searched_by_account_and_name(operator: Client, name: str) -> None:
    crowd(4)
    found = operator.get(f"/admin/accounts/{name}/", {"q": "ＰＥＲＳＯＮ 2"}).content.decode()
    if name != "invitation":
        assert "Person 2" in found
        assert "Person 0" not in found
    else:
        assert "person 2" in operator.get("/admin/accounts/invitation/", {"q": "person 2"}).content.decode()


def test_a_user_is_made(operator: Client, api: MakeApi) -> None:
    made = operator.post("/admin/accounts/user/add/", {"account": "", "name": "Dora", "password": PASSWORD})
    assert made.status_code == 302
    user = User.objects.get(name="Dora")
    assert (user.account, user.friend_groups.count()) == ("10005", 1)
    assert api().post("auth/token/", account="10005", password=PASSWORD).status == 200


@pytest.mark.parametrize(
    "fields",
    [{"account": "ROOT"}, {"account": "a b"}, {"name": "\u202e"}, {"password": "short"}],
)
def test_the_rules_hold_for_the_operator_too(operator: Client, fields: dict[str, str]) -> None:
    data = {"account": "dora", "name": "Dora", "password": PASSWORD, **fields}
    assert operator.post("/admin/accounts/user/add/", data).status_code == 200
    assert User.objects.count() == 1


def test_a_profile_changed_by_the_operator_is_heard(operator: Client, alice: User, bob: User) -> None:
    screen, his = Screen(signed_in(alice)), Screen(signed_in(bob))
    path = f"/admin/accounts/user/{alice.id}/change/"
    data = {"name": "Alicia", "signature": "", "email": "", "phone": "", "is_staff": "on"}
    assert operator.post(path, data).status_code == 302
    screen.assert_lawful("me.changed")
    his.assert_lawful("user.changed")
    assert screen.lists["me"]["is_staff"] is True
    refused = operator.post(path, {**data, "name": " "})
    assert refused.status_code == 200
    assert User.objects.get(id=alice.id).name == "Alicia"


def test_every_page_opens(operator: Client) -> None:
    crowd(2)
    for model in (User, Friendship, FriendRequest, Block, Device, Invitation):
        row = model.objects.latest("pk")
        assert operator.get(f"/admin/accounts/{model._meta.model_name}/{row.pk}/change/").status_code == 200
    for name in ("user", "invitation"):
        assert operator.get(f"/admin/accounts/{name}/add/").status_code == 200


def run_action(operator: Client, name: str, *users: User) -> int:
    data = {"action": name, "_selected_action": [user.id for user in users]}
    return operator.post("/admin/accounts/user/", data).status_code


def test_freezing_signs_out_and_never_oneself(operator: Client, api: MakeApi, alice: User) -> None:
    hers, root = api(alice), User.objects.get(account="root")
    assert run_action(operator, "freeze", alice, root) == 302
    assert hers.get("me/").status == 401
    assert User.objects.get(account="root").is_active
    run_action(operator, "unfreeze", alice)
    assert api().post("auth/token/", account="alice", password=PASSWORD).status == 200
    run_action(operator, "sign_out", alice)
    assert not Device.objects.filter(user=alice).exists()


def test_a_password_is_reset(operator: Client, api: MakeApi, alice: User) -> None:
    hers = api(alice)
    path = f"/admin/accounts/user/{alice.id}/password/"
    data = {"password1": "new password", "password2": "new password", "usable_password": "true"}
    assert operator.post(path, data).status_code == 302
    assert hers.get("me/").status == 401
    assert api().post("auth/token/", account="alice", password="new password").status == 200


def test_nobody_is_deleted_from_the_database(operator: Client, alice: User) -> None:
    assert operator.post(f"/admin/accounts/user/{alice.id}/delete/", {"post": "yes"}).status_code == 403


def deleted(operator: Client, name: str, row: int) -> None:
    answer = operator.post(f"/admin/accounts/{name}/{row}/delete/", {"post": "yes"})
    assert answer.status_code == 302


def test_ending_things_is_heard_by_those_concerned(operator: Client, alice: User, bob: User, charlie: User) -> None:
    hers, his = Screen(signed_in(alice)), Screen(signed_in(bob))
    other = signed_in(alice)
    hers.api.post("blocks/", user=charlie.id)
    hers.follow()
    deleted(operator, "friendship", Friendship.objects.get(owner=bob).id)
    hers.assert_lawful("friend.removed")
    his.assert_lawful("friend.removed")
    deleted(operator, "block", Block.objects.get().id)
    hers.assert_lawful("block.removed")
    deleted(operator, "device", other.device_id)
    hers.assert_lawful("device.removed")
    data = {"action": "delete_selected", "post": "yes", "_selected_action": [hers.api.device_id]}
    assert operator.post("/admin/accounts/device/", data).status_code == 302
    assert hers.api.get("me/").status == 401


def test_friendships_chosen_from_both_sides_end_once(operator: Client, alice: User, bob: User) -> None:
    rows = list(Friendship.objects.values_list("id", flat=True))
    data = {"action": "delete_selected", "post": "yes", "_selected_action": rows}
    assert operator.post("/admin/accounts/friendship/", data).status_code == 302
    assert not Friendship.objects.exists()


def test_an_invitation_comes_with_a_code_nobody_guesses(operator: Client) -> None:
    page = operator.get("/admin/accounts/invitation/add/")
    assert len(page.context["adminform"].form.initial["code"]) >= 12


def test_only_the_operator_comes_in(alice: User) -> None:
    client = Client()
    client.login(username="alice", password=PASSWORD)
    for name in LISTS:
        assert client.get(f"/admin/accounts/{name}/").status_code == 302


def sign_in_to_admin(password: str, account: str = "Root") -> Any:
    return Client().post("/admin/login/", {"username": account, "password": password, "next": "/admin/"})


def test_the_operator_signs_in(operator: Client) -> None:
    assert sign_in_to_admin(PASSWORD).status_code == 302


def test_guesses_of_the_operator_s_password_are_counted(operator: Client) -> None:
    for _ in range(10):
        assert b"Too many tries" not in sign_in_to_admin("wrong").content
    assert b"Too many tries" in sign_in_to_admin(PASSWORD).content


def test_nobody_else_gets_into_the_admin(operator: Client) -> None:
    make_user("Alice")
    answers = {
        sign_in_to_admin(PASSWORD, "alice").context["form"].non_field_errors()[0],
        sign_in_to_admin("wrong", "root").context["form"].non_field_errors()[0],
        sign_in_to_admin(PASSWORD, "nobody").context["form"].non_field_errors()[0],
    }
    assert len(answers) == 1

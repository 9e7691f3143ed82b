"""The operator's own doors do what the product's do: a new password and a sign-out end what they end elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Device, User
from accounts.testing import PASSWORD, MakeApi, make_user

NEW = "another horse"


@pytest.fixture
def root(db: None) -> User:
    return make_user("Root", is_staff=True, is_superuser=True)


def in_the_admin() -> Client:
    """A browser signed in at the admin's own door."""
    client = Client()
    answer = client.post("/admin/login/", {"username": "root", "password": PASSWORD, "next": "/admin/"})
    assert answer.status_code == 302
    return client


def in_the_product() -> Client:
    """A browser signed in at the product's door, which opens the admin's too."""
    client = Client()
    body = {"account": "root", "password": PASSWORD}
    assert client.post("/api/auth/login/", body, content_type="application/json").status_code == 200
    return client


def changed(client: Client, old: str = PASSWORD, new: str = NEW) -> Any:
    data = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/admin/password_change/", data)


@pytest.mark.parametrize("door", [in_the_admin, in_the_product])
def test_a_new_password_ends_other_sessions_and_tokens(api: MakeApi, root: User, door: Any) -> None:
    program, other, another, here = api(root), in_the_admin(), in_the_product(), door()
    assert changed(here).status_code == 302
    assert program.get("me/").status == 401
    assert [client.get("/admin/").status_code for client in (here, other, another)] == [200, 302, 302]
    assert another.get("/api/me/").status_code == 401
    kept = 200 if door is in_the_product else 401
    assert here.get("/api/me/").status_code == kept
    assert Device.objects.filter(user=root).count() == (1 if kept == 200 else 0)
    assert api().post("auth/token/", account="root", password=NEW).status == 200


@pytest.mark.parametrize(
    ("old", "new", "field"), [("wrong", NEW, "old_password"), (PASSWORD, "short", "new_password1")]
)
def test_the_product_s_rules_hold(api: MakeApi, root: User, old: str, new: str, field: str) -> None:
    program = api(root)
    answer = changed(in_the_admin(), old, new)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert program.get("me/").status == 200


def test_guesses_of_the_old_password_are_counted(root: User) -> None:
    client = in_the_admin()
    for _ in range(10):
        assert b"Too many tries" not in changed(client, "wrong").content
    assert b"Too many tries" in changed(client).content


def test_a_sign_out_ends_the_device_too(api: MakeApi, root: User) -> None:
    program, client = api(root), in_the_product()
    assert client.post("/admin/logout/").status_code == 200
    assert client.get("/api/me/").status_code == 401
    assert [device.id for device in Device.objects.all()] == [program.device_id]


def test_resetting_somebody_s_password_signs_the_operator_out_nowhere(root: User, alice: User) -> None:
    client = in_the_product()
    data = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert client.post(f"/admin/accounts/user/{alice.id}/password/", data).status_code == 302
    assert client.get("/admin/").status_code == client.get("/api/me/").status_code == 200

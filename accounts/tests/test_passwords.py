"""Changing a password ends what a thief may have; freezing keeps somebody out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.actions import NewDevice, add_device, freeze_user, reset_password, unfreeze_user, verified_user
from accounts.models import Device, User
from accounts.testing import ADDRESS, PASSWORD, Answer, MakeApi, answer_of
from accounts.tests.contacts import Screen
from ggtalk.errors import Refused

NEW = "another horse"


def login(client: Client, password: str = PASSWORD) -> Answer:
    token = client.get("/api/auth/").cookies["csrftoken"].value
    body = {"account": "alice", "password": password}
    response = client.post("/api/auth/login/", body, content_type="application/json", HTTP_X_CSRFTOKEN=token)
    return answer_of(response)


def test_a_new_password_ends_all_other_devices(api: MakeApi, alice: User) -> None:
    here, there = api(alice), api(alice)
    screen = Screen(here)
    answer = here.post("me/password/", old_password=PASSWORD, new_password=NEW)
    assert answer.status == 204
    screen.assert_lawful("device.removed")
    assert there.get("me/").status == 401
    assert login(Client(), PASSWORD).status == 401
    assert login(Client(), NEW).status == 200


def test_the_browser_that_changes_it_stays_signed_in(browser: Callable[[], Client], api: MakeApi, alice: User) -> None:
    program, client = api(alice), browser()
    login(client)
    token = client.cookies["csrftoken"].value
    body = {"old_password": PASSWORD, "new_password": NEW}
    changed = client.post("/api/me/password/", body, content_type="application/json", HTTP_X_CSRFTOKEN=token)
    assert changed.status_code == 204
    assert client.get("/api/me/").status_code == 200
    assert program.get("me/").status == 401


def test_the_old_password_is_asked_for_and_guesses_are_counted(api: MakeApi, alice: User) -> None:
    program = api(alice)
    answer = program.post("me/password/", old_password="wrong", new_password=NEW)
    assert (answer.status, set(answer.body["fields"])) == (400, {"old_password"})
    short = program.post("me/password/", old_password=PASSWORD, new_password="short")
    assert (short.status, set(short.body["fields"])) == (400, {"new_password"})
    answers = [program.post("me/password/", old_password="wrong", new_password=NEW) for _ in range(10)]
    assert answers[-1].status == 429
    assert program.post("me/delete/", password=PASSWORD).status == 429


def test_a_sign_in_under_way_does_not_outlive_the_old_password(alice: User) -> None:
    thief = verified_user("alice", PASSWORD, address=ADDRESS)
    reset_password(User.objects.get(id=alice.id), NEW)
    with pytest.raises(Refused, match="invalid_credentials"):
        add_device(thief.id, NewDevice("program"), proved=thief.password)
    thief = verified_user("alice", NEW, address=ADDRESS)
    freeze_user(alice.id)
    with pytest.raises(Refused, match="invalid_credentials"):
        add_device(thief.id, NewDevice("program"), proved=thief.password)
    assert not Device.objects.exists()


def test_the_operator_resets_a_password(api: MakeApi, alice: User) -> None:
    program = api(alice)
    reset_password(alice, NEW)
    assert program.get("me/").status == 401
    assert login(Client(), NEW).status == 200


def test_a_frozen_user_is_out_until_unfrozen(api: MakeApi, alice: User, charlie: User) -> None:
    program, his = api(alice), api(charlie)
    freeze_user(alice.id)
    assert program.get("me/").status == 401
    assert login(Client()).status == 401
    assert his.get("users/", search="alice").body["users"] == []
    unfreeze_user(alice.id)
    assert login(Client()).status == 200
    assert program.get("me/").status == 401

"""Somebody new comes in."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts import throttle
from accounts.actions import Registration, register
from accounts.models import Invitation, User
from accounts.testing import ADDRESS, PASSWORD, Api, MakeApi, answer_of, make_user

pytestmark = pytest.mark.django_db


def registered(api: Api, **fields: Any) -> Any:
    return api.post("auth/register/", **{"name": "Dora", "password": PASSWORD, **fields})


def test_the_server_hands_out_numbers_and_signs_in(api: MakeApi) -> None:
    answer = registered(api(), signature="  New here ", avatar="builtin:3", device="bot")
    assert answer.status == 201
    assert answer.body["user"]["account"] == "10005"
    assert (answer.body["user"]["signature"], answer.body["user"]["avatar"]) == ("New here", "builtin:3")
    me = Api(None, token=answer.body["token"]).get("me/")
    assert (me.status, me.body["name"], me.body["presence"]) == (200, "Dora", "online")
    assert registered(api()).body["user"]["account"] == "10006"


def test_a_number_somebody_has_is_passed_over(api: MakeApi) -> None:
    User.objects.create_user("10005", PASSWORD, name="Early")
    assert registered(api()).body["user"]["account"] == "10006"


def test_an_account_can_be_chosen_once_without_regard_to_case(api: MakeApi) -> None:
    assert registered(api(), account="Dora_1").body["user"]["account"] == "Dora_1"
    answer = registered(api(), account="dORA_1")
    assert (answer.status, set(answer.body["fields"])) == (400, {"account"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account", "ab"),
        ("account", "a" * 21),
        ("account", "12345"),
        ("account", "do ra"),
        ("account", "ＤＯＲＡ"),
        ("account", "деa"),
        ("name", ""),
        ("name", " \t\u3000 "),
        ("name", "\u200b\u202e"),
        ("name", "n" * 41),
        ("password", "five5"),
        ("password", "p" * 129),
        ("signature", "s" * 101),
        ("avatar", "builtin:13"),
        ("avatar", "avatars/somebody.webp"),
        ("avatar", "https://elsewhere.example/x.png"),
    ],
)
def test_what_breaks_a_rule_is_named(api: MakeApi, field: str, value: str) -> None:
    answer = registered(api(), **{field: value})
    assert (answer.status, answer.body["code"], set(answer.body["fields"])) == (400, "invalid", {field})
    assert not User.objects.exists()


def test_names_lose_what_must_not_be_shown(api: MakeApi) -> None:
    user = registered(api(), name=" \u202eDo\x00ra\u200f 朵拉 👩‍💻 ").body["user"]
    assert user["name"] == "Dora 朵拉 👩‍💻"


def test_nobody_registers_where_it_is_closed(api: MakeApi, settings: Settings) -> None:
    settings.REGISTRATION = "closed"
    answer = registered(api())
    assert (answer.status, answer.body["code"]) == (403, "registration_closed")
    assert api().get("auth/").body == {"registration": "closed", "user": None}


def test_an_invitation_is_used_as_often_as_it_says(api: MakeApi, settings: Settings) -> None:
    settings.REGISTRATION = "invite"
    Invitation.objects.create(code="welcome", most_uses=2)
    Invitation.objects.create(code="over", expires_at=timezone.now() - timedelta(seconds=1))
    for code in ("", "wrong", "over"):
        assert set(registered(api(), invite=code).body["fields"]) == {"invite"}
    assert [registered(api(), invite="welcome").status for _ in range(3)] == [201, 201, 400]


def test_a_failed_registration_does_not_use_the_invitation(api: MakeApi, settings: Settings) -> None:
    settings.REGISTRATION = "invite"
    invitation = Invitation.objects.create(code="welcome")
    make_user("Dora")
    assert registered(api(), account="dora", invite="welcome").status == 400
    invitation.refresh_from_db()
    assert invitation.uses == 0


def test_without_a_code_nobody_learns_which_accounts_there_are(api: MakeApi, settings: Settings) -> None:
    settings.REGISTRATION = "invite"
    Invitation.objects.create(code="used up", uses=1)
    make_user("Dora")
    answers = [
        registered(api(), account=who, invite=code) for who in ("dora", "erin") for code in ("", "no", "used up")
    ]
    assert {(answer.status, str(answer.body)) for answer in answers} == {(400, str(answers[0].body))}
    assert set(answers[0].body["fields"]) == {"invite"}


def test_a_browser_gets_a_session(browser: Callable[[], Client]) -> None:
    client = browser()
    token = client.get("/api/auth/").cookies["csrftoken"].value
    body = {"name": "Dora", "password": PASSWORD, "session": True}
    refused = client.post("/api/auth/register/", body, content_type="application/json")
    assert refused.status_code == 403
    answer = answer_of(
        client.post("/api/auth/register/", body, content_type="application/json", HTTP_X_CSRFTOKEN=token)
    )
    assert (answer.status, answer.body["token"]) == (201, "")
    assert answer_of(client.get("/api/me/")).body["name"] == "Dora"


def test_registrations_from_one_address_are_counted(api: MakeApi) -> None:
    for _ in range(throttle.REGISTRATIONS.most):
        throttle.take(throttle.REGISTRATIONS, ADDRESS)
    answer = registered(api())
    assert (answer.status, answer.body["code"]) == (429, "throttled")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.django_db(transaction=True)
def test_numbers_are_handed_out_once_however_many_come_together() -> None:
    def one(number: int) -> str:
        try:
            return register(Registration(name=f"N{number}", password=PASSWORD), address="192.0.2.1").account
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        accounts = list(pool.map(one, range(12)))
    assert sorted(accounts) == [str(number) for number in range(10005, 10017)]

"""Whoever guesses at Alice's password keeps her out of no browser she has signed in with before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import signing
from django.test import Client
from pytest_django import Settings

from accounts import throttle
from accounts.known_browsers import COOKIE, MOST_USERS
from accounts.models import User
from accounts.testing import ADDRESS, PASSWORD, make_user

ELSEWHERE = "198.51.100.9"
MakeBrowser = Callable[[], Client]


def sign_in(client: Client, account: str = "alice", password: str = PASSWORD, address: str = ADDRESS) -> int:
    """What the browser is answered."""
    token = client.get("/api/auth/").cookies["csrftoken"].value
    body = {"account": account, "password": password}
    response = client.post(
        "/api/auth/login/", body, content_type="application/json", HTTP_X_CSRFTOKEN=token, REMOTE_ADDR=address
    )
    return response.status_code


def sign_out(client: Client) -> None:
    assert client.post("/api/auth/logout/", HTTP_X_CSRFTOKEN=client.cookies["csrftoken"].value).status_code == 204


def guess_from_everywhere(stranger: Client) -> None:
    """As often as anybody may, beside Alice and all over the world."""
    for _ in range(throttle.ACCOUNT_AND_ADDRESS.most):
        assert sign_in(stranger, password="wrong") == 401
    for number in range(throttle.ADDRESS.most - throttle.ACCOUNT_AND_ADDRESS.most):
        assert sign_in(stranger, f"guess{number}", "wrong") == 401
    for number in range(throttle.ACCOUNT.most - throttle.ACCOUNT_AND_ADDRESS.most):
        assert sign_in(stranger, password="wrong", address=f"203.0.113.{number + 1}") == 401


@pytest.fixture
def her_browser(browser: MakeBrowser, alice: User) -> Client:
    """Alice has signed in with it, and out again."""
    client = browser()
    assert sign_in(client) == 200
    sign_out(client)
    return client


def test_nobody_s_guesses_lock_a_known_browser_out(browser: MakeBrowser, her_browser: Client) -> None:
    guess_from_everywhere(browser())
    assert sign_in(browser()) == 429
    assert sign_in(browser(), address=ELSEWHERE) == 429
    assert sign_in(her_browser, address=ELSEWHERE) == 200
    sign_out(her_browser)
    assert sign_in(her_browser) == 200


def test_a_known_browser_may_guess_as_often_as_anybody_and_no_more(her_browser: Client) -> None:
    for _ in range(throttle.KNOWN_BROWSER.most + throttle.ACCOUNT_AND_ADDRESS.most):
        assert sign_in(her_browser, password="wrong") == 401
    assert sign_in(her_browser, password="wrong") == 429
    assert sign_in(her_browser) == 429


def test_who_guesses_in_her_browser_keeps_her_out_of_no_other(browser: MakeBrowser, her_browser: Client) -> None:
    another = browser()
    assert sign_in(another) == 200
    while sign_in(her_browser, password="wrong") != 429:
        pass
    assert sign_in(another) == 200


def test_a_right_sign_in_makes_a_browser_known_afresh(her_browser: Client) -> None:
    for _ in range(throttle.KNOWN_BROWSER.most):
        assert sign_in(her_browser, password="wrong") == 401
    before = her_browser.cookies[COOKIE].value
    assert sign_in(her_browser) == 200
    assert her_browser.cookies[COOKIE].value != before


def test_a_browser_is_known_for_its_own_people_only(browser: MakeBrowser, her_browser: Client, charlie: User) -> None:
    his = browser()
    assert sign_in(his, "charlie") == 200
    guess_from_everywhere(browser())
    assert sign_in(his) == 429
    assert sign_in(his, "charlie", address=ADDRESS) == 200


def test_several_people_of_one_browser_are_known_and_not_without_end(
    browser: MakeBrowser, her_browser: Client, alice: User
) -> None:
    others = [make_user(f"Person{number}") for number in range(MOST_USERS)]
    for other in others[1:]:
        assert sign_in(her_browser, other.account) == 200
    _, users = signing.loads(her_browser.cookies[COOKIE].value, salt=COOKIE)
    assert users == [*(other.id for other in reversed(others[1:])), alice.id]
    assert sign_in(her_browser, others[0].account) == 200
    _, users = signing.loads(her_browser.cookies[COOKIE].value, salt=COOKIE)
    assert alice.id not in users


@pytest.mark.parametrize("made_up", ["", "x", ":", "ÿ", "a:b:c", "of another kind"])
def test_a_made_up_cookie_is_none(browser: MakeBrowser, alice: User, made_up: str) -> None:
    stranger = browser()
    other_kind = signing.dumps(["id", [alice.id]], salt="another")
    stranger.cookies[COOKIE] = other_kind if made_up == "of another kind" else made_up
    for _ in range(throttle.ACCOUNT_AND_ADDRESS.most):
        assert sign_in(stranger, password="wrong") == 401
    assert sign_in(stranger, password="wrong") == 429


def test_the_cookie_is_no_script_s_and_outlives_the_session(her_browser: Client, settings: Settings) -> None:
    cookie = her_browser.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 3600)
    assert not cookie["secure"]
    settings.SESSION_COOKIE_SECURE = True
    assert sign_in(her_browser) == 200
    assert her_browser.cookies[COOKIE]["secure"]


def test_a_wrong_password_and_a_program_s_sign_in_make_nothing_known(browser: MakeBrowser, alice: User) -> None:
    client = browser()
    assert sign_in(client, password="wrong") == 401
    client.post("/api/auth/token/", {"account": "alice", "password": PASSWORD}, content_type="application/json")
    assert COOKIE not in client.cookies


def test_the_operator_s_door_knows_browsers_too(browser: MakeBrowser, db: None) -> None:
    make_user("Root", is_staff=True, is_superuser=True)
    client, form = Client(), {"username": "root", "password": PASSWORD, "next": "/admin/"}
    assert client.post("/admin/login/", form).status_code == 302
    client.post("/admin/logout/")
    stranger = Client()
    while b"Too many tries" not in stranger.post("/admin/login/", {**form, "password": "wrong"}).content:
        pass
    assert stranger.post("/admin/login/", form).status_code == 200
    assert client.post("/admin/login/", form).status_code == 302

"""Alice signs in; somebody who guesses does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import hashers
from django.core.checks import Tags, run_checks
from django.test import Client
from pytest_django import Settings

from accounts import actions, throttle
from accounts.models import Device, User
from accounts.testing import ADDRESS, PASSWORD, Answer, Api, MakeApi, answer_of

ELSEWHERE = "198.51.100.9"


def token_for(account: str, password: str = PASSWORD, address: str = ADDRESS) -> Answer:
    body = {"account": account, "password": password, "device": "bot"}
    response = Client().post("/api/auth/token/", body, content_type="application/json", REMOTE_ADDR=address)
    return answer_of(response)


def signed_in_browser(client: Client, **fields: object) -> Answer:
    token = client.get("/api/auth/").cookies["csrftoken"].value
    body = {"account": "alice", "password": PASSWORD, **fields}
    response = client.post("/api/auth/login/", body, content_type="application/json", HTTP_X_CSRFTOKEN=token)
    return answer_of(response)


def test_a_program_gets_a_token(alice: User) -> None:
    answer = token_for("ALICE ")
    assert answer.status == 200
    assert answer.body["user"] == {"id": alice.id, "account": "alice", "name": "Alice", "signature": "", "avatar": ""}
    me = Api(None, token=answer.body["token"]).get("me/")
    assert me.body["account"] == "alice"
    device = Device.objects.get()
    assert (device.kind, device.name, device.address) == ("program", "bot", ADDRESS)
    assert answer.body["token"] not in device.secret_hash


def test_a_browser_gets_a_session_and_needs_the_csrf_token(browser: Callable[[], Client], alice: User) -> None:
    client = browser()
    assert answer_of(client.get("/api/auth/")).body == {"registration": "open", "user": None}
    answer = signed_in_browser(client, device="Firefox", presence="busy")
    assert (answer.status, answer.body["user"]["id"]) == (200, alice.id)
    auth = answer_of(client.get("/api/auth/")).body
    assert (auth["user"]["account"], auth["user"]["presence"]) == ("alice", "busy")
    patched = client.patch("/api/me/", {"name": "A"}, content_type="application/json")
    assert patched.status_code == 403
    token = client.cookies["csrftoken"].value
    patched = client.patch("/api/me/", {"name": "A"}, content_type="application/json", HTTP_X_CSRFTOKEN=token)
    assert patched.status_code == 200


def test_who_is_invisible_stays_so_at_a_second_sign_in(
    browser: Callable[[], Client], api: MakeApi, alice: User
) -> None:
    api(alice).patch("me/", presence="invisible")
    assert signed_in_browser(browser()).status == 200
    alice.refresh_from_db()
    assert alice.presence == "invisible"


def test_a_sign_in_that_is_refused_changes_no_presence(
    browser: Callable[[], Client], alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def freeze_meanwhile(*_: object, **__: object) -> User:
        User.objects.filter(id=alice.id).update(is_active=False)
        return alice

    monkeypatch.setattr(actions, "verified_user", freeze_meanwhile)
    assert signed_in_browser(browser(), presence="busy").status == 401
    alice.refresh_from_db()
    assert alice.presence == "online"


def test_signing_in_with_another_presence_each_time_is_slowed_down(
    browser: Callable[[], Client], api: MakeApi, alice: User
) -> None:
    program = api(alice)
    while program.patch("me/", presence="away").status == 200:
        pass
    refused = signed_in_browser(browser(), presence="busy")
    assert (refused.status, refused.body["code"]) == (429, "throttled")
    assert Device.objects.filter(kind="browser").count() == 0
    assert signed_in_browser(browser()).status == 200


def test_another_site_can_not_sign_a_browser_in(browser: Callable[[], Client], alice: User) -> None:
    body = {"account": "alice", "password": PASSWORD}
    assert browser().post("/api/auth/login/", body, content_type="application/json").status_code == 403


@pytest.mark.parametrize(("remember", "age"), [(True, 30 * 24 * 3600), (False, "")])
def test_a_browser_is_remembered_if_asked(
    browser: Callable[[], Client], alice: User, remember: bool, age: object
) -> None:
    client = browser()
    signed_in_browser(client, remember=remember)
    assert client.cookies["sessionid"]["max-age"] == age
    assert client.cookies["sessionid"]["httponly"]


def test_signing_in_again_replaces_the_browsers_device(browser: Callable[[], Client], alice: User) -> None:
    client = browser()
    signed_in_browser(client, device="first")
    signed_in_browser(client, device="second")
    assert [device.name for device in Device.objects.all()] == ["second"]


def test_signing_out_ends_only_this_device(browser: Callable[[], Client], api: MakeApi, alice: User) -> None:
    program, client = api(alice), browser()
    signed_in_browser(client)
    token = client.cookies["csrftoken"].value
    assert client.post("/api/auth/logout/", HTTP_X_CSRFTOKEN=token).status_code == 204
    assert client.get("/api/me/").status_code == 401
    assert program.get("me/").status == 200
    assert program.post("auth/logout/").status == 204
    answer = program.get("me/")
    assert (answer.status, answer.body["code"]) == (401, "not_signed_in")


def test_one_answer_for_unknown_wrong_and_frozen(alice: User, charlie: User) -> None:
    User.objects.filter(id=charlie.id).update(is_active=False)
    wrong, unknown, frozen = token_for("alice", "wrong"), token_for("nobody"), token_for("charlie")
    assert (wrong.status, wrong.body["code"]) == (401, "invalid_credentials")
    assert (unknown.status, unknown.body) == (frozen.status, frozen.body) == (wrong.status, wrong.body)


def test_an_unknown_account_costs_a_hash_too(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counted(self: hashers.MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    token_for("alice", "wrong")
    token_for("nobody", "wrong")
    assert hashed == ["wrong", "wrong"]


def test_a_user_without_a_password_does_not_sign_in(db: None) -> None:
    User.objects.create_user("service", None, name="Service")
    assert token_for("service", "").status == 401
    assert token_for("service", "!").status == 401


def test_guesses_from_one_place_are_stopped_and_told_when_to_go_on(alice: User) -> None:
    answers = [token_for("alice", "wrong") for _ in range(throttle.ACCOUNT_AND_ADDRESS.most + 1)]
    assert [answer.status for answer in answers] == [401] * throttle.ACCOUNT_AND_ADDRESS.most + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= throttle.ACCOUNT_AND_ADDRESS.seconds
    assert token_for("alice").status == 429
    unknown = [token_for("nobody", "wrong") for _ in range(throttle.ACCOUNT_AND_ADDRESS.most + 1)]
    assert [answer.status for answer in unknown] == [answer.status for answer in answers]


def test_guesses_from_many_places_do_not_lock_a_program_s_place_out(alice: User) -> None:
    assert token_for("alice").status == 200
    for number in range(throttle.ACCOUNT.most):
        assert token_for("alice", "wrong", f"203.0.113.{number + 1}").status == 401
    assert token_for("alice", PASSWORD, ELSEWHERE).status == 429
    assert token_for("alice", PASSWORD, ADDRESS).status == 200


def test_one_address_is_stopped_over_all_accounts(alice: User) -> None:
    for number in range(throttle.ADDRESS.most):
        assert token_for(f"guess{number}", "wrong").status == 401
    assert token_for("alice").status == 429
    assert token_for("alice", PASSWORD, ELSEWHERE).status == 200


def test_signing_in_rightly_is_never_counted(alice: User) -> None:
    for _ in range(throttle.ADDRESS.most + 1):
        assert token_for("alice").status == 200


def test_what_an_ipv6_customer_has_counts_as_one_address() -> None:
    assert throttle.network_of("2001:db8:1:2:3::4") == throttle.network_of("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert throttle.network_of("::ffff:192.0.2.7") == throttle.network_of("192.0.2.7")
    assert throttle.network_of("not an address") == ""


def test_addresses_are_believed_of_as_many_proxies_as_there_are(alice: User, settings: Settings) -> None:
    def address_seen(forwarded: str) -> str:
        body = {"account": "alice", "password": PASSWORD}
        Client().post(
            "/api/auth/token/",
            body,
            content_type="application/json",
            REMOTE_ADDR=ADDRESS,
            HTTP_X_FORWARDED_FOR=forwarded,
        )
        return Device.objects.latest("id").address

    assert address_seen("203.0.113.1") == ADDRESS
    settings.TRUSTED_PROXIES = 1
    assert address_seen("203.0.113.1, 203.0.113.2") == "203.0.113.2"
    assert address_seen("") == ADDRESS
    assert address_seen("<script>") == ""


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"{", b'{"account": 1, "password": "x"}', b'{"account": "a", "password": "x", "admin": true}'],
)
def test_nonsense_is_refused(db: None, body: bytes) -> None:
    answer = answer_of(Client().generic("POST", "/api/auth/token/", body, "application/json"))
    assert (answer.status, answer.body["code"]) == (400, "invalid")


@pytest.mark.parametrize("token", ["", "x", "0" * 500, "\N{SNOWMAN}"])
def test_a_made_up_token_is_nobody(alice: User, token: str) -> None:
    response = Client().get("/api/me/", HTTP_AUTHORIZATION=f"Bearer {token}")
    assert response.status_code == 401


@pytest.mark.parametrize(("https", "proxies", "warned"), [(False, 0, False), (True, 0, True), (True, 1, False)])
def test_the_operator_is_warned_where_everybody_has_the_proxy_s_address(
    settings: Settings, https: bool, proxies: int, warned: bool
) -> None:
    settings.BEHIND_HTTPS, settings.TRUSTED_PROXIES = https, proxies
    assert ("accounts.W002" in [check.id for check in run_checks(tags=[Tags.security])]) is warned

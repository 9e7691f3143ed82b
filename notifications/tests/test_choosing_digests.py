"""Bob chooses how often he is mailed; Charlie learns nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.actions import ProfileChanges, change_profile, delete_account
from accounts.models import User
from accounts.testing import PASSWORD, MakeApi, heard, shown
from notifications.actions import DigestChanges, change_digest
from notifications.models import Digest
from notifications.testing import wants_mails, with_address

pytestmark = pytest.mark.django_db(transaction=True)

NOTHING = {"frequency": "never", "hour": 8, "time_zone": "UTC", "address": "", "is_sent": True}


def test_nobody_is_mailed_who_did_not_choose_it(mailing: Settings, api: MakeApi, bob: User) -> None:
    assert api(bob).get("digest/").body == NOTHING
    assert not Digest.objects.exists()


def test_a_choice_is_told_to_all_clients_of_whoever_chose(
    mailing: Settings, api: MakeApi, alice: User, bob: User
) -> None:
    his = api(with_address(bob))
    before = his.get("digest/").body
    answer = his.patch("digest/", frequency="daily", hour=19, time_zone="Asia/Shanghai", language="zh-CN")
    chosen = {"frequency": "daily", "hour": 19, "time_zone": "Asia/Shanghai", "address": "", "is_sent": True}
    assert (answer.status, answer.body) == (200, chosen)
    name, payload = heard(bob)[-1]
    assert name == "digest.changed"
    assert {**before, **payload["digest"]} == his.get("digest/").body == chosen, "old list + event = fresh list"
    assert "digest.changed" not in [event for event, _ in heard(alice)]
    assert his.patch("digest/", hour=20).body == {**chosen, "hour": 20}
    assert his.patch("digest/", frequency="never").body["frequency"] == "never"
    assert Digest.objects.get().due_at is None


@pytest.mark.parametrize(
    "wrong",
    [{"frequency": "often"}, {"hour": 24}, {"hour": -1}, {"time_zone": "Mars"}, {"language": "fr"}, {"user": 1}],
)
def test_what_can_not_be_chosen_is_refused(mailing: Settings, api: MakeApi, bob: User, wrong: dict[str, Any]) -> None:
    answer = api(with_address(bob)).patch("digest/", **wrong)
    assert (answer.status, answer.body["code"]) == (400, "invalid")
    assert not Digest.objects.exists()


def test_without_an_address_there_is_nothing_to_choose(mailing: Settings, api: MakeApi, bob: User) -> None:
    answer = api(bob).patch("digest/", frequency="hourly")
    assert (answer.status, answer.body["code"]) == (400, "no_email")


def test_a_server_without_mail_says_so(settings: Settings, api: MakeApi, bob: User) -> None:
    settings.EMAIL_URL = ""
    his = api(with_address(bob))
    assert his.get("digest/").body["is_sent"] is False
    assert his.patch("digest/", frequency="hourly").body["code"] == "no_mail"
    assert his.patch("digest/", frequency="never").status == 200


def test_what_was_chosen_can_be_ended_where_mail_or_address_are_gone(
    mailing: Settings, api: MakeApi, bob: User
) -> None:
    his = api(wants_mails(bob))
    change_profile(bob.id, ProfileChanges(email=""))
    mailing.EMAIL_URL = ""
    assert his.patch("digest/", hour=9).status == 200
    assert his.patch("digest/", frequency="never").body["frequency"] == "never"


def test_nobody_learns_of_it_or_changes_it(mailing: Settings, api: MakeApi, bob: User, charlie: User) -> None:
    wants_mails(bob)
    assert api().get("digest/").status == 401
    assert api().patch("digest/", frequency="never").status == 401
    assert api(charlie).get("digest/").body == NOTHING
    api(charlie).patch("digest/", frequency="never", hour=3)
    assert Digest.objects.get(user=bob).frequency == "hourly"
    exported = api(charlie).get("me/export/").body["digest"]
    assert exported["hour"] == 3
    assert "bob" not in str(exported)


def test_browsers_show_that_they_are_this_sites(mailing: Settings, browser: Callable[[], Client], bob: User) -> None:
    window: Client = browser()

    def asked(method: str, path: str, body: dict[str, str], proof: str = "") -> int:
        headers = {"X-CSRFToken": proof}
        answer = getattr(window, method)(path, body, content_type="application/json", headers=headers)
        return int(answer.status_code)

    window.get("/api/auth/")
    account = {"account": with_address(bob).account, "password": PASSWORD}
    assert asked("post", "/api/auth/login/", account, window.cookies["csrftoken"].value) == 200
    assert asked("patch", "/api/digest/", {"frequency": "hourly"}) == 403
    assert asked("patch", "/api/digest/", {"frequency": "hourly"}, window.cookies["csrftoken"].value) == 200


def test_who_deletes_the_account_takes_the_choice_along(mailing: Settings, api: MakeApi, bob: User) -> None:
    his = api(wants_mails(bob, "daily"))
    assert his.get("me/export/").body["digest"]["frequency"] == "daily"
    delete_account(bob.id)
    assert not Digest.objects.exists()


def test_the_operator_sees_who_is_mailed_and_changes_nothing(mailing: Settings, operator: Client, bob: User) -> None:
    wants_mails(bob)
    assert "hourly" in shown(operator, "/admin/notifications/digest/?q=bob")
    page = f"/admin/notifications/digest/{bob.id}/change/"
    shown(operator, page)
    assert operator.post(page, {"frequency": "never"}).status_code == 403
    assert Digest.objects.get().frequency == "hourly"
    stranger = Client()
    stranger.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert stranger.get(page).status_code == 302


def test_choosing_again_does_not_bring_the_next_mail_nearer(mailing: Settings, bob: User) -> None:
    wants_mails(bob)
    first = Digest.objects.get().due_at
    change_digest(bob.id, DigestChanges(frequency="never"))
    change_digest(bob.id, DigestChanges(frequency="hourly"))
    again = Digest.objects.get().due_at
    assert first is not None
    assert again is not None
    assert again > first


def test_choosing_leaves_the_marks_alone_that_a_look_may_be_moving(mailing: Settings, bob: User) -> None:
    wants_mails(bob)
    with CaptureQueriesContext(connection) as asked:
        change_digest(bob.id, DigestChanges(hour=9))
    updates = [query["sql"] for query in asked if query["sql"].startswith("UPDATE") and "digest" in query["sql"]]
    assert len(updates) == 1
    assert "due_at" in updates[0]
    assert not any(mark in updates[0] for mark in ("noted_until", "told_until", "sent_at", "address"))

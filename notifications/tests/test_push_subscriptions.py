"""A browser is told as long as it is signed in, and is one person's at a time; nobody else learns or ends anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.actions import change_password, delete_account, freeze_user, remove_device
from accounts.models import User
from accounts.testing import PASSWORD, Api, MakeApi, database_bytes, signed_in
from accounts.testing import shown as page
from chat.testing import say
from e2e.push_service import PushService
from ggtalk.sealing.keys import new_key
from notifications.actions import look_for_pushes
from notifications.actions.push import MOST_SUBSCRIPTIONS
from notifications.models import PushLook, PushSubscription
from notifications.push_testing import Pushing, a_while_passes, put_subscription, subscribed

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "notifications/push/"


def is_told(device: Api) -> bool:
    return bool(device.get(PATH).body["subscribed"])


def test_each_browser_for_itself(bob: User, api: MakeApi, service: PushService) -> None:
    one, other = api(bob), api(bob)
    subscribed(one, service)
    assert (is_told(one), is_told(other)) == (True, False)
    assert other.delete(PATH).status == 204
    assert is_told(one)
    assert one.delete(PATH).status == 204
    assert not is_told(one)
    assert one.delete(PATH).status == 204


def test_subscribing_again_changes_nothing_or_moves_it(bob: User, api: MakeApi, service: PushService) -> None:
    device = api(bob)
    browser = subscribed(device, service)
    before = PushSubscription.objects.get()
    assert put_subscription(device, browser.subscription("zh-CN")).status == 200
    again = PushSubscription.objects.get()
    assert (again.pk, again.language, before.language) == (before.pk, "zh-hans", "en")
    subscribed(device, service)
    assert PushSubscription.objects.get().pk != before.pk


@pytest.mark.parametrize("what", ["sign_out", "elsewhere", "password", "freeze", "delete"])
def test_who_is_signed_out_is_told_no_more(what: str, bob: User, api: MakeApi, service: PushService) -> None:
    device, other = api(bob), api(bob)
    subscribed(device, service)
    if what == "sign_out":
        assert device.post("auth/logout/").status == 204
    elif what == "elsewhere":
        remove_device(bob.id, device.device_id)
    elif what == "password":
        change_password(bob, PASSWORD, "a new password", device=other.device_id)
    elif what == "freeze":
        freeze_user(bob.id)
    else:
        delete_account(bob.id)
    assert not PushSubscription.objects.exists()


def test_one_that_another_account_takes_over_is_the_others_alone(
    alice: User, bob: User, charlie: User, direct: int, pushing: Pushing
) -> None:
    browser = pushing.browser(bob)
    stranger = signed_in(charlie)
    assert put_subscription(stranger, browser.subscription()).status == 200
    assert [one.device.user_id for one in PushSubscription.objects.select_related("device")] == [charlie.id]
    say(alice, direct, "for Bob alone")
    a_while_passes()
    assert pushing.service.taken == []


def test_nobody_sees_or_ends_anothers(bob: User, charlie: User, api: MakeApi, service: PushService) -> None:
    browser = subscribed(api(bob), service)
    stranger = api(charlie)
    assert not is_told(stranger)
    assert stranger.delete(PATH).status == 204
    assert stranger.get("me/export/").body["push_subscriptions"] == []
    (mine,) = api(bob).get("me/export/").body["push_subscriptions"]
    assert mine["service"] == service.origin
    assert browser.endpoint not in str(mine)
    assert PushSubscription.objects.count() == 1
    for method in ("get", "delete"):
        assert getattr(api(), method)(PATH).status == 401
    assert put_subscription(api(), browser.subscription()).status == 401


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("endpoint", ""),
        ("endpoint", "http://push.example.org/x"),
        ("endpoint", "https://user@push.example.org/x"),
        ("endpoint", "https://push.example.org/x#here"),
        ("endpoint", "https://push.example.org/a b"),
        ("endpoint", "https://push.example.org/x\r\nHost: elsewhere"),
        ("endpoint", "https://push.example.org:0/x"),
        ("endpoint", "https://[::1]/x"),
        ("endpoint", "https://push.example.org\\@127.0.0.1/x"),
        ("endpoint", "file:///etc/passwd"),
        ("endpoint", "https://push.example.org/" + "x" * 2000),
        ("p256dh", ""),
        ("p256dh", "BOr"),
        ("p256dh", "B" + "A" * 86),
        ("p256dh", "A" * 100),
        ("p256dh", "=" * 87),
        ("auth", ""),
        ("auth", "A" * 23),
        ("auth", "A" * 21 + "é"),
        ("language", "tlh"),
        ("more", "x"),
    ],
)
def test_what_no_browser_says_is_refused(field: str, wrong: str, bob: User, api: MakeApi, service: PushService) -> None:
    told = put_subscription(api(bob), {**service.subscribed().subscription(), field: wrong})
    assert (told.status, told.body["code"], list(told.body["fields"])) == (400, "invalid", [field])
    assert not PushSubscription.objects.exists()


def test_past_the_most_the_oldest_goes(bob: User, api: MakeApi, service: PushService) -> None:
    first = api(bob)
    subscribed(first, service)
    for _ in range(MOST_SUBSCRIPTIONS):
        subscribed(api(bob), service)
    assert PushSubscription.objects.count() == MOST_SUBSCRIPTIONS
    assert not is_told(first)


def test_where_nobody_is_to_be_told_looking_costs_one_query(
    alice: User, bob: User, direct: int, api: MakeApi, service: PushService
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            look_for_pushes()
        return len(asked)

    say(alice, direct, "hello")
    assert queries() == 1
    device = api(bob)
    subscribed(device, service)
    assert PushLook.objects.exists()
    assert queries() <= 4, "nothing was said"
    device.delete(PATH)
    assert queries() == 1


def test_an_operator_may_have_nobody_told(
    alice: User, bob: User, direct: int, pushing: Pushing, settings: Settings
) -> None:
    browser = pushing.browser(bob)
    say(alice, direct, "hello")
    look_for_pushes()
    settings.WEB_PUSH = False
    a_while_passes()
    assert pushing.service.taken == []
    device = signed_in(bob)
    assert device.get(PATH).body == {"offered": False, "subscribed": False, "public_key": ""}
    assert put_subscription(device, browser.subscription()).body["code"] == "no_push"


def test_how_to_tell_a_browser_is_sealed_where_it_is_kept(
    bob: User, api: MakeApi, service: PushService, settings: Settings
) -> None:
    settings.MESSAGE_KEYS = (new_key(),)
    browser = subscribed(api(bob), service)
    kept = database_bytes()
    said: dict[str, Any] = browser.subscription()
    assert said["endpoint"].encode() not in kept
    assert said["auth"].encode() not in kept


def test_the_operator_sees_whose_they_are_and_never_how_to_tell_them(
    bob: User, pushing: Pushing, operator: Client
) -> None:
    browser = pushing.browser(bob)
    address = "/admin/notifications/pushsubscription/"
    listed = page(operator, address)
    assert "Bob" in listed
    assert pushing.service.origin in listed
    one = page(operator, f"{address}{PushSubscription.objects.get().pk}/change/")
    for secret in (browser.endpoint, browser.subscription()["auth"]):
        assert secret not in listed + one
    assert page(operator, f"{address}?q=bob").count("Bob (bob)") >= 1
    assert "Bob (bob)" not in page(operator, f"{address}?q=nobody")

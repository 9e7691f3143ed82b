"""A mail's own link stops the mails, without signing in (RFC 8058); no other link does."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from accounts.testing import heard
from chat.testing import say
from notifications.mails import stop_link
from notifications.models import Digest
from notifications.testing import SITE, an_hour_later, wants_mails

pytestmark = pytest.mark.django_db(transaction=True)

ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def path(mailing: Settings, alice: User, bob: User, direct: int) -> str:
    """Where the header of a mail to Bob leads."""
    wants_mails(bob)
    say(alice, direct, "hello")
    an_hour_later()
    found = re.fullmatch(rf"<{SITE}(/.+)>", str(mail.outbox[0].message()["List-Unsubscribe"]))
    assert found is not None
    return found[1]


def asked(path: str, **headers: str) -> int:
    """What a mail program hears that asks for it, without a cookie and under Django's own rules for forms."""
    return Client(enforce_csrf_checks=True, headers=headers).post(path, ONE_CLICK, content_type=FORM).status_code


def test_one_click_stops_them_and_tells_all_clients(path: str, bob: User) -> None:
    assert asked(path) == 200
    assert Digest.objects.get().frequency == "never"
    name, payload = heard(bob)[-1]
    assert (name, payload["digest"]["frequency"]) == ("digest.changed", "never")
    events = len(heard(bob))
    assert asked(path) == 200, "twice is like once"
    assert len(heard(bob)) == events


def test_opening_the_link_asks_and_changes_nothing(path: str, bob: User) -> None:
    page = Client(headers={"Accept-Language": "zh-CN"}).get(path)
    assert "不再接收" in page.content.decode()
    assert "<form" in page.content.decode()
    assert Digest.objects.get().frequency == "hourly"
    assert Client().post(path).status_code == 200
    assert Digest.objects.get().frequency == "never"


@pytest.mark.parametrize("wrong", ["1", "1:made-up", "x:y", "%00"])
def test_a_made_up_link_stops_nothing(path: str, bob: User, wrong: str) -> None:
    made_up = f"/api/digest/stop/{wrong.replace('1', str(bob.id))}/"
    assert asked(made_up) == 404
    assert Client().get(made_up).status_code == 404
    assert Digest.objects.get().frequency == "hourly"


def test_charlie_stops_only_his_own(path: str, charlie: User) -> None:
    wants_mails(charlie)
    his = stop_link(charlie.id).removeprefix(SITE)
    bobs = path.split(":")[0].rsplit("/", 1)[1]
    assert asked(his.replace(f"/{charlie.id}:", f"/{bobs}:")) == 404
    assert asked(his) == 200
    assert set(Digest.objects.values_list("user__account", "frequency")) == {("bob", "hourly"), ("charlie", "never")}


def test_a_link_of_somebody_who_is_gone_stops_nothing_and_fails_nowhere(path: str) -> None:
    Digest.objects.all().delete()
    assert asked(path) == 200

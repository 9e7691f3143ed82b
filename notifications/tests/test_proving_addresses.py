"""Mails go to nobody who did not ask for them: whoever reads an address says first that it is Bob's."""

from __future__ import annotations

import re

import pytest
from django.core import mail, signing
from django.test import Client
from pytest_django import Settings

from accounts.actions import ProfileChanges, change_profile
from accounts.models import User
from accounts.testing import MakeApi, heard, make_user
from chat.testing import say
from ggtalk.jobs.queue import perform_due
from notifications.actions import DigestChanges, change_digest
from notifications.mails import PROVING, prove_link
from notifications.models import Digest
from notifications.testing import SITE, an_hour_later, wants_mails, with_address

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "bob@example.org"


def link_in_the_mail() -> str:
    """The path that the last mail leads to."""
    found = re.search(rf"{SITE}(/api/digest/prove/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def asked(path: str) -> int:
    return Client(enforce_csrf_checks=True).post(path).status_code


def test_the_address_is_asked_first_and_mailed_from_then_on(
    mailing: Settings, alice: User, bob: User, direct: int
) -> None:
    change_digest(with_address(bob).id, DigestChanges(frequency="hourly"))
    say(alice, direct, "hello")
    assert an_hour_later() == 0
    (asking,) = mail.outbox
    assert asking.to == [ADDRESS]
    assert not re.search("Alice|Bob|hello", f"{asking.subject} {asking.body}"), "nothing that anybody has written"
    assert Client().get(link_in_the_mail()).status_code == 200
    assert Digest.objects.get().address == "", "opening the link changes nothing"
    assert asked(link_in_the_mail()) == 200
    name, payload = heard(bob)[-1]
    assert (name, payload["digest"]["address"]) == ("digest.changed", ADDRESS)
    assert an_hour_later() == 1
    assert "Alice: 1 unread" in str(mail.outbox[-1].body)


def test_another_address_is_asked_again_and_the_old_link_is_of_no_use(
    mailing: Settings, api: MakeApi, alice: User, bob: User, direct: int
) -> None:
    wants_mails(bob)
    old = prove_link(bob.id, ADDRESS).removeprefix(SITE)
    change_profile(bob.id, ProfileChanges(email="new@example.org"))
    say(alice, direct, "hello")
    assert an_hour_later() == 0
    assert asked(old) == 404
    assert api(bob).post("digest/proof/").status == 204
    perform_due()
    assert mail.outbox[-1].to == ["new@example.org"]
    assert asked(link_in_the_mail()) == 200
    assert an_hour_later() == 1


def test_what_changed_before_the_mail_goes_is_not_asked_any_more(mailing: Settings, bob: User) -> None:
    change_digest(with_address(bob).id, DigestChanges(frequency="hourly"))
    change_profile(bob.id, ProfileChanges(email="new@example.org"))
    perform_due()
    assert mail.outbox == []


def test_nobody_can_have_an_address_asked_again_and_again(mailing: Settings, api: MakeApi, bob: User) -> None:
    his = api(with_address(bob))
    his.patch("digest/", frequency="hourly")
    statuses = [his.post("digest/proof/").status for _ in range(3)]
    assert statuses == [204, 204, 429]
    other = api(make_user("Eve", email=ADDRESS.upper()))
    assert other.patch("digest/", frequency="hourly").body["code"] == "throttled"
    perform_due()
    assert len(mail.outbox) == 3


def test_a_shown_address_is_not_asked_again(mailing: Settings, api: MakeApi, bob: User) -> None:
    his = api(wants_mails(bob))
    his.patch("digest/", frequency="never")
    his.patch("digest/", frequency="daily")
    assert his.post("digest/proof/").status == 204
    perform_due()
    assert mail.outbox == []


def test_who_has_no_address_or_no_sign_in_asks_for_nothing(mailing: Settings, api: MakeApi, bob: User) -> None:
    assert api().post("digest/proof/").status == 401
    assert api(bob).post("digest/proof/").body["code"] == "no_email"


def test_charlie_can_not_answer_for_bob(mailing: Settings, bob: User, charlie: User) -> None:
    change_digest(with_address(bob).id, DigestChanges(frequency="hourly"))
    change_digest(with_address(charlie).id, DigestChanges(frequency="hourly"))
    his = prove_link(charlie.id, "charlie@example.org").removeprefix(SITE)
    foreign = prove_link(charlie.id, ADDRESS).removeprefix(SITE)
    forged = signing.dumps([bob.id, ADDRESS], key="another", salt=PROVING)
    wrong_kind = signing.dumps([bob.id, ADDRESS], salt="something else")
    for path in (foreign, f"/api/digest/prove/{forged}/", f"/api/digest/prove/{wrong_kind}/"):
        assert asked(path) == 404
    assert asked(his) == 200
    assert Digest.objects.get(user=bob).address == ""


def test_a_link_holds_for_a_week(mailing: Settings, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    change_digest(with_address(bob).id, DigestChanges(frequency="hourly"))
    with monkeypatch.context() as earlier:
        earlier.setattr("django.core.signing.time.time", lambda: 1_000_000_000.0)
        old = prove_link(bob.id, ADDRESS).removeprefix(SITE)
    assert asked(old) == 404
    assert Client().get(old).status_code == 404

"""The operator's command: a look at once, and mails to try."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import User
from chat.testing import say
from ggtalk.jobs.queue import perform_due
from notifications.checks import check_mail
from notifications.testing import time_passes, wants_mails

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(mailing: Settings, alice: User, bob: User, direct: int) -> Settings:
    """Something waits for Bob, who wants mails, for six minutes."""
    wants_mails(bob)
    say(alice, direct, "hello")
    time_passes(0.1)
    return mailing


def sent(*arguments: str) -> list[str]:
    """To whom the command sends mails."""
    before = len(mail.outbox)
    call_command("send_digests", *arguments)
    perform_due()
    return [to for one in mail.outbox[before:] for to in one.to]


def test_it_mails_those_whose_time_has_come_and_others_when_they_are_named(waiting: Settings) -> None:
    assert sent() == []
    assert sent("--now", "alice", "charlie") == []
    assert sent("--now", "BOB") == ["bob@example.org"]
    assert sent("--now", "bob") == [], "not the same once more"


def test_it_mails_all_whose_time_has_come(waiting: Settings) -> None:
    time_passes()
    assert sent() == ["bob@example.org"]


@pytest.mark.parametrize("missing", ["EMAIL_URL", "EMAIL_FROM", "SITE_URL"])
def test_half_a_configuration_is_told(waiting: Settings, missing: str) -> None:
    assert check_mail(None) == []
    setattr(waiting, missing, "")
    with pytest.raises(CommandError, match=f"{missing} missing"):
        call_command("send_digests")
    (warning,) = check_mail(None)
    assert (warning.id, missing in warning.msg) == ("notifications.W001", True)


def test_a_site_without_mail_lacks_nothing(settings: Settings) -> None:
    settings.EMAIL_URL = settings.EMAIL_FROM = ""
    settings.SITE_URL = "https://chat.example.org"
    assert check_mail(None) == []

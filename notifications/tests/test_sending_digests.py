"""A real mail server takes Bob's mails, refuses them, is away, or is cut off from us at the worst moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from accounts.actions import make_friends
from accounts.models import User
from accounts.testing import make_user
from chat.actions import open_direct_conversation
from chat.testing import say
from e2e.post_office import TAKEN, PostOffice, text_of
from ggtalk.clock import database_now
from ggtalk.jobs.queue import perform_due
from ggtalk.jobs.testing import forget_done, jobs_for
from notifications.models import Digest
from notifications.testing import an_hour_later, wants_mails
from notifications.work import SendDigest

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "bob@example.org"


@pytest.fixture(autouse=True)
def _waiting(post_office: PostOffice, alice: User, bob: User, direct: int) -> None:
    wants_mails(bob)
    say(alice, direct, "hello")


def the_job() -> Any:
    return jobs_for(SendDigest)[-1]


def try_again_later() -> None:
    perform_due(database_now() + timedelta(hours=2))


def test_it_arrives_once_in_both_forms(post_office: PostOffice) -> None:
    an_hour_later()
    (mail,) = post_office.mails_to(ADDRESS)
    assert "Alice: 1 unread message" in text_of(mail)
    assert "Alice</bdi></a>: 1 unread message" in text_of(mail, "html")
    assert the_job().state == "done"


@pytest.mark.parametrize("answer", ["451 come again", "421 too busy"])
def test_who_asks_us_to_come_again_gets_it_then(post_office: PostOffice, answer: str) -> None:
    post_office.answer = answer
    an_hour_later()
    assert (the_job().state, ADDRESS in the_job().error) == ("waiting", False)
    post_office.answer = TAKEN
    try_again_later()
    assert len(post_office.mails_to(ADDRESS)) == 1


@pytest.mark.parametrize("refused", ["the address", "the mail"])
def test_what_is_refused_for_good_is_not_tried_again(
    post_office: PostOffice, caplog: pytest.LogCaptureFixture, refused: str
) -> None:
    if refused == "the address":
        post_office.refused = {ADDRESS}
    else:
        post_office.answer = f"550 {ADDRESS} gets none of this"
    an_hour_later()
    assert (the_job().state, the_job().tries) == ("done", 1)
    (line,) = [record.getMessage() for record in caplog.records if "refused" in record.getMessage()]
    assert line == f"the mail of job {the_job().pk} was refused for good, with 550"
    assert ADDRESS not in caplog.text
    assert an_hour_later() == 0


def test_a_mail_server_that_is_away_is_waited_for_and_named_in_no_log(
    post_office: PostOffice, mailing: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    mailing.EMAIL_PORT = 1
    an_hour_later()
    assert (the_job().state, the_job().error) == (
        "waiting",
        "TryLater: the mail server did not take it: ConnectionRefusedError",
    )
    assert ADDRESS not in caplog.text
    mailing.EMAIL_PORT = post_office.port
    try_again_later()
    assert len(post_office.mails_to(ADDRESS)) == 1


def test_cut_off_before_it_was_noted_the_same_mail_is_sent_again(post_office: PostOffice) -> None:
    an_hour_later()
    sent = the_job()
    Digest.objects.update(told_until=database_now() - timedelta(days=1))
    forget_done(sent.pk)
    perform_due()
    first, second = post_office.mails_to(ADDRESS)
    assert first["Message-ID"] == second["Message-ID"] == f"<digest.{sent.pk}@chat.example.org>"


def test_what_was_told_and_noted_is_not_sent_again_by_the_same_job(post_office: PostOffice) -> None:
    an_hour_later()
    forget_done(the_job().pk)
    perform_due()
    assert len(post_office.mails_to(ADDRESS)) == 1


def test_one_that_can_not_be_reached_keeps_nobody_else_waiting(post_office: PostOffice, alice: User) -> None:
    dora = wants_mails(make_user("Dora"))
    make_friends([(alice.id, dora.id)])
    say(alice, open_direct_conversation(alice.id, dora.id).id, "hello")
    post_office.refused = {ADDRESS}
    an_hour_later()
    assert [mail["To"] for mail in post_office.mails] == ["dora@example.org"]

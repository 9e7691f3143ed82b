"""Bob is away, and one mail says what waits for him: once, and nothing of what was said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.actions import change_friend, delete_account, freeze_user
from accounts.models import ConnectedClient, User
from accounts.testing import make_user
from chat.actions import (
    Mark,
    Notice,
    OwnChanges,
    change_own_state,
    create_group_conversation,
    mark_read,
    recall_message,
)
from chat.models import Message
from chat.testing import mentioned, say, sent, stored
from e2e.post_office import read, text_of
from ggtalk.clock import database_now
from ggtalk.jobs.queue import perform_due
from ggtalk.jobs.testing import jobs_for
from notifications.actions import DigestChanges, change_digest, look_for_digests, note_digests, note_due_digests
from notifications.models import Digest
from notifications.queries import due_page, waiting_for
from notifications.testing import SITE, an_hour_later, time_passes, wants_mails
from notifications.work import LookForDigests, SendDigest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _mailing(mailing: Settings, bob: User) -> None:
    mailing.MESSAGE_RECALL_MINUTES = 600
    wants_mails(bob)


@pytest.fixture
def group(alice: User, bob: User) -> int:
    """A group of two."""
    everybody = [alice.id, bob.id]
    with transaction.atomic():
        return create_group_conversation("walks", everybody, Notice("group_created", alice.id, everybody)).id


def texts() -> list[str]:
    """What the mails sent so far say, as plain text; their HTML says the same words."""
    said = []
    for one in mail.outbox:
        message = read(one.message().as_bytes())
        said.append(text_of(message))
        assert SITE in text_of(message, "html")
    return said


def comes_online(user: User) -> None:
    ConnectedClient.objects.create(connection=f"c{user.id}", user=user, device=1, presence="invisible", process="x 1 1")


def test_who_wrote_how_much_and_where_it_is_and_never_what(alice: User, bob: User, direct: int, group: int) -> None:
    say(alice, direct, "the secret is 42", "and a < b")
    mentioned(alice, group, bob)
    say(alice, group, "more")
    assert an_hour_later() == 1
    (text,) = texts()
    assert f"* Alice: 2 unread messages\n  {SITE}/chats/{direct}\n" in text
    assert f"* walks: 3 unread messages · 1 mentions you\n  {SITE}/chats/{group}\n" in text, "the notice counts too"
    assert text.index("walks") < text.index("Alice"), "mentions come first"
    whole = str(mail.outbox[0].message())
    assert "secret" not in whole
    assert "more\n" not in text


def test_what_the_mail_bears(alice: User, direct: int) -> None:
    say(alice, direct, "hello")
    an_hour_later()
    (told,) = mail.outbox
    (job,) = jobs_for(SendDigest)
    headers = dict(told.message().items())
    assert (headers["To"], headers["From"]) == ("bob@example.org", "chat@example.org")
    assert headers["Subject"] == "GGTalk: 1 unread message"
    assert headers["Message-ID"] == f"<digest.{job.pk}@chat.example.org>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith(f"<{SITE}/api/digest/stop/")


def test_the_same_is_never_told_twice(alice: User, direct: int) -> None:
    say(alice, direct, "hello")
    assert [an_hour_later(), an_hour_later(), an_hour_later()] == [1, 0, 0]
    say(alice, direct, "anybody there?", "hello?")
    assert an_hour_later() == 1
    assert ["1 unread message\n" in texts()[0], "2 unread messages\n" in texts()[1]] == [True, True]
    assert len(mail.outbox) == 2
    digest = Digest.objects.get()
    assert (digest.sent_messages, digest.told_until) == (2, digest.noted_until)


def test_what_is_said_a_moment_ago_is_told_next_time(alice: User, direct: int) -> None:
    time_passes()
    say(alice, direct, "hello")
    assert note_due_digests() == 0
    assert an_hour_later() == 1


def test_what_was_said_before_mails_were_wanted_is_not_told(alice: User, bob: User, direct: int) -> None:
    change_digest(bob.id, DigestChanges(frequency="never"))
    say(alice, direct, "hello")
    assert an_hour_later() == 0
    change_digest(bob.id, DigestChanges(frequency="hourly"))
    assert an_hour_later() == 0


def test_there_are_no_more_mails_than_were_chosen(alice: User, bob: User, direct: int) -> None:
    say(alice, direct, "hello")
    time_passes()
    assert note_due_digests() == 1
    say(alice, direct, "hello?")
    time_passes(0.9)
    assert note_due_digests() == 0
    time_passes(0.1)
    assert note_due_digests() == 1
    change_digest(bob.id, DigestChanges(frequency="daily"))
    due_at = Digest.objects.get().due_at
    assert due_at is not None
    say(alice, direct, "hello??")
    time_passes((due_at - database_now()).total_seconds() / 3600 - 0.1)
    assert note_due_digests() == 0
    time_passes(0.2)
    assert note_due_digests() == 1


def test_conversations_tell_as_much_as_they_are_to(alice: User, bob: User, direct: int, group: int) -> None:
    change_own_state(bob.id, direct, OwnChanges(notify="nothing"))
    change_own_state(bob.id, group, OwnChanges(notify="mentions"))
    say(alice, direct, "hello")
    say(alice, group, "hello all")
    assert an_hour_later() == 0
    mentioned(alice, group, bob)
    assert an_hour_later() == 1
    (text,) = texts()
    assert "walks" in text
    assert "Alice" not in text


@pytest.mark.parametrize("when", ["before the look", "before the mail"])
@pytest.mark.parametrize("what", ["reads", "hides", "is online", "is frozen", "goes", "wants no more", "is recalled"])
def test_nobody_is_mailed_in_vain(alice: User, bob: User, direct: int, what: str, when: str) -> None:
    (seq,) = say(alice, direct, "hello")
    time_passes()
    if when == "before the mail":
        assert note_due_digests() == 1
    match what:
        case "reads":
            mark_read([Mark(bob.id, direct, seq)])
        case "hides":
            change_own_state(bob.id, direct, OwnChanges(hidden=True))
        case "is online":
            comes_online(bob)
        case "is frozen":
            freeze_user(bob.id)
        case "goes":
            delete_account(bob.id)
        case "wants no more":
            change_digest(bob.id, DigestChanges(frequency="never"))
        case "is recalled":
            recall_message(alice.id, Message.objects.get(conversation=direct).id)
    assert note_due_digests() == 0
    perform_due()
    assert mail.outbox == []
    assert all(job.state == "done" for job in jobs_for(SendDigest))


def test_who_was_here_and_read_nothing_is_told_later(alice: User, bob: User, direct: int) -> None:
    say(alice, direct, "hello")
    comes_online(bob)
    assert an_hour_later() == 0
    ConnectedClient.objects.all().delete()
    assert an_hour_later() == 1


def test_people_are_called_what_bob_calls_them(alice: User, bob: User, direct: int) -> None:
    change_friend(bob.id, alice.id, remark="Ali <3")
    say(alice, direct, "hello")
    an_hour_later()
    assert "* Ali <3: 1 unread" in texts()[0]
    assert "Ali &lt;3" in text_of(read(mail.outbox[0].message().as_bytes()), "html")


def test_in_the_language_that_bob_reads(alice: User, bob: User, direct: int) -> None:
    change_digest(bob.id, DigestChanges(language="zh-CN"))
    say(alice, direct, "hello")
    an_hour_later()
    assert mail.outbox[0].subject == "GGTalk: 1 条未读消息"
    assert "Bob，你好：" in texts()[0]


def test_two_looks_at_the_same_moment_note_one_mail(alice: User, direct: int) -> None:
    say(alice, direct, "hello")
    time_passes()
    now = database_now()
    first, second = due_page(now), due_page(now)
    assert [note_digests(first, now), note_digests(second, now)] == [1, 0]
    assert len(jobs_for(SendDigest)) == 1


def test_one_look_is_noted_however_many_processes_there_are(alice: User, direct: int) -> None:
    look_for_digests()
    assert jobs_for(LookForDigests) == [], "nobody's time has come"
    say(alice, direct, "hello")
    time_passes()
    for _ in range(3):
        look_for_digests()
    assert len(jobs_for(LookForDigests)) == 1
    perform_due()
    perform_due()
    assert len(mail.outbox) == 1


def test_a_server_without_mail_looks_for_nobody(mailing: Settings, alice: User, direct: int) -> None:
    say(alice, direct, "hello")
    time_passes()
    mailing.SITE_URL = ""
    look_for_digests()
    assert note_due_digests() == 0
    assert jobs_for(LookForDigests) == jobs_for(SendDigest) == []


def test_a_later_mail_says_what_an_earlier_one_could_not(alice: User, bob: User, direct: int) -> None:
    say(alice, direct, "hello")
    time_passes()
    note_due_digests()
    say(alice, direct, "hello?")
    assert an_hour_later() == 1
    (text,) = texts()
    assert "2 unread messages" in text, "the first one had waited for the mail server"


def test_charlie_who_is_in_none_of_it_is_told_nothing(alice: User, charlie: User, direct: int, group: int) -> None:
    wants_mails(charlie)
    say(alice, direct, "hello")
    say(alice, group, "hello all")
    assert an_hour_later() == 1
    assert [one.to for one in mail.outbox] == [["bob@example.org"]]
    assert waiting_for(charlie.id, Digest.objects.get(user=charlie).noted_until) is None


def test_many_are_looked_at_in_parts_with_as_many_queries_for_each(alice: User, bob: User, direct: int) -> None:
    say(alice, direct, "hello")
    people = [make_user(f"Person {number}", email="p@example.org") for number in range(250)]
    now = database_now()
    rows = [
        Digest(
            user=person,
            frequency="hourly",
            address="p@example.org",
            time_zone="UTC",
            language="en",
            due_at=now - timedelta(hours=2),
            noted_until=now,
            told_until=now,
        )
        for person in people
    ]
    Digest.objects.bulk_create(rows)
    time_passes()
    with CaptureQueriesContext(connection) as asked:
        assert note_due_digests() == 1
    read = [query["sql"] for query in asked if query["sql"].lstrip().startswith("SELECT")]
    parts = -(-(len(people) + 1) // 100)
    assert len([sql for sql in read if "chat_participant" in sql]) == parts
    assert len(read) <= 3 * parts + 5
    assert not Digest.objects.filter(due_at__lte=now).exists()


def test_nothing_of_it_is_done_when_a_message_is_sent(alice: User, bob: User, direct: int) -> None:
    with CaptureQueriesContext(connection) as asked:
        stored(sent(alice, direct, "hello"))
    assert len(asked) > 0
    assert [query["sql"] for query in asked if "notifications_" in query["sql"]] == []

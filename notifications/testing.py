"""People who are mailed what waits, for the tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from chat.models import Message
from e2e.post_office import PostOffice, running_post_office
from ggtalk.jobs.queue import perform_due
from notifications.actions import DigestChanges, change_digest, note_due_digests, prove_address
from notifications.models import Digest

SITE = "https://chat.example.org"


@pytest.fixture
def mailing(settings: Settings) -> Settings:
    """A server that sends mail; Django's tests keep it in `mail.outbox`."""
    settings.EMAIL_URL, settings.EMAIL_FROM, settings.SITE_URL = "smtp://localhost", "chat@example.org", SITE
    return settings


@pytest.fixture
def post_office(mailing: Settings) -> Iterator[PostOffice]:
    """A real SMTP server that the mails go to."""
    with running_post_office() as office:
        mailing.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        mailing.EMAIL_HOST, mailing.EMAIL_PORT = "127.0.0.1", office.port
        yield office


def with_address(user: User) -> User:
    """Somebody with an e-mail address."""
    user.email = f"{user.account}@example.org"
    user.save(update_fields=["email"])
    return user


def wants_mails(user: User, frequency: Any = "hourly", **changes: Any) -> User:
    """Somebody with an address that is shown to be theirs who has chosen mails."""
    with_address(user)
    change_digest(user.id, DigestChanges(frequency="never"))
    assert prove_address(user.id, user.email)
    change_digest(user.id, DigestChanges(frequency=frequency, **changes))
    return user


def time_passes(hours: float = 1) -> None:
    """Everything that was said and noted is older than it was by so much."""
    time = timedelta(hours=hours)
    for message in Message.objects.all():
        Message.objects.filter(pk=message.pk).update(sent_at=message.sent_at - time)
    for digest in Digest.objects.all():
        Digest.objects.filter(pk=digest.pk).update(
            due_at=digest.due_at and digest.due_at - time,
            noted_until=digest.noted_until - time,
            told_until=digest.told_until - time,
        )


def an_hour_later() -> int:
    """An hour passes, then people are looked at and mails sent; how many were noted."""
    time_passes()
    noted = note_due_digests()
    perform_due()
    return noted

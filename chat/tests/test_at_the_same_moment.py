"""Somebody is blocked, or a friend no more, while they speak: it is said before or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.actions import block_user, remove_friend
from accounts.models import User
from chat.actions import SendReply
from chat.testing import say, sent, telling
from ggtalk.errors import Refused
from ggtalk.realtime.models import Stream

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction in at a time"),
]


@pytest.mark.parametrize("parting", [block_user, remove_friend])
def test_nothing_arrives_after_two_people_have_parted(
    alice: User, bob: User, direct: int, parting: Callable[[int, int], object]
) -> None:
    say(alice, direct, "warm")
    at_the_stream = threading.Event()

    def speak() -> SendReply | Refused:
        try:
            with telling(at_the_stream, Stream._meta.db_table):
                return sent(alice, direct, "too late?")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            parting(bob.id, alice.id)
            speaking = pool.submit(speak)
            assert at_the_stream.wait(20)
        answer = speaking.result()
    assert isinstance(answer, Refused)
    assert answer.code == "not_available"
    assert Stream.objects.get(name=f"c{direct}").head == 1

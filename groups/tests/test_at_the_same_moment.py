"""Somebody goes out of a group, or ends a friendship, while another thing happens that this forbids."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction

from accounts.actions import block_user, remove_friend
from accounts.models import User
from chat.actions import Outgoing, SendReply, plain_body, send_messages
from chat.models import Message
from chat.testing import say, telling
from ggtalk.errors import Refused
from ggtalk.realtime.models import Stream
from groups.actions import NewGroup, add_members, create_group, leave_group
from groups.models import Group, Membership

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction in at a time"),
]


def test_who_has_left_says_nothing_more(alice: User, bob: User, group: NewGroup) -> None:
    place, at_the_stream = group.group.conversation_id, threading.Event()
    say(alice, place, "warm"), say(bob, place, "warm")
    head = Stream.objects.get(name=f"c{place}").head

    def both_speak() -> list[SendReply | Refused]:
        texts = [Outgoing(user.id, place, uuid4(), plain_body("too late?")) for user in (bob, alice)]
        try:
            with telling(at_the_stream, Stream._meta.db_table):
                return send_messages(texts)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            leave_group(bob.id, group.group.id)
            speaking = pool.submit(both_speak)
            assert at_the_stream.wait(20)
        his, hers = speaking.result()
    assert isinstance(his, Refused)
    assert isinstance(hers, SendReply)
    assert his.code == "not_a_member"
    notice = head + 1
    after = dict(Message.objects.filter(seq__gt=notice).values_list("seq", "sender"))
    assert after == {hers.seq: alice.id}, "a neighbour is stored"
    assert Stream.objects.get(name=f"c{place}").head == hers.seq, "who is refused takes no number"


@pytest.mark.parametrize("parting", [remove_friend, block_user])
@pytest.mark.parametrize("way", ["made", "joined"])
def test_nobody_is_brought_in_by_whom_they_part_from(
    alice: User, bob: User, dora: User, parting: Callable[[int, int], object], way: str
) -> None:
    at_the_users = threading.Event()
    group = create_group(alice.id, "Talks", [bob.id]).group

    def bring() -> str:
        try:
            with telling(at_the_users, User._meta.db_table):
                if way == "made":
                    create_group(alice.id, "Walks", [bob.id, dora.id])
                else:
                    add_members(alice.id, group.id, [dora.id])
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "brought in"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            parting(dora.id, alice.id)
            bringing = pool.submit(bring)
            assert at_the_users.wait(20)
        assert bringing.result() == "not_available"
    assert Group.objects.get() == group
    assert not Membership.objects.filter(user=dora).exists()

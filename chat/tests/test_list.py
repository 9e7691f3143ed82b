"""The list of conversations: the same few queries for two hundred as for two."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import make_friends
from accounts.models import User
from accounts.testing import MakeApi, make_user
from chat.actions import Outgoing, open_direct_conversation, plain_body, send_messages
from chat.testing import say

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_shows_what_the_list_needs(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    say(alice, direct, "one")
    say(bob, direct, "two", "three")
    (row,) = api(alice).get("conversations/").body
    assert row["peer"]["name"] == "Bob"
    assert row["last_message"]["body"] == {"text": "three"}
    assert (row["head"], row["own"]["last_seq"], row["own"]["unread"], row["own"]["read_seq"]) == (3, 3, 2, 0)


def test_two_hundred_take_the_same_queries_as_two(alice: User, api: MakeApi) -> None:
    friends = [make_user(f"Friend{number}") for number in range(200)]
    make_friends([(alice.id, friend.id) for friend in friends])
    program = api(alice)

    def counted() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as captured:
            listed = program.get("conversations/").body
        return len(captured), len(listed)

    counts = []
    for part in (friends[:2], friends[2:]):
        places = [(friend.id, open_direct_conversation(friend.id, alice.id).id) for friend in part]
        texts = [Outgoing(user, place, uuid.uuid4(), plain_body(f"{n}")) for user, place in places for n in range(5)]
        send_messages(texts)
        counts.append(counted())
    assert [listed for _, listed in counts] == [2, 200]
    assert counts[0][0] == counts[1][0]

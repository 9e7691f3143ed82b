"""What waits is counted for many at once, and takes no more where much was said before."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.actions import make_friends
from accounts.models import User
from chat.actions import Mark, mark_read, open_direct_conversation, recall_message
from chat.models import Message
from chat.queries import counting
from chat.queries.conversations import participations_in, participations_of
from chat.queries.counting import unread_in
from chat.testing import say

pytestmark = pytest.mark.django_db(transaction=True)


def counts(user: User) -> dict[int, int]:
    """By conversation."""
    rows = participations_of(user.id)
    unread = unread_in(rows)
    return {row.conversation: unread[row.id].count for row in rows}


def test_each_conversation_and_each_of_its_people_has_its_own_count(
    alice: User, bob: User, charlie: User, direct: int
) -> None:
    make_friends([(alice.id, charlie.id)])
    other = open_direct_conversation(alice.id, charlie.id).id
    say(bob, direct, "one", "two", "three")
    (recalled,) = say(bob, direct, "four")
    recall_message(bob.id, Message.objects.get(conversation=direct, seq=recalled).id)
    say(alice, direct, "five")
    say(charlie, other, "six")
    mark_read([Mark(alice.id, direct, 1)])
    assert counts(alice) == {direct: 2, other: 1}
    both = participations_in(direct, [alice.id, bob.id])
    unread = unread_in(both)
    assert {row.user: unread[row.id].count for row in both} == {alice.id: 2, bob.id: 1}


def test_whoever_was_away_for_long_has_what_was_said_last_counted(
    alice: User, bob: User, direct: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "COUNTED_WITHIN", 3)
    say(bob, direct, "one", "two", "three", "four", "five")
    assert counts(alice) == {direct: 3}


@pytest.mark.skipif(connection.vendor != "mysql", reason="others do not tell how many rows they have read")
def test_what_was_read_long_ago_is_not_looked_at(alice: User, bob: User, charlie: User, direct: int) -> None:
    make_friends([(alice.id, charlie.id)])
    other = open_direct_conversation(alice.id, charlie.id).id
    for friend, conversation in ((bob, direct), (charlie, other)):
        (*_, last) = say(friend, conversation, *map(str, range(600)))
        mark_read([Mark(alice.id, conversation, last)])
        say(friend, conversation, "one", "two")
    before = rows_read()
    assert counts(alice) == {direct: 2, other: 2}
    assert rows_read() - before < 300


def rows_read() -> int:
    """By this connection so far."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW SESSION STATUS LIKE 'Handler_read%'")
        return sum(int(value) for _, value in cursor.fetchall())

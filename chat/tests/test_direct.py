"""Direct conversations: made once on first use, told to both, refused alike for whoever can't be written to."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from accounts.actions import block_user, remove_friend, unblock_user
from accounts.models import User
from accounts.testing import MakeApi, heard
from chat.actions import open_direct_conversation
from chat.models import Conversation, Participant
from chat.testing import Connect, say, say_later
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_made_on_first_use_and_the_same_for_both(alice: User, bob: User, api: MakeApi) -> None:
    made = api(alice).post("conversations/direct/", user=bob.id)
    assert made.status == 200
    again = api(bob).post("conversations/direct/", user=alice.id)
    assert again.body["id"] == made.body["id"]
    assert (made.body["kind"], made.body["stream"], made.body["head"]) == ("direct", f"c{made.body['id']}", 0)
    assert (made.body["peer"]["id"], again.body["peer"]["id"]) == (bob.id, alice.id)
    assert made.body["last_message"] is None
    assert Conversation.objects.count() == 1


def test_both_are_told_and_the_other_sees_it_with_the_first_message(alice: User, bob: User, api: MakeApi) -> None:
    made = open_direct_conversation(alice.id, bob.id)
    (mine,) = [payload for kind, payload in heard(alice) if kind == "conversation.joined"]
    (his,) = [payload for kind, payload in heard(bob) if kind == "conversation.joined"]
    assert mine["conversation"]["own"]["hidden"] is False
    assert his["conversation"]["own"]["hidden"] is True
    say(alice, made.id, "hello")
    (listed,) = api(bob).get("conversations/").body
    assert (listed["own"]["hidden"], listed["own"]["unread"]) == (False, 1)


async def test_both_hear_it_at_once(alice: User, bob: User, connect: Connect) -> None:
    mine, his = await connect(alice), await connect(bob)
    made = await in_database(open_direct_conversation, alice.id, bob.id)
    assert (await his.next_of("conversation.joined"))["payload"]["conversation"]["id"] == made.id
    await say_later(alice, made.id, "hello")
    for socket in (mine, his):
        assert (await socket.next_of("message.sent"))["payload"]["message"]["body"] == {"text": "hello"}


def test_opening_brings_a_hidden_one_back(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    api(alice).patch(f"conversations/{direct}/", hidden=True)
    assert api(alice).post("conversations/direct/", user=bob.id).body["own"]["hidden"] is False
    assert heard(alice)[-1][1]["own"]["hidden"] is False


def test_two_first_uses_at_once_make_one(alice: User, bob: User) -> None:
    opened: list[int] = []

    def open_it(user: int, peer: int) -> None:
        try:
            opened.append(open_direct_conversation(user, peer).id)
        finally:
            connection.close()

    sides = [(alice.id, bob.id), (bob.id, alice.id)] * 3
    threads = [threading.Thread(target=open_it, args=side) for side in sides]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 6
    assert set(opened) == {Conversation.objects.get().id}
    assert Participant.objects.count() == 2


def test_all_who_cannot_be_written_to_are_refused_alike(alice: User, bob: User, charlie: User, api: MakeApi) -> None:
    asked = api(alice)
    answers = [asked.post("conversations/direct/", user=user) for user in (charlie.id, alice.id, 10**9, 2**53)]
    block_user(bob.id, alice.id)
    answers.append(asked.post("conversations/direct/", user=bob.id))
    unblock_user(bob.id, alice.id)
    block_user(alice.id, bob.id)
    answers.append(asked.post("conversations/direct/", user=bob.id))
    assert {(answer.status, str(answer.body)) for answer in answers} == {(403, str(answers[0].body))}
    assert answers[0].body["code"] == "not_available"
    assert not Conversation.objects.exists()
    assert not [kind for kind, _ in heard(charlie)]


def test_an_old_conversation_stays_readable(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    say(bob, direct, "before")
    remove_friend(alice.id, bob.id)
    assert api(alice).get(f"conversations/{direct}/").body["last_message"]["body"] == {"text": "before"}
    assert len(api(alice).get(f"conversations/{direct}/messages/").body["messages"]) == 1
    assert api(alice).post("conversations/direct/", user=bob.id).status == 403


def test_everyone_lets_strangers_talk(alice: User, charlie: User, api: MakeApi, settings: Any) -> None:
    settings.DIRECT_CHAT = "everyone"
    assert api(alice).post("conversations/direct/", user=charlie.id).status == 200


@pytest.mark.parametrize("body", [{}, {"user": "1"}, {"user": 0}, {"user": 2**70}, {"user": 1, "more": 1}])
def test_bad_bodies_are_named(alice: User, api: MakeApi, body: dict[str, Any]) -> None:
    answer = api(alice).post("conversations/direct/", **body)
    assert (answer.status, answer.body["code"]) == (400, "invalid")

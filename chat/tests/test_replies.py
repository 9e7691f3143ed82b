"""Answering a message: only one of the same conversation that the sender can see, and readers find it by its id."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import (
    Notice,
    Outgoing,
    OutgoingBody,
    add_participants,
    create_group_conversation,
    plain_body,
    send_messages,
)
from chat.testing import Connect, message_command, replied, say, sent, stored
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group(alice: User) -> int:
    """A group of Alice's in which one thing was said."""
    with transaction.atomic():
        made = create_group_conversation("walks", [alice.id], Notice("group_created", alice.id, [alice.id]))
    say(alice, made.id, "before Bob came")
    return made.id


async def test_a_reply_is_heard_with_what_it_answers(alice: User, bob: User, direct: int, connect: Connect) -> None:
    first = stored(await in_database(sent, alice, direct, "shall we?"))
    his, hers = await connect(bob), await connect(alice)
    payload = message_command(direct, "yes")
    payload["body"]["reply_to"] = first.id
    assert "payload" in await his.ask("message.send", **payload)
    message = (await hers.next_of("message.sent"))["payload"]["message"]
    assert message["body"] == {"text": "yes", "reply_to": first.id}
    again = await his.ask("message.send", **payload)
    assert again["payload"]["id"] == message["id"], "a repeat is stored once"


def test_only_what_stands_in_the_same_conversation_can_be_answered(alice: User, direct: int, group: int) -> None:
    elsewhere = stored(sent(alice, group, "elsewhere"))
    for reply_to in (elsewhere.id, 10**9):
        answer = replied(alice, direct, "what?", reply_to)
        assert isinstance(answer, Refused)
        assert (answer.code, set(answer.fields or {})) == ("invalid", {"body.reply_to"})
    foreign, none = (replied(alice, direct, "what?", reply_to) for reply_to in (elsewhere.id, 10**9))
    assert isinstance(foreign, Refused)
    assert isinstance(none, Refused)
    assert foreign.as_payload() == none.as_payload()


def test_who_joins_later_can_neither_answer_nor_ask_for_what_was_before(
    alice: User, bob: User, group: int, api: MakeApi
) -> None:
    before = stored(sent(alice, group, "a secret from before"))
    with transaction.atomic():
        add_participants(group, [bob.id], Notice("member_joined", alice.id, [bob.id]))
    assert isinstance(replied(bob, group, "what?", before.id), Refused)
    after = stored(replied(alice, group, "an answer", before.id))
    asked = api(bob).get(f"conversations/{group}/messages/", ids=f"{before.id},{after.id}").body
    assert [message["id"] for message in asked["messages"]] == [after.id]
    assert asked["more"] is False


def test_charlie_learns_nothing_by_answering(alice: User, charlie: User, direct: int) -> None:
    said = stored(sent(alice, direct, "a secret"))
    known, unknown = replied(charlie, direct, "what?", said.id), replied(charlie, direct, "what?", 10**9)
    assert isinstance(known, Refused)
    assert isinstance(unknown, Refused)
    assert known.code == unknown.code == "not_a_member"


@pytest.mark.parametrize("ids", ["", "x", "1,", "-1", "1,2,x", "9" * 17, ",".join(["1"] * 101)])
def test_bad_ids_are_named(alice: User, direct: int, api: MakeApi, ids: str) -> None:
    answer = api(alice).get(f"conversations/{direct}/messages/", ids=ids)
    assert (answer.status, answer.body["code"]) == (400, "invalid")


@pytest.mark.parametrize("reply_to", [0, -1, 2**60, "1", None, [1]])
async def test_bad_replies_are_named(alice: User, direct: int, connect: Connect, reply_to: Any) -> None:
    mine = await connect(alice)
    payload = message_command(direct, "x")
    payload["body"]["reply_to"] = reply_to
    assert (await mine.ask("message.send", **payload))["error"]["code"] == "invalid"


def test_replies_cost_the_same_however_many_and_nothing_where_there_are_none(alice: User, direct: int) -> None:
    first = stored(sent(alice, direct, "first"))

    def queries(*bodies: OutgoingBody) -> int:
        with CaptureQueriesContext(connection) as captured:
            answers = send_messages([Outgoing(alice.id, direct, uuid.uuid4(), body) for body in bodies])
        assert not any(isinstance(answer, Refused) for answer in answers)
        return len(captured)

    reply = OutgoingBody(text="again", reply_to=first.id)
    plain = plain_body("plain")
    queries(plain, plain)
    assert queries(reply, reply) == queries(*[reply] * 20) == queries(plain, plain) + 2

"""Meaning somebody by name: who may be meant, who is told, and until when it stands in their list."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec
import pytest
from django.db import transaction

from accounts.actions import block_user
from accounts.models import User
from accounts.testing import make_user
from chat.actions import (
    Mark,
    Notice,
    Outgoing,
    OwnChanges,
    change_own_state,
    create_group_conversation,
    edit_message,
    mark_read,
    recall_message,
    remove_participant,
    send_messages,
)
from chat.bodies import OutgoingBody
from chat.mentions import Mention
from chat.models import Message, MessageMention
from chat.queries.conversations import participation
from chat.serializers import conversation_data
from chat.testing import Connect, mentioned, message_command, say, stored, worded, worded_naming
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dora(db: None) -> User:
    return make_user("Dora")


@pytest.fixture
def group(alice: User, bob: User, dora: User) -> int:
    """A group of three."""
    everybody = [alice.id, bob.id, dora.id]
    with transaction.atomic():
        return create_group_conversation("walks", everybody, Notice("group_created", alice.id, everybody)).id


def waiting(user: User, conversation: int) -> list[int]:
    """The numbers of messages that mention the user and are not read by them."""
    row = participation(conversation, user.id)
    assert row is not None
    return conversation_data(row).mentions


def code(answer: Any) -> str:
    assert isinstance(answer, Refused), answer
    return answer.code


def test_who_is_mentioned_has_it_in_their_list_until_it_is_read(alice: User, bob: User, dora: User, group: int) -> None:
    first, second = stored(mentioned(alice, group, bob)).seq, stored(mentioned(dora, group, bob, alice)).seq
    (last,) = say(alice, group, "what do you say?")
    assert waiting(bob, group) == [first, second]
    assert waiting(alice, group) == [second]
    assert waiting(dora, group) == []
    mark_read([Mark(bob.id, group, first)])
    assert waiting(bob, group) == [second]
    mark_read([Mark(bob.id, group, last)])
    assert waiting(bob, group) == []


def test_a_muted_conversation_tells_of_a_mention_too(alice: User, bob: User, group: int) -> None:
    change_own_state(bob.id, group, OwnChanges(notify="mentions", hidden=True))
    seq = stored(mentioned(alice, group, bob)).seq
    assert waiting(bob, group) == [seq]


async def test_everybody_hears_who_is_mentioned_and_where(alice: User, bob: User, connect: Connect, group: int) -> None:
    hers, his = await connect(alice), await connect(bob)
    text = "好 😀 @Bob!"
    named = [{"user": bob.id, "start": 4, "length": 4}]
    await hers.ask("message.send", **message_command(group, text) | {"body": {"text": text, "mentions": named}})
    heard = await his.next_of("message.sent")
    assert heard["payload"]["message"]["body"]["mentions"] == [{"start": 4, "length": 4, "user": bob.id}]
    assert await in_database(waiting, bob, group) == [heard["seq"]]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("@Bob", [{"start": 0, "length": 5, "user": 1}]),
        ("@Bob", [{"start": 1, "length": 3, "user": 1}]),
        ("@Bob", [{"start": 9, "length": 4, "user": 1}]),
        ("@Bob", [{"start": 0, "length": 4}]),
        ("@Bob", [{"start": 0, "length": 4, "user": 1, "all": True}]),
        ("@Bob @Bob", [{"start": 0, "length": 9, "user": 1}, {"start": 5, "length": 4, "user": 1}]),
        ("", [{"start": 0, "length": 4, "user": 1}]),
    ],
)
def test_a_mention_is_a_place_in_the_text(
    alice: User, bob: User, group: int, text: str, mentions: list[dict[str, Any]]
) -> None:
    named = [msgspec.convert(one | ({"user": bob.id} if "user" in one else {}), Mention) for one in mentions]
    (answer,) = _sent(alice, group, OutgoingBody(text=text, mentions=named))
    assert code(answer) == "invalid"


def test_only_who_takes_part_is_mentioned(alice: User, bob: User, dora: User, charlie: User, group: int) -> None:
    assert code(mentioned(alice, group, bob, charlie)) == "not_mentionable"
    with transaction.atomic():
        remove_participant(group, dora.id, Notice("member_left", dora.id, [dora.id]))
    assert code(mentioned(alice, group, dora)) == "not_mentionable"
    assert code(mentioned(charlie, group, bob)) == "not_a_member"
    assert not MessageMention.objects.exists()


def test_nobody_mentions_all_where_no_app_allows_it(alice: User, bob: User, direct: int, group: int) -> None:
    assert code(mentioned(alice, group, None)) == "may_not_mention_all"
    assert code(mentioned(alice, direct, None)) == "may_not_mention_all"
    assert waiting(bob, stored_place(mentioned(alice, direct, bob))) != []
    block_user(bob.id, alice.id)
    assert code(mentioned(alice, direct, bob)) == "not_available"


def test_an_edit_changes_who_is_mentioned(alice: User, bob: User, dora: User, charlie: User, group: int) -> None:
    said = stored(mentioned(alice, group, bob))
    edit_message(alice.id, said.id, worded_naming(dora))
    assert (waiting(bob, group), waiting(dora, group)) == ([], [said.seq])
    with pytest.raises(Refused) as refused:
        edit_message(alice.id, said.id, worded_naming(dora, charlie))
    assert refused.value.code == "not_mentionable"
    with transaction.atomic():
        remove_participant(group, dora.id, Notice("member_left", dora.id, [dora.id]))
    edit_message(alice.id, said.id, worded_naming(dora, bob, words="both of you"))
    assert waiting(bob, group) == [said.seq]
    edit_message(alice.id, said.id, worded("nobody"))
    assert waiting(bob, group) == []
    assert "mentions" not in msgspec.json.decode(Message.objects.get(id=said.id).body)


def test_what_is_recalled_mentions_nobody(alice: User, bob: User, group: int) -> None:
    said = stored(mentioned(alice, group, bob))
    recall_message(alice.id, said.id)
    assert waiting(bob, group) == []
    assert not MessageMention.objects.exists()


def test_who_comes_later_or_left_before_is_told_nothing(alice: User, bob: User, dora: User, group: int) -> None:
    with transaction.atomic():
        remove_participant(group, dora.id, Notice("member_left", dora.id, [dora.id]))
    MessageMention.objects.create(conversation_id=group, seq=10_000, message=Message.objects.latest("id"), user=None)
    assert waiting(bob, group) == [10_000]
    assert waiting(dora, group) == []


def stored_place(answer: Any) -> int:
    """The conversation in which something was said."""
    return Message.objects.get(id=stored(answer).id).conversation_id


def _sent(sender: User, conversation: int, body: OutgoingBody) -> list[Any]:
    return send_messages([Outgoing(sender.id, conversation, uuid.uuid4(), body)])

"""What becomes of a message after it was sent: edited, recalled, reacted to; by whom and how long, and what is left."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.db import transaction
from django.utils import timezone

from accounts.actions import block_user
from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import (
    Mark,
    Notice,
    Reaction,
    add_participants,
    create_group_conversation,
    edit_message,
    mark_read,
    prune_changes,
    react_to_message,
    recall_message,
    remove_participant,
)
from chat.models import Message, MessageChange, MessageVersion
from chat.queries.conversations import participation
from chat.queries.counting import Unread, unread_of
from chat.testing import Connect, durable, message_command, replied, say, sent, stored, worded
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.models import StoredEvent, Stream
from ggtalk.realtime.sync import missed_by

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "the secret of the house"


@pytest.fixture
def group(alice: User, bob: User) -> int:
    """A group of Alice and Bob."""
    both = [alice.id, bob.id]
    with transaction.atomic():
        return create_group_conversation("walks", both, Notice("group_created", alice.id, both)).id


def refusal(act: Any, *args: Any) -> str:
    """The code with which this is refused."""
    with pytest.raises(Refused) as refused:
        act(*args)
    return refused.value.code


def heard_by(user: User, conversation: int) -> list[dict[str, Any]]:
    """Everything a client hears that knew nothing of the conversation."""
    frames = missed_by(user.id, {f"c{conversation}": 0}).frames
    return [msgspec.json.decode(frame) for frame in frames]


async def test_an_edit_is_heard_by_all_and_its_versions_can_be_seen(
    alice: User, bob: User, direct: int, connect: Connect, api: MakeApi
) -> None:
    mine, mine_too, his = await connect(alice), await connect(alice), await connect(bob)
    sending = message_command(direct, "frist")
    said = (await mine.ask("message.send", **sending))["payload"]
    assert (await mine.ask("message.edit", message=said["id"], body={"text": "first"}))["payload"] == {}
    frames = [await socket.next_of("message.edited") for socket in (mine_too, his)]
    assert frames[0] == frames[1]
    message = frames[0]["payload"]["message"]
    assert (message["body"], message["seq"], message["changed_seq"]) == ({"text": "first"}, 1, 2)
    assert frames[0]["seq"] == 2
    page = await in_database(lambda: api(bob).get(f"conversations/{direct}/messages/").body["messages"])
    assert page == [message]
    listed = await in_database(lambda: api(bob).get(f"messages/{said['id']}/versions/").body["versions"])
    assert [version["body"]["text"] for version in listed] == ["frist", "first"]
    assert listed[1]["said_at"] == message["edited_at"]
    again = await mine.ask("message.send", **sending)
    assert again["payload"] == said, "a repeat of what was edited since is stored once"


def test_what_is_answered_stays_when_an_answer_is_edited(alice: User, direct: int) -> None:
    first = stored(sent(alice, direct, "first"))
    answer = stored(replied(alice, direct, "second", first.id))
    edit_message(alice.id, answer.id, worded("2nd"))
    assert msgspec.json.decode(Message.objects.get(id=answer.id).body) == {"text": "2nd", "reply_to": first.id}


def test_an_edit_that_changes_nothing_tells_nobody(alice: User, direct: int) -> None:
    said = stored(sent(alice, direct, "as it is"))
    edit_message(alice.id, said.id, worded("as it is"))
    assert Stream.objects.get(name=f"c{direct}").head == 1
    assert Message.objects.get().edited_at is None


def test_each_reason_against_an_edit(alice: User, bob: User, charlie: User, direct: int, settings: Any) -> None:
    said = stored(sent(alice, direct, "mine")).id
    new = worded("changed")
    assert refusal(edit_message, bob.id, said, new) == "not_yours"
    assert refusal(edit_message, charlie.id, said, new) == refusal(edit_message, alice.id, 10**9, new) == "not_found"
    assert refusal(edit_message, alice.id, said, worded(" ")) == "invalid"
    Message.objects.update(sent_at=timezone.now() - timedelta(minutes=16))
    assert refusal(edit_message, alice.id, said, new) == "too_late"
    settings.MESSAGE_EDIT_MINUTES = 20
    edit_message(alice.id, said, new)
    settings.MESSAGE_EDIT_MINUTES = 0
    assert refusal(edit_message, alice.id, said, worded("again")) == "too_late"
    settings.MESSAGE_EDIT_MINUTES = 20
    block_user(bob.id, alice.id)
    assert refusal(edit_message, alice.id, said, worded("again")) == "not_available"


def test_who_has_left_changes_nothing_more(alice: User, bob: User, group: int) -> None:
    said = stored(sent(bob, group, "his")).id
    with transaction.atomic():
        remove_participant(group, bob.id, Notice("member_left", bob.id, [bob.id]))
    after = stored(sent(alice, group, "after he left")).id
    for act in (lambda one: edit_message(bob.id, one, worded("x")), lambda one: recall_message(bob.id, one)):
        assert refusal(act, said) == "not_a_member"
        assert refusal(act, after) == "not_found"
    assert refusal(react_to_message, Reaction(bob.id, said, "😀", True)) == "not_a_member"


def test_versions_are_for_those_who_see_the_message(
    alice: User, bob: User, charlie: User, group: int, api: MakeApi
) -> None:
    said = stored(sent(alice, group, "before")).id
    edit_message(alice.id, said, worded("after"))
    foreign, none = (api(charlie).get(f"messages/{message}/versions/") for message in (said, 10**9))
    assert (foreign.status, foreign.body) == (none.status, none.body)
    assert foreign.status == 404
    with transaction.atomic():
        add_participants(group, [charlie.id], Notice("member_joined", alice.id, [charlie.id]))
    assert api(charlie).get(f"messages/{said}/versions/").status == 404, "who joined later does not see it"
    assert api(bob).get(f"messages/{said}/versions/").status == 200


def test_a_message_is_edited_only_so_often(alice: User, direct: int) -> None:
    said = stored(sent(alice, direct, "0")).id
    for number in range(1, 51):
        edit_message(alice.id, said, worded(str(number)))
    assert refusal(edit_message, alice.id, said, worded("51")) == "too_many_edits"


def test_nothing_is_left_of_what_was_recalled(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    said = stored(sent(alice, direct, SECRET)).id
    edit_message(alice.id, said, worded(f"{SECRET}!"))
    react_to_message(Reaction(bob.id, said, "😀", True))
    recall_message(alice.id, said)
    recall_message(alice.id, said)
    message = Message.objects.get()
    assert (message.body, message.reactions, message.edited_at) == ('{"recalled":true}', None, None)
    assert not MessageVersion.objects.exists()
    assert not StoredEvent.objects.filter(payload__contains=SECRET).exists()
    heard = heard_by(bob, direct)
    happened = ["sent", "edited", "reacted", "recalled"]
    assert [frame["type"] for frame in heard] == [f"message.{what}" for what in happened]
    assert all(frame["payload"]["message"]["body"] == {"recalled": True} for frame in heard)
    assert api(bob).get("messages/search/", q="secret").body["hits"] == []
    assert api(bob).get(f"conversations/{direct}/").body["last_message"]["body"] == {"recalled": True}
    for act in (
        lambda: edit_message(alice.id, said, worded("again")),
        lambda: react_to_message(Reaction(bob.id, said, "😀", True)),
    ):
        assert refusal(act) == "recalled"


def test_what_was_recalled_counts_as_unread_no_more(alice: User, bob: User, direct: int) -> None:
    first, second = (stored(sent(alice, direct, text)).id for text in ("one", "two"))
    recall_message(alice.id, second)
    row = participation(direct, bob.id)
    assert row is not None
    assert (unread_of(row), row.last_seq) == (Unread(1, 3), 2)
    mark_read([Mark(bob.id, direct, 1)])
    recall_message(alice.id, first)
    row = participation(direct, bob.id)
    assert row is not None
    assert unread_of(row).count == 0


def test_each_reason_against_a_recall(alice: User, bob: User, charlie: User, direct: int, settings: Any) -> None:
    said = stored(sent(alice, direct, "mine")).id
    assert refusal(recall_message, bob.id, said) == "not_yours"
    assert refusal(recall_message, charlie.id, said) == refusal(recall_message, alice.id, 10**9) == "not_found"
    Message.objects.update(sent_at=timezone.now() - timedelta(minutes=3))
    assert refusal(recall_message, alice.id, said) == "too_late"
    settings.MESSAGE_RECALL_MINUTES = 5
    block_user(bob.id, alice.id)
    recall_message(alice.id, said)


def test_a_line_of_the_servers_is_nobodys_to_change(alice: User, group: int) -> None:
    notice = Message.objects.get(conversation=group).id
    assert refusal(edit_message, alice.id, notice, worded("x")) == "not_yours"
    assert refusal(recall_message, alice.id, notice) == "not_yours"


async def test_reactions_are_heard_by_all_and_taken_back(alice: User, bob: User, direct: int, connect: Connect) -> None:
    said = stored(await in_database(sent, alice, direct, "good?")).id
    mine, his = await connect(alice), await connect(bob)
    for on in (True, True):
        await his.ask("message.react", message=said, emoji="😀", on=on)
    await mine.ask("message.react", message=said, emoji="😀", on=True)
    await mine.ask("message.react", message=said, emoji="❤️", on=True)
    await his.ask("message.react", message=said, emoji="😀", on=False)
    events = [frame for frame in durable(await mine.said_until_reply()) if frame["type"] == "message.reacted"]
    last = events[-1] if events else await mine.next_of("message.reacted")
    assert last["payload"]["message"]["reactions"] == [
        {"emoji": "😀", "users": [alice.id]},
        {"emoji": "❤️", "users": [alice.id]},
    ]
    assert await in_database(MessageChange.objects.count) == 4, "what is so already changes nothing"


def test_each_reason_against_a_reaction(alice: User, bob: User, charlie: User, direct: int) -> None:
    said = stored(sent(alice, direct, "good?")).id
    for emoji in ("", "x", "😀😀", "<b>", "👍 "):
        assert refusal(react_to_message, Reaction(bob.id, said, emoji, True)) == "invalid"
    foreign = refusal(react_to_message, Reaction(charlie.id, said, "😀", True))
    assert foreign == refusal(react_to_message, Reaction(charlie.id, 10**9, "😀", True)) == "not_found"
    block_user(bob.id, alice.id)
    assert refusal(react_to_message, Reaction(bob.id, said, "😀", True)) == "not_available"


def test_an_emoji_is_the_same_whichever_form_it_is_written_in(alice: User, bob: User, direct: int) -> None:
    said = stored(sent(alice, direct, "good?")).id
    react_to_message(Reaction(bob.id, said, "❤", True))
    react_to_message(Reaction(alice.id, said, "❤️", True))
    kept = Message.objects.values_list("reactions", flat=True).get(id=said)
    assert json.loads(kept or "") == [{"emoji": "❤️", "users": [bob.id, alice.id]}]


def test_a_message_takes_twenty_different_emoji(alice: User, bob: User, direct: int) -> None:
    said = stored(sent(alice, direct, "good?")).id
    emoji = [chr(number) for number in range(0x1F600, 0x1F615)]
    for one in emoji[:20]:
        react_to_message(Reaction(bob.id, said, one, True))
    assert refusal(react_to_message, Reaction(alice.id, said, emoji[20], True)) == "too_many_reactions"
    react_to_message(Reaction(alice.id, said, emoji[0], True))


def test_changes_are_forgotten_with_other_events(alice: User, bob: User, direct: int) -> None:
    (said,) = [stored(sent(alice, direct, "one")).id]
    edit_message(alice.id, said, worded("two"))
    assert prune_changes() == 0
    assert prune_changes(timezone.now() + timedelta(days=31)) == 1
    assert Stream.objects.get(name=f"c{direct}").floor == 2
    assert missed_by(bob.id, {f"c{direct}": 1}).reset == [f"c{direct}"]
    say(alice, direct, "three")
    assert missed_by(bob.id, {f"c{direct}": 2}).reset == []

"""Delivered and read: marks that move forward only, shown to the other side, never of somebody invisible."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.actions import ProfileChanges, block_user, change_profile
from accounts.models import User
from accounts.testing import MakeApi, heard
from chat.actions import Mark, change_own_state, mark_delivered, mark_read
from chat.actions.own_state import OwnChanges
from chat.models import Participant
from chat.testing import Connect, say, say_later
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.models import StoredEvent

pytestmark = pytest.mark.django_db(transaction=True)


def said_in(conversation: int) -> list[str]:
    """Types of the stored events of a conversation."""
    events = StoredEvent.objects.filter(stream=f"c{conversation}").order_by("seq")
    return list(events.values_list("type", flat=True))


async def test_the_sender_sees_it_delivered_and_read(
    alice: User, bob: User, direct: int, connect: Connect, api: MakeApi
) -> None:
    mine, his, his_phone = await connect(alice), await connect(bob), await connect(bob)
    await say_later(alice, direct, "hello")
    assert (await his.ask("message.delivered", conversation=direct, seq=1))["payload"] == {}
    assert (await mine.next_of("message.delivered"))["payload"] == {"conversation": direct, "user": bob.id, "seq": 1}
    assert (await his.ask("message.read", conversation=direct, seq=1))["payload"] == {}
    assert (await mine.next_of("message.read"))["payload"] == {"conversation": direct, "user": bob.id, "seq": 1}
    own = (await his_phone.next_of("conversation.changed"))["payload"]["own"]
    assert (own["read_seq"], own["unread"]) == (1, 0)
    seen = (await in_database(api, alice)).get
    listed = await in_database(seen, f"conversations/{direct}/")
    assert (listed.body["peer_delivered_seq"], listed.body["peer_read_seq"]) == (1, 1)


def test_reading_never_goes_back_nor_beyond_the_last_message(alice: User, bob: User, direct: int) -> None:
    say(alice, direct, "1", "2", "3")
    assert mark_read([Mark(bob.id, direct, 2), Mark(bob.id, direct, 1)]) == [None, None]
    assert mark_read([Mark(bob.id, direct, 1)]) == [None]
    assert Participant.objects.get(user=bob).read_seq == 2
    mark_read([Mark(bob.id, direct, 10**9)])
    assert Participant.objects.get(user=bob).read_seq == 3
    assert said_in(direct) == ["message.read"] * 2


def test_marks_of_marks_end(alice: User, bob: User, direct: int) -> None:
    """Programs that mark every number they hear must not answer each other for ever."""
    say(alice, direct, "hello")
    for head in range(2, 12):
        mark_delivered([Mark(alice.id, direct, head), Mark(bob.id, direct, head)])
        mark_read([Mark(alice.id, direct, head), Mark(bob.id, direct, head)])
    assert len(said_in(direct)) == 4


def test_reading_ends_marked_unread(alice: User, bob: User, direct: int) -> None:
    say(alice, direct, "hello")
    mark_read([Mark(bob.id, direct, 1)])
    change_own_state(bob.id, direct, OwnChanges(marked_unread=True))
    mark_read([Mark(bob.id, direct, 1)])
    assert heard(bob)[-1][1]["own"]["marked_unread"] is False
    assert said_in(direct) == ["message.read"]


async def test_nothing_is_shown_of_somebody_invisible(
    alice: User, bob: User, direct: int, connect: Connect, api: MakeApi
) -> None:
    his = await connect(bob)
    await his.ask("presence.set", presence="invisible")
    await say_later(alice, direct, "one")
    await his.ask("message.delivered", conversation=direct, seq=1)
    await his.ask("message.read", conversation=direct, seq=1)
    own = await in_database((await in_database(api, bob)).get, f"conversations/{direct}/")
    seen = await in_database((await in_database(api, alice)).get, f"conversations/{direct}/")
    assert own.body["own"]["unread"] == 0
    assert (seen.body["peer_delivered_seq"], seen.body["peer_read_seq"]) == (0, 0)
    assert await in_database(said_in, direct) == []
    await his.ask("presence.set", presence="online")
    await his.ask("message.read", conversation=direct, seq=1)
    assert await in_database(said_in, direct) == ["message.read"]


def test_nothing_is_shown_across_a_block(alice: User, bob: User, direct: int) -> None:
    say(alice, direct, "hello")
    block_user(alice.id, bob.id)
    mark_delivered([Mark(bob.id, direct, 1)])
    mark_read([Mark(bob.id, direct, 1)])
    assert said_in(direct) == []
    assert Participant.objects.get(user=bob).read_seq == 1


def test_nothing_is_shown_of_who_sends_no_read_marks(alice: User, bob: User, direct: int) -> None:
    change_profile(bob.id, ProfileChanges(settings={"sends_read_marks": False}))
    say(alice, direct, "hello")
    mark_delivered([Mark(bob.id, direct, 1)])
    mark_read([Mark(bob.id, direct, 1)])
    assert said_in(direct) == ["message.delivered"]
    assert Participant.objects.get(user=bob).read_seq == 1


async def test_charlie_marks_nothing(charlie: User, alice: User, direct: int, connect: Connect) -> None:
    await say_later(alice, direct, "hello")
    theirs = await connect(charlie)
    for command in ("message.read", "message.delivered"):
        foreign = await theirs.ask(command, conversation=direct, seq=1)
        none = await theirs.ask(command, conversation=10**9, seq=1)
        assert foreign["error"] == none["error"]
        assert foreign["error"]["code"] == "not_a_member"
    assert await in_database(said_in, direct) == []


@pytest.mark.parametrize(
    "payload", [{}, {"conversation": 1}, {"conversation": 1, "seq": -1}, {"conversation": 1, "seq": "1"}]
)
async def test_bad_payloads_are_named(alice: User, connect: Connect, payload: dict[str, Any]) -> None:
    mine = await connect(alice)
    for command in ("message.read", "message.delivered"):
        assert (await mine.ask(command, **payload))["error"]["code"] == "invalid"

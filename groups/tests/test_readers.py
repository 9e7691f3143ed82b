"""Who has read what in a group: told to its author only, and never of who does not want it known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.actions import ProfileChanges, block_user, change_profile
from accounts.models import User
from accounts.testing import MakeApi, make_user
from chat.actions import Mark, add_participants, mark_read, recall_message, remove_participant
from chat.actions.notices import Notice
from chat.models import Message
from chat.testing import Connect, durable, say_later, sent, stored
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.models import StoredEvent
from groups.actions import NewGroup

pytestmark = pytest.mark.django_db(transaction=True)

Counts = Callable[[], dict[str, Any]]


@pytest.fixture
def place(group: NewGroup) -> int:
    """The conversation of Alice's group with Bob and Dora; its first number is the group's making."""
    return group.group.conversation_id


def read(user: User, place: int, seq: int) -> None:
    assert mark_read([Mark(user.id, place, seq)]) == [None]


def bring(place: int, by: User, *users: User) -> None:
    ids = [user.id for user in users]
    with transaction.atomic():
        add_participants(place, ids, Notice("member_joined", by.id, ids))


def leave(place: int, user: User) -> None:
    with transaction.atomic():
        remove_participant(place, user.id, Notice("member_left", user.id, [user.id]))


def counted(api: MakeApi, user: User, place: int, *messages: int) -> list[tuple[int, int]]:
    answer = api(user).get(f"conversations/{place}/reads/", ids=",".join(map(str, messages)))
    assert answer.status == 200, answer.body
    return [(one["read"], one["of"]) for one in answer.body["reads"]]


def test_the_author_sees_how_many_and_who(alice: User, bob: User, dora: User, place: int, api: MakeApi) -> None:
    one, two = (stored(sent(alice, place, text)) for text in ("one", "two"))
    assert counted(api, alice, place, one.id, two.id) == [(0, 2), (0, 2)]
    read(bob, place, one.seq)
    read(dora, place, two.seq)
    assert counted(api, alice, place, one.id, two.id) == [(2, 2), (1, 2)]
    assert api(alice).get(f"messages/{two.id}/reads/").body == {"read": [dora.id], "unread": [bob.id]}


def test_others_are_told_nothing(alice: User, bob: User, charlie: User, place: int, api: MakeApi) -> None:
    said = stored(sent(alice, place, "hello"))
    assert counted(api, bob, place, said.id) == []
    for user in (bob, charlie):
        assert api(user).get(f"messages/{said.id}/reads/").body == api(user).get(f"messages/{10**9}/reads/").body
    foreign, absent = (api(charlie).get(f"conversations/{one}/reads/", ids="1") for one in (place, 10**9))
    assert (foreign.status, foreign.body) == (absent.status, absent.body)
    recall_message(alice.id, said.id)
    assert counted(api, alice, place, said.id) == []
    assert api(alice).get(f"messages/{said.id}/reads/").status == 404


@pytest.mark.parametrize("ids", ["", "x", "1,", ",".join(["1"] * 101)])
def test_bad_ids_are_named(alice: User, place: int, api: MakeApi, ids: str) -> None:
    assert api(alice).get(f"conversations/{place}/reads/", ids=ids).body["code"] == "invalid"


def test_who_came_later_could_not_read_it_and_who_has_left_is_not_counted(
    alice: User, bob: User, charlie: User, place: int, api: MakeApi
) -> None:
    before = stored(sent(alice, place, "before"))
    bring(place, alice, charlie)
    after = stored(sent(alice, place, "after"))
    read(charlie, place, after.seq)
    assert counted(api, alice, place, before.id, after.id) == [(0, 2), (1, 3)]
    read(bob, place, before.seq)
    leave(place, bob)
    assert counted(api, alice, place, before.id, after.id) == [(0, 1), (1, 2)]
    leave(place, alice)
    assert api(alice).get(f"messages/{before.id}/reads/").body["code"] == "not_a_member"


async def test_nothing_is_shown_of_somebody_invisible(
    alice: User, bob: User, place: int, connect: Connect, api: MakeApi
) -> None:
    said = stored(await in_database(sent, alice, place, "hello"))
    his, mine = await connect(bob), await connect(alice)
    await his.ask("presence.set", presence="invisible")
    await his.ask("message.read", conversation=place, seq=said.seq)
    assert await in_database(counted, api, alice, place, said.id) == [(0, 2)]
    assert [frame["type"] for frame in await mine.said_until_reply() if frame["type"] == "reads.moved"] == []
    await his.ask("presence.set", presence="online")
    await his.ask("message.read", conversation=place, seq=said.seq)
    assert await in_database(counted, api, alice, place, said.id) == [(1, 2)]


def test_nothing_is_shown_of_who_sends_no_read_marks_nor_across_a_block(
    alice: User, bob: User, dora: User, place: int, api: MakeApi
) -> None:
    change_profile(bob.id, ProfileChanges(settings={"sends_read_marks": False}))
    block_user(dora.id, alice.id)
    said = stored(sent(alice, place, "hello"))
    read(dora, place, said.seq)
    read(bob, place, said.seq)
    assert counted(api, alice, place, said.id) == [(0, 2)]
    assert api(bob).get(f"conversations/{place}/").body["own"]["unread"] == 0
    change_profile(bob.id, ProfileChanges(settings={"sends_read_marks": True}))
    read(bob, place, said.seq)
    assert counted(api, alice, place, said.id) == [(1, 2)]


async def test_only_authors_hear_that_they_are_read(
    alice: User, bob: User, dora: User, place: int, connect: Connect
) -> None:
    hers, his, mine = await connect(dora), await connect(bob), await connect(alice)
    await say_later(alice, place, "one")
    (second,) = await say_later(bob, place, "two")
    await hers.ask("message.read", conversation=place, seq=second)
    for line, stream in ((mine, f"u{alice.id}"), (his, f"u{bob.id}")):
        event = await line.next_of("reads.moved")
        assert (event["stream"], event["seq"]) == (stream, None)
        assert event["payload"] == {"conversation": place, "after": 0, "until": second}
    assert [frame for frame in await hers.said_until_reply() if frame["type"] == "reads.moved"] == []
    await his.ask("message.read", conversation=place, seq=second)
    assert [frame["type"] for frame in await his.said_until_reply() if frame["type"] == "reads.moved"] == []
    assert durable(await hers.said_until_reply()) == []


async def test_nobody_hears_that_they_are_read_across_a_block(
    alice: User, bob: User, dora: User, place: int, connect: Connect
) -> None:
    hers, mine = await connect(dora), await connect(alice)
    (said,) = await say_later(alice, place, "one")
    await in_database(block_user, alice.id, dora.id)
    await hers.ask("message.read", conversation=place, seq=said)
    assert [frame["type"] for frame in await mine.said_until_reply() if frame["type"] == "reads.moved"] == []
    his = await connect(bob)
    await his.ask("message.read", conversation=place, seq=said)
    assert (await mine.next_of("reads.moved"))["payload"]["conversation"] == place


def test_two_thousand_members_cost_the_same_queries_and_write_nothing_for_each(
    alice: User, place: int, api: MakeApi
) -> None:
    many = [make_user(f"Member{number}") for number in range(60)]
    said = [stored(sent(alice, place, text)).id for text in ("one", "two", "three")]
    program = api(alice)

    def queries(*ids: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            program.get(f"conversations/{place}/reads/", ids=",".join(map(str, ids)))
        return len(captured)

    few = queries(said[0])
    bring(place, alice, *many)
    seq = stored(sent(alice, place, "all of you")).seq
    rows = Message.objects.count(), StoredEvent.objects.filter(stream=f"c{place}").count()
    with CaptureQueriesContext(connection) as captured:
        mark_read([Mark(one.id, place, seq) for one in many[:50]])
    together = len(captured)
    with CaptureQueriesContext(connection) as captured:
        mark_read([Mark(one.id, place, seq) for one in many[50:52]])
    assert together == len(captured)
    assert queries(*said) == few
    assert rows == (Message.objects.count(), StoredEvent.objects.filter(stream=f"c{place}").count())

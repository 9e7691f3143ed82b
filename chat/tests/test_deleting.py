"""Deleting messages for oneself: what is gone for whom, on which clients, and what one can't delete."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from django.db import transaction

from accounts.models import User
from accounts.testing import MakeApi, heard
from chat.actions import (
    Notice,
    OwnChanges,
    add_participants,
    change_own_state,
    create_group_conversation,
    delete_messages,
    edit_message,
    recall_message,
    remove_participant,
)
from chat.actions.deleting import forget_deletions
from chat.export import messages_of
from chat.models import MessageDeletion
from chat.testing import Connect, say, sent, shown, stored, worded
from files.models import File
from files.permissions import can_see
from files.testing import uploaded
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)


def said(sender: User, conversation: int, *texts: str) -> list[int]:
    """Ids of what was just said."""
    return [stored(sent(sender, conversation, text)).id for text in texts]


def texts_of(api: MakeApi, user: User, conversation: int, **query: object) -> list[str]:
    page = api(user).get(f"conversations/{conversation}/messages/", **query).body["messages"]
    return [message["body"].get("text", "") for message in page]


def refusal(user: User, conversation: int, messages: list[int]) -> str:
    with pytest.raises(Refused) as refused:
        delete_messages(user.id, conversation, messages)
    return refused.value.code


async def test_it_is_heard_on_my_clients_only(alice: User, bob: User, direct: int, connect: Connect) -> None:
    first, last = await in_database(said, bob, direct, "first", "last")
    mine, mine_too, his = await connect(alice), await connect(alice), await connect(bob)
    assert (await mine.ask("message.delete", conversation=direct, messages=[last]))["payload"] == {}
    told = (await mine_too.next_of("message.deleted"))["payload"]
    assert (told["conversation"], told["messages"], told["last_message"]["id"]) == (direct, [last], first)
    assert told["own"]["unread"] == 0
    assert [frame for frame in await his.said_until_reply() if frame["type"] == "message.deleted"] == []


def test_it_is_gone_for_me_in_every_place_and_for_nobody_else(
    alice: User, bob: User, direct: int, api: MakeApi
) -> None:
    kept, gone = said(bob, direct, "the kept word", "the gone word")
    edit_message(bob.id, gone, worded("the gone word, edited"))
    delete_messages(alice.id, direct, [gone])
    for query in ({}, {"after": 0}, {"before": 9}, {"around": 2}, {"ids": f"{kept},{gone}"}):
        assert texts_of(api, alice, direct, **query) == ["the kept word"]
        assert len(texts_of(api, bob, direct, **query)) == 2
    found = {user: api(user).get("messages/search/", q="word").body["hits"] for user in (alice, bob)}
    assert [len(hits) for hits in found.values()] == [1, 2]
    assert api(alice).get(f"messages/{gone}/versions/").status == 404
    assert api(bob).get(f"messages/{gone}/versions/").status == 200
    listed = {user: api(user).get(f"conversations/{direct}/").body["last_message"]["id"] for user in (alice, bob)}
    assert listed == {alice: kept, bob: gone}


def test_a_day_on_which_all_was_deleted_is_empty(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    only = said(bob, direct, "alone")
    delete_messages(alice.id, direct, only)
    month = datetime.now(UTC).strftime("%Y-%m")
    days = {user: api(user).get(f"conversations/{direct}/days/", month=month).body for user in (alice, bob)}
    assert days[alice] == {"days": [], "first": None, "last": None}
    assert len(days[bob]["days"]) == 1
    assert api(alice).get(f"conversations/{direct}/").body["last_message"] is None


def test_what_i_said_is_gone_from_my_export(alice: User, direct: int) -> None:
    _, gone = said(alice, direct, "kept", "gone")
    delete_messages(alice.id, direct, [gone])
    assert [message["body"]["text"] for message in messages_of(alice.id)] == ["kept"]


def test_a_picture_that_was_only_shown_there_is_not_mine_to_see_any_more(alice: User, bob: User, direct: int) -> None:
    file = uploaded(bob)
    message = stored(shown(bob, direct, [file])).id
    assert can_see(File.objects.get(pk=file), alice.id)
    delete_messages(alice.id, direct, [message])
    assert not can_see(File.objects.get(pk=file), alice.id)


def test_what_i_delete_counts_as_read(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    ids = said(bob, direct, "one", "two", "three")
    delete_messages(alice.id, direct, [ids[1]])
    own = api(alice).get(f"conversations/{direct}/").body["own"]
    assert (own["unread"], own["read_seq"], own["last_seq"]) == (1, 2, 3)
    assert api(bob).get(f"conversations/{direct}/").body["peer_read_seq"] == 0, "nobody is told of it"


def test_deleting_again_says_nothing(alice: User, direct: int) -> None:
    ids = said(alice, direct, "one")
    delete_messages(alice.id, direct, ids)
    before = len(heard(alice))
    delete_messages(alice.id, direct, ids * 2)
    assert len(heard(alice)) == before


def test_nobody_deletes_what_they_can_not_see(alice: User, bob: User, charlie: User, direct: int) -> None:
    ids = said(alice, direct, "one")
    assert refusal(charlie, direct, ids) == refusal(charlie, 2**40, ids) == "not_a_member"
    assert refusal(alice, direct, [*ids, 2**40]) == "not_found"
    with transaction.atomic():
        place = create_group_conversation("walks", [alice.id], Notice("group_created", alice.id, [alice.id])).id
        (early,) = said(alice, place, "before")
        add_participants(place, [bob.id], Notice("member_joined", alice.id, [bob.id]))
    assert refusal(bob, place, [early]) == "not_found"
    assert refusal(bob, place, ids) == "not_found", "of another conversation"
    assert not MessageDeletion.objects.exists()


def test_who_has_left_can_delete_what_is_left_to_them(alice: User, bob: User) -> None:
    both = [alice.id, bob.id]
    with transaction.atomic():
        place = create_group_conversation("walks", both, Notice("group_created", alice.id, both)).id
    (seen,) = said(alice, place, "seen")
    with transaction.atomic():
        remove_participant(place, bob.id, Notice("member_left", bob.id, [bob.id]))
    (unseen,) = said(alice, place, "unseen")
    assert refusal(bob, place, [unseen]) == "not_found"
    delete_messages(bob.id, place, [seen])
    assert MessageDeletion.objects.count() == 1


async def test_a_hostile_list_is_refused(alice: User, direct: int, connect: Connect) -> None:
    line = await connect(alice)
    for messages in ([], list(range(1, 102)), ["1"], [0], None):
        reply = await line.ask("message.delete", conversation=direct, messages=messages)
        assert reply["error"]["code"] == "invalid"


def test_hiding_still_knows_the_last_message(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    change_own_state(alice.id, direct, OwnChanges(hidden=True))
    ids = said(bob, direct, "one", "two")
    delete_messages(alice.id, direct, ids[1:])
    assert api(alice).get(f"conversations/{direct}/").body["own"]["hidden"] is False


def test_nothing_is_kept_of_who_is_gone(alice: User, bob: User, direct: int) -> None:
    ids = said(alice, direct, "one")
    for user in (alice, bob):
        delete_messages(user.id, direct, ids)
    forget_deletions(alice.id)
    assert list(MessageDeletion.objects.values_list("user", flat=True)) == [bob.id]


def test_its_event_holds_what_the_schema_says(alice: User, direct: int) -> None:
    say(alice, direct, "one")
    (gone,) = said(alice, direct, "two")
    delete_messages(alice.id, direct, [gone])
    kind, payload = heard(alice)[-1]
    assert kind == "message.deleted"
    assert set(payload) == {"conversation", "messages", "last_message", "own"}
    assert msgspec.json.encode(payload)


def test_what_is_recalled_stays_in_no_event_that_told_of_it(alice: User, bob: User, direct: int) -> None:
    kept, gone, secret = said(bob, direct, "kept", "gone", "a secret")

    def told() -> list[tuple[int, object]]:
        deleted = [payload["last_message"] for kind, payload in heard(alice) if kind == "message.deleted"]
        return [(last["id"], last["body"]) for last in deleted]

    delete_messages(alice.id, direct, [gone])
    assert told() == [(secret, {"text": "a secret"})]
    recall_message(bob.id, secret)
    assert told() == [(secret, {"recalled": True})]
    delete_messages(alice.id, direct, [secret])
    assert told() == [(secret, {"recalled": True}), (kept, {"text": "kept"})]

"""Saying elsewhere what was said here: what goes along, what does not, and who can't."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from django.db import transaction

from accounts.actions import block_user, make_friends
from accounts.models import User
from accounts.testing import MakeApi, make_user
from chat import forwarding as rules
from chat.actions import (
    Forwarding,
    Notice,
    Outgoing,
    OutgoingBody,
    add_participants,
    create_group_conversation,
    delete_messages,
    forward_messages,
    open_direct_conversation,
    recall_message,
    remove_participant,
    send_messages,
    send_shake,
)
from chat.bodies import TextStyle
from chat.models import ForwardedContent, Message, MessagePicture
from chat.testing import Connect, replied, sent, shown, stored
from files.models import Content, File
from files.permissions import can_see
from files.testing import uploaded
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class World:
    """The cast and Dora, another friend of Alice's; `direct` is hers with Bob, `elsewhere` hers with Dora."""

    alice: User
    bob: User
    charlie: User
    dora: User
    direct: int
    elsewhere: int


@pytest.fixture
def world(alice: User, bob: User, charlie: User, direct: int) -> World:
    dora = make_user("Dora")
    make_friends([(alice.id, dora.id)])
    return World(alice, bob, charlie, dora, direct, open_direct_conversation(alice.id, dora.id).id)


def said(sender: User, conversation: int, *texts: str) -> list[int]:
    return [stored(sent(sender, conversation, text)).id for text in texts]


def forward(user: User, messages: Sequence[int], to: int, *, merged: bool = False, client_id: Any = None) -> list[int]:
    """Ids of the copies."""
    replies = forward_messages(Forwarding(user.id, messages, to, client_id or uuid.uuid4(), merged))
    return [reply.id for reply in replies]


def refusal(user: User, messages: Sequence[int], to: int, **how: Any) -> str:
    before = Message.objects.count()
    with pytest.raises(Refused) as refused:
        forward(user, messages, to, **how)
    assert Message.objects.count() == before
    return refused.value.code


def body_of(message: int) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.json.decode(Message.objects.get(id=message).body)
    return body


def content_of(api: MakeApi, user: User, card: int) -> Any:
    return api(user).get(f"messages/{card}/forwarded/").body["messages"]


async def test_the_words_go_along_and_are_heard_like_any_message(world: World, connect: Connect) -> None:
    alice, bob, dora, direct, elsewhere = world.alice, world.bob, world.dora, world.direct, world.elsewhere
    (asked,) = await in_database(said, bob, direct, "at eight?")
    style = TextStyle(bold=True)
    styled = Outgoing(bob.id, direct, uuid.uuid4(), OutgoingBody(text="at nine", style=style, reply_to=asked))
    (answer,) = await in_database(send_messages, [styled])
    line, hers = await connect(alice), await connect(dora)
    asked_for = {"conversation": elsewhere, "client_id": str(uuid.uuid4()), "merged": False}
    reply = await line.ask("message.forward", messages=[stored(answer).id, asked], **asked_for)
    heard = [(await hers.next_of("message.sent"))["payload"]["message"] for _ in range(2)]
    assert [one["body"] for one in heard] == [{"text": "at eight?"}, {"text": "at nine", "style": {"bold": True}}]
    assert reply["payload"]["messages"] == [{"id": one["id"], "seq": one["seq"]} for one in heard]
    assert {one["sender"] for one in heard} == {alice.id}
    again = await line.ask("message.forward", messages=[stored(answer).id, asked], **asked_for)
    assert again["payload"] == reply["payload"], "asked for twice, done once"
    other = await line.ask("message.forward", messages=[asked], **{**asked_for, "conversation": direct})
    assert other["error"]["code"] == "client_id_conflict"


def test_pictures_go_along_as_files_of_the_one_who_forwards(world: World) -> None:
    alice, bob, dora, charlie, direct, elsewhere = (
        world.alice,
        world.bob,
        world.dora,
        world.charlie,
        world.direct,
        world.elsewhere,
    )
    file = uploaded(bob)
    message = stored(shown(bob, direct, [file], "look")).id
    (copy,) = forward(alice, [message], elsewhere)
    (image,) = body_of(copy)["images"]
    own = File.objects.get(pk=image["id"])
    assert (own.owner_id, own.unkept_since, Content.objects.count()) == (alice.id, None, 1)
    assert own.pk != file
    assert [can_see(own, user.id) for user in (alice, dora, bob, charlie)] == [True, True, False, False]
    assert not can_see(File.objects.get(pk=file), dora.id)
    recall_message(bob.id, message)
    assert can_see(own, dora.id), "what was forwarded stays"


def test_a_card_holds_them_as_they_were(world: World, api: MakeApi) -> None:
    alice, bob, dora, charlie, direct, elsewhere = (
        world.alice,
        world.bob,
        world.dora,
        world.charlie,
        world.direct,
        world.elsewhere,
    )
    ids = said(bob, direct, "one", "two", "three", "four", "five")
    ids += [stored(shown(alice, direct, [uploaded(alice)])).id]
    (card,) = forward(alice, ids, elsewhere, merged=True)
    about = body_of(card)["forwarded"]
    assert (about["kind"], about["names"], about["count"]) == ("direct", ["Alice", "Bob"], 6)
    assert about["lines"] == [{"name": "Bob", "kind": "text", "text": text} for text in ("one", "two", "three", "four")]
    recall_message(bob.id, ids[0])
    items = content_of(api, dora, card)
    assert [(one["name"], one["body"].get("text")) for one in items[:2]] == [("Bob", "one"), ("Bob", "two")]
    (image,) = items[5]["body"]["images"]
    assert can_see(File.objects.get(pk=image["id"]), dora.id)
    assert not can_see(File.objects.get(pk=image["id"]), bob.id)
    for stranger in (bob, charlie):
        assert api(stranger).get(f"messages/{card}/forwarded/").status == 404
    assert api(dora).get(f"messages/{ids[1]}/forwarded/").status == 404


def test_a_card_goes_along_whole_and_into_another_card(world: World, api: MakeApi) -> None:
    alice, bob, dora, direct, elsewhere = world.alice, world.bob, world.dora, world.direct, world.elsewhere
    ids = [stored(shown(bob, direct, [uploaded(bob)], "seen")).id, *said(bob, direct, "and read")]
    (card,) = forward(alice, ids, elsewhere, merged=True)
    (copy,) = forward(dora, [card], elsewhere)
    assert body_of(copy) == body_of(card)
    first, second = content_of(api, alice, card), content_of(api, alice, copy)
    assert first[0]["body"]["images"][0]["id"] != second[0]["body"]["images"][0]["id"]
    (outer,) = forward(dora, [card, *said(dora, elsewhere, "see above")], elsewhere, merged=True)
    inner, plain = content_of(api, alice, outer)
    assert [one["body"]["text"] for one in inner["messages"]] == ["seen", "and read"]
    assert plain["body"] == {"text": "see above"}
    assert body_of(outer)["forwarded"]["lines"][0]["kind"] == "card"
    shown_there = MessagePicture.objects.filter(message=outer).values_list("file__owner", flat=True)
    assert list(shown_there) == [dora.id]


def test_nothing_of_a_recalled_card_is_left(world: World) -> None:
    alice, bob, direct, elsewhere = world.alice, world.bob, world.direct, world.elsewhere
    (card,) = forward(alice, said(bob, direct, "secret"), elsewhere, merged=True)
    recall_message(alice.id, card)
    assert not ForwardedContent.objects.exists()
    assert "secret" not in Message.objects.get(id=card).body


def test_a_card_of_a_group_is_called_after_it(world: World) -> None:
    alice, bob = world.alice, world.bob
    both = [alice.id, bob.id]
    with transaction.atomic():
        place = create_group_conversation("walks", both, Notice("group_created", alice.id, both)).id
    (card,) = forward(bob, said(alice, place, "hello"), place, merged=True)
    about = body_of(card)["forwarded"]
    assert (about["kind"], about["title"], about["names"]) == ("group", "walks", [])


def test_nobody_forwards_what_they_do_not_see(world: World) -> None:
    alice, dora, charlie, direct, elsewhere = world.alice, world.dora, world.charlie, world.direct, world.elsewhere
    mine, deleted = said(alice, direct, "mine", "deleted")
    delete_messages(alice.id, direct, [deleted])
    theirs = said(dora, elsewhere, "hers")
    with transaction.atomic():
        place = create_group_conversation("walks", [alice.id], Notice("group_created", alice.id, [alice.id])).id
        before = said(alice, place, "before")
        add_participants(place, [dora.id], Notice("member_joined", alice.id, [dora.id]))
        seen = said(alice, place, "seen")
        remove_participant(place, dora.id, Notice("member_left", dora.id, [dora.id]))
        after = said(alice, place, "after")
    for merged in (False, True):
        assert refusal(charlie, [mine], elsewhere, merged=merged) == "not_found"
        assert refusal(dora, [mine], elsewhere, merged=merged) == "not_found"
        assert refusal(dora, [*theirs, mine], elsewhere, merged=merged) == "not_found"
        assert refusal(alice, [deleted], elsewhere, merged=merged) == "not_found"
        assert refusal(alice, [mine, *theirs], elsewhere, merged=merged) == "not_found", "of two conversations"
        assert refusal(dora, before, elsewhere, merged=merged) == "not_found"
        assert refusal(dora, after, elsewhere, merged=merged) == "not_found"
    assert len(forward(dora, seen, elsewhere)) == 1


def test_nobody_forwards_to_where_they_may_not_speak(world: World) -> None:
    alice, bob, direct, elsewhere = world.alice, world.bob, world.direct, world.elsewhere
    ids = said(alice, direct, "mine")
    assert refusal(bob, ids, elsewhere) == "not_a_member"
    assert refusal(alice, ids, 2**40) == "not_a_member"
    block_user(bob.id, alice.id)
    assert refusal(alice, ids, direct) == "not_available"
    assert len(forward(alice, ids, elsewhere)) == 1


def test_only_what_somebody_said_is_forwarded(world: World) -> None:
    alice, bob, direct, elsewhere = world.alice, world.bob, world.direct, world.elsewhere
    (gone,) = said(alice, direct, "gone")
    recall_message(alice.id, gone)
    assert refusal(alice, [gone], elsewhere) == "recalled"
    assert refusal(alice, [send_shake(alice.id, direct).id], elsewhere) == "not_forwardable"
    both = [alice.id, bob.id]
    with transaction.atomic():
        place = create_group_conversation("walks", both, Notice("group_created", alice.id, both)).id
    notice = Message.objects.get(conversation=place).id
    assert refusal(alice, [notice], elsewhere, merged=True) == "not_forwardable"


def test_an_answer_goes_along_without_what_it_answers(world: World) -> None:
    alice, bob, direct, elsewhere = world.alice, world.bob, world.direct, world.elsewhere
    (asked,) = said(bob, direct, "at eight?")
    answer = stored(replied(alice, direct, "yes", asked)).id
    (copy,) = forward(alice, [answer], elsewhere)
    assert body_of(copy) == {"text": "yes"}


def test_a_card_is_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob, direct, elsewhere = world.alice, world.bob, world.direct, world.elsewhere
    monkeypatch.setattr(rules, "MOST_CONTENT_BYTES", 2_000)
    ids = said(bob, direct, "a" * 1_500, "b" * 1_500)
    assert refusal(alice, ids, elsewhere, merged=True) == "too_much"
    assert len(forward(alice, ids, elsewhere)) == 2
    card = said(alice, direct, "in a card")
    for _ in range(rules.MOST_LEVELS):
        card = forward(alice, card, direct, merged=True)
    assert refusal(alice, card, direct, merged=True) == "too_much"


async def test_a_hostile_list_is_refused(alice: User, direct: int, connect: Connect) -> None:
    line = await connect(alice)
    for messages in ([], list(range(1, 102)), ["1"], [0]):
        asked = {"conversation": direct, "client_id": str(uuid.uuid4()), "messages": messages, "merged": True}
        assert (await line.ask("message.forward", **asked))["error"]["code"] == "invalid"

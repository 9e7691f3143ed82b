"""Pinning messages: who may, who hears of it, and what becomes of a pin with its message."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.actions import block_user
from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import delete_messages, pin_message, recall_message, send_shake, unpin_message
from chat.actions.pins import MOST_PINS
from chat.models import PinnedMessage
from chat.testing import Connect, sent, stored
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.models import StoredEvent

pytestmark = pytest.mark.django_db(transaction=True)


def said(sender: User, conversation: int, text: str = "the address") -> int:
    return stored(sent(sender, conversation, text)).id


def refusal(act: Any, user: User, message: int) -> str:
    before = list(PinnedMessage.objects.values_list("message", flat=True))
    with pytest.raises(Refused) as refused:
        act(user.id, message)
    assert list(PinnedMessage.objects.values_list("message", flat=True)) == before
    return refused.value.code


def pinned(api: MakeApi, user: User, conversation: int) -> list[int]:
    return [pin["message"] for pin in api(user).get(f"conversations/{conversation}/pins/").body]


async def test_both_pin_in_a_direct_conversation_and_both_hear_it(
    alice: User, bob: User, direct: int, api: MakeApi, connect: Connect
) -> None:
    hers, his = await in_database(said, alice, direct), await in_database(said, bob, direct)
    mine, theirs = await connect(alice), await connect(bob)
    assert (await mine.ask("message.pin", message=his, on=True))["payload"] == {}
    told = await theirs.next_of("pins.changed")
    assert told["payload"]["conversation"] == direct
    assert [(pin["message"], pin["user"]) for pin in told["payload"]["pins"]] == [(his, alice.id)]
    await theirs.ask("message.pin", message=hers, on=True)
    assert await in_database(pinned, api, alice, direct) == [hers, his]
    await theirs.ask("message.pin", message=his, on=False)
    frames = [frame for frame in await mine.said_until_reply() if frame["type"] == "pins.changed"]
    fresh = await in_database(lambda: api(alice).get(f"conversations/{direct}/pins/").body)
    assert frames[-1]["payload"]["pins"] == fresh, "old list + event = fresh list"


def test_doing_it_again_says_nothing(alice: User, direct: int) -> None:
    message = said(alice, direct)
    for act, count in ((pin_message, 1), (pin_message, 1), (unpin_message, 2), (unpin_message, 2)):
        act(alice.id, message)
        assert StoredEvent.objects.filter(type="pins.changed").count() == count


def test_who_sees_nothing_of_it_pins_nothing(alice: User, bob: User, charlie: User, direct: int, api: MakeApi) -> None:
    message = said(alice, direct)
    pin_message(alice.id, message)
    for act in (pin_message, unpin_message):
        assert refusal(act, charlie, message) == "not_found"
        assert refusal(act, alice, 2**40) == "not_found"
    assert api(charlie).get(f"conversations/{direct}/pins/").status == 404
    block_user(bob.id, alice.id)
    assert refusal(unpin_message, alice, message) == "not_available"


def test_a_recalled_message_is_pinned_no_more(alice: User, direct: int, api: MakeApi) -> None:
    message = said(alice, direct)
    pin_message(alice.id, message)
    recall_message(alice.id, message)
    assert pinned(api, alice, direct) == []
    assert refusal(pin_message, alice, message) == "recalled"
    assert '"pins":[]' in StoredEvent.objects.filter(type="pins.changed").latest("seq").payload


def test_what_i_deleted_is_not_pinned_for_me(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    message = said(alice, direct)
    pin_message(alice.id, message)
    delete_messages(bob.id, direct, [message])
    assert (pinned(api, alice, direct), pinned(api, bob, direct)) == ([message], [])


def test_only_what_was_said_is_pinned_and_not_too_much(alice: User, direct: int) -> None:
    assert refusal(pin_message, alice, send_shake(alice.id, direct).id) == "not_pinnable"
    for number in range(MOST_PINS):
        pin_message(alice.id, said(alice, direct, str(number)))
    assert refusal(pin_message, alice, said(alice, direct)) == "too_many_pins"

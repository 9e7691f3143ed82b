"""Shaking the window: felt by who is there, kept as a line for everybody, not too often, and never by a stranger."""

from __future__ import annotations

import pytest

from accounts.actions import block_user, make_friends
from accounts.models import User
from accounts.testing import make_user
from chat.actions import open_direct_conversation, send_shake
from chat.actions.shake import SHAKE_SECONDS
from chat.models import Message
from chat.testing import Connect, durable
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)


def refused(user: User, conversation: int) -> Refused:
    with pytest.raises(Refused) as caught:
        send_shake(user.id, conversation)
    return caught.value


async def test_it_is_felt_after_its_line_and_only_the_line_stays(
    alice: User, bob: User, direct: int, connect: Connect
) -> None:
    mine, his = await connect(alice), await connect(bob)
    reply = await mine.ask("shake.send", conversation=direct)
    line = await his.next_of("message.sent")
    felt = await his.next_of("shake.sent")
    assert line["payload"]["message"]["body"] == {"shake": True}
    assert reply["payload"] == {"id": line["payload"]["message"]["id"], "seq": line["seq"]}
    assert (felt["seq"], felt["payload"]) == (None, {"conversation": direct, "user": alice.id})
    missed, _ = await his.exchange("sync", cursors={f"c{direct}": 0})
    assert [frame["type"] for frame in durable(missed)] == ["message.sent"]
    assert "shake.sent" not in [frame["type"] for frame in missed]


async def test_once_in_ten_seconds_each_way(alice: User, bob: User, direct: int, connect: Connect) -> None:
    mine, his = await connect(alice), await connect(bob)
    await mine.ask("shake.send", conversation=direct)
    error = (await mine.ask("shake.send", conversation=direct))["error"]
    assert error["code"] == "throttled"
    assert 1 <= error["retry_after_seconds"] <= SHAKE_SECONDS
    assert "payload" in await his.ask("shake.send", conversation=direct), "each has their own turn"
    assert await in_database(Message.objects.count) == 2


def test_each_conversation_has_its_own_turn(alice: User, direct: int) -> None:
    dora = make_user("Dora")
    make_friends([(alice.id, dora.id)])
    send_shake(alice.id, direct)
    send_shake(alice.id, open_direct_conversation(alice.id, dora.id).id)
    assert refused(alice, direct).code == "throttled"


def test_not_across_a_block_and_a_refusal_takes_no_turn(alice: User, bob: User, direct: int) -> None:
    block_user(bob.id, alice.id)
    assert [refused(alice, direct).code for _ in range(2)] == ["not_available", "not_available"]
    assert not Message.objects.exists()


def test_charlie_cannot_tell_a_foreign_conversation_from_none(charlie: User, direct: int) -> None:
    assert refused(charlie, direct).as_payload() == refused(charlie, 10**9).as_payload()
    assert refused(charlie, direct).code == "not_a_member"

"""Somebody is writing: passed on at once, not too often, and never of somebody invisible."""

from __future__ import annotations

import pytest

from accounts.actions import ProfileChanges, block_user, change_profile
from accounts.models import User
from chat.testing import Connect, message_command
from chat.throttle import Throttle
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)


async def test_the_other_side_hears_it_and_nothing_is_stored(
    alice: User, bob: User, direct: int, connect: Connect
) -> None:
    mine, his = await connect(alice), await connect(bob)
    assert (await mine.ask("typing.start", conversation=direct))["payload"] == {}
    frame = await his.next_of("typing.started")
    assert frame["seq"] is None
    assert frame["payload"] == {"conversation": direct, "user": alice.id}
    assert (await his.ask("sync", cursors={f"c{direct}": 0}))["payload"]["streams"] == {f"c{direct}": 0}


async def test_saying_it_too_often_is_not_passed_on(alice: User, bob: User, direct: int, connect: Connect) -> None:
    mine, his = await connect(alice), await connect(bob)
    for _ in range(5):
        assert (await mine.ask("typing.start", conversation=direct))["payload"] == {}
    assert len([frame for frame in await his.said_until_reply() if frame["type"] == "typing.started"]) == 1


async def test_after_a_message_it_is_passed_on_at_once(alice: User, bob: User, direct: int, connect: Connect) -> None:
    mine, his = await connect(alice), await connect(bob)
    await mine.ask("typing.start", conversation=direct)
    await mine.ask("message.send", **message_command(direct, "one"))
    await mine.ask("typing.start", conversation=direct)
    frames = [frame["type"] for frame in await his.said_until_reply() if frame["type"] != "presence.changed"]
    assert frames == ["typing.started", "message.sent", "typing.started"]


async def test_nothing_is_heard_of_somebody_invisible(alice: User, bob: User, direct: int, connect: Connect) -> None:
    mine, his = await connect(alice), await connect(bob)
    await mine.ask("presence.set", presence="invisible")
    await mine.ask("typing.start", conversation=direct)
    assert not [frame for frame in await his.said_until_reply() if frame["type"] == "typing.started"]


async def test_who_is_invisible_hears_nothing_either(alice: User, bob: User, direct: int, connect: Connect) -> None:
    mine, his = await connect(alice), await connect(bob)
    await his.ask("presence.set", presence="invisible")
    await mine.ask("typing.start", conversation=direct)
    assert not [frame for frame in await his.said_until_reply() if frame["type"] == "typing.started"]


@pytest.mark.parametrize("who", ["writer", "reader"])
async def test_it_is_off_if_either_side_has_switched_it_off(
    alice: User, bob: User, direct: int, connect: Connect, who: str
) -> None:
    mine, his = await connect(alice), await connect(bob)
    silent = alice if who == "writer" else bob
    await in_database(change_profile, silent.id, ProfileChanges(settings={"shows_typing": False}))
    await mine.ask("typing.start", conversation=direct)
    assert not [frame for frame in await his.said_until_reply() if frame["type"] == "typing.started"]


async def test_nothing_is_heard_across_a_block(alice: User, bob: User, direct: int, connect: Connect) -> None:
    mine, his = await connect(alice), await connect(bob)
    await in_database(block_user, bob.id, alice.id)
    assert (await mine.ask("typing.start", conversation=direct))["payload"] == {}
    assert not [frame for frame in await his.said_until_reply() if frame["type"] == "typing.started"]


async def test_charlie_learns_nothing(alice: User, charlie: User, direct: int, connect: Connect) -> None:
    mine, theirs = await connect(alice), await connect(charlie)
    foreign = await theirs.ask("typing.start", conversation=direct)
    assert foreign["error"] == (await theirs.ask("typing.start", conversation=10**9))["error"]
    assert foreign["error"]["code"] == "not_a_member"
    assert not [frame for frame in await mine.said_until_reply() if frame["type"] == "typing.started"]


def test_the_throttle_counts_each_client_and_subject_alone() -> None:
    throttle = Throttle(seconds=5)
    assert throttle.allows("one", 1, now=0)
    assert throttle.allows("one", 2, now=0)
    assert throttle.allows("two", 1, now=0)
    assert not throttle.allows("one", 1, now=4.9)
    assert throttle.allows("one", 1, now=5)
    throttle.reset("one", 1)
    assert throttle.allows("one", 1, now=5)
    throttle.forget("one")
    assert throttle.allows("one", 1, now=5.1)

"""What the other processes could not tell this one is found in the database, by who may hear it and by nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from ggtalk.realtime import streams
from ggtalk.realtime.clients import hooks
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.hub import Hub
from ggtalk.realtime.hub.delivery import Delivery
from ggtalk.realtime.tests.test_hub_and_database import Circle, Screen, circle, hub, store, told

__all__ = ["circle", "hub"]

pytestmark = pytest.mark.django_db(transaction=True)


async def connected(hub: Hub, *users: int) -> list[Screen]:
    screens = [Screen(user) for user in users]
    for screen in screens:
        hub.arrive(screen.listener)
        await hub.listen_to_all(screen.listener)
    hub.know_heads({"t1": 0})
    return screens


async def test_what_was_never_told_is_said_once_and_in_order(hub: Hub, circle: Circle) -> None:
    circle.members = {1}
    (alice,) = await connected(hub, 1)
    await in_database(store, 3)
    await hub.recovery.look()
    assert [f'"seq":{seq},' in frame for seq, frame in enumerate(await alice.heard(3), 1)] == [True] * 3
    await hub.recovery.look()
    hub.receive([told(2), told(3), told(4)])
    assert await alice.heard(1) == ["told"]
    assert alice.frames.empty()


async def test_who_was_removed_meanwhile_hears_nothing(hub: Hub, circle: Circle) -> None:
    circle.members = {1, 2}
    alice, bob = await connected(hub, 1, 2)
    circle.members = {1}
    await in_database(store, 1)
    await hub.recovery.look()
    await alice.heard(1)
    hub.receive([told(2)])
    await alice.heard(1)
    assert bob.frames.empty()


async def test_who_is_removed_while_it_is_read_is_not_let_in_again(hub: Hub, circle: Circle) -> None:
    circle.members = {1, 2}
    alice, bob = await connected(hub, 1, 2)
    await in_database(store, 1)
    circle.is_held_up = True
    look = asyncio.get_running_loop().create_task(hub.recovery.look())
    await asyncio.to_thread(circle.read.acquire)
    circle.is_held_up = False
    circle.members = {1}
    hub.receive([Delivery("t1", 2, b"gone", leaves=[2])])
    circle.go_on.release()
    await look
    await alice.heard(2)
    hub.receive([told(3)])
    assert await alice.heard(1) == ["told"]
    assert bob.frames.empty()


async def test_who_came_into_another_stream_hears_it_before_they_are_told(
    hub: Hub, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = replace(streams._kinds["t"], prefix="o", owners_heard_by=lambda user: [user], tells_of_others=True)
    monkeypatch.setitem(streams._kinds, "o", own)
    (bob,) = await connected(hub, 2)
    hub.know_heads({"o2": 0})
    assert bob.listener.streams == {"o2"} | {name for name in bob.listener.streams if name[0] not in "ot"}
    circle.members = {2}
    await in_database(store, 1, "o2")
    await hub.recovery.look()
    await bob.heard(1)
    assert "t1" in bob.listener.streams


async def test_after_a_gap_everybody_hears_all_that_is_theirs_and_what_holds_now(
    hub: Hub, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def holds(users: Sequence[int]) -> list[Delivery]:
        return [Delivery("t1", None, f"for {user}".encode()) for user in users]

    monkeypatch.setattr(hooks, "refreshed", [holds])
    (bob,) = await connected(hub, 2)
    circle.members = {2}
    await hub.recovery.refresh()
    assert await bob.heard(1) == ["for 2"]
    hub.receive([told(1)])
    assert await bob.heard(1) == ["told"]

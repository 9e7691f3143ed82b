"""Alice comes and goes on several devices; Bob sees what she lets him see."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts import throttle
from accounts.actions import block_user, change_profile, forget_stale_connections, remove_friend, unblock_user
from accounts.actions.friends import make_friends
from accounts.actions.processes import note_running, this_process
from accounts.actions.profile import ProfileChanges
from accounts.actions.stale import _forget_process
from accounts.models import ConnectedClient, ServerProcess, User
from accounts.queries import presences_of, presences_seen_by
from accounts.testing import Socket, make_user, signed_in
from ggtalk.realtime.clients import Movement, tell_moved
from ggtalk.realtime.commands import Client
from ggtalk.realtime.databases import in_database

Connect = Callable[..., Awaitable[Socket]]

pytestmark = pytest.mark.django_db(transaction=True)

LONGEST_SECONDS = 20
"""What is not seen by then is never seen."""


async def changed(socket: Socket, user: User) -> str:
    """The next presence of that user a client hears of."""
    while True:
        frame = await socket.next_of("presence.changed")
        if frame["payload"]["user"] == user.id:
            return str(frame["payload"]["presence"])


async def heard_of_others(socket: Socket, own: User) -> list[str]:
    """The types of what a client has heard by now, leaving out its own user's presence."""
    frames = await socket.said_until_reply()
    return [frame["type"] for frame in frames if frame["payload"].get("user") != own.id]


async def seen_by(user: User) -> dict[int, str]:
    return dict(await in_database(presences_seen_by, user.id))


@pytest.fixture
async def bobs(connect: Connect, alice: User, bob: User) -> Socket:
    """Bob's client; Alice is not there yet."""
    return await connect(bob)


@pytest.fixture
async def alices(connect: Connect, bobs: Socket, alice: User) -> Socket:
    """Alice's first client; Bob has heard that she is online."""
    socket = await connect(alice)
    assert await changed(bobs, alice) == "online"
    return socket


async def test_a_friend_comes_and_goes(bobs: Socket, alices: Socket, alice: User, bob: User) -> None:
    assert await seen_by(bob) == {alice.id: "online", bob.id: "online"}
    await alices.close()
    assert await changed(bobs, alice) == "offline"
    assert await seen_by(bob) == {bob.id: "online"}


async def test_the_most_present_client_counts(
    connect: Connect, bobs: Socket, alices: Socket, alice: User, bob: User
) -> None:
    second = await connect(alice)
    await alices.ask("presence.set", presence="away")
    await second.ask("presence.set", presence="busy")
    while await changed(bobs, alice) != "busy":
        pass
    await alices.ask("presence.set", presence="online")
    assert await changed(bobs, alice) == "online"
    await alices.close()
    assert await changed(bobs, alice) == "busy"
    assert await in_database(presences_of, [alice.id, bob.id]) == {alice.id: "busy", bob.id: "online"}


async def test_a_client_that_changes_nothing_is_not_announced(
    connect: Connect, bobs: Socket, alices: Socket, alice: User, bob: User
) -> None:
    second = await connect(alice)
    await second.ask("presence.set", presence="away")
    await second.ask("presence.set", presence="dnd")
    await alices.ask("presence.set", presence="online")
    assert await heard_of_others(bobs, bob) == []


async def test_invisible_is_offline_to_others_and_known_to_oneself(
    connect: Connect, bobs: Socket, alices: Socket, alice: User, bob: User
) -> None:
    second = await connect(alice)
    await second.ask("presence.set", presence="invisible")
    assert await changed(bobs, alice) == "offline"
    while await changed(alices, alice) != "invisible":
        pass
    assert await seen_by(bob) == {bob.id: "online"}
    assert await seen_by(alice) == {alice.id: "invisible", bob.id: "online"}
    await alices.ask("presence.set", presence="busy")
    assert await heard_of_others(bobs, bob) == []


async def test_who_signs_in_invisible_is_never_seen(connect: Connect, bobs: Socket, alice: User, bob: User) -> None:
    await in_database(change_profile, alice.id, ProfileChanges(presence="invisible"))
    first = await connect(alice)
    await first.ask("presence.set", presence="invisible")
    await first.close()
    await connect(alice)
    async with asyncio.timeout(LONGEST_SECONDS):
        while (await seen_by(alice)).get(alice.id) != "invisible":
            pass
    assert await heard_of_others(bobs, bob) == []
    assert alice.id not in await seen_by(bob)


async def test_what_is_chosen_by_hand_is_taken_up_by_all_clients(
    connect: Connect, bobs: Socket, alices: Socket, alice: User
) -> None:
    await connect(alice)
    await in_database(change_profile, alice.id, ProfileChanges(presence="dnd"))
    assert (await alices.next_of("me.changed"))["payload"]["me"]["presence"] == "dnd"
    assert await changed(bobs, alice) == "dnd"


async def test_a_choice_made_at_once_is_kept(connect: Connect, bobs: Socket, alice: User, bob: User) -> None:
    alices = await connect(alice)
    await alices.ask("presence.set", presence="busy")
    while await changed(bobs, alice) != "busy":
        pass
    assert (await seen_by(bob))[alice.id] == "busy"


async def test_a_stranger_hears_and_sees_nothing(connect: Connect, bobs: Socket, alice: User, charlie: User) -> None:
    charlies = await connect(charlie)
    alices = await connect(alice)
    await alices.ask("presence.set", presence="away")
    while await changed(bobs, alice) != "away":
        pass
    assert await heard_of_others(charlies, charlie) == []
    assert set(await seen_by(charlie)) <= {charlie.id}
    program = await in_database(signed_in, charlie)
    answer = await in_database(program.get, "presence/")
    assert set(answer.body["presence"]) <= {str(charlie.id)}


async def test_somebody_blocked_sees_them_offline(bobs: Socket, alices: Socket, alice: User, bob: User) -> None:
    await in_database(block_user, alice.id, bob.id)
    assert await changed(bobs, alice) == "offline"
    assert await seen_by(bob) == {bob.id: "online"}
    await alices.ask("presence.set", presence="busy")
    assert await heard_of_others(bobs, bob) == []
    await in_database(unblock_user, alice.id, bob.id)
    assert await changed(bobs, alice) == "busy"


async def test_new_friends_hear_how_present_they_are(connect: Connect, alice: User, charlie: User) -> None:
    alices, charlies = await connect(alice), await connect(charlie)
    await charlies.ask("presence.set", presence="away")
    async with asyncio.timeout(LONGEST_SECONDS):
        while (await seen_by(charlie)).get(charlie.id) != "away":
            pass
    await in_database(make_friends, [(alice.id, charlie.id)])
    assert await changed(alices, charlie) == "away"
    await in_database(remove_friend, alice.id, charlie.id)
    await charlies.ask("presence.set", presence="busy")
    assert await heard_of_others(alices, alice) == ["friend.removed"]


async def test_old_presences_and_the_events_are_the_presences_asked_for_afresh(
    connect: Connect, bobs: Socket, alices: Socket, alice: User, bob: User
) -> None:
    dora = await in_database(make_user, "Dora")
    lists = await seen_by(bob)
    await in_database(make_friends, [(dora.id, bob.id)])
    doras = await connect(dora)
    for presence in ("away", "busy", "invisible", "dnd"):
        await alices.ask("presence.set", presence=presence)
        await doras.ask("presence.set", presence=presence)
    await in_database(block_user, dora.id, bob.id)
    second = await connect(alice)
    await alices.close()
    await second.ask("presence.set", presence="away")
    async with asyncio.timeout(LONGEST_SECONDS):
        while lists != await seen_by(bob) or lists.get(alice.id) != "away":
            for frame in await bobs.said_until_reply():
                if frame["type"] == "presence.changed":
                    user, presence = frame["payload"]["user"], frame["payload"]["presence"]
                    lists = {**lists, user: presence} if presence != "offline" else _without(lists, user)


def _without(lists: dict[int, str], user: int) -> dict[int, str]:
    return {other: presence for other, presence in lists.items() if other != user}


async def test_who_changes_all_the_time_is_slowed_down(
    connect: Connect, bobs: Socket, alices: Socket, alice: User, bob: User
) -> None:
    second, code, told = await connect(alice), None, 0
    while code != "throttled":
        told += 1
        assert told <= 2 * throttle.PRESENCES.most + 1  # twice, should a minute end meanwhile
        socket, presence = (alices, second)[told % 2], ("busy", "dnd", "away")[told % 3]
        code = (await socket.ask("presence.set", presence=presence)).get("error", {}).get("code")
    assert "payload" in await bobs.ask("presence.set", presence="busy"), "a neighbour is not"


@pytest.mark.parametrize("payload", [{}, {"presence": "offline"}, {"presence": 1}, {"presence": "away", "user": 1}])
async def test_nonsense_is_refused(bobs: Socket, alices: Socket, bob: User, payload: dict[str, Any]) -> None:
    assert (await alices.ask("presence.set", **payload))["error"]["code"] == "invalid"
    assert await heard_of_others(bobs, bob) == []


async def test_what_a_dead_server_left_is_cleared(bobs: Socket, alice: User, bob: User) -> None:
    host = this_process().split()[0]
    dead = (f"{host} 999999999 x", f"{host} 1 x", "silent 1 x")
    alive = (this_process(), "elsewhere 1 x")
    now = timezone.now()
    for process in (*dead, "elsewhere 1 x"):
        row = ConnectedClient(connection=process[-30:], user=alice, device=1, presence="online", process=process)
        await in_database(row.save, force_insert=True)
    await in_database(ServerProcess(name="elsewhere 1 x", seen_at=now).save)
    await in_database(ServerProcess(name="silent 1 x", seen_at=now - timedelta(hours=1)).save)
    for _ in range(2):
        await in_database(forget_stale_connections)
    left = await in_database(lambda: set(ConnectedClient.objects.values_list("process", flat=True)))
    assert left <= set(alive)
    assert await heard_of_others(bobs, bob) == []
    await in_database(ServerProcess.objects.filter(name="elsewhere 1 x").update, seen_at=now - timedelta(hours=1))
    await in_database(forget_stale_connections)
    assert await heard_of_others(bobs, bob) == [], "its clients may be on their way"
    await in_database(forget_stale_connections)
    assert await changed(bobs, alice) == "offline"
    assert await in_database(ServerProcess.objects.get) == ServerProcess(name=this_process())


async def taken_for_dead(bobs: Socket, alice: User) -> None:
    """What another process does when this one was silent for too long."""
    await in_database(_forget_process, this_process())
    assert await changed(bobs, alice) == "offline"


async def test_a_process_wrongly_taken_for_dead_remembers_who_was_away(
    bobs: Socket, alices: Socket, alice: User
) -> None:
    await alices.ask("presence.set", presence="away")
    assert await changed(bobs, alice) == "away"
    await taken_for_dead(bobs, alice)
    await in_database(forget_stale_connections)
    assert await changed(bobs, alice) == "away"


async def test_what_is_said_and_chosen_meanwhile_holds(bobs: Socket, alices: Socket, alice: User) -> None:
    await in_database(note_running)
    await taken_for_dead(bobs, alice)
    await in_database(note_running)
    await alices.ask("presence.set", presence="away")
    await in_database(forget_stale_connections)
    assert await changed(bobs, alice) == "away"
    await taken_for_dead(bobs, alice)
    await in_database(change_profile, alice.id, ProfileChanges(presence="dnd"))
    await in_database(forget_stale_connections)
    assert await changed(bobs, alice) == "dnd", "what was chosen by hand is newer"


async def test_many_arrive_with_few_statements(transactional_db: None, django_assert_max_num_queries: Any) -> None:
    users = [(await in_database(make_user, f"User{number}")).id for number in range(12)]
    movements = [Movement(Client(user, user, f"c{user}"), arrived=True) for user in users]

    def arrive() -> None:
        with django_assert_max_num_queries(9):
            tell_moved(movements)

    await in_database(arrive)
    assert await in_database(ConnectedClient.objects.count) == 12

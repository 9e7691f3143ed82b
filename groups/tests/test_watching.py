"""Whoever looks at the members of a group is told how present they are, friends or not."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import block_user
from accounts.models import ConnectedClient, User
from accounts.testing import Socket, make_user
from chat.testing import Connect
from ggtalk.realtime.commands import Client
from ggtalk.realtime.databases import in_database
from groups.actions import (
    NewGroup,
    add_members,
    create_group,
    forget_departed_watches,
    leave_group,
    remove_member,
    watch_members,
)
from groups.models import Membership, MemberWatch

pytestmark = pytest.mark.django_db(transaction=True)


async def watched(socket: Socket, group: int | None) -> dict[str, str]:
    answer: dict[str, Any] = await socket.ask("members.watch", group=group)
    presence: dict[str, str] = answer["payload"]["presence"]
    return presence


async def heard_of(socket: Socket, user: User) -> list[str]:
    """How present that user was said to be by now."""
    frames = [frame for frame in await socket.said_until_reply() if frame["type"] == "presence.changed"]
    return [frame["payload"]["presence"] for frame in frames if frame["payload"]["user"] == user.id]


async def next_of(socket: Socket, user: User) -> str:
    while True:
        frame = await socket.next_of("presence.changed")
        if frame["payload"]["user"] == user.id:
            return str(frame["payload"]["presence"])


async def test_who_looks_is_told_of_members_who_are_no_friends(
    alice: User, bob: User, dora: User, group: NewGroup, connect: Connect
) -> None:
    his, mine = await connect(bob), await connect(alice)
    assert await watched(his, group.group.id) == {str(bob.id): "online", str(alice.id): "online"}
    hers = await connect(dora)
    assert await next_of(his, dora) == "online"
    await hers.ask("presence.set", presence="busy")
    assert await next_of(his, dora) == "busy"
    await hers.ask("presence.set", presence="invisible")
    assert await next_of(his, dora) == "offline"
    assert await watched(his, group.group.id) == {str(bob.id): "online", str(alice.id): "online"}
    await hers.ask("presence.set", presence="dnd")
    assert await next_of(his, dora) == "dnd"
    assert await watched(his, None) == {}
    await hers.ask("presence.set", presence="away")
    assert await next_of(mine, dora) == "online"  # her friend, who looks at nothing
    assert await heard_of(his, dora) == []


async def test_nothing_is_heard_across_a_block_nor_by_who_is_out(
    alice: User, bob: User, dora: User, group: NewGroup, connect: Connect
) -> None:
    his, hers = await connect(bob), await connect(dora)
    await watched(his, group.group.id)
    await in_database(block_user, dora.id, bob.id)
    assert await next_of(his, dora) == "offline"
    assert str(dora.id) not in await watched(his, group.group.id)
    await hers.ask("presence.set", presence="busy")
    assert await heard_of(his, dora) == []

    mine = await connect(alice)
    await in_database(remove_member, alice.id, group.group.id, bob.id)
    assert (await his.ask("members.watch", group=group.group.id))["error"]["code"] == "not_found"
    await in_database(leave_group, dora.id, group.group.id)
    await watched(mine, group.group.id)
    assert await in_database(MemberWatch.objects.count) == 1


async def test_a_stranger_cannot_tell_a_group_from_none(
    charlie: User, dora: User, group: NewGroup, connect: Connect
) -> None:
    theirs = await connect(charlie)
    refusals = [await theirs.ask("members.watch", group=number) for number in (group.group.id, 10**9)]
    assert [answer["error"]["code"] for answer in refusals] == ["not_found", "not_found"]
    await connect(dora)
    assert await heard_of(theirs, dora) == []


async def test_who_comes_into_the_group_is_told_of(alice: User, bob: User, dora: User, connect: Connect) -> None:
    made = await in_database(create_group, alice.id, "Two", [bob.id])
    his, _ = await connect(bob), await connect(dora)
    await watched(his, made.group.id)
    await in_database(add_members, alice.id, made.group.id, [dora.id])
    assert await next_of(his, dora) == "online"


def test_clients_that_are_gone_look_at_nothing(alice: User, bob: User, group: NewGroup) -> None:
    for number, user in enumerate((alice, bob)):
        watch_members(Client(user.id, 1, f"connection {number}"), group.group.id)
    ConnectedClient.objects.create(connection="connection 0", user=alice, device=1, presence="online", process="here")
    assert forget_departed_watches() == 1
    assert list(MemberWatch.objects.values_list("user", flat=True)) == [alice.id]


def test_as_many_queries_for_many_members(bob: User, group: NewGroup) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            seen = watch_members(Client(bob.id, 1, "his"), group.group.id)
        assert bob.id not in seen
        return len(captured)

    queries()
    few = queries()
    others = [make_user(f"Member {number}") for number in range(60)]
    Membership.objects.bulk_create([Membership(group=group.group, user=user) for user in others])
    assert queries() == few

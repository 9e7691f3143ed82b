"""Two server processes, Alice at one and Bob at the other: everything is live, and a lost Redis is survived."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from e2e.cast import Cast
from e2e.cluster import Cluster, running_cluster
from e2e.program import Program
from e2e.waiting import eventually

OTHER_SIDE_SECONDS = 30.0


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two servers on one machine, as if on two."""
    with running_cluster(tmp_path_factory.mktemp("cluster")) as running:
        for _ in range(2):
            running.server().start()
        yield running
        for server in running.servers:
            server.stop()


@pytest.fixture
def cast(cluster: Cluster) -> Iterator[Cast]:
    with ExitStack() as goodbyes:
        yield Cast(cluster.site(0), goodbyes)


@pytest.fixture
def elsewhere(cluster: Cluster) -> Callable[[Program], Program]:
    """Moves somebody to the other server."""

    def move(program: Program) -> Program:
        program.site = replace(cluster.site(1), from_address=program.site.from_address)
        return program

    return move


@pytest.fixture
def alice(cast: Cast, elsewhere: Callable[[Program], Program]) -> Program:
    """Alice at one server; her friend Bob at the other."""
    elsewhere(cast.bob).connect()
    cast.alice.connect()
    return cast.alice


def heard(hearer: Program, kind: str, **wanted: object) -> dict[str, object]:
    return hearer.hear(kind, lambda payload: wanted.items() <= payload.items(), OTHER_SIDE_SECONDS)


def test_messages_marks_typing_and_presence_are_live_over_processes(alice: Program, cast: Cast) -> None:
    bob = cast.bob
    conversation = alice.direct_with(bob)
    first = alice.say(conversation, "over there?")
    assert bob.hear_text("over there?")["id"] == first["id"]
    bob.command("message.read", {"conversation": conversation, "seq": first["seq"]})
    heard(alice, "message.read", user=bob.id, seq=first["seq"])
    bob.command("typing.start", {"conversation": conversation})
    heard(alice, "typing.started", user=bob.id)
    bob.say(conversation, "here")
    alice.hear_text("here")
    bob.command("presence.set", {"presence": "busy"})
    heard(alice, "presence.changed", user=bob.id, presence="busy")


def test_presence_is_merged_over_processes(alice: Program, cast: Cast) -> None:
    bob, phone = cast.bob, cast.device_of(cast.bob, "phone")
    bob.command("presence.set", {"presence": "away"})
    heard(alice, "presence.changed", user=bob.id, presence="away")
    phone.connect()
    phone.command("presence.set", {"presence": "busy"})
    heard(alice, "presence.changed", user=bob.id, presence="busy")
    bob.disconnect()
    phone.command("presence.set", {"presence": "dnd"})
    heard(alice, "presence.changed", user=bob.id, presence="dnd")
    phone.disconnect()
    heard(alice, "presence.changed", user=bob.id, presence="offline")


def test_a_device_is_signed_out_from_the_other_process(alice: Program, cast: Cast) -> None:
    bob, phone = cast.bob, cast.device_of(cast.bob, "phone")
    line = phone.connect()
    devices = bob.ask("GET", "/api/me/devices/")
    (other,) = [device["id"] for device in devices if not device["is_current"]]
    bob.ask("DELETE", f"/api/me/devices/{other}/")
    assert line.wait_closed() == 4403


def test_who_is_removed_hears_nothing_more_in_any_process(
    alice: Program, cast: Cast, elsewhere: Callable[[Program], Program]
) -> None:
    bob, desk = cast.bob, cast.device_of(cast.bob, "desk")
    desk.connect()
    group = alice.ask("POST", "/api/groups/", {"name": "Walks", "members": [bob.id]})
    conversation = group["conversation"]["id"]
    for device in (bob, desk):
        heard(device, "conversation.joined")
        device.command("ping")
    alice.say(conversation, "welcome")
    for device in (bob, desk):
        device.hear_text("welcome")
    alice.ask("DELETE", f"/api/groups/{group['id']}/members/{bob.id}/")
    alice.say(conversation, "is he gone?")
    direct = alice.direct_with(bob)
    alice.say(direct, "you are out")
    for device in (bob, desk):
        device.hear_text("you are out")
        assert "is he gone?" not in device.heard_texts(conversation)


def test_a_killed_redis_keeps_nobody_from_talking_and_nothing_is_missed(
    alice: Program, cast: Cast, cluster: Cluster, elsewhere: Callable[[Program], Program]
) -> None:
    bob, dave = cast.bob, elsewhere(cast.person("Dave"))
    dave.connect()
    request = alice.ask("POST", "/api/friends/requests/", {"user": dave.id, "note": ""})
    dave.ask("POST", f"/api/friends/requests/{request['id']}/accept/", {})
    conversation = alice.direct_with(bob)
    cluster.redis.kill()
    for number in range(20):
        alice.say(conversation, f"without {number}")
    bob.hear_text("without 19")
    late = alice.ask("POST", "/api/groups/", {"name": "Late", "members": [bob.id, dave.id]})["conversation"]["id"]
    alice.say(late, "found in the database")
    for friend in (bob, dave):
        friend.hear_text("found in the database")
    alice.ask("PATCH", "/api/me/", {"presence": "dnd"})
    cluster.redis.start()
    heard(bob, "presence.changed", user=alice.id, presence="dnd")
    for number in range(20):
        bob.say(conversation, f"with {number}")
    alice.hear_text("with 19")
    expected = [*(f"without {number}" for number in range(20)), *(f"with {number}" for number in range(20))]
    assert alice.heard_texts(conversation) == bob.heard_texts(conversation) == expected


def test_who_was_removed_while_redis_was_away_hears_nothing_more(alice: Program, cast: Cast, cluster: Cluster) -> None:
    bob = cast.bob
    group = alice.ask("POST", "/api/groups/", {"name": "Walks", "members": [bob.id]})
    conversation = group["conversation"]["id"]
    heard(bob, "conversation.joined")
    cluster.redis.kill()
    alice.ask("DELETE", f"/api/groups/{group['id']}/members/{bob.id}/")
    alice.say(conversation, "is he gone?")
    cluster.redis.start()
    direct = alice.direct_with(bob)
    alice.say(direct, "you are out")
    bob.hear_text("you are out")
    assert "is he gone?" not in bob.heard_texts(conversation)


def test_a_device_signed_out_while_redis_is_away_is_closed(alice: Program, cast: Cast, cluster: Cluster) -> None:
    bob, phone = cast.bob, cast.device_of(cast.bob, "phone")
    line = phone.connect()
    cluster.redis.kill()
    (other,) = [device["id"] for device in bob.ask("GET", "/api/me/devices/") if not device["is_current"]]
    bob.ask("DELETE", f"/api/me/devices/{other}/")
    assert line.wait_closed(OTHER_SIDE_SECONDS) == 4403
    cluster.redis.start()


def test_who_was_at_a_killed_process_goes_offline(alice: Program, cast: Cast, cluster: Cluster) -> None:
    bob = cast.bob

    def is_listed() -> bool:
        return bool(alice.ask("GET", "/api/presence/")["presence"].get(str(bob.id)) == "online")

    eventually(is_listed, "Bob is listed")
    cluster.servers[1].kill()
    try:
        # It takes 30 s at the most; a busy machine takes longer over everything.
        eventually(lambda: not is_listed(), "Bob is taken from the list", 2 * OTHER_SIDE_SECONDS)
        heard(alice, "presence.changed", user=bob.id, presence="offline")
    finally:
        cluster.servers[1].start()
    bob.reconnect()
    eventually(is_listed, "Bob is listed again")

"""Offline, then back: everything once, in order; what is too old is loaded afresh; what is not mine is gone."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from accounts.testing import Socket
from chat.actions import Mark, mark_read, open_direct_conversation
from chat.testing import Connect, durable, say, say_later
from ggtalk.realtime import sync
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.models import Stream

pytestmark = pytest.mark.django_db(transaction=True)


async def synced(socket: Socket, **cursors: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The frames a sync brings, and its reply's payload."""
    frames, reply = await socket.exchange("sync", cursors=cursors)
    return durable(frames), reply["payload"]


async def test_what_was_said_while_away_comes_once_and_in_order(
    alice: User, bob: User, direct: int, connect: Connect
) -> None:
    his = await connect(bob)
    await say_later(alice, direct, "live")
    live = await his.next_of("message.sent")
    await his.close()
    await say_later(alice, direct, "two", "three")
    await in_database(mark_read, [Mark(alice.id, direct, 1)])
    await in_database(mark_read, [Mark(bob.id, direct, 2)])
    await say_later(alice, direct, "four")
    his = await connect(bob)
    frames, reply = await synced(his, **{f"c{direct}": live["seq"]})
    assert [(frame["seq"], frame["type"]) for frame in frames] == [
        (2, "message.sent"),
        (3, "message.sent"),
        (4, "message.read"),
        (5, "message.read"),
        (6, "message.sent"),
    ]
    assert reply == {"streams": {f"c{direct}": 6}, "reset": [], "gone": []}
    again, _ = await synced(his, **{f"c{direct}": 0})
    assert again[0] == live, "a message looks the same live and synced"
    assert again[1:] == frames


async def test_too_far_behind_is_loaded_afresh(alice: User, bob: User, direct: int, connect: Connect) -> None:
    await say_later(alice, direct, "one")
    await in_database(Stream.objects.filter(name=f"c{direct}").update, head=5000)
    his = await connect(bob)
    assert (await synced(his, **{f"c{direct}": 1}))[1] == {
        "streams": {f"c{direct}": 5000},
        "reset": [f"c{direct}"],
        "gone": [],
    }


async def test_older_than_what_is_kept_is_loaded_afresh(alice: User, bob: User, direct: int, connect: Connect) -> None:
    await say_later(alice, direct, "one", "two", "three")
    await in_database(Stream.objects.filter(name=f"c{direct}").update, floor=2)
    his = await connect(bob)
    assert (await synced(his, **{f"c{direct}": 1}))[1]["reset"] == [f"c{direct}"]
    frames, reply = await synced(his, **{f"c{direct}": 2})
    assert ([frame["seq"] for frame in frames], reply["reset"]) == ([3], [])


async def test_charlie_hears_of_no_stream_of_others(
    alice: User, bob: User, charlie: User, direct: int, connect: Connect
) -> None:
    theirs = await connect(charlie)
    await say_later(alice, direct, "secret")
    names = [f"c{direct}", f"u{alice.id}", "c999999", "c0", "c-1", "c١", "x1", "", f"c{direct} "]
    frames, reply = await synced(theirs, **dict.fromkeys(names, 0))
    assert frames == []
    assert reply["streams"] == {}
    assert sorted(reply["gone"]) == sorted(names)


async def test_hello_names_my_streams_and_no_others(alice: User, charlie: User, direct: int, connect: Connect) -> None:
    await say_later(alice, direct, "one")
    for user, mine in ((alice, {f"c{direct}": 1}), (charlie, {})):
        hello = (await connect(user)).hello
        assert {name: head for name, head in hello["payload"]["streams"].items() if name[0] == "c"} == mine


async def test_a_conversation_that_appears_is_followed_from_its_head(alice: User, bob: User, connect: Connect) -> None:
    his = await connect(bob)
    made = await in_database(open_direct_conversation, alice.id, bob.id)
    joined = (await his.next_of("conversation.joined"))["payload"]["conversation"]
    await in_database(say, alice, made.id, "first")
    frames, reply = await synced(his, **{joined["stream"]: joined["head"]})
    assert [frame["seq"] for frame in frames if frame["stream"] == joined["stream"]][-1] == 1
    assert reply["streams"] == {joined["stream"]: 1}


async def test_more_than_a_client_should_wait_for_is_loaded_afresh(
    alice: User, bob: User, direct: int, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "MOST_BYTES_PER_SYNC", 5_000)
    his = await connect(bob)
    await say_later(alice, direct, "x" * 3_000)
    await his.said_until_reply()
    frames, reply = await synced(his, **{f"c{direct}": 0})
    assert (len(frames), reply["reset"]) == (1, [])
    await say_later(alice, direct, "y" * 3_000)
    await his.said_until_reply()
    frames, reply = await synced(his, **{f"c{direct}": 0, f"u{bob.id}": 0})
    assert reply["reset"] == [f"c{direct}"]
    assert {frame["stream"] for frame in frames} == {f"u{bob.id}"}

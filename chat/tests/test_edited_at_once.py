"""Two devices change the same message at the same moment: one order, which everybody hears and finds."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from accounts.models import User
from accounts.testing import MakeApi, Socket
from chat.testing import Connect, sent, stored
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def told(frames: list[dict[str, Any]]) -> list[tuple[int, str, Any]]:
    """(number, type, what the message says then) of the edits and recalls among frames."""
    changes = [frame for frame in frames if frame.get("type") in {"message.edited", "message.recalled"}]
    return [(frame["seq"], frame["type"], frame["payload"]["message"]["body"].get("text")) for frame in changes]


async def heard_by(socket: Socket, frames: list[dict[str, Any]]) -> list[tuple[int, str, Any]]:
    """The changes in what came with an answer, and in what has come since."""
    return told(frames + await socket.said_until_reply())


def versions_of(api: MakeApi, user: User, message: int) -> list[dict[str, Any]]:
    versions: list[dict[str, Any]] = api(user).get(f"messages/{message}/versions/").body["versions"]
    return versions


def page_of(api: MakeApi, user: User, conversation: int) -> dict[str, Any]:
    page: dict[str, Any] = api(user).get(f"conversations/{conversation}/messages/").body
    return page


async def test_edits_of_two_devices_are_told_in_one_order_and_the_last_one_stays(
    alice: User, bob: User, direct: int, api: MakeApi, connect: Connect
) -> None:
    message = (await in_database(lambda: stored(sent(alice, direct, "first")))).id
    one, other, his = await connect(alice), await connect(alice), await connect(bob)
    said = ["first"]
    for number in range(ROUNDS):
        texts = [f"from one, {number}", f"from the other, {number}"]
        answers = await asyncio.gather(
            *(
                socket.exchange("message.edit", message=message, body={"text": text})
                for socket, text in zip((one, other), texts, strict=True)
            )
        )
        assert [reply["payload"] for _, reply in answers] == [{}, {}]
        of_one, of_other = [await heard_by(s, frames) for s, (frames, _) in zip((one, other), answers, strict=True)]
        of_bob = await heard_by(his, [])
        assert of_one == of_other == of_bob
        assert of_bob == sorted(of_bob)
        assert sorted(text for _, _, text in of_bob) == texts
        said += [text for _, _, text in of_bob]
        for user in (alice, bob):
            found = await in_database(versions_of, api, user, message)
            assert [version["body"]["text"] for version in found] == said
            page = await in_database(page_of, api, user, direct)
            assert page["messages"][-1]["body"]["text"] == said[-1]


async def test_an_edit_and_a_recall_end_in_the_recall(
    alice: User, bob: User, direct: int, api: MakeApi, connect: Connect
) -> None:
    one, other, his = await connect(alice), await connect(alice), await connect(bob)
    for _ in range(ROUNDS):
        message = (await in_database(lambda: stored(sent(alice, direct, "first")))).id
        (edits, edited), (recalls, recalled) = await asyncio.gather(
            one.exchange("message.edit", message=message, body={"text": "second"}),
            other.exchange("message.recall", message=message),
        )
        assert recalled["payload"] == {}
        assert edited.get("error", {"code": "recalled"})["code"] == "recalled"
        of_one, of_other, of_bob = await heard_by(one, edits), await heard_by(other, recalls), await heard_by(his, [])
        assert of_one == of_other == of_bob
        assert [kind for _, kind, _ in of_bob][-1] == "message.recalled"
        assert len(of_bob) == (1 if "error" in edited else 2)
        page = await in_database(page_of, api, bob, direct)
        assert "text" not in page["messages"][-1]["body"]

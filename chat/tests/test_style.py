"""How a text is written: passed on as it was chosen, strictly checked, and free of charge where nothing was chosen."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec
import pytest

from accounts.models import User
from chat.models import Message
from chat.testing import Connect, message_command
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)

WHOLE = {"family": "kai", "size": 18, "bold": True, "italic": True, "underline": True, "color": "#c0392b"}


def written(conversation: int, text: str, style: Any, client_id: str | None = None) -> dict[str, Any]:
    command = message_command(conversation, text, client_id)
    return {**command, "body": {"text": text, "style": style}}


def stored_bodies() -> list[str]:
    return list(Message.objects.order_by("seq").values_list("body", flat=True))


async def test_everybody_hears_how_it_was_written(alice: User, bob: User, direct: int, connect: Connect) -> None:
    mine, his = await connect(alice), await connect(bob)
    await mine.ask("message.send", **written(direct, "hello", WHOLE))
    heard = await his.next_of("message.sent")
    assert heard["payload"]["message"]["body"] == {"text": "hello", "style": WHOLE}


async def test_a_style_that_says_nothing_is_not_stored(alice: User, direct: int, connect: Connect) -> None:
    mine = await connect(alice)
    for style in ({}, {"bold": False, "italic": False, "underline": False}):
        await mine.ask("message.send", **written(direct, "plain", style))
    await mine.ask("message.send", **message_command(direct, "plain"))
    assert set(await in_database(stored_bodies)) == {'{"text":"plain"}'}


async def test_a_repeat_is_the_same_however_its_style_is_spelled(alice: User, direct: int, connect: Connect) -> None:
    mine, client_id = await connect(alice), str(uuid.uuid4())
    first = await mine.ask("message.send", **written(direct, "once", {"size": 20, "bold": True}, client_id))
    again = written(direct, "once", {"bold": True, "italic": False, "size": 20}, client_id)
    assert (await mine.ask("message.send", **again))["payload"] == first["payload"]
    other = await mine.ask("message.send", **written(direct, "once", {"size": 21, "bold": True}, client_id))
    assert other["error"]["code"] == "client_id_conflict"


@pytest.mark.parametrize(
    "style",
    [
        {"family": "Comic Sans"},
        {"family": "serif; background: url(//evil.example)"},
        {"size": 9},
        {"size": 25},
        {"size": 14.5},
        {"size": "18px"},
        {"color": "red"},
        {"color": "#FF0000"},
        {"color": "#ff0000\n"},
        {"color": "#ff00001"},
        {"bold": 1},
        {"background": "#ff0000"},
        "bold",
        None,
    ],
)
async def test_what_is_no_style_is_refused(alice: User, direct: int, connect: Connect, style: Any) -> None:
    mine = await connect(alice)
    assert (await mine.ask("message.send", **written(direct, "hello", style)))["error"]["code"] == "invalid"
    assert await in_database(stored_bodies) == []


async def test_nothing_else_of_a_plain_text_changes(alice: User, direct: int, connect: Connect) -> None:
    mine = await connect(alice)
    await mine.ask("message.send", **message_command(direct, "hello"))
    assert msgspec.json.decode((await in_database(stored_bodies))[0]) == {"text": "hello"}

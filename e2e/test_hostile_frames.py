"""Whatever a client sends, it alone gets an error or a named close code; others do not notice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from e2e.cast import Cast
from e2e.line import LineClosed
from e2e.program import Program, message
from e2e.site import Refused

MOST_FRAME_BYTES = 256 * 1024
NOT_FRAMES: list[str | bytes] = [
    "",
    "hello",
    "null",
    "[]",
    "7",
    '{"id": 1}',
    '{"id": "1", "type": "ping", "payload": {}}',
    '{"id": 1, "type": 7, "payload": {}}',
    '{"id": 1.5, "type": "ping", "payload": {}}',
    '{"id": 1, "type": "ping", "payload": {}',
    "[" * 50_000,
    '{"id": 1, "type": "ping", "payload": ' + "[" * 100_000,
    b"\x00\xff\xfe binary",
    '{"id": 1, "type": "ping", "payload": {}, "more": NaN}',
]
NOT_COMMANDS = ["", "pong", "message", "message.send ", "__class__", "x" * 5_000, "消息.发送"]
ODD_PAYLOADS: list[tuple[str, Any]] = [
    ("ping", {"surprise": 1}),
    ("ping", []),
    ("ping", None),
    ("sync", {}),
    ("sync", {"cursors": {"c1": -1}}),
    ("sync", {"cursors": {"c1": "1"}}),
    ("sync", {"cursors": {"c1": None}}),
    ("sync", {"cursors": [1]}),
    ("message.send", {}),
    ("message.send", {"conversation": "1", "client_id": "1", "body": {"text": "x"}}),
    ("message.send", {"conversation": 1, "client_id": "not a uuid", "body": {"text": "x"}}),
    ("message.send", {"conversation": 1, "client_id": "a2f5b8f4-0d5f-4c5e-8f5e-1c5a1f5b8f40", "body": {"notice": {}}}),
    ("message.send", {"conversation": 1, "client_id": "a2f5b8f4-0d5f-4c5e-8f5e-1c5a1f5b8f41", "body": "x"}),
    ("message.read", {"conversation": 1}),
    ("message.read", {"conversation": 1, "seq": -5}),
    ("message.delivered", {"conversation": True, "seq": 1}),
    ("typing.start", {"conversation": {}}),
    ("presence.set", {"presence": "asleep"}),
    ("presence.set", {"presence": ["online"]}),
]


@pytest.fixture
def pair(cast: Cast) -> Iterator[tuple[Program, Program, int]]:
    """Alice and Bob in conversation; at the end they still understand each other."""
    alice, bob = cast.alice, cast.bob
    alice.connect()
    bob.connect()
    conversation = alice.direct_with(bob)
    yield alice, bob, conversation
    alice.say(conversation, "All is well")
    bob.hear_text("All is well")


def test_frames_that_are_not_understood_get_an_error_and_the_connection_stays(
    pair: tuple[Program, Program, int], cast: Cast
) -> None:
    line = cast.charlie.connect()
    for frame in NOT_FRAMES:
        line.write(frame)
        assert line.strays.get(timeout=20) == "bad_frame", frame
    for name in NOT_COMMANDS:
        with pytest.raises(Refused) as refused:
            line.command(name, {})
        assert refused.value.code == "unknown_command"
    assert line.command("ping", {}) == {}


@pytest.mark.parametrize(("command", "payload"), ODD_PAYLOADS)
def test_payloads_that_do_not_fit_are_refused_and_named(
    pair: tuple[Program, Program, int], command: str, payload: Any
) -> None:
    alice, _, _ = pair
    with pytest.raises(Refused) as refused:
        alice.command(command, payload)
    assert refused.value.code == "invalid"
    assert refused.value.detail
    assert alice.command("ping") == {}


def test_numbers_beyond_any_database_find_nothing(pair: tuple[Program, Program, int]) -> None:
    alice, _, _ = pair
    for number in (2**31, 2**53):
        with pytest.raises(Refused) as refused:
            alice.command("message.send", message(number, "to nowhere"))
        assert refused.value.code == "not_a_member"
    for number in (-1, 0, 2**63 - 1, 2**63, 2**64, 10**40):
        with pytest.raises(Refused) as refused:
            alice.command("message.send", message(number, "to nowhere"))
        assert refused.value.code in {"not_a_member", "invalid", "bad_frame"}


def test_texts_have_a_limit(pair: tuple[Program, Program, int]) -> None:
    alice, bob, conversation = pair
    for text in ("", "   \n\t ", "x" * 20_001):
        with pytest.raises(Refused) as refused:
            alice.say(conversation, text)
        assert refused.value.code == "invalid"
    assert "20,000" in refused.value.detail or "20000" in refused.value.detail
    alice.say(conversation, "字" * 20_000)
    assert bob.hear("message.sent")["message"]["body"]["text"] == "字" * 20_000


@pytest.mark.parametrize(
    "text",
    [
        "𠮷野家 👩‍👩‍👧‍👦 🇨🇳",
        "שלום ‮abc‬ عليكم",
        "<script>alert(1)</script>",
        "line\nline\ttab",
        "'; DROP TABLE chat_message; --",
        "\u0000 and \u0007 and \u001b[31m",
        "\\ud83d \\u0000",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    ],
)
def test_odd_texts_arrive_as_the_same_text_for_both(pair: tuple[Program, Program, int], text: str) -> None:
    alice, bob, conversation = pair
    alice.say(conversation, text)
    heard = bob.hear("message.sent")["message"]["body"]["text"]
    assert heard == alice.hear("message.sent")["message"]["body"]["text"] == bob.texts(conversation)[-1]
    assert "\x00" not in heard
    if "\x07" not in text:
        assert heard == text


def test_an_oversized_frame_is_answered_with_4009(pair: tuple[Program, Program, int], cast: Cast) -> None:
    line = cast.charlie.connect()
    frame = json.dumps({"id": 1, "type": "ping", "payload": {}})
    line.write(frame + " " * (MOST_FRAME_BYTES - len(frame)))
    assert line.command("ping", {}) == {}
    line.write(frame + " " * (MOST_FRAME_BYTES + 1))
    assert line.wait_closed() == 4009


def test_a_huge_frame_ends_only_its_own_connection(pair: tuple[Program, Program, int], cast: Cast) -> None:
    line = cast.charlie.connect()
    with suppress(LineClosed):
        line.write(" " * (20 * 1024 * 1024))
    assert line.wait_closed() in {4009, 1009, 1006}
    alice, bob, conversation = pair
    alice.say(conversation, "unharmed")
    bob.hear_text("unharmed")


def flood(line: Any, frames: int) -> None:
    frame = json.dumps({"id": 1, "type": "nonsense", "payload": {}})
    for _ in range(frames):
        line.write(frame)


def test_too_many_frames_are_answered_with_4008_while_others_talk(
    pair: tuple[Program, Program, int], cast: Cast
) -> None:
    alice, bob, conversation = pair
    line = cast.charlie.connect()
    with ThreadPoolExecutor(1) as pool:
        flooding = pool.submit(flood, line, 200_000)
        for number in range(20):
            alice.say(conversation, f"during the flood {number}")
        assert isinstance(flooding.exception(60), LineClosed)
    assert line.wait_closed() == 4008
    bob.hear_text("during the flood 19")
    assert bob.heard_texts(conversation) == [f"during the flood {number}" for number in range(20)]


def test_a_client_that_does_not_read_holds_nobody_up(cast: Cast) -> None:
    """Bob's second device does not read: it is dropped, nobody waits for it, and later it misses nothing."""
    alice, bob = cast.alice, cast.bob
    deaf = cast.device_of(bob, "a frozen tab")
    alice.connect()
    bob.connect()
    conversation = alice.direct_with(bob)
    deaf.connect()
    assert deaf.line is not None
    deaf.line.stop_reading()
    texts = [f"{number} " + "x" * 15_000 for number in range(700)]
    for first in range(0, len(texts), 50):
        assert alice.line is not None
        payloads = [message(conversation, text) for text in texts[first : first + 50]]
        replies = [alice.line.begin("message.send", payload) for payload in payloads]
        for reply in replies:
            reply.result(20)
    bob.hear_text(texts[-1])
    assert bob.heard_texts(conversation) == texts
    deaf.line.go_on_reading()
    assert deaf.line.wait_closed() == 4013
    deaf.connect()
    deaf.hear_text(texts[-1])
    assert deaf.heard_texts(conversation) == texts

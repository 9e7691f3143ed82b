"""What is sent twice is stored once."""

from __future__ import annotations

import uuid

import pytest

from e2e.cast import Cast
from e2e.program import message
from e2e.site import Refused


def test_the_same_message_again_gets_the_first_answer(cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    other = cast.device_of(alice)
    for program in (alice, other, bob):
        program.connect()
    conversation = alice.direct_with(bob)
    payload = message(conversation, "only once")
    first = alice.command("message.send", payload)
    assert alice.command("message.send", payload) == first
    assert other.command("message.send", payload) == first
    at_once = [line.begin("message.send", payload) for line in (alice.line, other.line) if line for _ in range(20)]
    assert all(reply.result(20) == first for reply in at_once)
    alice.say(conversation, "afterwards")
    bob.hear_text("afterwards")
    assert bob.heard_texts(conversation) == bob.texts(conversation) == ["only once", "afterwards"]


def test_many_copies_at_the_same_moment_are_stored_once(cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    devices = [alice, *(cast.device_of(alice, f"device {n}") for n in range(3))]
    conversation = alice.direct_with(bob)
    lines = [device.connect() for device in devices]
    for number in range(10):
        payload = message(conversation, f"message {number}")
        replies = [line.begin("message.send", payload) for line in lines for _ in range(5)]
        assert len({reply.result(20)["id"] for reply in replies}) == 1
    assert bob.texts(conversation) == [f"message {number}" for number in range(10)]


def test_the_same_id_with_another_body_is_refused(cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    alice.connect()
    bob.connect()
    conversation = alice.direct_with(bob)
    client_id = str(uuid.uuid4())
    alice.command("message.send", message(conversation, "this", client_id))
    with pytest.raises(Refused) as refused:
        alice.command("message.send", message(conversation, "that", client_id))
    assert refused.value.code == "client_id_conflict"
    assert bob.texts(conversation) == ["this"]
    bob.command("message.send", message(conversation, "my id by chance", client_id))
    assert alice.texts(conversation) == ["this", "my id by chance"]

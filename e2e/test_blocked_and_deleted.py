"""What somebody sends whom I blocked or deleted does not arrive."""

from __future__ import annotations

import pytest

from e2e.cast import Cast
from e2e.program import Program
from e2e.site import Refused


@pytest.fixture
def talking(cast: Cast) -> tuple[Program, Program, int]:
    """Alice and Bob, who have just spoken."""
    alice, bob = cast.alice, cast.bob
    alice.connect()
    bob.connect()
    conversation = alice.direct_with(bob)
    alice.say(conversation, "Hello")
    bob.hear_text("Hello")
    return alice, bob, conversation


def refusal_of(sender: Program, conversation: int, text: str) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        sender.say(conversation, text)
    return refused.value.code, refused.value.detail


def test_a_deleted_friend_is_told_and_can_write_no_more(talking: tuple[Program, Program, int]) -> None:
    alice, bob, conversation = talking
    alice.ask("DELETE", f"/api/friends/{bob.id}/")
    assert bob.hear("friend.removed") == {"user": alice.id}
    assert alice.hear("friend.removed") == {"user": bob.id}
    assert refusal_of(bob, conversation, "Why?")[0] == "not_available"
    assert refusal_of(alice, conversation, "Because")[0] == "not_available"
    assert alice.ask("GET", "/api/friends/")["friends"] == bob.ask("GET", "/api/friends/")["friends"] == []
    assert alice.texts(conversation) == ["Hello"]
    assert listed_presence(bob) == {bob.id}


def test_a_blocked_friend_reaches_nobody_and_learns_nothing(talking: tuple[Program, Program, int], cast: Cast) -> None:
    alice, bob, conversation = talking
    deleted, conversation_of_deleted = befriended_and_deleted(alice, cast)
    heard_before = len(bob.log[f"u{bob.id}"])
    alice.ask("POST", "/api/blocks/", {"user": bob.id})
    assert alice.hear("block.added")["user"]["id"] == bob.id
    assert refusal_of(bob, conversation, "Are you angry?") == refusal_of(deleted, conversation_of_deleted, "Hello?")
    with pytest.raises(Refused):
        alice.say(conversation, "I must not write either")
    bob.command("typing.start", {"conversation": conversation})
    alice.command("ping")
    assert alice.unheard("typing.started") == []
    assert alice.texts(conversation) == ["Hello"]
    assert "block" not in str(bob.log[f"u{bob.id}"][heard_before:])
    assert alice.id not in listed_presence(bob)

    alice.ask("DELETE", f"/api/blocks/{bob.id}/")
    assert alice.hear("block.removed") == {"user": bob.id}


def test_a_blocked_stranger_can_ask_for_ever(talking: tuple[Program, Program, int], cast: Cast) -> None:
    alice, _, _ = talking
    charlie, unblocked = cast.charlie, cast.person("Erin")
    charlie.connect()
    alice.ask("POST", "/api/blocks/", {"user": charlie.id})
    asked = charlie.ask("POST", "/api/friends/requests/", {"user": alice.id, "note": "Please"})
    compared = unblocked.ask("POST", "/api/friends/requests/", {"user": alice.id, "note": "Please"})
    assert asked.keys() == compared.keys()
    assert (asked["state"], asked["reason"], asked["seen"]) == (compared["state"], compared["reason"], compared["seen"])
    alice.hear("friend_request.changed", lambda payload: payload["request"]["from_user"]["id"] == unblocked.id)
    senders = [request["from_user"]["id"] for request in alice.ask("GET", "/api/friends/")["requests"]]
    assert charlie.id not in senders
    assert [p for p in alice.unheard("friend_request.changed") if p["request"]["from_user"]["id"] == charlie.id] == []


def befriended_and_deleted(alice: Program, cast: Cast) -> tuple[Program, int]:
    """Somebody who once was a friend, with the conversation that is left."""
    dora = cast.person("Dora")
    request = alice.ask("POST", "/api/friends/requests/", {"user": dora.id, "note": ""})
    dora.ask("POST", f"/api/friends/requests/{request['id']}/accept/", {})
    conversation = dora.direct_with(alice)
    alice.ask("DELETE", f"/api/friends/{dora.id}/")
    dora.connect()
    return dora, conversation


def listed_presence(of: Program) -> set[int]:
    return {int(user) for user in of.ask("GET", "/api/presence/")["presence"]}

"""Two people find each other, become friends and talk, with programs that know only docs/protocol.md."""

from __future__ import annotations

import pytest

from e2e.cast import Cast
from e2e.site import Refused


def test_strangers_find_each_other_become_friends_and_talk(cast: Cast) -> None:
    alice, bob = cast.alice, cast.charlie
    alice.connect()
    bob.connect()
    found = alice.ask("GET", f"/api/users/?search={bob.account}")
    assert [user["id"] for user in found["users"]] == [bob.id]
    assert "email" not in found["users"][0]

    asked = alice.ask("POST", "/api/friends/requests/", {"user": bob.id, "note": "We met yesterday"})
    heard = bob.hear("friend_request.changed")["request"]
    assert (heard["id"], heard["note"], heard["state"]) == (asked["id"], "We met yesterday", "pending")
    bob.ask("POST", f"/api/friends/requests/{asked['id']}/accept/", {"remark": "Alice from the bus"})
    assert bob.hear("friend.added")["friend"]["remark"] == "Alice from the bus"
    assert alice.hear("friend.added")["friend"]["user"]["id"] == bob.id
    answered = alice.hear("friend_request.changed", lambda payload: payload["request"]["state"] == "accepted")
    assert answered["request"]["id"] == asked["id"]

    conversation = alice.direct_with(bob)
    first = alice.say(conversation, "Hello Bob 👋")
    arrived = bob.hear_text("Hello Bob 👋")
    assert (arrived["id"], arrived["seq"], arrived["sender"]) == (first["id"], first["seq"], alice.id)
    bob.command("message.delivered", {"conversation": conversation, "seq": arrived["seq"]})
    assert alice.hear("message.delivered")["seq"] == first["seq"]
    bob.command("message.read", {"conversation": conversation, "seq": arrived["seq"]})
    assert alice.hear("message.read") == {"conversation": conversation, "user": bob.id, "seq": first["seq"]}
    bob.command("typing.start", {"conversation": conversation})
    assert alice.hear("typing.started") == {"conversation": conversation, "user": bob.id}
    bob.say(conversation, "你好，Alice")
    assert alice.hear_text("你好，Alice")["sender"] == bob.id
    assert alice.texts(conversation) == bob.texts(conversation) == ["Hello Bob 👋", "你好，Alice"]


def test_a_request_is_kept_until_the_other_side_signs_in_and_may_be_refused(cast: Cast) -> None:
    alice, bob = cast.alice, cast.charlie
    asked = alice.ask("POST", "/api/friends/requests/", {"user": bob.id, "note": "Please"})
    again = alice.ask("POST", "/api/friends/requests/", {"user": bob.id, "note": "Pretty please"})
    assert again["id"] == asked["id"]

    waiting = bob.ask("GET", "/api/friends/")["requests"]
    assert [(request["id"], request["seen"]) for request in waiting] == [(asked["id"], False)]
    bob.ask("POST", "/api/friends/requests/seen/", {})
    assert [request["seen"] for request in bob.ask("GET", "/api/friends/")["requests"]] == [True]
    bob.ask("POST", f"/api/friends/requests/{asked['id']}/refuse/", {"reason": "I do not know you"})
    (answered,) = alice.ask("GET", "/api/friends/")["requests"]
    assert (answered["state"], answered["reason"]) == ("refused", "I do not know you")
    assert alice.ask("GET", "/api/friends/")["friends"] == []
    with pytest.raises(Refused):
        bob.ask("POST", f"/api/friends/requests/{asked['id']}/accept/", {})


def test_what_was_written_while_somebody_was_away_arrives_once_and_in_order(cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    alice.connect()
    bob.connect()
    conversation = alice.direct_with(bob)
    alice.say(conversation, "before")
    bob.hear_text("before")
    bob.disconnect()
    for number in range(30):
        alice.say(conversation, f"while you were away {number}")
    bob.connect()
    bob.hear_text("while you were away 29")
    assert bob.heard_texts(conversation) == ["before", *(f"while you were away {n}" for n in range(30))]
    assert bob.conversation(conversation)["own"]["unread"] == 31
    bob.disconnect()
    bob.connect()
    alice.say(conversation, "the end")
    bob.hear_text("the end")
    assert len(bob.heard_texts(conversation)) == 32


def test_a_conversation_that_began_while_somebody_was_away_is_followed_from_its_beginning(cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    bob.connect()
    bob.disconnect()
    alice.connect()
    conversation = alice.direct_with(bob)
    alice.say(conversation, "Did you know?")
    bob.connect()
    bob.hear_text("Did you know?")
    assert bob.texts(conversation) == ["Did you know?"]


def test_every_device_hears_the_same_and_what_is_read_on_one_is_read_on_all(cast: Cast) -> None:
    alice, phone = cast.alice, cast.bob
    desk = cast.device_of(phone, "the desk")
    second = cast.device_of(alice, "Alice's second")
    conversation = alice.direct_with(phone)
    for program in (alice, second, phone, desk):
        program.connect()
    alice.say(conversation, "to all your devices")
    for program in (alice, second, phone, desk):
        program.hear_text("to all your devices")
    phone.command("message.read", {"conversation": conversation, "seq": phone.cursors[f"c{conversation}"]})
    seen = desk.hear("conversation.changed", lambda payload: payload["own"]["conversation"] == conversation)
    assert seen["own"]["unread"] == 0
    desk.ask("PATCH", f"/api/conversations/{conversation}/", {"draft": "half a sen", "pinned": True})
    kept = phone.hear("conversation.changed", lambda payload: payload["own"]["pinned"])
    assert kept["own"]["draft"] == "half a sen"
    assert phone.log[f"c{conversation}"] == desk.log[f"c{conversation}"]


def test_lists_and_events_say_the_same(cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    alice.connect()
    bob.connect()
    conversation = alice.direct_with(bob)
    alice.say(conversation, "one")
    bob.hear_text("one")
    heads = bob.catch_up(dict(bob.cursors))["streams"]
    assert {stream: bob.cursors[stream] for stream in heads} == heads
    listed = {item["stream"]: item["head"] for item in bob.ask("GET", "/api/conversations/")}
    assert listed[f"c{conversation}"] == bob.cursors[f"c{conversation}"]

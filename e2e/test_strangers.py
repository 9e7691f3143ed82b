"""Charlie tries everything the server offers on what is Alice's and Bob's: he learns nothing and changes nothing.

What there is to try is read from the server's own document, so a new endpoint or command is tried from its first day.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from e2e.attempts import Attempt, command_attempts, rest_attempts
from e2e.cast import Cast, befriend
from e2e.pictures import picture
from e2e.program import Program
from e2e.site import Answer, Refused, Site

ABSENT = 900_000_001
OPEN_TO_ALL = {
    ("POST", "/api/friends/requests/"),
    ("POST", "/api/blocks/"),
}
"""Whom one asks or blocks may be anybody, and that somebody exists is told by the search already."""
CHANGING = ("last_seen_at",)


@pytest.fixture
def scene(cast: Cast) -> dict[str, int]:
    """One of everything that is Alice's, by the name its id has in paths and payloads."""
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(alice, carol)
    alice.connect()
    bob.connect()
    conversation = alice.direct_with(bob)
    said = alice.say(conversation, "a secret between us")
    dave = cast.person("Dave")
    request = dave.ask("POST", "/api/friends/requests/", {"user": alice.id, "note": "a secret note"})
    circle = group_scene(alice, [bob, carol], dave)
    friend_group = alice.ask("POST", "/api/friends/groups/", {"name": "a secret circle"})
    friend_groups = alice.ask("GET", "/api/friends/")["friend_groups"]
    bob.hear("message.sent")
    for person in (alice, bob):
        person.command("ping")
    file = alice.upload(picture("#c03030"))["id"]
    alice.ask("POST", "/api/stickers/", {"file": file})
    return {
        "conversation": conversation,
        "reply_to": said["id"],
        "message": said["id"],
        "messages": said["id"],
        "file": file,
        "images": file,
        "voice": file,
        "sticker": file,
        "image": file,
        **circle,
        "user": alice.id,
        "members": alice.id,
        "users": alice.id,
        "request": request["id"],
        "friend_group": (friend_group or friend_groups[-1])["id"],
        "move_to": friend_groups[0]["id"],
        "device": alice.ask("GET", "/api/me/devices/")[0]["id"],
    }


def group_scene(alice: Program, members: list[Program], outside: Program) -> dict[str, int]:
    """A group of hers with one of everything in it, and what somebody asks who wants to join another one."""
    group = alice.ask("POST", "/api/groups/", {"name": "Ours", "members": [one.id for one in members]})
    announced = alice.ask("POST", f"/api/groups/{group['id']}/announcements/", {"text": "a secret for us three"})
    sought = alice.ask("POST", "/api/groups/", {"name": "Sought", "members": [], "join_mode": "approval"})
    asked = outside.ask("POST", f"/api/groups/{sought['id']}/join/", {"note": "a secret note"})["request"]
    link = alice.ask("POST", f"/api/groups/{group['id']}/links/", {})["link"]
    return {
        "group": group["id"],
        "announcement": announced["id"],
        "join_request": asked["id"],
        "link": link["id"],
    }


def snapshot(person: Program) -> dict[str, Any]:
    """Everything this person can see."""
    paths = ["me", "me/devices", "friends", "conversations", "groups", "groups/requests", "presence", "stickers"]
    seen = {path: person.ask("GET", f"/api/{path}/") for path in [*paths, "me/export"]}
    for conversation in seen["conversations"]:
        seen[f"c{conversation['id']}"] = person.history(conversation["id"])
    for group in seen["groups"]:
        for part in ("members", "announcements"):
            seen[f"g{group['id']} {part}"] = person.ask("GET", f"/api/groups/{group['id']}/{part}/")
    steady: dict[str, Any] = without_changing(seen)
    return steady


def without_changing(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_changing(part) for name, part in value.items() if name not in CHANGING}
    if isinstance(value, list):
        return [without_changing(part) for part in value]
    return value


@pytest.fixture
def unmoved(scene: dict[str, int], cast: Cast) -> Iterator[None]:
    """Afterwards Alice and Bob see just what they saw, and have heard nothing."""
    people = (cast.alice, cast.bob)
    before = [snapshot(person) for person in people]
    cursors = [dict(person.cursors) for person in people]
    yield
    assert [snapshot(person) for person in people] == before
    for person in people:
        person.command("ping")
    assert [person.cursors for person in people] == cursors


def answers(site: Site, attempt: Attempt, token: str) -> Answer:
    return site.request(attempt.method, attempt.path, attempt.body, token)


def test_every_address_answers_as_if_there_were_nothing(scene: dict[str, int], unmoved: None, cast: Cast) -> None:
    site, token = cast.site, cast.charlie.token
    schema = site.ask("GET", "/api/schema/")
    real = rest_attempts(schema, scene)
    absent = rest_attempts(schema, dict.fromkeys(scene, ABSENT))
    assert len(real) >= 15
    told = []
    for attempt, nowhere in zip(real, absent, strict=True):
        if attempt.operation in OPEN_TO_ALL:
            continue
        answer = answers(site, attempt, token)
        if answer.status < 400 or answer != answers(site, nowhere, token):
            told.append((attempt, answer, answers(site, nowhere, token)))
    assert told == []


def test_every_command_answers_as_if_there_were_nothing(scene: dict[str, int], unmoved: None, cast: Cast) -> None:
    line = cast.charlie.connect()
    schema = cast.site.ask("GET", "/api/schema/")
    real = command_attempts(schema, scene)
    absent = command_attempts(schema, dict.fromkeys(scene, ABSENT))
    known = {"message.send", "message.read", "message.delivered", "typing.start", "shake.send"}
    assert known <= {name for name, _ in real}
    for (name, payload), (_, nowhere) in zip(real, absent, strict=True):
        with pytest.raises(Refused) as refused:
            line.command(name, payload)
        with pytest.raises(Refused) as refused_nowhere:
            line.command(name, nowhere)
        assert str(refused.value) == str(refused_nowhere.value), name


def test_streams_of_others_are_gone_like_those_that_never_were(
    scene: dict[str, int], unmoved: None, cast: Cast
) -> None:
    charlie = cast.charlie
    charlie.connect()
    theirs = [f"u{cast.alice.id}", f"u{cast.bob.id}", f"c{scene['conversation']}", f"u{ABSENT}", f"c{ABSENT}"]
    odd = ["x1", "u", "c-1", "c1 OR 1=1", f"u{charlie.id} "]
    reply = charlie.catch_up(dict.fromkeys([*theirs, *odd], 0))
    assert sorted(reply["gone"]) == sorted([*theirs, *odd])
    assert reply["streams"] == {}
    assert set(charlie.log) <= {f"u{charlie.id}"}


def test_a_friend_group_of_somebody_else_is_no_place_for_a_request(
    scene: dict[str, int], unmoved: None, cast: Cast
) -> None:
    wanted = {"user": cast.bob.id, "note": "", "friend_group": scene["friend_group"]}
    token = cast.charlie.token
    real = cast.site.request("POST", "/api/friends/requests/", wanted, token)
    absent = cast.site.request("POST", "/api/friends/requests/", {**wanted, "friend_group": ABSENT}, token)
    assert real == absent
    assert real.status >= 400


def test_without_signing_in_there_is_nothing_at_all(scene: dict[str, int], unmoved: None, cast: Cast) -> None:
    schema = cast.site.ask("GET", "/api/schema/")
    for attempt in rest_attempts(schema, scene, every=True):
        if not attempt.path.startswith("/api/auth/"):
            assert answers(cast.site, attempt, "").status == 401, attempt


def test_nothing_that_was_said_is_found_by_a_stranger(scene: dict[str, int], cast: Cast) -> None:
    found = cast.alice.ask("GET", "/api/messages/search/?q=secret")["hits"]
    assert [hit["message"]["conversation"] for hit in found] == [scene["conversation"]]
    for query in ("q=secret", "q=s", "", "kind=text", "q=secret&order=relevance", f"sender={cast.alice.id}"):
        assert cast.charlie.ask("GET", f"/api/messages/search/?{query}") == {"hits": [], "next": None}
    for path in ("messages/search/?q=secret&conversation={}", "conversations/{}/days/?month=2026-11"):
        theirs, absent = (
            cast.site.request("GET", f"/api/{path.format(one)}", None, cast.charlie.token)
            for one in (scene["conversation"], ABSENT)
        )
        assert theirs == absent
        assert theirs.status == 404


def test_nothing_private_is_found_by_searching(scene: dict[str, int], cast: Cast) -> None:
    cast.alice.ask("PATCH", "/api/me/", {"email": "alice@example.org", "phone": "+49 30 1234"})
    for wanted in ("alice@example.org", "+49 30 1234", "1234", "example"):
        found = cast.charlie.ask("GET", f"/api/users/?search={wanted.replace('+', '%2B').replace(' ', '%20')}")
        assert cast.alice.id not in [user["id"] for user in found["users"]]
    (card,) = cast.charlie.ask("GET", f"/api/users/?search={cast.alice.account}")["users"]
    assert set(card) == {"id", "account", "name", "signature", "avatar", "may_write"}
    assert card["may_write"] is False

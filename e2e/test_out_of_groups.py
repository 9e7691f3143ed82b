"""Out of a group, or on the way: what programs that know only docs/protocol.md may still hear, say and learn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from e2e.cast import PASSWORD, Cast, befriend
from e2e.program import Program, message
from e2e.site import Refused
from e2e.test_programs_in_groups import code_of, founded, says

ROUNDS = 8
MOST_GUESSES = 125
"""60 a minute, in two minutes that meet."""


def mention_all(person: Program, conversation: int) -> Any:
    named = {"text": "@all", "mentions": [{"start": 0, "length": 4, "all": True}]}
    return person.command("message.send", message(conversation, "") | {"body": named})


def pins_of(person: Program, conversation: int) -> list[int]:
    return [pin["message"] for pin in person.ask("GET", f"/api/conversations/{conversation}/pins/")]


def test_who_was_removed_keeps_what_they_had_and_learns_nothing_later(cast: Cast) -> None:
    alice, phone, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(alice, carol)
    desk = cast.device_of(phone, "the desk")
    made = founded(alice, [phone, carol])
    place, address = made["conversation"]["id"], f"/api/groups/{made['id']}"
    for program in (alice, phone, desk, carol):
        program.connect()
    kept, other = (alice.say(place, text)["id"] for text in ("Meet at eight", "Bring oars"))
    mention_all(alice, place)
    alice.command("message.pin", {"message": kept, "on": True})
    for program in (phone, desk):
        program.hear("pins.changed")
    alice.ask("DELETE", f"{address}/members/{phone.id}/")
    for program in (phone, desk):
        assert program.hear("conversation.left") == {"conversation": place}
    before = seen_by(phone, place)

    alice.say(place, "Now that he is gone")
    alice.command("message.edit", {"message": kept, "body": {"text": "Meet at nine"}})
    all_named = {"text": "@all Bring oars", "mentions": [{"start": 0, "length": 4, "all": True}]}
    alice.command("message.edit", {"message": other, "body": all_named})
    alice.command("message.react", {"message": other, "emoji": "👍", "on": True})
    alice.command("message.pin", {"message": kept, "on": False})
    alice.command("message.pin", {"message": other, "on": True})
    alice.ask("PATCH", f"{address}/", {"name": "Without him", "avatar": "builtin:5"})
    alice.ask("POST", f"{address}/announcements/", {"text": "Secret"})
    carol.hear("announcement.posted")
    assert pins_of(carol, place) == [other]

    assert seen_by(phone, place) == before
    assert pins_of(phone, place) == [kept]
    for program in (phone, desk):
        program.command("ping")
        assert [event.type for event in program.log[f"c{place}"]][-1] == "pins.changed"
        assert program.catch_up({f"c{place}": 0})["gone"] == [f"c{place}"]
        with pytest.raises(Refused, match="not_a_member"):
            program.say(place, "Wait")
    learns_nothing(phone, place, address)


def learns_nothing(person: Program, conversation: int, address: str) -> None:
    """Neither of the group at this address, nor of what was said there later."""
    for path in ("", "members/", "announcements/"):
        assert code_of(person, "GET", f"{address}/{path}") == "not_found"
    search = f"/api/messages/search/?q=nine&conversation={conversation}"
    assert person.ask("GET", search)["hits"] == []


def seen_by(person: Program, conversation: int) -> list[Any]:
    """How the conversation, what was said in it and what is pinned look to somebody."""
    words = [(one["seq"], one["body"], one.get("reactions")) for one in person.history(conversation)]
    return [person.conversation(conversation), words, pins_of(person, conversation)]


def test_a_message_and_the_removal_of_its_writer_race(cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    made = founded(alice, [bob])
    place, address = made["conversation"]["id"], f"/api/groups/{made['id']}"
    alice.connect()
    bob.connect()
    for number in range(ROUNDS):
        with ThreadPoolExecutor(2) as pool:
            said = pool.submit(says, bob, place, f"round {number}")
            pool.submit(alice.ask, "DELETE", f"{address}/members/{bob.id}/").result()
        history = alice.history(place)
        removal = max(one["seq"] for one in history if one["body"].get("notice", {}).get("kind") == "member_removed")
        words = [one["seq"] for one in history if one["body"].get("text") == f"round {number}"]
        assert [seq < removal for seq in words] == [True] * said.result()
        assert bob.history(place)[-1]["seq"] < removal
        alice.ask("POST", f"{address}/members/", {"members": [bob.id]})


def test_who_joins_while_being_removed_is_in_or_out(cast: Cast) -> None:
    alice, charlie = cast.alice, cast.charlie
    made = founded(alice, [], join_mode="open")
    place, address = made["conversation"]["id"], f"/api/groups/{made['id']}"
    charlie.connect()
    charlie.ask("POST", f"{address}/join/", {})
    for _ in range(ROUNDS):
        with ThreadPoolExecutor(2) as pool:
            joining = pool.submit(attempt, charlie, "POST", f"{address}/join/", {})
            removing = pool.submit(attempt, alice, "DELETE", f"{address}/members/{charlie.id}/")
            joining.result(), removing.result()
        is_in = charlie.id in [member["user"]["id"] for member in alice.ask("GET", f"{address}/members/")]
        assert charlie.conversation(place)["own"]["left"] is not is_in
        assert says(charlie, place, "am I here?") is is_in
        for request in alice.ask("GET", "/api/groups/requests/"):
            alice.ask("POST", f"/api/groups/requests/{request['id']}/accept/", {})


def attempt(person: Program, method: str, path: str, body: Any = None) -> None:
    with suppress(Refused):
        person.ask(method, path, body)


def test_deleted_accounts_full_groups_and_guessed_numbers(cast: Cast) -> None:
    alice, charlie, gone = cast.alice, cast.charlie, cast.person("Gone")
    befriend(alice, gone)
    made = founded(alice, [])
    address = f"/api/groups/{made['id']}"
    gone.ask("POST", "/api/me/delete/", {"password": PASSWORD})
    nobody = code_of(alice, "POST", f"{address}/members/", {"members": [900_000_001]})
    assert code_of(alice, "POST", f"{address}/members/", {"members": [gone.id]}) == nobody == "not_available"
    assert code_of(alice, "POST", "/api/groups/", {"name": "With a ghost", "members": [gone.id]}) == nobody

    hidden, nothing = (f"/api/groups/{number}/join/" for number in (made["id"], 900_000_001))
    assert code_of(charlie, "POST", hidden, {}) == code_of(charlie, "POST", nothing, {}) == "not_found"
    codes: list[str] = []
    while "throttled" not in codes:
        assert len(codes) < MOST_GUESSES
        codes.append(guess(charlie, made["number"] + len(codes)))
    assert "found" not in codes


def guess(person: Program, number: int) -> str:
    """What a number tells of groups by invitation only: nothing, or that it was tried too often."""
    try:
        found = person.ask("GET", f"/api/groups/find/?search={number}")["groups"]
    except Refused as refused:
        return refused.code
    return "found" if "invitation" in [one["join_mode"] for one in found] else "nothing"

"""A community is run by programs that know only docs/protocol.md."""

from __future__ import annotations

from typing import Any

import pytest

from e2e.cast import Cast, befriend
from e2e.pictures import picture
from e2e.program import Program
from e2e.site import Refused
from e2e.waiting import eventually


def founded(owner: Program, members: list[Program], **how: Any) -> dict[str, Any]:
    body = {"name": "Rowers", "members": [one.id for one in members], **how}
    group: dict[str, Any] = owner.ask("POST", "/api/groups/", body)
    return group


def notices(person: Program, conversation: int) -> list[dict[str, Any]]:
    """What the server has said there, oldest first."""
    return [one["body"]["notice"] for one in person.history(conversation) if "notice" in one["body"]]


def code_of(person: Program, method: str, path: str, body: Any = None) -> str:
    with pytest.raises(Refused) as refused:
        person.ask(method, path, body)
    return refused.value.code


def test_a_group_begins_with_number_picture_and_announcement(cast: Cast) -> None:
    alice, bob, charlie = cast.alice, cast.bob, cast.charlie
    for person in (alice, bob):
        person.connect()
    number = 910_000_000 + alice.id
    made = founded(alice, [bob], number=number, join_mode="open", avatar="builtin:3", announcement="Bring oars")
    place, address = made["conversation"]["id"], f"/api/groups/{made['id']}"
    assert (made["number"], made["avatar"], made["member_count"]) == (number, "builtin:3", 2)
    assert bob.hear("group.joined")["group"]["avatar"] == "builtin:3"
    assert bob.hear("announcement.posted")["announcement"]["text"] == "Bring oars"
    (found,) = charlie.ask("GET", f"/api/groups/find/?search={number}")["groups"]
    assert charlie.ask("GET", f"/api/groups/cards/?ids={made['id']},1000000007") == [found]

    alice.ask("PATCH", f"{address}/", {"name": "Rowing club"})
    assert bob.hear("conversation.retitled") == {"conversation": place, "title": "Rowing club"}
    uploaded = alice.site.request("PUT", f"{address}/avatar/", picture("#1b846a"), alice.token, "image/png")
    assert uploaded.status == 204
    shown = bob.hear("conversation.avatar_changed")["avatar"]
    assert bob.site.request("GET", shown).status == 200
    kinds = [notice["kind"] for notice in notices(bob, place)]
    assert kinds == ["group_created", "group_announced", "group_renamed", "group_avatar"]

    for name in ("   ", "\u200b", "x" * 10_000):
        assert code_of(alice, "PATCH", f"{address}/", {"name": name}) == "invalid"
        assert code_of(alice, "POST", "/api/groups/", {"name": name, "members": []}) == "invalid"
    assert code_of(alice, "POST", "/api/groups/", {"name": "Twice", "members": [], "number": number}) == "invalid"


def test_announcements_are_kept_counted_and_taken_back(cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    made = founded(alice, [bob])
    address = f"/api/groups/{made['id']}/announcements/"
    alice.connect()
    bob.connect()
    texts = ["First", "Second"]
    for text in texts:
        alice.ask("POST", address, {"text": text})
    bob.ask("POST", f"{address}seen/", {})
    third = alice.ask("POST", address, {"text": "Third"})
    listed = bob.ask("GET", address)
    assert [one["text"] for one in listed["announcements"]] == ["Third", "Second", "First"]
    assert listed["read_counts"] == [1, 2, 2]
    assert code_of(bob, "POST", address, {"text": "Mine"}) == "not_allowed"
    alice.ask("DELETE", f"{address}{third['id']}/")
    assert bob.hear("announcement.removed") == {"group": made["id"], "announcement": third["id"]}
    assert notices(bob, made["conversation"]["id"])[-1]["kind"] == "announcement_removed"
    assert [one["text"] for one in bob.ask("GET", address)["announcements"]] == ["Second", "First"]


def test_roles_are_given_and_the_group_handed_over_and_dissolved(cast: Cast) -> None:
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(alice, carol)
    made = founded(alice, [bob, carol])
    place, address = made["conversation"]["id"], f"/api/groups/{made['id']}"
    for person in (alice, bob, carol):
        person.connect()
    assert code_of(bob, "DELETE", f"{address}/members/{carol.id}/") == "not_allowed"
    alice.ask("PATCH", f"{address}/members/{bob.id}/", {"role": "admin"})
    assert carol.hear("member.changed")["member"]["role"] == "admin"
    assert code_of(bob, "DELETE", f"{address}/members/{alice.id}/") == "not_allowed"
    assert code_of(alice, "POST", f"{address}/leave/", {}) == "owner_must_transfer"
    alice.ask("POST", f"{address}/owner/", {"user": bob.id})
    assert {member["user"]["id"]: member["role"] for member in carol.ask("GET", f"{address}/members/")} == {
        alice.id: "admin",
        bob.id: "owner",
        carol.id: "member",
    }
    alice.ask("POST", f"{address}/leave/", {})  # the last admin: the owner remains
    link = bob.ask("POST", f"{address}/links/", {})["token"]
    bob.ask("DELETE", f"{address}/")
    for person in (bob, carol):
        assert person.hear("group.left") == {"group": made["id"]}
        assert person.conversation(place)["own"]["left"]
    kinds = ["group_created", "member_made_admin", "group_handed_over", "member_left", "group_link_made"]
    assert [notice["kind"] for notice in notices(carol, place)] == [*kinds, "group_dissolved"]
    assert code_of(alice, "POST", "/api/groups/links/join/", {"token": link}) == "link_dissolved"
    assert code_of(carol, "GET", f"{address}/") == "not_found"


def test_who_is_muted_is_mute_on_every_device_until_it_ends(cast: Cast) -> None:
    alice, phone = cast.alice, cast.bob
    desk = cast.device_of(phone, "the desk")
    made = founded(alice, [phone])
    place, address = made["conversation"]["id"], f"/api/groups/{made['id']}"
    for program in (alice, phone, desk):
        program.connect()
    alice.ask("POST", f"{address}/members/{phone.id}/silence/", {"seconds": 3600})
    for program in (phone, desk):
        assert program.hear("member.changed")["member"]["silenced_until"] is not None
        with pytest.raises(Refused, match="silenced"):
            program.say(place, "from here?")
    alice.ask("DELETE", f"{address}/members/{phone.id}/silence/")
    desk.say(place, "at last")
    alice.ask("POST", f"{address}/silence/", {"seconds": None})
    assert phone.hear("group.changed")["group"]["silenced_until"].startswith("9999")
    with pytest.raises(Refused, match="silenced"):
        phone.say(place, "anybody?")
    alice.say(place, "only I")
    alice.ask("DELETE", f"{address}/silence/")
    alice.ask("POST", f"{address}/members/{phone.id}/silence/", {"seconds": 1})
    eventually(lambda: says(phone, place, "it has ended by itself"), "a silence of a second ends")
    kinds = ["member_silenced", "member_unsilenced", "group_silenced", "group_unsilenced", "member_silenced"]
    assert [notice["kind"] for notice in notices(desk, place)[1:]] == kinds


def says(person: Program, conversation: int, text: str) -> bool:
    try:
        person.say(conversation, text)
    except Refused:
        return False
    return True


def test_names_privacy_notifications_and_presence_of_members(cast: Cast) -> None:
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(alice, carol)
    made = founded(alice, [bob, carol])
    place, address = made["conversation"]["id"], f"/api/groups/{made['id']}"
    alice.connect()
    bob.connect()
    second = cast.device_of(bob, "his second")
    second.connect()
    assert bob.command("members.watch", {"group": made["id"]})["presence"] == {
        str(alice.id): "online",
        str(bob.id): "online",
    }
    carol.connect()
    assert bob.hear("presence.changed", lambda told: told["user"] == carol.id)["presence"] == "online"

    bob.ask("PATCH", f"{address}/members/{bob.id}/", {"nickname": "Stroke"})
    assert alice.hear("member.changed")["member"]["nickname"] == "Stroke"
    assert code_of(bob, "PATCH", f"{address}/members/{carol.id}/", {"nickname": "Cox"}) == "not_allowed"
    named = [{"group": made["id"], "user": bob.id, "nickname": "Stroke"}]
    assert carol.ask("GET", f"/api/groups/nicknames/?of={made['id']}:{bob.id}") == named

    alone = carol.direct_with(bob)
    alice.ask("PATCH", f"{address}/", {"allows_private_chat": False})
    assert bob.hear("group.changed")["group"]["allows_private_chat"] is False
    with pytest.raises(Refused, match="not_available"):
        bob.say(alone, "no friends, no talk")
    bob.say(bob.direct_with(alice), "but friends talk")

    bob.ask("PATCH", f"/api/conversations/{place}/", {"notify": "mentions"})
    told = second.hear("conversation.changed", lambda payload: payload["own"]["conversation"] == place)
    assert told["own"]["notify"] == "mentions"
    assert alice.conversation(place)["own"]["notify"] == "all"

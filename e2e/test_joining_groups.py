"""Joining a group: at once, by approval with a note, and not at all where one is only invited."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import Cast, befriend
from e2e.program import Program
from e2e.screens import chat_of, choose, composer, messages_region, recent_with, window_of
from e2e.site import Refused
from e2e.test_finding_groups import find_groups


def found_group(owner: Program, mode: str, members: list[Program]) -> tuple[dict[str, Any], str]:
    """A new group with a name of its own; the group and its name."""
    number = 6_000_000 + owner.id
    name = f"Rowers {number}"
    body = {"name": name, "members": [one.id for one in members], "number": number, "join_mode": mode}
    return owner.ask("POST", "/api/groups/", body), name


def requests_to_join(page: Page) -> Locator:
    """The requests to join groups in the verification list, which gets opened if it is not."""
    if page.get_by_role("heading", name="Requests").count() == 0:
        page.get_by_role("link", name="Requests").click()
    return page.get_by_role("list", name="Requests to join groups").get_by_role("listitem")


def test_the_owner_opens_the_group_and_a_stranger_walks_in(windows: Windows, cast: Cast) -> None:
    alice, charlie = cast.alice, cast.charlie
    group, name = found_group(alice, "invitation", [cast.bob])
    hers = chat_of(windows, alice, group["conversation"]["id"])
    recent_with(hers, name).click(button="right")
    choose(hers, "Joining")
    dialog = hers.get_by_role("dialog", name="Joining")
    expect(dialog.get_by_role("radio", name="By invitation only")).to_be_checked()
    dialog.get_by_role("radio", name="Everybody may join").check()
    hers.keyboard.press("Escape")
    expect(messages_region(hers).get_by_text("You changed who may join: everybody")).to_be_visible()

    page = window_of(windows, charlie, "/contacts")
    find_groups(page, str(group["number"]))
    page.get_by_role("button", name=f"Join {name}").click()
    page.get_by_role("button", name=f"Open conversation: {name}").click()
    expect(composer(page)).to_be_visible()
    expect(messages_region(page).get_by_text("You joined the group")).to_be_visible()
    expect(messages_region(page).get_by_text("changed who may join")).to_have_count(0)
    expect(messages_region(hers).get_by_text("Charlie joined the group")).to_be_visible()
    expect(hers.get_by_text("3 members")).to_be_visible()


def test_two_who_rule_hear_of_a_request_and_one_answers(windows: Windows, cast: Cast) -> None:
    alice, bob, charlie = cast.alice, cast.bob, cast.charlie
    group, name = found_group(alice, "approval", [bob])
    his, theirs = window_of(windows, bob, "/contacts"), window_of(windows, charlie, "/contacts")
    alice.ask("PATCH", f"/api/groups/{group['id']}/members/{bob.id}/", {"role": "admin"})
    hers = window_of(windows, alice, "/contacts/requests")

    find_groups(theirs, name)
    theirs.get_by_role("button", name=f"Ask to join {name}").click()
    dialog = theirs.get_by_role("dialog", name=f"Ask to join “{name}”")
    expect(dialog.get_by_label("Note")).to_have_value("I'm Charlie")
    dialog.get_by_label("Note").fill("I row too 🚣")
    dialog.get_by_role("button", name="Send request").click()
    expect(dialog).to_be_hidden()
    expect(theirs.get_by_role("list", name="Groups found").get_by_text("Waiting")).to_be_visible()

    for page in (hers, his):
        expect(page.get_by_role("link", name="Requests")).to_contain_text("1")
        expect(requests_to_join(page)).to_contain_text(f"wants to join “{name}”")
        expect(requests_to_join(page)).to_contain_text("I row too 🚣")
    requests_to_join(his).get_by_role("button", name="Refuse").click()
    refusal = his.get_by_role("dialog", name="Refuse Charlie's request?")
    refusal.get_by_label("Reason (optional)").fill("The boats are full")
    refusal.get_by_role("button", name="Refuse").click()
    for page in (hers, his):
        expect(requests_to_join(page)).to_have_count(0)
        expect(page.get_by_role("link", name="Requests")).not_to_contain_text("1")
    expect(requests_to_join(theirs)).to_contain_text("Reason: The boats are full")
    expect(requests_to_join(theirs)).to_contain_text("Refused")

    charlie.ask("POST", f"/api/groups/{group['id']}/join/", {"note": "I have a boat"})
    requests_to_join(hers).get_by_role("button", name="Let in").click()
    expect(requests_to_join(theirs)).to_contain_text("You were let into")
    theirs.goto("/chats")
    recent_with(theirs, name).click()
    expect(messages_region(theirs).get_by_text("Alice let you into the group")).to_be_visible()


def test_who_asked_takes_it_back(windows: Windows, cast: Cast) -> None:
    alice, charlie = cast.alice, cast.charlie
    group, name = found_group(alice, "approval", [cast.bob])
    hers, theirs = (window_of(windows, person, "/contacts/requests") for person in (alice, charlie))
    charlie.ask("POST", f"/api/groups/{group['id']}/join/", {"note": "I row too"})
    expect(requests_to_join(hers)).to_contain_text(f"wants to join “{name}”")
    requests_to_join(theirs).get_by_role("button", name="Withdraw request").click()
    for page in (hers, theirs):
        expect(requests_to_join(page)).to_have_count(0)
    find_groups(theirs, name)
    expect(theirs.get_by_role("button", name=f"Ask to join {name}")).to_be_visible()


def test_a_member_proposes_a_friend_whom_the_owner_lets_in(windows: Windows, cast: Cast) -> None:
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(bob, carol)
    group, name = found_group(alice, "approval", [bob])
    his = chat_of(windows, bob, group["conversation"]["id"])
    hers = window_of(windows, alice, "/contacts/requests")
    recent_with(his, name).click(button="right")
    choose(his, "Invite friends")
    dialog = his.get_by_role("dialog", name="Invite friends")
    dialog.get_by_role("checkbox", name="Carol").check()
    dialog.get_by_role("button", name="Propose").click()
    expect(his.get_by_text("Proposed to owner and admins.")).to_be_visible()
    expect(requests_to_join(hers)).to_contain_text("was proposed by Bob")
    requests_to_join(hers).get_by_role("button", name="Let in").click()
    expect(messages_region(his).get_by_text("Alice let Carol into the group")).to_be_visible()


def test_programs_ask_and_answer_with_the_protocol_alone(cast: Cast) -> None:
    alice, bob, charlie = cast.alice, cast.bob, cast.charlie
    group, name = found_group(alice, "approval", [bob])
    for person in (alice, bob, charlie):
        person.connect()
    found = charlie.ask("GET", f"/api/groups/find/?search={group['number']}")["groups"]
    assert [(one["id"], one["join_mode"]) for one in found] == [(group["id"], "approval")]
    asked = charlie.ask("POST", f"/api/groups/{group['id']}/join/", {"note": "Hello"})["request"]
    assert charlie.hear("join_request.changed")["request"] == asked
    assert alice.hear("join_request.changed")["request"] == asked
    assert alice.ask("GET", "/api/groups/requests/") == [asked]
    alice.ask("POST", f"/api/groups/requests/{asked['id']}/refuse/", {"reason": "Not today"})
    assert alice.hear("join_request.removed") == {"request": asked["id"]}
    refused = charlie.hear("join_request.changed")["request"]
    assert (refused["state"], refused["reason"], refused["answered_by"]) == ("refused", "Not today", alice.id)
    with pytest.raises(Refused) as late:
        alice.ask("POST", f"/api/groups/requests/{asked['id']}/accept/", {})
    assert late.value.code == "already_answered"

    alice.ask("POST", f"/api/groups/{group['id']}/join_mode/", {"join_mode": "open"})
    assert bob.hear("group.changed")["group"]["join_mode"] == "open"
    assert charlie.ask("POST", f"/api/groups/{group['id']}/join/", {}) == {"request": None}
    assert charlie.hear("group.joined")["group"]["name"] == name
    assert alice.hear("member.joined")["member"]["user"]["id"] == charlie.id
    bob.command("ping")
    assert bob.unheard("join_request.changed") == []

"""A link into a group: made, copied or scanned, opened before one has an account, and ended."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import PASSWORD, Cast
from e2e.program import Program
from e2e.screens import chat_of, choose, composer, messages_region, recent_with, sign_in, window_of
from e2e.site import Refused


def found_group(owner: Program, members: list[Program]) -> dict[str, Any]:
    made: dict[str, Any] = owner.ask(
        "POST", "/api/groups/", {"name": f"Divers {owner.id}", "members": [one.id for one in members]}
    )
    return made


def joining(page: Page, name: str) -> Locator:
    """How people come into the group of this name, opened from its menu."""
    recent_with(page, name).click(button="right")
    choose(page, "Joining")
    return page.get_by_role("dialog", name="Joining")


def new_link(owner: Program, group: int, **how: int) -> tuple[int, str]:
    """A link's id, and the path of the page it opens."""
    made = owner.ask("POST", f"/api/groups/{group}/links/", how)
    return made["link"]["id"], f"/join#{made['token']}"


def test_a_link_brings_in_somebody_who_has_no_account_yet(windows: Windows, cast: Cast) -> None:
    group = found_group(cast.alice, [cast.bob])
    hers = chat_of(windows, cast.alice, group["conversation"]["id"])
    dialog = joining(hers, group["name"])
    dialog.get_by_label("Lasts").select_option(label="1 day")
    dialog.get_by_label("How many may use it").select_option(label="1 person")
    dialog.get_by_role("button", name="Make a link").click()
    expect(dialog.get_by_role("img", name="QR code of the link")).to_be_visible()
    address = dialog.get_by_label("Whoever opens this link can join").input_value()
    expect(dialog.get_by_role("listitem")).to_contain_text("used 0 of 1 times")

    page = windows.open(address)
    page.get_by_role("link", name="Register").click()
    page.get_by_label("Name", exact=True).fill("Nemo")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Register and sign in").click()
    page.get_by_role("dialog").get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name=group["name"])).to_be_visible()
    page.get_by_role("button", name="Join the group").click()
    expect(composer(page)).to_be_visible()
    expect(messages_region(page).get_by_text("You joined the group by a link")).to_be_visible()
    expect(dialog.get_by_role("listitem")).to_have_count(0)
    hers.keyboard.press("Escape")
    expect(messages_region(hers).get_by_text("Nemo joined the group by a link")).to_be_visible()


def test_a_link_leads_through_the_sign_in(windows: Windows, cast: Cast) -> None:
    group = found_group(cast.alice, [])
    _, path = new_link(cast.alice, group["id"])
    page = windows.open(path)
    page = sign_in(page, cast.charlie.account)
    page.get_by_role("button", name="Join the group").click()
    expect(composer(page)).to_be_visible()
    page.goto(path)
    page.get_by_role("button", name="Open conversation").click()
    expect(composer(page)).to_be_visible()


def test_a_link_that_leads_nowhere_says_why(windows: Windows, cast: Cast) -> None:
    alice, charlie = cast.alice, cast.charlie
    group = found_group(alice, [cast.bob])
    _, kept = new_link(alice, group["id"])
    hers, page = chat_of(windows, alice, group["conversation"]["id"]), window_of(windows, charlie)
    dialog = joining(hers, group["name"])
    dialog.get_by_role("listitem").get_by_role("button", name="Revoke").click()
    hers.get_by_role("dialog", name="Revoke this link?").get_by_role("button", name="Revoke").click()
    expect(dialog.get_by_role("listitem")).to_have_count(0)
    hers.keyboard.press("Escape")
    expect(messages_region(hers).get_by_text("You revoked a link to join the group")).to_be_visible()
    page.goto(kept)
    expect(page.get_by_text("This link was revoked. Ask for another one.")).to_be_visible()

    alice.ask("DELETE", f"/api/groups/{group['id']}/")
    page.goto("/chats")
    page.goto(kept)
    expect(page.get_by_text("The group of this link was dissolved.")).to_be_visible()
    page.goto("/chats")
    page.goto("/join#somebody-guesses-that-this-leads-somewhere")
    expect(page.get_by_text("There is no such link. Check whether it is complete.")).to_be_visible()


def test_programs_use_links_with_the_protocol_alone(cast: Cast) -> None:
    alice, bob, charlie = cast.alice, cast.bob, cast.charlie
    group = found_group(alice, [bob])
    for person in (alice, bob, charlie):
        person.connect()
    made = alice.ask("POST", f"/api/groups/{group['id']}/links/", {"expires_in_hours": 1, "most_uses": 1})
    assert bob.hear("join_links.changed") == {"group": group["id"]}
    with pytest.raises(Refused) as refused:
        bob.ask("GET", f"/api/groups/{group['id']}/links/")
    assert refused.value.code == "not_allowed"
    token = {"token": made["token"]}
    seen = charlie.ask("POST", "/api/groups/links/look/", token)
    assert (seen["name"], seen["member_count"], seen["join_mode"]) == (group["name"], 2, "invitation")
    assert charlie.ask("POST", "/api/groups/links/join/", token) == {"request": None}
    assert charlie.hear("group.joined")["group"]["id"] == group["id"]
    assert alice.hear("member.joined")["member"]["user"]["id"] == charlie.id
    dave = cast.person("Dave")
    with pytest.raises(Refused) as used_up:
        dave.ask("POST", "/api/groups/links/join/", token)
    assert used_up.value.code == "link_used_up"
    assert alice.ask("GET", f"/api/groups/{group['id']}/links/") == []

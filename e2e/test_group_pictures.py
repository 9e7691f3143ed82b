"""A group's picture: chosen by who rules it, seen at once by everybody in it, and by who finds it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.pictures import on_disk, picture
from e2e.screens import chat_of, choose, composer, messages_region, recent_with, window_of
from e2e.test_finding_groups import find_groups

UPLOADED = re.compile("^/media/avatars/")
FIFTH = re.compile(r"avatars/5\.svg$")


def choose_builtin(page: Page, number: int) -> None:
    """In the dialog for a picture, which is open."""
    dialog = page.get_by_role("dialog", name="Change picture")
    dialog.get_by_label(f"Built-in avatar {number}", exact=True).locator("..").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()


def test_a_picture_is_uploaded_seen_by_all_and_by_who_finds_the_group(windows: Windows, cast: Cast) -> None:
    alice, bob, charlie = cast.alice, cast.bob, cast.charlie
    name = f"Painters {charlie.id}"
    group = alice.ask("POST", "/api/groups/", {"name": name, "members": [bob.id], "join_mode": "open"})
    place = group["conversation"]["id"]
    hers, his = chat_of(windows, alice, place), chat_of(windows, bob, place)
    for page in (hers, his):
        expect(recent_with(page, name).locator("img")).to_have_count(0)
        page.get_by_role("button", name="Members").click()
    panels = [page.get_by_role("complementary", name="Members") for page in (hers, his)]
    expect(panels[1].get_by_text(f"No. {group['number']}")).to_be_visible()
    expect(panels[1].get_by_role("button", name="Change group picture")).to_have_count(0)

    panels[0].get_by_role("button", name="Change group picture").click()
    dialog = hers.get_by_role("dialog", name="Change picture")
    dialog.get_by_role("tab", name="Upload").click()
    dialog.locator("input[type=file]").set_input_files(on_disk("group.png", picture("#c03030")))
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    for page, panel in zip((hers, his), panels, strict=True):
        expect(recent_with(page, name).locator("img")).to_have_attribute("src", UPLOADED)
        expect(panel.locator(".head img")).to_have_attribute("src", UPLOADED)
    expect(messages_region(his).get_by_text("Alice changed the group's picture")).to_be_visible()

    recent_with(hers, name).click(button="right")
    choose(hers, "Change group picture")
    choose_builtin(hers, 5)
    expect(recent_with(his, name).locator("img")).to_have_attribute("src", FIFTH)
    theirs = window_of(windows, charlie, "/contacts")
    find_groups(theirs, name)
    found = theirs.get_by_role("list", name="Groups found").get_by_role("listitem")
    expect(found.locator("img")).to_have_attribute("src", FIFTH)


def test_a_group_is_made_with_a_picture(windows: Windows, cast: Cast) -> None:
    hers = window_of(windows, cast.alice, "/chats")
    his = window_of(windows, cast.bob, "/chats")
    hers.get_by_role("button", name="Add", exact=True).click()
    choose(hers, "Create group")
    dialog = hers.get_by_role("dialog", name="Create group")
    dialog.get_by_label("Group name").fill("Gallery")
    dialog.get_by_role("checkbox", name="Bob").check()
    dialog.get_by_role("button", name="Choose a picture").click()
    choose_builtin(hers, 5)
    expect(dialog.locator(".portrait img")).to_have_attribute("src", FIFTH)
    dialog.get_by_role("button", name="Create group").click()
    expect(composer(hers)).to_be_visible()
    for page in (hers, his):
        expect(recent_with(page, "Gallery").locator("img")).to_have_attribute("src", FIFTH)


def test_who_asks_to_join_sees_the_picture_beside_the_request(windows: Windows, cast: Cast) -> None:
    asked = {"name": "Painters", "members": [], "join_mode": "approval", "avatar": "builtin:5"}
    group = cast.alice.ask("POST", "/api/groups/", asked)
    cast.charlie.ask("POST", f"/api/groups/{group['id']}/join/", {})
    theirs = window_of(windows, cast.charlie, "/contacts/requests")
    request = theirs.get_by_role("list", name="Requests to join groups").get_by_role("listitem")
    expect(request.locator("img")).to_have_attribute("src", FIFTH)
    cast.alice.ask("POST", f"/api/groups/{group['id']}/join_mode/", {"join_mode": "invitation"})
    theirs.reload()
    expect(request).to_contain_text("You asked to join this group")
    expect(request.locator("img")).to_have_count(0)

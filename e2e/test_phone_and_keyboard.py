"""The whole way on a phone, and the whole way without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import PASSWORD, Cast
from e2e.screens import (
    composer,
    floats_inside,
    friend_row,
    has_no_overflow,
    messages,
    navigation,
    recent_with,
    said,
    sign_in,
    write,
)
from e2e.waiting import eventually

PHONE = Looks(size=NARROW)


def test_a_day_on_the_phone(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    bob.connect()
    page = sign_in(windows.open("/", PHONE), alice.account)
    assert has_no_overflow(page)
    page.get_by_role("link", name="Contacts").click()
    friend_row(page, "Bob").click()
    expect(page.get_by_role("heading", name="Bob").first).to_be_visible()
    assert has_no_overflow(page)
    page.get_by_role("button", name="Message", exact=True).click()
    write(page, "from my phone")
    expect(said(page, "from my phone")).to_contain_text("Sent")
    expect(navigation(page)).to_be_hidden()
    assert has_no_overflow(page)

    page.get_by_role("button", name="Back").click()
    expect(navigation(page)).to_be_visible()
    expect(recent_with(page, "Bob")).to_contain_text("from my phone")
    bob.say(bob.direct_with(alice), "to your phone")
    expect(recent_with(page, "Bob")).to_contain_text("1 unread")
    recent_with(page, "Bob").click()
    expect(said(page, "to your phone")).to_be_in_viewport()
    page.go_back()
    expect(recent_with(page, "Bob")).not_to_contain_text("unread")
    page.go_forward()
    expect(composer(page)).to_be_visible()
    page.reload()
    expect(said(page, "to your phone")).to_be_in_viewport()
    page.get_by_role("button", name="Back").click()
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_text("Appearance and language").first).to_be_visible()
    assert has_no_overflow(page)


def test_the_menu_of_a_group_lies_inside_the_phone_wherever_it_is_pressed(windows: Windows, cast: Cast) -> None:
    cast.alice.ask("POST", "/api/groups/", {"name": "Hikers", "members": [cast.bob.id]})
    page = windows.open_as(cast.alice.account, PASSWORD, "/chats", PHONE)
    row = recent_with(page, "Hikers")
    expect(row).to_be_visible()
    box = row.bounding_box()
    assert box
    for x in (8, box["width"] / 2, box["width"] - 8):
        row.click(button="right", position={"x": x, "y": box["height"] / 2})
        expect(page.get_by_role("menu")).to_be_visible()
        eventually(lambda: floats_inside(page), "the menu lies inside the window")
        page.keyboard.press("Escape")
        expect(page.get_by_role("menu")).to_have_count(0)


TOUCHED = "button, a[href], input, textarea, [role=textbox], [role=treeitem], [role=menuitem]"
TOO_SMALL = """([touched, least]) => [...document.querySelectorAll(touched)]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.skip, .face, .written, p'))
  .map((one) => one.closest('label, .search') ?? one)
  .map((one) => [one.getAttribute('aria-label') ?? one.textContent.trim(), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < least)
  .map(([name, box]) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""
TOUCH_PX = 44
"""What a finger hits without aiming. Links within sentences and the pictures beside messages are as large as these."""


def test_everything_to_be_touched_on_a_phone_is_large_enough(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    talk = alice.direct_with(bob)
    bob.connect()
    bob.say(talk, "Hello")
    small = {}
    for path in (
        "/chats",
        f"/chats/{talk}",
        "/contacts",
        f"/contacts/people/{bob.id}",
        "/contacts/find?q=bob",
        "/settings",
        "/settings/account",
    ):
        page = windows.open_as(alice.account, PASSWORD, path, PHONE)
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("main")).to_be_visible()
        small[path] = page.evaluate(TOO_SMALL, [TOUCHED, TOUCH_PX])
    page = windows.open_as(alice.account, PASSWORD, "/chats", PHONE)
    recent_with(page, "Bob").click(button="right")
    expect(page.get_by_role("menuitem", name="Pin to top")).to_be_visible()
    small["menu"] = page.evaluate(TOO_SMALL, ["[role=menuitem]", TOUCH_PX])
    assert {path: names for path, names in small.items() if names} == {}


def focused_name(page: Page) -> str:
    name: str = page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent")
    return name


def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Presses Tab until the control of this name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused_name(page).strip().startswith(name):
            return
    raise AssertionError(f"{name} was not reached")


@pytest.fixture
def typed_in(windows: Windows, cast: Cast) -> Page:
    """Alice's window, signed in with the keyboard alone; she has two conversations."""
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    request = alice.ask("POST", "/api/friends/requests/", {"user": carol.id, "note": ""})
    carol.ask("POST", f"/api/friends/requests/{request['id']}/accept/", {})
    for friend in (bob, carol):
        friend.connect()
        friend.say(friend.direct_with(alice), f"Hello from {friend.user['name']}")
    page = windows.open()
    expect(page.get_by_label("Account", exact=True)).to_be_focused()
    page.keyboard.type(alice.account)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(recent_with(page, "Carol")).to_be_visible()
    return page


def test_the_keyboard_alone_is_enough(typed_in: Page, cast: Cast) -> None:
    page = typed_in
    expect(recent_with(page, "Bob")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused()
    page.keyboard.type("bo")
    page.keyboard.press("Enter")
    expect(composer(page)).to_be_focused()
    page.keyboard.type("typed, not clicked")
    page.keyboard.press("Enter")
    expect(said(page, "typed, not clicked")).to_contain_text("Sent")

    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("heading", name="Carol")).to_be_visible()
    expect(said(page, "Hello from Carol")).to_be_visible()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("heading", name="Bob")).to_be_visible()
    expect(composer(page)).to_be_focused()


def test_esc_closes_the_topmost_thing_only(typed_in: Page) -> None:
    page = typed_in
    page.keyboard.press("Control+k")
    page.keyboard.type("bo")
    page.keyboard.press("Enter")
    expect(composer(page)).to_be_focused()
    page.keyboard.type("kept")
    page.keyboard.press("Shift+Tab")
    tab_to(page, "Emoji") if focused_name(page) != "Emoji" else None
    page.keyboard.press("Enter")
    picker = page.get_by_role("dialog", name="Emoji")
    expect(picker).to_be_visible()
    page.keyboard.press("Escape")
    expect(picker).to_be_hidden()
    expect(composer(page)).to_have_text("kept")
    expect(page.get_by_role("button", name="Emoji")).to_be_focused()


def test_menus_and_messages_are_reached_by_keys(typed_in: Page) -> None:
    page = typed_in
    row = recent_with(page, "Bob").get_by_role("link")
    row.focus()
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menuitem", name="Pin to top")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("menuitem", name="Pin to top")).to_be_hidden()
    expect(row).to_be_focused()
    page.keyboard.press("Enter")
    expect(composer(page)).to_be_focused()
    expect(messages(page).last).to_be_visible()
    page.get_by_role("region", name="Messages").focus()
    page.keyboard.press("Enter")
    expect(messages(page).last.locator("[data-message]")).to_be_focused()
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menuitem", name="Copy", exact=True)).to_be_visible()

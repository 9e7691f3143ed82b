"""Hundreds of conversations: only those in sight are drawn, and keys and wheel reach every one."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import PASSWORD, Cast
from e2e.screens import recent, recent_with

MANY = 120


def group_row(page: Page, number: int) -> Locator:
    return recent_with(page, f"Group {number:03}").get_by_role("link")


def test_keys_reach_every_conversation(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    for number in range(MANY):  # the newest stands first
        maker, other = (alice, bob) if number % 2 else (bob, alice)
        maker.ask("POST", "/api/groups/", {"name": f"Group {number:03}", "members": [other.id]})
    page = windows.open_as(alice.account, PASSWORD, "/chats")
    expect(group_row(page, MANY - 1)).to_be_visible()
    assert recent(page).count() < MANY / 2
    expect(recent(page).first).to_have_attribute("aria-setsize", str(MANY))

    group_row(page, MANY - 1).focus()
    page.keyboard.press("ArrowDown")
    expect(group_row(page, MANY - 2)).to_be_focused()
    page.keyboard.press("End")
    expect(group_row(page, 0)).to_be_focused()
    expect(group_row(page, 0)).to_be_in_viewport()
    page.keyboard.press("ArrowUp")
    expect(group_row(page, 1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Group 001")).to_be_visible()

    page.reload()
    expect(group_row(page, 1)).to_be_in_viewport()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("heading", name="Group 002")).to_be_visible()
    expect(group_row(page, 2)).to_be_in_viewport()

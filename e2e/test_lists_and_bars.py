"""What surrounds the screens: lists stay as they were left, and the browser's bars go with the theme."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast, befriend
from e2e.screens import friend_row, navigation, window_of
from e2e.waiting import eventually

LOW = Looks(size=(1280, 420))
LOW_PHONE = Looks(size=(NARROW[0], 420))
MANY = 9


def go(page: Page, tab: str) -> None:
    navigation(page).get_by_role("link", name=tab).click()


def top_of(row: Locator) -> float:
    box = row.bounding_box()
    return box["y"] if box else -1.0


def with_many_friends(cast: Cast) -> None:
    for number in range(MANY):
        befriend(cast.alice, cast.person(f"Friend {number}"))


def test_the_contacts_are_where_they_were_when_one_comes_back_to_them(windows: Windows, cast: Cast) -> None:
    with_many_friends(cast)
    last = f"Friend {MANY - 1}"
    page = window_of(windows, cast.alice, "/contacts", LOW)
    friend_row(page, "Friend 0").hover()
    page.mouse.wheel(0, 4000)
    expect(friend_row(page, last)).to_be_in_viewport()
    eventually(lambda: page.evaluate("document.querySelector('[role=tree]').scrollTop") > 100, "it is scrolled")
    before = top_of(friend_row(page, last))
    go(page, "Messages")
    expect(friend_row(page, last)).to_have_count(0)
    go(page, "Contacts")
    expect(friend_row(page, last)).to_be_in_viewport()
    assert top_of(friend_row(page, last)) == before


def test_on_a_phone_too_after_a_friend_was_looked_at(windows: Windows, cast: Cast) -> None:
    with_many_friends(cast)
    last = f"Friend {MANY - 1}"
    page = window_of(windows, cast.alice, "/contacts", LOW_PHONE)
    friend_row(page, "Friend 0").hover()
    page.mouse.wheel(0, 4000)
    expect(friend_row(page, last)).to_be_in_viewport()
    friend_row(page, last).click()
    page.get_by_role("button", name="Back").click()
    expect(friend_row(page, last)).to_be_in_viewport()


def test_the_bars_around_the_page_go_with_the_theme(windows: Windows, cast: Cast) -> None:
    page = window_of(windows, cast.alice, "/settings/appearance")
    bars = page.locator("meta[name=theme-color]").first
    expect(bars).to_have_attribute("content", "#f6f8fb")
    page.get_by_label("Theme").select_option(label="Dark")
    expect(bars).to_have_attribute("content", "#111722")

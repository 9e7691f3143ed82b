"""What a finger does on a phone that a mouse does otherwise."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def press(target: Locator) -> None:
    """Rests a finger on it until a menu opens, and lifts it."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    page = target.page
    finger = page.context.new_cdp_session(page)
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(page.get_by_role("menu")).to_be_visible()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()


def pick(page: Page, label: str) -> None:
    """Taps on an item of the menu that is open, which closes it."""
    page.get_by_role("menuitem", name=label, exact=True).tap()
    expect(page.get_by_role("menu")).to_have_count(0)


def press_and_pick(target: Locator, label: str) -> None:
    press(target)
    pick(target.page, label)

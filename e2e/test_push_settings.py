"""The settings say honestly whether a browser can be told while its pages are closed."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Playwright, expect

from e2e.browser import FLAGS, Windows, chromium_program
from e2e.cast import Cast
from e2e.screens import has_no_overflow, sign_in
from e2e.server import Server

INCOGNITO = "Push API in incognito mode"
"""What the browser itself says of windows like those of the journeys."""
LABEL = "Tell me when GGTalk is closed"


def settings_of(windows: Windows, cast: Cast) -> Page:
    page = windows.open("/settings/notifications")
    return sign_in(page, cast.alice.account)


def test_without_the_text_is_a_choice_for_all_browsers(windows: Windows, cast: Cast) -> None:
    page = settings_of(windows, cast)
    shows = page.get_by_role("switch", name="Show what was written")
    expect(shows).to_be_checked()
    shows.click()
    expect(shows).not_to_be_checked()
    page.reload()
    expect(shows).not_to_be_checked()
    assert cast.alice.ask("GET", "/api/me/")["settings"]["push_shows_text"] is False
    assert has_no_overflow(page)


def test_where_notifications_are_blocked_it_says_so(windows: Windows, cast: Cast) -> None:
    page = settings_of(windows, cast)
    switch = page.get_by_role("switch", name=LABEL)
    expect(switch).to_be_disabled()
    expect(switch).to_have_accessible_description(re.compile("Notifications of this site are blocked"))


def test_where_no_service_passes_notifications_on_it_says_so(own_windows: Windows, own_cast: Cast) -> None:
    page = settings_of(own_windows, own_cast)
    page.context.grant_permissions(["notifications"])
    page.reload()
    switch = page.get_by_role("switch", name=LABEL)
    expect(switch).to_be_enabled()
    switch.click()
    expect(page.get_by_role("alert")).to_contain_text("does not reach the service of its maker", timeout=60_000)
    expect(switch).not_to_be_checked()
    assert own_cast.alice.ask("GET", "/api/me/export/")["push_subscriptions"] == []
    own_windows.complaints[:] = [said for said in own_windows.complaints if INCOGNITO not in said]


def test_by_plain_http_it_says_what_is_missing(playwright: Playwright, server: Server, cast: Cast) -> None:
    flags = [*FLAGS, "--host-resolver-rules=MAP office.test 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=chromium_program(), args=flags)
    windows = Windows(browser, f"http://office.test:{server.port}")
    page = settings_of(windows, cast)
    switch = page.get_by_role("switch", name=LABEL)
    expect(switch).to_be_disabled()
    expect(page.get_by_text("Only over HTTPS")).to_be_visible()
    windows.close()
    browser.close()

"""The card of a friend the pointer rests on, and a server on which not everybody may register."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.screens import friend_row, window_of
from e2e.server import Server


def test_a_card_opens_where_the_pointer_rests_and_goes_with_it(windows: Windows, cast: Cast) -> None:
    cast.bob.ask("PATCH", "/api/me/", {"signature": "Out for a walk"})
    page = window_of(windows, cast.alice, "/contacts")
    card = page.locator(".hover-card")
    friend_row(page, "Bob").locator(".avatar").first.hover()
    expect(card).to_contain_text("Out for a walk")
    expect(card).to_contain_text(cast.bob.account)
    page.get_by_role("link", name="Settings").hover()
    expect(card).to_have_count(0)


def test_who_may_register_is_said_on_the_screen(browser: Browser, server_with: Callable[..., Server]) -> None:
    for registration in ("closed", "invite"):
        server = server_with(REGISTRATION=registration)
        server.start()
        windows = Windows(browser, server.address)
        page = windows.open("/register")
        if registration == "closed":
            expect(page.get_by_text("Registration is closed")).to_be_visible()
            expect(page.get_by_label("Password", exact=True)).to_have_count(0)
        else:
            expect(page.get_by_label("Invitation code")).to_be_visible()
        windows.close()
        server.kill()
        assert windows.complaints == []

"""The card of a friend the pointer rests on, and a server on which not everybody may register."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.gallery.operators import make_operator
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


def test_an_invitation_lets_as_many_in_as_it_says(browser: Browser, server_with: Callable[..., Server]) -> None:
    server = server_with(REGISTRATION="invite")
    server.start()
    make_operator("10000", server.settings)
    windows = Windows(browser, server.address)
    make_invitation(windows, "come-in-friends")
    page = windows.open("/register?invite=come-in-friends")
    expect(page.get_by_label("Invitation code")).to_have_value("come-in-friends")
    register(page, "Zoë")
    expect(page.get_by_role("dialog", name="Welcome!")).to_be_visible()
    for code in ("come-in-friends", "a guess"):
        page = windows.open("/register")
        page.get_by_label("Invitation code").fill(code)
        register(page, "Yves")
        expect(page.get_by_text("This code is not valid, or it was used already.")).to_be_visible()
    windows.close()
    assert windows.complaints == []


def make_invitation(windows: Windows, code: str) -> None:
    """An operator lets one person in."""
    page = windows.open_as("10000", "1", "/admin/accounts/invitation/add/")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Invitation", exact=False).first).to_be_visible()


def register(page: Page, name: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password", exact=True).fill("a long password")
    page.get_by_label("Password again").fill("a long password")
    page.get_by_role("button", name="Register and sign in").click()

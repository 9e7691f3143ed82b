"""A browser that was closed and is opened again: who goes straight in, who is asked, and who signs in anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from e2e.browser import EXPECT_SECONDS, lasting_context
from e2e.cast import PASSWORD, Cast
from e2e.screens import navigation, sign_in
from e2e.server import Server

Open = Callable[[], AbstractContextManager[BrowserContext]]


@pytest.fixture
def browser_of_one(playwright: Playwright, server: Server, tmp_path: Path) -> Open:
    """Opens the same browser again and again; leaving the block closes it."""
    return lambda: lasting_context(playwright, tmp_path, server.address)


def shown(context: BrowserContext) -> Page:
    context.set_default_timeout(EXPECT_SECONDS * 1000)
    page = context.pages[0] if context.pages else context.new_page()
    page.goto("/")
    return page


def came_in(context: BrowserContext, account: str, *, remember: bool, automatic: bool) -> None:
    """Signs in on the form with these choices."""
    page = shown(context)
    page.get_by_role("checkbox", name="Remember me").set_checked(remember)
    page.get_by_role("checkbox", name="Sign in automatically").set_checked(automatic)
    sign_in(page, account, PASSWORD)


def test_who_signs_in_automatically_goes_straight_in(browser_of_one: Open, cast: Cast) -> None:
    with browser_of_one() as context:
        came_in(context, cast.alice.account, remember=True, automatic=True)
    with browser_of_one() as context:
        expect(navigation(shown(context))).to_be_visible()


def test_who_is_remembered_is_asked_and_may_be_somebody_else(browser_of_one: Open, cast: Cast) -> None:
    with browser_of_one() as context:
        came_in(context, cast.alice.account, remember=True, automatic=False)
    with browser_of_one() as context:
        page = shown(context)
        page.get_by_role("button", name="Continue", exact=True).click()
        expect(navigation(page)).to_be_visible()
    with browser_of_one() as context:
        page = shown(context)
        expect(page.get_by_text(cast.alice.account, exact=True)).to_be_visible()
        page.get_by_role("button", name="Use another account").click()
        sign_in(page, cast.bob.account, PASSWORD)
        page.goto("/settings/account")
        expect(page.get_by_role("textbox", name="Name", exact=True)).to_have_value("Bob")


def test_who_is_not_remembered_signs_in_anew(browser_of_one: Open, cast: Cast) -> None:
    with browser_of_one() as context:
        came_in(context, cast.alice.account, remember=False, automatic=False)
    with browser_of_one() as context:
        page = shown(context)
        expect(page.get_by_label("Password", exact=True)).to_be_visible()
        expect(navigation(page)).to_have_count(0)

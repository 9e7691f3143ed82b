"""An office without certificates: the site by a name of the network over plain HTTP, where browsers allow less."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Playwright, expect

from e2e.browser import FLAGS, Windows, chromium_program
from e2e.cast import PASSWORD, Cast
from e2e.screens import composer, cut_off, said, sign_in, write
from e2e.server import Server

NAME = "office.test"
IGNORED = "The Cross-Origin-Opener-Policy header has been ignored"
"""What the browser says of a header that is for secure addresses."""


@pytest.fixture
def page(playwright: Playwright, server: Server, cast: Cast) -> Iterator[Page]:
    """Alice's window."""
    flags = [*FLAGS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=chromium_program(), args=flags)
    windows = Windows(browser, f"http://{NAME}:{urlsplit(server.address).port}")
    page = windows.open("/")
    assert page.evaluate("isSecureContext") is False
    yield sign_in(page, cast.alice.account, PASSWORD)
    windows.close()
    browser.close()
    assert [complaint for complaint in windows.complaints if IGNORED not in complaint] == []


def test_what_is_written_without_a_network_survives_a_reload_and_is_sent_once(page: Page, cast: Cast) -> None:
    talk = cast.alice.direct_with(cast.bob)
    page.goto(f"/chats/{talk}")
    write(page, "by plain HTTP")
    expect(said(page, "by plain HTTP")).to_be_visible()
    cut_off(page)
    write(page, "without a network")
    expect(said(page, "without a network")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(composer(page)).to_be_visible()
    cast.bob.connect()
    expect(page.get_by_role("region", name="Messages").get_by_text("without a network", exact=True)).to_have_count(1)
    assert [text for text in cast.bob.texts(talk) if text.startswith(("by", "without"))] == [
        "by plain HTTP",
        "without a network",
    ]


def test_an_account_is_copied(page: Page, cast: Cast) -> None:
    page.goto(f"/contacts/people/{cast.bob.id}")
    page.get_by_role("button", name="Copy account").click()
    expect(page.get_by_role("region", name="Notifications").get_by_text("Copied", exact=True)).to_be_visible()
    field = page.get_by_role("searchbox").first
    field.focus()
    page.keyboard.press("Control+V")
    expect(field).to_have_value(cast.bob.account)

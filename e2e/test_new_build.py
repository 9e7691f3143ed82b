"""A new build is taken at the next start; open pages go on with theirs, and nothing is loaded anew under them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import Windows
from e2e.builds import MARK, serve_another_build
from e2e.cast import Cast
from e2e.kept import builds, wait_until_kept
from e2e.screens import chat_of, composer, navigation
from e2e.server import Server
from e2e.waiting import eventually

NEWER = "A new version of GGTalk is here."


@pytest.fixture
def windows(own_windows: Windows) -> Windows:
    return own_windows


def script_of(page: Page) -> str:
    """Path of the script that this page began with."""
    address = page.locator("script[type=module][src*='/assets/main-']").get_attribute("src")
    assert address is not None
    return address


@pytest.fixture
def old(windows: Windows, own_cast: Cast) -> Page:
    """A conversation in a window whose client is kept."""
    page = chat_of(windows, own_cast.alice, own_cast.alice.direct_with(own_cast.bob))
    wait_until_kept(page)
    return page


def test_a_new_build(own_server: Server, windows: Windows, old: Page) -> None:
    (first,) = builds(old)
    before = script_of(old)
    composer(old).fill("half a sentence")

    own_server.stop()
    serve_another_build(own_server)
    own_server.start()
    new = windows.open_in(old.context, "/settings")
    expect(navigation(new)).to_be_visible()
    assert MARK in script_of(new), "the next start has the new build"
    expect(old.get_by_text(NEWER)).to_be_visible(timeout=60_000)
    expect(new.get_by_text(NEWER)).to_have_count(0)

    expect(composer(old)).to_have_text("half a sentence")
    assert script_of(old) == before
    assert len(builds(old)) == 2
    status = old.evaluate("async (address) => (await fetch(address)).status", before)
    assert status == 200, "the server has this file no more, an open page does"

    own_server.kill()
    offline = windows.open_in(old.context, "/chats")
    expect(navigation(offline)).to_be_visible()
    assert MARK in script_of(offline), "what is kept is the new build"
    own_server.start()
    old.get_by_role("status").filter(has_text=NEWER).get_by_role("button", name="Reload").click()
    expect(composer(old)).to_have_text("half a sentence")
    assert MARK in script_of(old)

    context = old.context
    for page in context.pages:
        page.close()
    last = windows.open_in(context, "/")
    expect(navigation(last)).to_be_visible()
    eventually(lambda: first not in builds(last), "the old build is let go")
    assert len(builds(last)) == 1

"""What is behind a link is shown where the operator allows it, until its author removes it or a reader wants none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import PASSWORD, Cast
from e2e.pictures import picture
from e2e.screens import chat_of, choose, has_no_overflow, messages, said, write
from e2e.seeding import say_all
from e2e.server import Server
from e2e.site import Site
from e2e.web import Web, running_web

HEAD = """<meta charset=utf-8><title>plain</title><meta property="og:title" content="A walk to the hills">
<meta property="og:description" content="Eight o'clock, bring oranges"><meta property="og:site_name" content="Walks">
<meta property="og:image" content="/p.png">"""


@pytest.fixture
def web() -> Iterator[Web]:
    with running_web() as served:
        served.serve("/p.png", picture("#1b846a"), "image/png")
        served.serve("/walk", HEAD)
        yield served


@pytest.fixture
def near(web: Web, server_with: Callable[..., Server], browser: Browser) -> Iterator[tuple[Windows, Cast]]:
    """A server that makes previews, of pages of this machine too."""
    server = server_with(LINK_PREVIEWS="on")
    server.program = ["-m", "e2e.near", str(web.port)]
    server.start()
    with ExitStack() as goodbyes, closing(Windows(browser, server.address)) as windows:
        yield windows, Cast(Site("127.0.0.1", server.port), goodbyes)
        assert windows.complaints == []
    server.stop()


def preview(page: Page) -> Locator:
    return messages(page).get_by_role("link", name="Link: A walk to the hills, Walks")


def test_what_is_behind_a_link_is_shown_and_taken_away(near: tuple[Windows, Cast], web: Web) -> None:
    windows, cast = near
    talk = cast.alice.direct_with(cast.bob)
    cast.bob.connect()
    say_all([cast.bob], talk, [f"line {number}" for number in range(30)])
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk, Looks(size=NARROW))
    write(hers, f"look: {web.url('/walk')}, come along")
    for page in (hers, his):
        expect(preview(page)).to_contain_text("Eight o'clock, bring oranges")
        expect(preview(page)).to_contain_text("Walks · localhost")
        expect(preview(page)).to_be_in_viewport(ratio=1)
        expect(preview(page)).to_have_attribute("href", web.url("/walk"))
        assert preview(page).locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert has_no_overflow(his)
    messages(his).locator("[data-message]").last.click(button="right")
    expect(his.get_by_role("menuitem", name="Reply")).to_be_visible()
    expect(his.get_by_role("menuitem", name="Remove link preview")).to_have_count(0)
    his.keyboard.press("Escape")
    messages(hers).locator("[data-message]").last.click(button="right")
    choose(hers, "Remove link preview")
    for page in (hers, his):
        expect(preview(page)).to_have_count(0)
        expect(messages(page).get_by_text("come along")).to_be_visible()
    hers.reload()
    expect(messages(hers).get_by_text("come along")).to_be_visible()
    expect(preview(hers)).to_have_count(0)


def test_a_reader_who_wants_none_sees_none(near: tuple[Windows, Cast], web: Web) -> None:
    windows, cast = near
    talk = cast.alice.direct_with(cast.bob)
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    settings = windows.open_as(cast.bob.account, PASSWORD, "/settings/chat")
    write(hers, web.url("/walk"))
    expect(preview(his)).to_be_visible()
    settings.get_by_role("switch", name="Show what is behind links").click()
    expect(preview(his)).to_have_count(0)
    expect(said(his, web.url("/walk"))).to_be_visible()
    expect(preview(hers)).to_be_visible()


def test_without_leave_there_is_no_switch_for_it(windows: Windows, cast: Cast) -> None:
    page = windows.open_as(cast.alice.account, PASSWORD, "/settings/chat")
    expect(page.get_by_role("switch").first).to_be_visible()
    expect(page.get_by_role("switch", name="Show what is behind links")).to_have_count(0)

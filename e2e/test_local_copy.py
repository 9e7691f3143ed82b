"""The history a browser keeps: read while the server is down, following what is recalled, gone when it is cleared."""

from __future__ import annotations

from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect

from e2e.browser import NARROW, USUAL, Looks, Windows
from e2e.cast import Cast
from e2e.kept import copied
from e2e.screens import chat_of, said
from e2e.server import Server
from e2e.waiting import eventually

FERRY, TENT = "the ferry leaves at nine", "bring the blue tent"


@pytest.mark.parametrize("looks", [USUAL, Looks(size=NARROW)], ids=["wide", "phone"])
def test_the_copy_is_read_without_the_server_and_can_be_cleared(
    browser: Browser, own_server: Server, own_cast: Cast, looks: Looks
) -> None:
    server, cast = own_server, own_cast
    with closing(Windows(browser, server.address)) as windows:
        talk = cast.alice.direct_with(cast.bob)
        page = chat_of(windows, cast.alice, talk, looks)
        cast.bob.connect()
        _, unsaid, _ = [cast.bob.say(talk, text) for text in (FERRY, "not this", TENT)]
        expect(said(page, TENT)).to_be_visible()
        cast.bob.command("message.recall", {"message": unsaid["id"]})
        eventually(lambda: sorted(copied(page)) == ["", TENT, FERRY], "the copy has followed")

        page.get_by_role("button", name="Chat history", exact=True).click()
        history = page.get_by_role("region", name="Chat history")
        expect(history.get_by_text(TENT)).to_be_visible()
        server.kill()
        page.get_by_role("searchbox", name="Search this history").fill("FERRY nine")
        page.get_by_role("button", name="Show the copy in this browser").click()
        expect(history.locator("mark")).to_have_text(["ferry", "nine"])
        expect(page.get_by_role("note")).to_contain_text("the copy kept in this browser")

        page.get_by_role("button", name="Export").click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name="Text", exact=True).click()
        written = download.value.path().read_text()
        assert FERRY in written
        assert TENT not in written

        server.start()
        page.goto("/settings/chat")
        page.get_by_role("button", name="Clear my local copy").click()
        page.get_by_role("button", name="Clear", exact=True).click()
        expect(page.get_by_text("The local copy is cleared.")).to_be_visible()
        assert copied(page) == []

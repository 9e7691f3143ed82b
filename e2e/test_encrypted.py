"""A server with a key: everything as before, told where people search, and nothing to be read in its data folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from playwright.sync_api import Browser, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.screens import chat_of, said, write
from e2e.server import Server
from e2e.site import Site

KEY = "Rk8x2m1q0vNfWJwV9cQ0rCkq3w6XkqYy0d2l8b5sT4E="
SECRET = "the quince orchard at six"


def test_what_two_people_say_is_found_by_them_and_in_no_file(
    browser: Browser, server_with: Callable[..., Server], tmp_path: Path
) -> None:
    server = server_with(MESSAGE_KEYS=KEY, LOG_LEVEL="DEBUG")  # whose log lies in tmp_path too
    server.start()
    with ExitStack() as goodbyes, closing(Windows(browser, server.address)) as windows:
        cast = Cast(Site("127.0.0.1", server.port), goodbyes)
        talk = cast.alice.direct_with(cast.bob)
        his, hers = chat_of(windows, cast.bob, talk), chat_of(windows, cast.alice, talk)
        write(his, SECRET)
        expect(said(hers, SECRET)).to_be_visible()
        hers.goto("/chats/search?q=quince")
        expect(hers.locator("mark")).to_have_text("quince")
        expect(hers.get_by_role("main").get_by_text("Messages are encrypted on this server")).to_be_visible()
    server.stop()
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"sealed:" in kept
    assert b"quince" not in kept

"""The server fails, is away behind a proxy or has no room: what was written waits, and arrives by itself, once."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browser import Windows, windows_at
from e2e.cast import Cast
from e2e.pictures import on_disk, picture
from e2e.screens import chat_of, composer, messages, said, write
from e2e.server import Server
from e2e.site import Site
from e2e.waiting import eventually

WAITS = "Waiting for the server"
FOUND = "Connected again."
NO_ROOM = (4096, resource.RLIM_INFINITY)
ROOM = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@pytest.fixture
def windows(browser: Browser, own_server: Server) -> Iterator[Windows]:
    with windows_at(browser, own_server.address) as opened:
        yield opened


@pytest.fixture
def cast(own_server: Server) -> Iterator[Cast]:
    with ExitStack() as goodbyes:
        yield Cast(Site("127.0.0.1", own_server.port), goodbyes)


def send_picture(page: Page) -> None:
    page.locator("input[type=file]").set_input_files([on_disk("holiday.png", picture("#c03030"))])
    expect(composer(page).get_by_role("img", name="[Picture]")).to_have_count(1)
    composer(page).press("Enter")


def test_a_picture_that_a_proxy_did_not_let_through(own_server: Server, windows: Windows, cast: Cast) -> None:
    talk = cast.alice.direct_with(cast.bob)
    page = chat_of(windows, cast.alice, talk)
    page.route(
        "**/api/files/", lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>Bad Gateway</h1>")
    )
    send_picture(page)
    write(page, "after the picture")
    expect(messages(page).last).to_contain_text(WAITS)
    own_server.kill()
    expect(messages(page).last).to_contain_text("Waiting for network")
    own_server.start()
    expect(page.get_by_text(FOUND)).to_be_visible(timeout=60_000)
    expect(messages(page).last).to_contain_text(WAITS)
    expect(messages(page).get_by_role("alert")).to_have_count(0)
    page.unroute("**/api/files/")
    expect(said(page, "after the picture")).to_contain_text("Sent", timeout=60_000)
    first, second = (told["body"] for told in cast.bob.history(talk))
    assert len(first["images"]) == 1
    assert second["text"] == "after the picture"


def test_without_room_on_the_disk_it_waits_and_nobody_is_asked(
    own_server: Server, windows: Windows, cast: Cast
) -> None:
    talk = cast.alice.direct_with(cast.bob)
    page = chat_of(windows, cast.alice, talk)
    write(page, "while there is room")
    expect(said(page, "while there is room")).to_contain_text("Sent")
    assert own_server.process is not None
    # No file of the server's may grow any more, which is what a full disk looks like to it.
    resource.prlimit(own_server.process.pid, resource.RLIMIT_FSIZE, NO_ROOM)
    write(page, "without room 0")
    write(page, "without room 1")
    expect(messages(page).last).to_contain_text(WAITS)
    expect(messages(page).get_by_role("alert")).to_have_count(0)
    resource.prlimit(own_server.process.pid, resource.RLIMIT_FSIZE, ROOM)
    expect(said(page, "without room 1")).to_contain_text("Sent", timeout=60_000)
    eventually(
        lambda: cast.bob.texts(talk) == ["while there is room", "without room 0", "without room 1"],
        "everything is there in order",
    )
    complaints = own_server.complained.read_text()
    own_server.complained.write_text("")
    assert "full" in complaints or "disk" in complaints

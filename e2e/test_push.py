"""Who has no page open is told by their browser: once for each conversation, until it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browser import Windows, windows_at
from e2e.cast import Cast
from e2e.push_service import PushService, running_push_service
from e2e.pushing import ToldBrowser
from e2e.screens import recent_with, said, sign_in
from e2e.server import Server
from e2e.site import Site
from e2e.waiting import eventually


@pytest.fixture
def service() -> Iterator[PushService]:
    with running_push_service() as running:
        yield running


@pytest.fixture
def pushing_server(begun: Path, server_with: Callable[..., Server], service: PushService) -> Server:
    """A server that trusts the service."""
    made = server_with(PUSH_SERVICES_INSIDE=service.origin)
    copytree(begun, made.data_dir)
    made.start()
    return made


@pytest.fixture
def windows(browser: Browser, pushing_server: Server) -> Iterator[Windows]:
    with windows_at(browser, pushing_server.address, keeps_client=True) as opened:
        yield opened


@pytest.fixture
def cast(pushing_server: Server) -> Iterator[Cast]:
    with ExitStack() as goodbyes:
        yield Cast(Site("127.0.0.1", pushing_server.port), goodbyes)


@pytest.fixture
def page(windows: Windows, cast: Cast) -> Page:
    """Alice's window, with her conversation with Bob."""
    opened = windows.open("/chats")
    cast.alice.direct_with(cast.bob)
    cast.bob.connect()
    return sign_in(opened, cast.alice.account)


def test_told_once_while_closed_and_no_more_once_it_is_read(page: Page, cast: Cast, service: PushService) -> None:
    talk = cast.alice.direct_with(cast.bob)
    alice = ToldBrowser(page, service)
    page.goto("about:blank")
    for text in ("the ferry leaves at nine", "bring the blue tent"):
        cast.bob.say(talk, text)
    told = alice.deliver(page)
    wanted = {"title": "Bob (2)", "body": "bring the blue tent", "tag": f"c{talk}", "path": f"/chats/{talk}"}
    assert told.items() >= wanted.items()
    eventually(lambda: alice.shown() == [wanted], "it stands there once")

    page.goto(f"{alice.origin}/chats")
    expect(recent_with(page, "Bob")).to_be_visible()
    alice.click(f"c{talk}")
    expect(said(page, "bring the blue tent")).to_be_visible()
    eventually(lambda: alice.shown() == [], "it is gone")
    assert len(service.taken) == 1


def test_what_was_read_on_an_open_page_stands_there_no_longer(page: Page, cast: Cast, service: PushService) -> None:
    talk = cast.alice.direct_with(cast.bob)
    alice = ToldBrowser(page, service)
    page.goto("about:blank")
    cast.bob.say(talk, "are you there?")
    alice.deliver(page)
    eventually(alice.shown, "it stands there")
    page.goto(f"{alice.origin}/chats/{talk}")
    expect(said(page, "are you there?")).to_be_visible()
    eventually(lambda: alice.shown() == [], "it is gone")


def test_who_signs_out_is_told_no_more_and_leaves_nothing_to_be_seen(
    page: Page, cast: Cast, service: PushService
) -> None:
    talk = cast.alice.direct_with(cast.bob)
    alice = ToldBrowser(page, service)
    page.goto("about:blank")
    cast.bob.say(talk, "between us")
    alice.deliver(page)
    eventually(alice.shown, "it stands there")
    (device,) = [one for one in cast.alice.ask("GET", "/api/me/devices/") if one["kind"] == "browser"]
    cast.alice.ask("DELETE", f"/api/me/devices/{device['id']}/")
    page.goto(f"{alice.origin}/chats")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    eventually(lambda: alice.shown() == [], "it is gone")

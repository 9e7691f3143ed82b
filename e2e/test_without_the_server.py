"""The page opens while the server is down: what was said can be read, what is written goes out once when it is back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Playwright, expect

from e2e.browser import Windows, chromium_program, lasting_context
from e2e.cast import Cast
from e2e.kept import LISTS, addresses, copied, rows, wait_until_kept
from e2e.screens import composer, messages, navigation, recent, recent_with, said, sign_in, write
from e2e.server import Server
from e2e.test_offline import SOUGHT, kill_browser, opened
from e2e.waiting import eventually

FERRY, TENT, TRAIN = "the ferry leaves at nine", "bring the blue tent", "written on a train"
UNREACHABLE = "The server can't be reached."
BACK_SECONDS = 60_000
"""A page looks for the server again within half a minute."""


@pytest.fixture
def windows(own_windows: Windows) -> Windows:
    return own_windows


@pytest.fixture
def cast(own_cast: Cast) -> Cast:
    return own_cast


def told(cast: Cast, page: Page) -> int:
    """Bob has told Alice two things; all of it is kept in her browser."""
    talk = cast.alice.direct_with(cast.bob)
    cast.bob.connect()
    for text in (FERRY, TENT):
        cast.bob.say(talk, text)
    cast.bob.disconnect()
    page.goto(f"/chats/{talk}")
    sign_in(page, cast.alice.account)
    expect(said(page, TENT)).to_be_visible()
    wait_until_kept(page, FERRY, TENT)
    return talk


def reopened(windows: Windows, page: Page, path: str = "/") -> Page:
    """The window is closed, and another one of the same person opened."""
    context = page.context
    page.close()
    return windows.open_in(context, path)


def test_read_and_written_without_it_and_sent_once(own_server: Server, windows: Windows, cast: Cast) -> None:
    page = windows.open()
    talk = told(cast, page)
    own_server.kill()
    page = reopened(windows, page)
    expect(page.get_by_text(SOUGHT)).to_be_visible()
    recent_with(page, "Bob").click()
    expect(messages(page)).to_have_count(2)
    expect(said(page, FERRY)).to_be_visible()
    write(page, TRAIN)
    expect(said(page, TRAIN)).to_contain_text("Waiting for network")

    page.get_by_role("button", name="Chat history", exact=True).click()
    page.get_by_role("button", name="Show the copy in this browser").click()
    expect(page.get_by_role("region", name="Chat history").get_by_text(TENT)).to_be_visible()

    page = reopened(windows, page, f"/chats/{talk}")
    expect(said(page, TRAIN)).to_contain_text("Waiting for network")
    composer(page).fill("and half a sen")
    own_server.start()
    expect(said(page, TRAIN)).to_contain_text("Sent", timeout=BACK_SECONDS)
    expect(messages(page)).to_have_count(3)
    expect(composer(page)).to_have_text("and half a sen")
    expect(page.locator("[data-connection=live]")).to_be_attached()
    assert cast.bob.texts(talk) == [FERRY, TENT, TRAIN]


def test_days_later_in_a_browser_that_was_killed(
    playwright: Playwright, own_server: Server, cast: Cast, tmp_path_factory: pytest.TempPathFactory
) -> None:
    profile = tmp_path_factory.mktemp("profile")
    with lasting_context(playwright, profile, own_server.address) as context:
        talk = told(cast, opened(context, "/"))
    own_server.kill()
    with lasting_context(playwright, profile, own_server.address) as context:
        page = opened(context, f"/chats/{talk}")
        expect(said(page, FERRY)).to_be_visible()
        write(page, TRAIN)
        expect(said(page, TRAIN)).to_contain_text("Waiting for network")
        kill_browser(profile)
    with lasting_context(playwright, profile, own_server.address) as context:
        page = opened(context, f"/chats/{talk}")
        expect(said(page, TRAIN)).to_contain_text("Waiting for network")
        own_server.start()
        expect(said(page, TRAIN)).to_contain_text("Sent", timeout=BACK_SECONDS)
    assert cast.bob.texts(talk) == [FERRY, TENT, TRAIN]


def test_what_is_kept_is_the_client_and_nothing_private(windows: Windows, cast: Cast) -> None:
    page = windows.open()
    told(cast, page)
    held = addresses(page)
    assert "/" in held
    assert {path.split("/")[1] for path in held} == {"", "static"}
    shell = page.evaluate("async () => (await caches.match('/')).text()")
    assert cast.alice.account not in shell
    assert cast.alice.account not in page.evaluate("async () => (await fetch('/')).text()")
    for path, words in (("/admin/", "Log in"), ("/api/docs/", "GGTalk")):
        page.goto(path)
        expect(page).to_have_title(re.compile(words))


def test_who_signed_out_is_not_let_in_and_leaves_no_lists(own_server: Server, windows: Windows, cast: Cast) -> None:
    page = windows.open()
    told(cast, page)
    page.get_by_role("button", name=re.compile("^My card")).first.click()
    page.get_by_role("button", name="Sign out").or_(page.get_by_role("menuitem", name="Sign out")).first.click()
    page.get_by_role("dialog", name="Sign out?").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    eventually(lambda: not any(rows(page, table) for table in LISTS), "no list is left")
    assert set(copied(page)) == {FERRY, TENT}, "who wants to be remembered keeps the copy"
    own_server.kill()
    page = reopened(windows, page, "/chats")
    expect(page.get_by_text(UNREACHABLE)).to_be_visible()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(navigation(page)).to_have_count(0)


def test_a_session_that_ended_meanwhile(own_server: Server, windows: Windows, cast: Cast) -> None:
    page = windows.open()
    talk = told(cast, page)
    context = page.context
    page.close()
    (device,) = [one for one in cast.alice.ask("GET", "/api/me/devices/") if one["kind"] == "browser"]
    cast.alice.ask("DELETE", f"/api/me/devices/{device['id']}/")
    own_server.kill()
    page = windows.open_in(context, f"/chats/{talk}")
    expect(said(page, FERRY)).to_be_visible()
    write(page, TRAIN)
    expect(said(page, TRAIN)).to_contain_text("Waiting for network")
    own_server.start()
    expect(page.get_by_text("You are no longer signed in.")).to_be_visible(timeout=BACK_SECONDS)
    expect(messages(page)).to_have_count(0)

    own_server.kill()
    page = reopened(windows, page, f"/chats/{talk}")
    expect(page.get_by_text(UNREACHABLE)).to_be_visible()
    own_server.start()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text(UNREACHABLE)).to_be_hidden()
    sign_in(page, cast.alice.account)
    expect(said(page, TRAIN)).to_contain_text("Sent", timeout=BACK_SECONDS)
    assert cast.bob.texts(talk) == [FERRY, TENT, TRAIN]


def test_somebody_else_finds_nothing(own_server: Server, windows: Windows, cast: Cast) -> None:
    page = windows.open()
    talk = told(cast, page)
    own_server.kill()
    page = reopened(windows, page, f"/chats/{talk}")
    write(page, TRAIN)
    expect(said(page, TRAIN)).to_contain_text("Waiting for network")
    page.context.clear_cookies()
    page = reopened(windows, page)
    own_server.start()
    expect(page.get_by_text("You are no longer signed in.")).to_be_visible(timeout=BACK_SECONDS)
    sign_in(page, cast.charlie.account)
    expect(page.locator("[data-connection=live]")).to_be_attached()
    expect(recent(page)).to_have_count(0)
    eventually(lambda: rows(page, "accounts.kept_me"), "Charlie's card is kept")
    own_server.kill()
    page = reopened(windows, page, f"/chats/{talk}")
    expect(page.get_by_text(SOUGHT)).to_be_visible()
    expect(messages(page)).to_have_count(0)
    expect(recent(page)).to_have_count(0)
    own_server.start()
    assert cast.bob.texts(talk) == [FERRY, TENT]


def test_without_a_secure_context_all_is_as_before(playwright: Playwright, own_server: Server, cast: Cast) -> None:
    """At http:// and a name of the network browsers have no service workers."""
    address = f"http://chat.example:{own_server.port}"
    args = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP chat.example 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=chromium_program(), args=args)
    there = Windows(browser, address, keeps_client=True)
    page = there.open()
    assert page.evaluate("'serviceWorker' in navigator") is False
    talk = cast.alice.direct_with(cast.bob)
    sign_in(page, cast.alice.account)
    page.goto(f"/chats/{talk}")
    write(page, "hello")
    expect(said(page, "hello")).to_contain_text("Sent")
    there.close()
    browser.close()
    assert [words for words in there.complaints if "Cross-Origin-Opener-Policy" not in words] == []

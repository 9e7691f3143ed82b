"""Nothing that was written is lost: without a network, over reloads, over a killed browser, over a killed server."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from e2e.browser import Windows, lasting_context
from e2e.cast import PASSWORD, Cast
from e2e.screens import chat_of, composer, cut_off, messages, recent_with, said, sign_in, sign_out, write
from e2e.server import Server
from e2e.waiting import eventually

LOST = "Your device is offline."
SOUGHT = "Connection lost, reconnecting…"
FOUND = "Connected again."


@pytest.fixture
def windows(windows: Windows) -> Windows:
    windows.keeps_client = True
    return windows


@pytest.fixture
def talk(cast: Cast) -> int:
    return cast.alice.direct_with(cast.bob)


def test_written_without_a_network_sent_once_with_it(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    write(page, "with a network")
    expect(said(page, "with a network")).to_contain_text("Sent")
    cut_off(page)
    expect(page.get_by_text(LOST)).to_be_visible()
    for number in range(3):
        write(page, f"without {number}")
    expect(messages(page).last).to_contain_text("Waiting for network")
    composer(page).fill("and half a sen")
    page.context.set_offline(False)
    expect(said(page, "without 2")).to_contain_text("Sent")
    expect(page.get_by_text(LOST)).to_be_hidden()
    expect(composer(page)).to_have_text("and half a sen")
    assert cast.bob.texts(talk) == ["with a network", "without 0", "without 1", "without 2"]


def test_a_page_whose_code_does_not_come_says_so(windows: Windows, cast: Cast, talk: int) -> None:
    page = windows.open("about:blank")
    windows.sign_in(page, cast.alice.account, PASSWORD)
    page.route("**/HistoryPage*", lambda route: route.abort())
    page.goto(f"/chats/{talk}")
    page.get_by_role("button", name="Chat history", exact=True).click()
    told = page.get_by_role("region", name="Notifications")
    expect(told.get_by_text("This page did not open").first).to_be_visible()
    expect(composer(page)).to_be_visible()
    page.unroute("**/HistoryPage*")
    told.get_by_role("button", name="Reload").first.click()
    page.get_by_role("button", name="Chat history", exact=True).click()
    expect(page.get_by_role("region", name="Chat history")).to_be_visible()


def test_the_history_opens_without_a_network_that_was_there_before(windows: Windows, cast: Cast, talk: int) -> None:
    page = windows.open("about:blank")
    windows.sign_in(page, cast.alice.account, PASSWORD)
    with page.expect_response(lambda response: "/HistoryPage" in response.url and response.url.endswith(".js")):
        page.goto(f"/chats/{talk}")
    page.wait_for_load_state("networkidle")
    cut_off(page)
    page.get_by_role("button", name="Chat history", exact=True).click()
    expect(page.get_by_role("region", name="Chat history")).to_be_visible()


def test_a_conversation_opened_first_without_a_network(windows: Windows, cast: Cast, talk: int) -> None:
    cast.bob.connect()
    cast.bob.say(talk, "are you there?")
    page = windows.open("/")
    with page.expect_response(lambda response: "/TextEditor" in response.url and response.url.endswith(".js")):
        sign_in(page, cast.alice.account)
    page.wait_for_load_state("networkidle")
    cut_off(page)
    expect(page.get_by_text(LOST)).to_be_visible()
    recent_with(page, "Bob").click()
    write(page, "I was, on a train")
    page.context.set_offline(False)
    eventually(lambda: "I was, on a train" in cast.bob.texts(talk), "what was written is sent")


def test_written_without_a_network_and_the_page_closed(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    cut_off(page)
    for number in range(3):
        write(page, f"before closing {number}")
    expect(messages(page).last).to_contain_text("Waiting for network")
    context = page.context
    page.close()
    assert cast.bob.texts(talk) == []
    context.set_offline(False)
    again = windows.open_in(context, "/chats")
    eventually(lambda: len(cast.bob.texts(talk)) == 3, "what was written is sent")
    again.goto(f"/chats/{talk}")
    expect(messages(again)).to_have_count(3)
    assert cast.bob.texts(talk) == [f"before closing {number}" for number in range(3)]


def test_what_waits_when_the_session_ends_is_sent_by_its_writer_alone(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    cut_off(page)
    for number in range(2):
        write(page, f"written before {number}")
    expect(messages(page).last).to_contain_text("Waiting for network")
    devices = cast.alice.ask("GET", "/api/me/devices/")
    (browser,) = (device["id"] for device in devices if device["kind"] == "browser")
    cast.alice.ask("DELETE", f"/api/me/devices/{browser}/")
    page.context.set_offline(False)

    sign_in(page, cast.bob.account)
    page.goto(f"/chats/{talk}")
    write(page, "by Bob himself")
    expect(said(page, "by Bob himself")).to_contain_text("Sent")
    expect(messages(page)).to_have_count(1)
    sign_out(page)

    sign_in(page, cast.alice.account)
    page.goto(f"/chats/{talk}")
    expect(said(page, "written before 1")).to_contain_text("Sent")
    expect(messages(page)).to_have_count(3)
    page.reload()
    expect(messages(page)).to_have_count(3)
    sent = [(one["sender"], one["body"]["text"]) for one in cast.bob.history(talk)]
    assert sent == [
        (cast.bob.id, "by Bob himself"),
        (cast.alice.id, "written before 0"),
        (cast.alice.id, "written before 1"),
    ]


def kill_browser(profile: Path) -> None:
    """Ends the browser with this profile as a power cut would."""
    option = f"--user-data-dir={profile}"
    mine = [child for child in psutil.Process().children(recursive=True) if option in " ".join(child.cmdline())]
    assert mine
    for process in mine:
        os.kill(process.pid, signal.SIGKILL)


def opened(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    page.goto(path)
    return page


def test_written_without_a_network_and_the_browser_killed(
    playwright: Playwright, server: Server, cast: Cast, talk: int, tmp_path: Path
) -> None:
    with lasting_context(playwright, tmp_path, server.address) as context:
        # Chromium writes its cookies down only every 30 s, and when it is closed.
        sign_in(opened(context, "/"), cast.alice.account)
    with lasting_context(playwright, tmp_path, server.address) as context:
        page = opened(context, f"/chats/{talk}")
        expect(composer(page)).to_be_visible()
        cut_off(page)
        expect(page.get_by_text(LOST)).to_be_visible()
        for number in range(3):
            write(page, f"before the kill {number}")
        expect(messages(page).last).to_contain_text("Waiting for network")
        kill_browser(tmp_path)
    assert cast.bob.texts(talk) == []
    with lasting_context(playwright, tmp_path, server.address) as context:
        page = opened(context, f"/chats/{talk}")
        expect(said(page, "before the kill 2")).to_contain_text("Sent")
        expect(messages(page)).to_have_count(3)
    assert cast.bob.texts(talk) == [f"before the kill {number}" for number in range(3)]


def test_the_server_is_killed_while_somebody_types(own_server: Server, own_windows: Windows, own_cast: Cast) -> None:
    alice, bob = own_cast.alice, own_cast.bob
    talk = alice.direct_with(bob)
    page = chat_of(own_windows, alice, talk)
    write(page, "before")
    expect(said(page, "before")).to_contain_text("Sent")
    for round_number in range(2):
        composer(page).fill(f"half a sentence {round_number}")
        own_server.kill()
        expect(page.get_by_text(SOUGHT)).to_be_visible()
        expect(composer(page)).to_have_text(f"half a sentence {round_number}")
        write(page, f"written meanwhile {round_number}")
        expect(messages(page).last).to_contain_text("Waiting for network")
        composer(page).fill("still typing")
        own_server.start()
        expect(page.get_by_text(FOUND)).to_be_visible(timeout=60_000)
        expect(said(page, f"written meanwhile {round_number}")).to_contain_text("Sent")
        expect(composer(page)).to_have_text("still typing")
        expect(page.get_by_text(FOUND)).to_be_hidden()
    assert bob.texts(talk) == ["before", "written meanwhile 0", "written meanwhile 1"]


def test_killed_in_the_middle_of_much_typing(own_server: Server, own_windows: Windows, own_cast: Cast) -> None:
    """Messages are on their way in the very moment of the kill: each is there once, and in order."""
    alice, bob = own_cast.alice, own_cast.bob
    talk = alice.direct_with(bob)
    page = chat_of(own_windows, alice, talk)
    for number in range(60):
        write(page, f"message {number}")
        if number == 30:
            own_server.kill()
            own_server.start()
    eventually(lambda: len(bob.texts(talk)) == 60, "everything is stored", 60)
    assert bob.texts(talk) == [f"message {number}" for number in range(60)]
    expect(said(page, "message 59")).to_contain_text("Sent")
    page.reload()
    expect(said(page, "message 59")).to_have_count(1)

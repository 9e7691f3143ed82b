"""Handwriting: written with mouse, pen and finger, sent, and seen by the other."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import MEDIUM, NARROW, Looks, Windows, viewport
from e2e.cast import PASSWORD, Cast
from e2e.drawing import (
    BLACK,
    BLUE,
    NOTHING,
    RED,
    WHITE,
    Line,
    between,
    count,
    draw,
    pixel,
    places,
    received,
    seen,
)
from e2e.screens import chat_of, has_no_overflow, messages, recent_with

WAVE: Line = [(0.2 + n / 50, 0.5 + math.sin(n / 3) / 5) for n in range(31)]
CROSS: Line = between((0.3, 0.2), (0.7, 0.6))


@pytest.fixture
def talk(cast: Cast) -> int:
    return cast.alice.direct_with(cast.bob)


def board(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Handwriting")


def open_board(page: Page) -> Locator:
    page.get_by_role("button", name="Handwriting").click()
    expect(sheet(page)).to_be_visible()
    return board(page)


def sheet(page: Page) -> Locator:
    return board(page).get_by_role("img", name="Page to write on with a pen, a finger or the mouse")


def press_pen(page: Page, line: Line, pressures: list[float]) -> None:
    """Draws a line with a pen that is pressed so much, from 0 to 1."""
    pen = page.context.new_cdp_session(page)
    kinds = ["mousePressed", *["mouseMoved"] * (len(line) - 2), "mouseReleased"]
    for kind, (x, y), force in zip(kinds, places(sheet(page), line), pressures, strict=True):
        about = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
        pen.send("Input.dispatchMouseEvent", {**about, "pointerType": "pen", "force": force})
    pen.detach()


def tool(page: Page, name: str) -> Locator:
    return board(page).get_by_role("button", name=name, exact=True)


def send(page: Page) -> None:
    tool(page, "Send").click()
    expect(board(page)).to_have_count(0)


def test_what_is_written_is_sent_and_seen_by_the_other(windows: Windows, cast: Cast, talk: int) -> None:
    one, two = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    open_board(one)
    expect(tool(one, "Undo")).to_be_disabled()
    draw(sheet(one), WAVE)
    tool(one, "Red").click()
    tool(one, "Thick").click()
    draw(sheet(one), CROSS)
    tool(one, "Blue").click()
    draw(sheet(one), CROSS[:5])
    tool(one, "Undo").click()
    send(one)
    picture = received(two, cast.bob, talk)
    assert count(picture, BLACK) > 500
    assert count(picture, RED) > 1000
    assert count(picture, BLUE) == 0
    assert picture.getpixel((0, 0)) == WHITE
    expect(recent_with(two, "Alice")).to_contain_text("[Picture]")
    expect(one.get_by_role("textbox", name="Message to Bob")).to_be_focused()


def test_a_pen_that_is_pressed_writes_wider(windows: Windows, cast: Cast, talk: int) -> None:
    one, two = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    open_board(one)
    tool(one, "Thick").click()
    line = between((0.1, 0.5), (0.9, 0.5), 40)
    press_pen(one, line, [0.1 + 0.8 * n / 40 for n in range(41)])
    send(one)
    picture = received(two, cast.bob, talk)
    width, height = picture.size
    left, right = (picture.crop((int(width * at), 0, int(width * at) + 1, height)) for at in (0.2, 0.8))
    assert count(right, BLACK) > 1.5 * count(left, BLACK) > 0


def test_without_a_ground_an_edge_keeps_it_legible(windows: Windows, cast: Cast, talk: int) -> None:
    one, two = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk, Looks(theme="dark"))
    open_board(one)
    tool(one, "Send without a white ground").click()
    draw(sheet(one), WAVE)
    send(one)
    picture = received(two, cast.bob, talk)
    assert count(picture, NOTHING) > count(picture, BLACK) > 500
    assert count(picture, WHITE) > 500
    for y in range(picture.height):
        first = next((x for x in range(picture.width) if seen(picture, x, y)), None)
        assert first is None or min(pixel(picture, first, y)[:3]) > 200


def test_the_eraser_takes_away_and_what_is_all_erased_is_not_sent(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    open_board(page)
    draw(sheet(page), CROSS)
    page.keyboard.press("e")
    expect(tool(page, "Eraser")).to_have_attribute("aria-pressed", "true")
    tool(page, "Thick").click()
    draw(sheet(page), CROSS)
    tool(page, "Send").click()
    expect(page.get_by_text("Everything has been erased")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(tool(page, "Redo")).to_be_enabled()
    send(page)
    expect(messages(page).last).to_contain_text("Sent")
    assert count(received(page, cast.bob, talk), BLACK) > 500


def test_it_is_used_by_keyboard_and_asks_before_something_is_lost(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    page.get_by_role("button", name="Handwriting").press("Enter")
    expect(sheet(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(board(page)).to_have_count(0)
    open_board(page)
    draw(sheet(page), WAVE)
    page.keyboard.press("Control+z")
    expect(tool(page, "Clear")).to_be_disabled()
    page.keyboard.press("Control+y")
    tool(page, "Clear").press("Enter")
    expect(tool(page, "Send")).to_be_disabled()
    page.keyboard.press("Control+z")
    page.keyboard.press("Escape")
    asked = page.get_by_role("dialog", name="Throw the drawing away?")
    asked.get_by_role("button", name="Cancel").click()
    expect(asked).to_have_count(0)
    expect(tool(page, "Send")).to_be_enabled()
    tool(page, "Close").click()
    asked.get_by_role("button", name="Throw away").click()
    expect(board(page)).to_have_count(0)
    assert cast.alice.history(talk) == []


def test_it_comes_only_when_it_is_opened(windows: Windows, cast: Cast, talk: int) -> None:
    page = windows.open_as(cast.alice.account, PASSWORD)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/chats/{talk}")
    expect(page.get_by_role("button", name="Handwriting")).to_be_visible()
    assert not any("HandwritingBoard" in url for url in asked)
    open_board(page)
    assert any("HandwritingBoard" in url for url in asked)


def test_turning_the_window_keeps_what_is_written(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk, Looks(size=MEDIUM))
    open_board(page)
    draw(sheet(page), WAVE)
    page.set_viewport_size(viewport(NARROW))
    expect(tool(page, "Undo")).to_be_enabled()
    draw(sheet(page), CROSS)
    assert has_no_overflow(page)
    send(page)
    expect(messages(page).last).to_contain_text("Sent")
    picture = received(page, cast.bob, talk)
    assert picture.width > picture.height

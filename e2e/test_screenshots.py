"""Screenshots: captured, cut, drawn on, made unreadable in part, sent, copied and saved."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.drawing import BLUE, RED, between, count, draw, places, point_at, received
from e2e.screens import chat_of, composer

CLOCK = ((0.06, 0.03), (0.3, 0.13))
"""Where the browser's stand-in for a screen shows the time."""
COARSE = 1 / 35
"""A coarse mosaic's squares, as a part of the picture's longer side."""
READ_CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read()
  return [...new Uint8Array(await (await item.getType('image/png')).arrayBuffer())]
}"""
REFUSE = """(name) => {
  navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException('', name))
}"""


@pytest.fixture
def talk(cast: Cast) -> int:
    return cast.alice.direct_with(cast.bob)


def camera(page: Page) -> Locator:
    return page.get_by_role("button", name="Screenshot", exact=True)


def editor(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Screenshot", exact=True)


def capture(page: Page) -> Locator:
    """Opens the editor with what the browser captures; its picture."""
    camera(page).click()
    expect(editor(page).get_by_role("status")).to_contain_text("Drag over what you want")
    return editor(page).get_by_role("img", name="The captured screen")


def capture_all(page: Page) -> Locator:
    picture = capture(page)
    page.keyboard.press("Enter")
    expect(tool(page, "Choose the part")).to_be_visible()
    return picture


def tool(page: Page, name: str) -> Locator:
    return editor(page).get_by_role("button", name=name, exact=True)


def size(page: Page) -> tuple[int, int]:
    """The region's, as it is shown."""
    label = editor(page).get_by_role("status", name=re.compile("pixels$"))
    width, height = re.findall(r"\d+", label.inner_text())
    return int(width), int(height)


def send(page: Page) -> None:
    tool(page, "Send").click()
    expect(editor(page)).to_have_count(0)


def throw_away(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Throw the screenshot away?")


def test_a_part_of_the_screen_is_drawn_on_and_seen_by_the_other(windows: Windows, cast: Cast, talk: int) -> None:
    one, two = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    picture = capture(one)
    draw(picture, between((0.2, 0.2), (0.8, 0.8)))
    chosen = size(one)
    for name, at in (("Rectangle", 0.3), ("Ellipse", 0.4), ("Arrow", 0.5), ("Pen", 0.6)):
        tool(one, name).click()
        draw(picture, between((at, 0.3), (at + 0.1, 0.5)))
    tool(one, "Blue").click()
    tool(one, "Text").click()
    point_at(picture, (0.3, 0.6))
    one.keyboard.type("Look here")
    one.keyboard.press("Enter")
    expect(editor(one).get_by_role("textbox")).to_have_count(0)
    send(one)
    arrived = received(two, cast.bob, talk)
    assert arrived.size == chosen
    assert count(arrived, RED) > 2000
    assert count(arrived, BLUE) > 200
    expect(composer(one)).to_be_focused()


def test_what_a_mosaic_covers_can_not_be_brought_back(windows: Windows, cast: Cast, talk: int) -> None:
    one, two = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    picture = capture_all(one)
    tool(one, "Mosaic").click()
    tool(one, "Thick").click()
    draw(picture, between(*CLOCK))
    send(one)
    arrived = received(two, cast.bob, talk)
    side = round(max(arrived.size) * COARSE)
    left, top, right, bottom = (
        part * whole for part, whole in zip((*CLOCK[0], *CLOCK[1]), arrived.size * 2, strict=True)
    )
    squares = [
        arrived.crop((x * side, y * side, (x + 1) * side, (y + 1) * side)).getcolors()
        for x in range(int(left / side), int(right / side) + 1)
        for y in range(int(top / side), int(bottom / side) + 1)
    ]
    assert [len(colours or []) for colours in squares] == [1] * len(squares)
    assert len({colours[0][1] for colours in squares if colours}) > 3


def test_a_region_is_chosen_and_changed_by_keyboard_and_escape_goes_back(
    windows: Windows, cast: Cast, talk: int
) -> None:
    page = chat_of(windows, cast.alice, talk)
    picture = capture_all(page)
    width, height = size(page)
    page.keyboard.press("Shift+Control+ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    assert size(page) == (width - 10, height - 1)
    page.keyboard.press("Escape")
    expect(editor(page).get_by_role("status")).to_contain_text("Drag over what you want")
    page.keyboard.press("Enter")
    assert size(page) == (width, height)
    tool(page, "Rectangle").press("Enter")
    draw(picture, between((0.3, 0.3), (0.5, 0.5)))
    page.keyboard.press("Control+z")
    expect(tool(page, "Undo")).to_be_disabled()
    page.keyboard.press("Control+y")
    expect(tool(page, "Undo")).to_be_enabled()
    page.keyboard.press("Escape")
    throw_away(page).get_by_role("button", name="Cancel").click()
    expect(throw_away(page)).to_have_count(0)
    page.keyboard.press("Escape")
    throw_away(page).get_by_role("button", name="Throw away").click()
    expect(editor(page)).to_have_count(0)
    assert cast.alice.history(talk) == []


def test_handles_change_a_region_and_it_is_dragged(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    picture = capture(page)
    draw(picture, between((0.2, 0.2), (0.6, 0.6)))
    width, height = size(page)
    draw(picture, between((0.6, 0.6), (0.8, 0.4)))
    wider, lower = size(page)
    assert abs(wider - width * 1.5) < 4
    assert abs(lower - height * 0.5) < 4
    draw(picture, between((0.5, 0.3), (0.9, 0.9)))
    assert size(page) == (wider, lower)
    draw(picture, between((0.1, 0.1), (0.2, 0.2)))
    assert size(page)[0] < width


def test_it_is_copied_and_saved_and_then_closes_without_a_question(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    picture = capture_all(page)
    chosen = size(page)
    tool(page, "Arrow").click()
    draw(picture, between((0.3, 0.3), (0.6, 0.6)))
    tool(page, "Copy picture").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    copied = Image.open(io.BytesIO(bytes(page.evaluate(READ_CLIPBOARD)))).convert("RGBA")
    assert copied.size == chosen
    assert count(copied, RED) > 500
    draw(picture, between((0.3, 0.6), (0.6, 0.3)))
    with page.expect_download() as saved:
        tool(page, "Save picture").click()
    assert re.fullmatch(r"Screenshot \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png", saved.value.suggested_filename)
    with Image.open(saved.value.path()) as file:
        assert count(file.convert("RGBA"), RED) > count(copied, RED)
    tool(page, "Close").click()
    expect(editor(page)).to_have_count(0)
    assert cast.alice.history(talk) == []


def test_the_pixel_under_the_mouse_is_shown_with_its_colour(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    picture = capture(page)
    ((x, y),) = places(picture, [(0.5, 0.3)])
    page.mouse.move(x, y)
    green = re.compile("^#00[0-9a-f]{2}00$")
    expect(editor(page).get_by_text(green)).to_be_visible()
    page.keyboard.press("Enter")
    page.mouse.move(x + 5, y)
    expect(editor(page).get_by_text(green)).to_have_count(0)


def test_typed_words_can_be_dropped(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    picture = capture_all(page)
    tool(page, "Text").click()
    words = editor(page).get_by_role("textbox", name="Text on the picture")
    point_at(picture, (0.2, 0.4))
    words.fill("never mind")
    page.keyboard.press("Escape")
    expect(words).to_have_count(0)
    expect(tool(page, "Undo")).to_be_disabled()
    point_at(picture, (0.2, 0.4))
    words.fill("kept")
    point_at(picture, (0.5, 0.7))
    expect(words).to_have_count(0)
    expect(tool(page, "Undo")).to_be_enabled()


def test_who_picks_nothing_goes_on_writing_and_who_can_not_is_told_why(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    page.evaluate(REFUSE, "NotReadableError")
    camera(page).click()
    expect(page.get_by_text("The screen could not be captured")).to_be_visible()
    page.evaluate(REFUSE, "NotAllowedError")
    camera(page).click()
    expect(editor(page)).to_have_count(0)

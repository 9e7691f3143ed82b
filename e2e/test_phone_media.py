"""On a phone, by touch alone: stickers, pictures, voices, what is drawn by finger, what burns, and what does not go."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import PASSWORD, Cast
from e2e.drawing import BLACK, RED, Line, between, count, received, touch
from e2e.pictures import on_disk, picture
from e2e.program import Program, message
from e2e.screens import chat_of, composer, floats_inside, has_no_overflow, messages, messages_region, said
from e2e.touch import hold, pinch, press, press_and_pick
from e2e.waiting import eventually

PHONE = Looks(size=NARROW)
WAVE: Line = [(0.2 + n / 50, 0.5 + math.sin(n / 3) / 5) for n in range(31)]
NO_CAPTURE = "delete MediaDevices.prototype.getDisplayMedia"
ARRIVED = re.compile("Sent|Delivered|Read")


@pytest.fixture
def talk(cast: Cast) -> int:
    cast.bob.connect()
    return cast.alice.direct_with(cast.bob)


def button(within: Page | Locator, name: str) -> Locator:
    return within.get_by_role("button", name=name, exact=True)


def show(person: Program, talk: int, **body: object) -> None:
    person.command("message.send", message(talk, "") | {"body": {"text": "", **body}})


def fits(page: Page) -> None:
    """Nothing sticks out, of the window or of what floats in it."""
    assert has_no_overflow(page)
    eventually(lambda: floats_inside(page), "what floats lies inside the window")


def test_stickers_are_picked_and_collected(windows: Windows, cast: Cast, talk: int) -> None:
    file = cast.bob.upload(picture("#1b846a"))["id"]
    cast.bob.ask("POST", "/api/stickers/", {"file": file})
    show(cast.bob, talk, sticker=file)
    phone = chat_of(windows, cast.alice, talk, PHONE)
    press_and_pick(messages(phone).locator("[data-message]"), "Add to my stickers")
    expect(phone.get_by_text("Added to your stickers")).to_be_visible()
    for tab, group, name in (("Stickers", "Stickers", "party"), ("My stickers", "My stickers", "Sticker")):
        button(phone, "Emoji").tap()
        picker = phone.get_by_role("dialog", name="Emoji")
        picker.get_by_role("tab", name=tab, exact=True).tap()
        one = picker.get_by_role("group", name=group, exact=True).get_by_role("button", name=name).first
        expect(one).to_be_visible()
        fits(phone)
        one.tap()
        expect(picker).to_have_count(0)
    button(phone, "Send").tap()
    expect(messages(phone).last).to_contain_text(ARRIVED)
    expect(messages(phone).last.get_by_role("img", name="party", exact=True)).to_be_visible()
    expect(messages(phone).last.get_by_role("img", name="Sticker", exact=True)).to_be_visible()


def test_pictures_are_sent_and_looked_at(windows: Windows, cast: Cast, talk: int) -> None:
    phone = chat_of(windows, cast.alice, talk, PHONE)
    button(phone, "More tools").tap()
    colours = ("#c03030", "#1b846a", "#2757d6")
    phone.locator("input[type=file]").set_input_files([on_disk(f"{one}.png", picture(one)) for one in colours])
    expect(composer(phone).get_by_role("img", name="[Picture]")).to_have_count(3)
    button(phone, "Send").tap()
    shown = messages(phone).get_by_role("button", name="Look at picture")
    expect(shown).to_have_count(3)
    fits(phone)
    shown.nth(1).tap()
    viewer = phone.get_by_role("dialog")
    second = viewer.get_by_role("img", name="Picture 2 of 3")
    expect(second).to_be_visible()
    for one in viewer.get_by_role("button").all():
        expect(one).to_be_in_viewport(ratio=1)
    before = size_of(second)[0]
    pinch(second, 2)
    assert size_of(second)[0] > 1.5 * before
    button(viewer, "Rotate").tap()
    pinch(second, 0.3)
    eventually(lambda: size_of(second) == (before, before * 1.5), "it stands upright and fits")
    second.tap()
    expect(second).to_be_visible()
    button(viewer, "Next picture").tap()
    expect(viewer.get_by_role("img", name="Picture 3 of 3")).to_be_visible()
    swipe(viewer, 0.2, 0.8)
    expect(second).to_be_visible()
    swipe(viewer, 0.8, 0.2)
    expect(viewer.get_by_role("img", name="Picture 3 of 3")).to_be_visible()
    button(viewer, "Copy picture").tap()
    with phone.expect_download() as saved:
        button(viewer, "Save picture").tap()
    assert Path(saved.value.suggested_filename).suffix == ".png"
    button(viewer, "Close").tap()
    expect(viewer).to_have_count(0)


def swipe(viewer: Locator, start: float, end: float) -> None:
    touch(viewer.locator(".viewer-stage"), between((start, 0.5), (end, 0.5), 5))


def size_of(image: Locator) -> tuple[float, float]:
    box = image.bounding_box()
    assert box is not None
    return round(box["width"]), round(box["height"])


def test_a_voice_is_recorded_listened_to_held_and_heard(windows: Windows, cast: Cast, talk: int) -> None:
    phone = chat_of(windows, cast.alice, talk, PHONE)
    microphone = button(phone, "Voice message: click to record, or hold to speak")
    recorder = phone.get_by_role("region", name="Voice message")
    timer, play = recorder.get_by_role("timer"), recorder.get_by_role("button", name="Play the voice message")
    microphone.tap()
    expect(timer).to_have_text("0:01")
    fits(phone)
    button(recorder, "Cancel").tap()
    expect(recorder).to_have_count(0)
    microphone.tap()
    expect(timer).to_have_text("0:02")
    button(recorder, "Stop and listen").tap()
    play.tap()
    expect(button(recorder, "Pause")).to_be_visible()
    fits(phone)
    button(recorder, "Send").tap()
    expect(messages(phone).last).to_contain_text(ARRIVED)
    with hold(microphone) as finger:
        expect(recorder).to_contain_text("Release to send")
        expect(timer).to_have_text("0:01")
        finger.move(0, -200)
        expect(recorder).to_contain_text("Release to cancel")
    expect(recorder).to_have_count(0)
    with hold(microphone):
        expect(timer).to_have_text("0:02")
    expect(messages(phone)).to_have_count(2)
    expect(messages(phone).last).to_contain_text(ARRIVED)
    messages(phone).last.get_by_role("button", name="Play the voice message").tap()
    expect(messages(phone).last.get_by_role("button", name="Speed")).to_be_visible()
    fits(phone)


def test_something_is_written_by_hand(windows: Windows, cast: Cast, talk: int) -> None:
    phone = chat_of(windows, cast.alice, talk, PHONE)
    button(phone, "More tools").tap()
    button(phone, "Handwriting").tap()
    board = phone.get_by_role("dialog", name="Handwriting")
    sheet = board.get_by_role("img", name="Page to write on with a pen, a finger or the mouse")
    fits(phone)
    button(board, "Red").tap()
    touch(sheet, between((0.3, 0.2), (0.7, 0.6)))
    button(board, "Undo").tap()
    expect(button(board, "Undo")).to_be_disabled()
    button(board, "Black").tap()
    touch(sheet, WAVE)
    expect(button(board, "Undo")).to_be_enabled()
    button(board, "Send").tap()
    expect(board).to_have_count(0)
    expect(messages(phone).last).to_contain_text(ARRIVED)
    drawn = received(phone, cast.bob, talk)
    assert count(drawn, BLACK) > 300
    assert count(drawn, RED) == 0


def test_a_screen_is_captured_only_where_the_browser_can(windows: Windows, cast: Cast, talk: int) -> None:
    phone = windows.open("about:blank", PHONE)
    windows.sign_in(phone, cast.alice.account, PASSWORD)
    phone.goto(f"/chats/{talk}")
    button(phone, "More tools").tap()
    button(phone, "Screenshot").tap()
    editor = phone.get_by_role("dialog", name="Screenshot", exact=True)
    expect(editor.get_by_role("status")).to_contain_text("Drag over what you want")
    screen = editor.get_by_role("img", name="The captured screen")
    touch(screen, between((0.1, 0.1), (0.9, 0.9)))
    button(editor, "Ellipse").tap()
    expect(button(editor, "Ellipse")).to_have_attribute("aria-pressed", "true")
    touch(screen, between((0.3, 0.3), (0.6, 0.6)))
    expect(button(editor, "Undo")).to_be_enabled()
    fits(phone)
    button(editor, "Send").tap()
    expect(messages(phone).last).to_contain_text(ARRIVED)
    assert count(received(phone, cast.bob, talk), RED) > 100
    phone.add_init_script(NO_CAPTURE)
    phone.reload()
    button(phone, "More tools").tap()
    expect(button(phone, "Handwriting")).to_be_visible()
    expect(button(phone, "Screenshot")).to_have_count(0)


def test_what_burns_is_written_and_opened(windows: Windows, cast: Cast, talk: int) -> None:
    show(cast.bob, talk, text="the safe opens with 4711", burn=True)
    phone = chat_of(windows, cast.alice, talk, PHONE)
    covered = messages(phone).get_by_role("group", name="Burns after reading: text")
    covered.get_by_role("button", name="Open it").tap()
    expect(covered).to_contain_text("4711")
    expect(covered.get_by_role("timer")).to_contain_text("Burns in")
    button(phone, "More tools").tap()
    button(phone, "Burn after reading").tap()
    expect(phone.get_by_text("gone 10 seconds after it is opened")).to_be_visible()
    fits(phone)
    composer(phone).fill("and with 0815")
    button(phone, "Send").tap()
    expect(covered).to_have_count(2)
    expect(phone.get_by_text("0815")).to_have_count(0)
    gone = messages_region(phone).get_by_text("A message from Bob was read and has burnt", exact=True)
    expect(gone).to_be_visible()
    expect(phone.get_by_text("4711")).to_have_count(0)


def test_what_the_server_fails_at_is_tried_again_or_deleted(windows: Windows, cast: Cast, talk: int) -> None:
    phone = chat_of(windows, cast.alice, talk, PHONE)
    fails = [True]

    def answer(route: Route) -> None:
        if fails[0]:
            route.fulfill(status=500, content_type="text/html", body="<h1>Server Error</h1>")
        else:
            route.continue_()

    phone.route("**/api/files/", answer)
    phone.locator("input[type=file]").set_input_files([on_disk("holiday.png", picture("#c03030"))])
    expect(composer(phone).get_by_role("img", name="[Picture]")).to_have_count(1)
    button(phone, "Send").tap()
    composer(phone).fill("behind it")
    button(phone, "Send").tap()
    expect(messages(phone).last).to_contain_text("Waiting for the server")
    press(messages(phone).first.locator("[data-message]"))
    menu = phone.get_by_role("menu")
    for item in ("Try again", "Edit again", "Delete"):
        expect(menu.get_by_role("menuitem", name=item, exact=True)).to_be_visible()
    fits(phone)
    menu.get_by_role("menuitem", name="Delete", exact=True).tap()
    expect(said(phone, "behind it")).to_contain_text(ARRIVED)
    expect(messages(phone)).to_have_count(1)
    assert cast.bob.texts(talk) == ["behind it"]

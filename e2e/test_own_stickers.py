"""Own stickers are taken from messages or uploaded, arranged, sent, and the same on all devices."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast
from e2e.pictures import moving_picture, on_disk, picture
from e2e.program import Program, message
from e2e.screens import chat_of, choose, composer, cut_off, has_no_overflow, messages, recent_with
from e2e.waiting import eventually

RED, GREEN, BLUE = "#c03030", "#1b846a", "#2757d6"
WIDTH = "image => image.decode().then(() => image.naturalWidth)"


@pytest.fixture
def talk(cast: Cast) -> int:
    return cast.alice.direct_with(cast.bob)


def picker(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Emoji")


def open_own(page: Page) -> Locator:
    """Opens the picker at the own stickers, and gives these."""
    page.get_by_role("button", name="Emoji", exact=True).click()
    picker(page).get_by_role("tab", name="My stickers").click()
    return own(page)


def own(page: Page) -> Locator:
    return picker(page).get_by_role("group", name="My stickers").get_by_role("button", name="Sticker")


def sent_stickers(page: Page) -> Locator:
    return messages(page).get_by_role("img", name="Sticker", exact=True)


def order(page: Page) -> list[str]:
    files: list[str] = own(page).evaluate_all("all => all.map((one) => one.dataset.file)")
    return files


def collect(person: Program, *colours: str) -> list[str]:
    """Gives this person stickers; the ids of all as they stand."""
    for colour in colours:
        person.ask("POST", "/api/stickers/", {"file": person.upload(picture(colour))["id"]})
    return [str(file["id"]) for file in person.ask("GET", "/api/stickers/")["stickers"]]


def show(person: Program, talk: int, content: bytes) -> None:
    """Sends a picture."""
    file = person.upload(content)["id"]
    person.command("message.send", message(talk, "") | {"body": {"text": "", "images": [file]}})


def test_a_moving_picture_from_a_message_is_a_sticker_on_all_devices(windows: Windows, cast: Cast, talk: int) -> None:
    cast.bob.connect()
    show(cast.bob, talk, moving_picture())
    hers, her_phone, his = (
        chat_of(windows, cast.alice, talk),
        chat_of(windows, cast.alice, talk, Looks(size=NARROW)),
        chat_of(windows, cast.bob, talk),
    )
    expect(open_own(her_phone)).to_have_count(0)
    messages(hers).locator("[data-message]").click(button="right")
    choose(hers, "Add to my stickers")
    expect(hers.get_by_text("Added to your stickers")).to_be_visible()
    expect(own(her_phone)).to_have_count(1)
    assert has_no_overflow(her_phone)
    own(her_phone).click()
    composer(her_phone).press("Enter")
    for page in (hers, her_phone, his):
        expect(sent_stickers(page)).to_have_count(1)
        assert sent_stickers(page).evaluate(WIDTH) == 200
    expect(recent_with(his, "Alice")).to_contain_text("[Sticker]")
    open_own(hers).focus()
    hers.keyboard.press("Delete")
    expect(own(hers)).to_have_count(0)
    his.emulate_media(reduced_motion="reduce")
    his.reload()
    expect(sent_stickers(his)).to_be_visible()
    assert "size=small" in sent_stickers(his).evaluate("image => image.currentSrc")
    messages(his).locator("[data-message]").last.click(button="right")
    choose(his, "Add to my stickers")
    expect(open_own(his)).to_have_count(1)


def test_they_are_uploaded_and_what_only_looks_like_a_picture_is_refused(
    windows: Windows, cast: Cast, talk: int
) -> None:
    page = chat_of(windows, cast.alice, talk)
    expect(open_own(page)).to_have_count(0)
    expect(picker(page).get_by_text("No stickers of your own yet.")).to_be_visible()
    disk = picker(page).locator("input[type=file]")
    disk.set_input_files([on_disk("one.gif", moving_picture(), "image/gif"), on_disk("two.png", picture(RED))])
    expect(own(page)).to_have_count(2)
    assert own(page).first.locator("img").evaluate(WIDTH) > 0
    disk.set_input_files(on_disk("three.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"))
    expect(page.get_by_text("Only pictures (PNG, JPEG, WebP, GIF) can be stickers.")).to_be_visible()
    disk.set_input_files(on_disk("four.png", picture(GREEN, (4200, 20))))
    expect(page.get_by_text("Too large for a sticker")).to_be_visible()
    expect(own(page)).to_have_count(2)


def test_they_are_put_in_order_by_keys_by_dragging_and_by_their_menu(windows: Windows, cast: Cast, talk: int) -> None:
    blue, green, red = collect(cast.alice, RED, GREEN, BLUE)
    hers, other = chat_of(windows, cast.alice, talk), chat_of(windows, cast.alice, talk)
    open_own(other)

    def becomes(*expected: str) -> None:
        eventually(lambda: [order(page) for page in (hers, other)] == [[*expected]] * 2, f"the order {expected}")

    expect(open_own(hers)).to_have_count(3)
    own(hers).first.focus()
    hers.keyboard.press("Shift+ArrowRight")
    becomes(green, blue, red)
    expect(own(hers).nth(1)).to_be_focused()
    own(hers).nth(2).drag_to(own(hers).first, target_position={"x": 5, "y": 30})
    becomes(red, green, blue)
    own(hers).nth(2).click(button="right")
    choose(hers, "Move to the front")
    becomes(blue, red, green)
    own(hers).nth(1).click(button="right")
    hers.get_by_role("menuitem", name="Remove").click()
    becomes(blue, green)
    hers.get_by_role("button", name="Undo", exact=True).click()
    eventually(lambda: order(other) == [blue, red, green], "it is back in its place")
    other.reload()
    expect(open_own(other)).to_have_count(3)
    assert order(other) == [blue, red, green]


def test_one_is_sent_without_a_network_and_arrives_later(windows: Windows, cast: Cast, talk: int) -> None:
    collect(cast.alice, BLUE)
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    expect(open_own(hers)).to_have_count(1)
    hers.keyboard.press("Escape")
    cut_off(hers)
    open_own(hers).click()
    composer(hers).press("Enter")
    expect(sent_stickers(hers)).to_be_visible()
    expect(messages(hers).get_by_text("Waiting for network")).to_be_visible()
    hers.context.set_offline(False)
    expect(sent_stickers(his)).to_be_visible()
    messages(hers).locator("[data-message]").click(button="right")
    expect(hers.get_by_role("menuitem", name="Recall")).to_be_visible()
    expect(hers.get_by_role("menuitem", name="Edit", exact=True)).to_have_count(0)

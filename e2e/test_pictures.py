"""Pictures: chosen, pasted, dropped, sent without a network, and looked at."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import PASSWORD, Cast
from e2e.pictures import moving_picture, on_disk, picture
from e2e.program import message
from e2e.screens import chat_of, composer, messages, recent_with, write

RED, GREEN, BLUE = "#c03030", "#1b846a", "#2757d6"


@pytest.fixture
def talk(cast: Cast) -> int:
    return cast.alice.direct_with(cast.bob)


def choose_pictures(page: Page, *colours: str) -> None:
    files = [on_disk(f"{colour}.png", picture(colour)) for colour in colours]
    page.locator("input[type=file]").set_input_files(files)
    expect(begun(page)).to_have_count(len(colours))


def begun(page: Page) -> Locator:
    """The pictures in what is being written."""
    return composer(page).get_by_role("img", name="[Picture]")


def shown(page: Page) -> Locator:
    return messages(page).get_by_role("button", name="Look at picture")


def is_drawn(image: Locator) -> bool:
    return bool(image.evaluate("image => image.decode().then(() => image.naturalWidth > 0, () => false)"))


def hand_in(page: Page, event: str, content: bytes, kind: str, name: str) -> None:
    """Pastes or drops a file, as the browser tells the page of it."""
    page.evaluate(
        """([event, content, kind, name]) => {
          const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0))
          const data = new DataTransfer()
          data.items.add(new File([bytes], name, { type: kind }))
          const place = document.querySelector('.composer [role=textbox]')
          const options = { bubbles: true, cancelable: true }
          if (event === 'paste') place.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }))
          else for (const step of ['dragenter', 'dragover', 'drop'])
            place.dispatchEvent(new DragEvent(step, { ...options, dataTransfer: data }))
        }""",
        [event, base64.b64encode(content).decode(), kind, name],
    )


def test_pictures_are_chosen_sent_and_seen_by_the_other(windows: Windows, cast: Cast, talk: int) -> None:
    one, two = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    choose_pictures(one, RED, GREEN, BLUE)
    composer(one).press("Backspace")
    expect(begun(one)).to_have_count(2)
    composer(one).press_sequentially("Look at these")
    composer(one).press("Enter")
    for page in (one, two):
        expect(shown(page)).to_have_count(2)
        assert all(is_drawn(image) for image in shown(page).locator("img").all())
        expect(messages(page).get_by_text("Look at these")).to_be_visible()
    expect(begun(one)).to_have_count(0)
    expect(recent_with(two, "Alice")).to_contain_text("[Picture][Picture]Look at these")
    two.reload()
    expect(shown(two)).to_have_count(2)
    (told,) = cast.alice.history(talk)
    assert told["body"]["text"] == "\ufffc\ufffcLook at these"
    assert [one["start"] for one in told["body"]["inline"]] == [0, 1]


def test_pictures_are_pasted_and_dropped_and_other_files_are_told_to_come_later(
    windows: Windows, cast: Cast, talk: int
) -> None:
    page = chat_of(windows, cast.alice, talk)
    hand_in(page, "paste", picture(RED), "image/png", "pasted.png")
    expect(begun(page)).to_have_count(1)
    hand_in(page, "drop", moving_picture(), "image/gif", "dropped.gif")
    expect(begun(page)).to_have_count(2)
    hand_in(page, "drop", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png", "disguised.png")
    expect(page.get_by_text("Other files come with a later version")).to_be_visible()
    expect(begun(page)).to_have_count(2)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(messages(page).last).to_contain_text("Sent")
    expect(shown(page)).to_have_count(2)
    (told,) = cast.bob.history(talk)
    assert [image["animated"] for image in told["body"]["images"]] == [False, True]


def test_what_was_sent_without_a_network_survives_a_reload_and_arrives_once(
    windows: Windows, cast: Cast, talk: int
) -> None:
    page = chat_of(windows, cast.alice, talk)
    choose_pictures(page, RED)
    page.reload()
    expect(begun(page)).to_have_count(1)
    page.route("**/api/files/", lambda route: route.abort())
    composer(page).press_sequentially("with a picture")
    composer(page).press("Enter")
    write(page, "after it")
    expect(shown(page)).to_have_count(1)
    page.reload()
    expect(shown(page)).to_have_count(1)
    page.unroute("**/api/files/")
    page.reload()
    expect(messages(page).last).to_contain_text("Sent")
    assert cast.alice.texts(talk) == ["\ufffcwith a picture", "after it"]
    assert len(cast.alice.history(talk)[0]["body"]["inline"]) == 1
    expect(shown(page)).to_have_count(1)


def test_what_the_server_refuses_can_be_taken_back(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    choose_pictures(page, RED)
    refusal = '{"code": "too_many_pixels", "detail": "too large"}'
    page.route("**/api/files/", lambda route: route.fulfill(status=400, content_type="application/json", body=refusal))
    composer(page).press_sequentially("too large")
    composer(page).press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("more than 50 million pixels")
    page.unroute("**/api/files/")
    page.get_by_role("button", name="Edit again").click()
    expect(begun(page)).to_have_count(1)
    expect(composer(page)).to_have_text("too large")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(messages(page).last).to_contain_text("Sent")


def test_the_viewer_is_used_by_keyboard(windows: Windows, cast: Cast, talk: int) -> None:
    alice = cast.alice
    alice.connect()
    for colour in (RED, GREEN):
        file = alice.upload(picture(colour, (1600, 900)))["id"]
        alice.command("message.send", {**message(talk, ""), "body": {"text": "", "images": [file]}})
    page = chat_of(windows, cast.bob, talk)
    shown(page).last.focus()
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog")
    image = viewer.get_by_role("img", name="Picture 2 of 2")
    expect(image).to_be_visible()
    fitting = image.bounding_box()
    page.keyboard.press("+")
    larger = image.bounding_box()
    assert fitting is not None
    assert larger is not None
    assert larger["width"] > fitting["width"] * 1.3
    page.keyboard.press("r")
    turned = image.bounding_box()
    assert turned is not None
    assert turned["height"] > turned["width"]
    page.keyboard.press("ArrowLeft")
    expect(viewer.get_by_role("img", name="Picture 1 of 2")).to_be_visible()
    expect(viewer.get_by_role("button", name="Previous picture")).to_be_disabled()
    with page.expect_download() as saved:
        viewer.get_by_role("button", name="Save picture").click()
    assert saved.value.suggested_filename.endswith(".png")
    viewer.get_by_role("button", name="Copy picture").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(shown(page).last).to_be_focused()


def test_charlie_gets_no_picture(windows: Windows, cast: Cast, talk: int) -> None:
    file = cast.alice.upload(picture(RED))["id"]
    page = windows.open_as(cast.charlie.account, PASSWORD)
    assert page.request.get(f"/api/files/{file}/").status == 404
    assert page.request.get("/api/files/900000001/").status == 404


def test_the_history_shows_them_to_be_looked_through(windows: Windows, cast: Cast, talk: int) -> None:
    alice = cast.alice
    alice.connect()
    for colour in (RED, GREEN):
        file = alice.upload(picture(colour))["id"]
        alice.command("message.send", {**message(talk, ""), "body": {"text": "", "images": [file]}})
    alice.command("message.send", {**message(talk, ""), "body": {"text": "", "sticker": "party"}})
    page = chat_of(windows, cast.bob, talk)
    page.get_by_role("button", name="Chat history", exact=True).click()
    history = page.get_by_role("region", name="Chat history")
    expect(history.get_by_role("img", name="party")).to_be_visible()
    expect(recent_with(page, "Alice").get_by_role("link")).to_have_attribute("aria-current", "page")
    seen = history.get_by_role("button", name="Look at picture")
    expect(seen).to_have_count(2)
    assert all(is_drawn(image) for image in seen.locator("img").all())
    seen.first.click()
    viewer = page.get_by_role("dialog")
    expect(viewer.get_by_role("img", name="Picture 1 of 2")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("img", name="Picture 2 of 2")).to_be_visible()
    expect(viewer.get_by_role("button", name="Next picture")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)

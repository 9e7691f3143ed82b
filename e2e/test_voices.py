"""Voice messages: recorded, listened to, sent without a network, and heard by the other one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import PASSWORD, Cast, befriend
from e2e.screens import chat_of, messages, recent_with

ARRIVED = re.compile("Sent|Delivered|Read")
REFUSE = """() => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))
}"""


@pytest.fixture
def talk(cast: Cast) -> int:
    return cast.alice.direct_with(cast.bob)


def microphone(page: Page) -> Locator:
    return page.get_by_role("button", name="Voice message: click to record, or hold to speak")


def recorder(page: Page) -> Locator:
    return page.get_by_role("region", name="Voice message")


def voices(page: Page) -> Locator:
    return messages(page).filter(has=page.get_by_role("slider", name="Place in the voice message"))


def speak(page: Page) -> None:
    """Records until the clock shows two seconds."""
    microphone(page).click()
    expect(recorder(page).get_by_role("timer")).to_have_text("0:02")


def send(page: Page) -> None:
    recorder(page).get_by_role("button", name="Send").click()
    expect(recorder(page)).to_have_count(0)


def voice_of(cast: Cast, talk: int) -> dict[str, Any]:
    (told,) = cast.bob.history(talk)
    voice: dict[str, Any] = told["body"]["voice"]
    return voice


def test_a_voice_is_recorded_listened_to_sent_and_heard(windows: Windows, cast: Cast, talk: int) -> None:
    one, two = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    speak(one)
    recorder(one).get_by_role("button", name="Stop and listen").click()
    recorder(one).get_by_role("button", name="Play the voice message").click()
    expect(recorder(one).get_by_role("button", name="Pause")).to_be_visible()
    send(one)
    expect(messages(one).last).to_contain_text(ARRIVED)
    expect(recent_with(two, "Alice")).to_contain_text(re.compile(r"\[Voice\] 0:0[1-9]"))
    heard = voices(two)
    place = heard.get_by_role("slider", name="Place in the voice message")
    heard.get_by_role("button", name="Play the voice message").click()
    expect(heard.get_by_role("button", name="Pause")).to_be_visible()
    expect(place).not_to_have_value("0")
    heard.get_by_role("button", name="Speed 1×").click()
    heard.get_by_role("button", name="Speed 1.5×").click()
    expect(heard.get_by_role("button", name="Speed 2×")).to_be_visible()
    expect(heard.get_by_role("button", name="Play the voice message")).to_be_visible()
    place.fill("1000")
    expect(place).to_have_attribute("aria-valuetext", re.compile("^0:01 of"))
    voice = voice_of(cast, talk)
    assert 1_000 <= voice["duration_ms"] < 10_000
    assert max(voice["peaks"]) > 20


def test_holding_the_button_speaks_and_letting_go_sends(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    box = microphone(page).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    expect(recorder(page)).to_contain_text("Release to send")
    expect(recorder(page).get_by_role("timer")).to_have_text("0:02")
    page.mouse.move(x, y - 200)
    expect(recorder(page)).to_contain_text("Release to cancel")
    page.mouse.up()
    expect(recorder(page)).to_have_count(0)
    page.mouse.move(x, y)
    page.mouse.down()
    expect(recorder(page).get_by_role("timer")).to_have_text("0:02")
    page.mouse.up()
    expect(voices(page)).to_have_count(1)
    expect(messages(page).last).to_contain_text(ARRIVED)
    assert voice_of(cast, talk)["duration_ms"] > 1_000


def hold(page: Page) -> None:
    """Presses the button and keeps it down until the clock shows two seconds."""
    microphone(page).hover()
    page.mouse.down()
    expect(recorder(page).get_by_role("timer")).to_have_text("0:02")


def to_be_listened_to(page: Page) -> Locator:
    return recorder(page).get_by_role("button", name="Play the voice message")


def test_escape_while_holding_keeps_what_was_said_and_letting_go_begins_nothing(
    windows: Windows, cast: Cast, talk: int
) -> None:
    page = chat_of(windows, cast.alice, talk)
    hold(page)
    page.keyboard.press("Escape")
    expect(to_be_listened_to(page)).to_be_visible()
    page.mouse.up()
    expect(to_be_listened_to(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(recorder(page)).to_have_count(0)
    box = microphone(page).bounding_box()
    assert box is not None
    hold(page)
    page.mouse.move(box["x"], box["y"] - 200)
    expect(recorder(page)).to_contain_text("Release to cancel")
    page.mouse.move(box["x"] + 5, box["y"] - 200)
    page.mouse.up()
    expect(recorder(page)).to_have_count(0)
    microphone(page).click()
    expect(recorder(page).get_by_role("timer")).to_be_visible()
    assert cast.bob.history(talk) == []


def test_a_pointer_that_the_system_takes_away_sends_nothing(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    hold(page)
    page.evaluate("window.dispatchEvent(new PointerEvent('pointercancel'))")
    expect(to_be_listened_to(page)).to_be_visible()
    assert cast.bob.history(talk) == []


def test_a_long_recording_is_not_lost_without_a_question(windows: Windows, cast: Cast, talk: int) -> None:
    carol = cast.person("Carol")
    befriend(cast.alice, carol)
    cast.alice.connect()
    cast.alice.say(cast.alice.direct_with(carol), "another talk")
    page = chat_of(windows, cast.alice, talk)
    microphone(page).press("Enter")
    expect(recorder(page).get_by_role("timer")).to_have_text("0:06")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    question = page.get_by_role("dialog", name="Throw the recording away?")
    recent_with(page, "Carol").click()
    question.get_by_role("button", name="Cancel").click()
    expect(to_be_listened_to(page)).to_be_visible()
    page.keyboard.press("Escape")
    question.get_by_role("button", name="Cancel").click()
    expect(to_be_listened_to(page)).to_be_visible()
    recent_with(page, "Carol").click()
    question.get_by_role("button", name="Throw away").click()
    expect(page.get_by_role("textbox", name="Message to Carol")).to_be_visible()
    expect(recorder(page)).to_have_count(0)


def test_what_was_spoken_without_a_network_survives_a_reload_and_arrives_once(
    windows: Windows, cast: Cast, talk: int
) -> None:
    page = chat_of(windows, cast.alice, talk)
    page.route("**/api/files/voices/", lambda route: route.abort())
    speak(page)
    send(page)
    expect(voices(page)).to_have_count(1)
    page.reload()
    expect(voices(page)).to_have_count(1)
    page.unroute("**/api/files/voices/")
    page.reload()
    expect(messages(page).last).to_contain_text(ARRIVED)
    expect(voices(page)).to_have_count(1)
    assert voice_of(cast, talk)["media_type"] == "audio/ogg"


def test_who_refused_the_microphone_is_told_what_to_do_and_can_leave(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    page.evaluate(REFUSE)
    microphone(page).click()
    expect(recorder(page).get_by_role("alert")).to_contain_text("Allow it in the site settings")
    page.keyboard.press("Escape")
    expect(recorder(page)).to_have_count(0)
    assert cast.alice.history(talk) == []


def test_the_history_shows_only_voices_when_asked(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    cast.bob.connect()
    cast.bob.say(talk, "only words")
    speak(page)
    send(page)
    expect(messages(page).last).to_contain_text(ARRIVED)
    page.goto(f"/chats/{talk}/history")
    expect(page.get_by_text("only words")).to_be_visible()
    page.get_by_role("combobox", name="Kind").select_option("Voice")
    expect(page.get_by_text("only words")).to_have_count(0)
    expect(page.get_by_role("slider", name="Place in the voice message")).to_have_count(1)


def test_charlie_hears_nothing(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    speak(page)
    send(page)
    expect(messages(page).last).to_contain_text(ARRIVED)
    file = voice_of(cast, talk)["id"]
    his = windows.open_as(cast.charlie.account, PASSWORD)
    assert his.request.get(f"/api/files/{file}/").status == 404
    assert his.request.get(f"/api/files/{file}/?sound=aac").status == 404

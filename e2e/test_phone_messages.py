"""What one does with messages on a phone, by touch alone, while the other one sits at a wide screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import PASSWORD, Cast, befriend
from e2e.program import message
from e2e.screens import chat_of, composer, floats_inside, has_no_overflow, messages, recent_with, said, window_of
from e2e.seeding import say_all
from e2e.touch import pick, press, press_and_pick
from e2e.waiting import eventually

PHONE = Looks(size=NARROW)
NO_CONTEXT_MENU = "addEventListener('contextmenu', (event) => event.stopImmediatePropagation(), true)"
"""A phone that tells of a long press by nothing but the finger's coming, as an iPhone does."""


@pytest.fixture
def talk(cast: Cast) -> int:
    """Alice's conversation with Bob, in which both have said something."""
    cast.alice.connect()
    cast.bob.connect()
    conversation = cast.alice.direct_with(cast.bob)
    cast.bob.say(conversation, "Shall we climb?")
    cast.alice.say(conversation, "at eihgt")
    return conversation


def bubble(page: Page, text: str) -> Locator:
    """Where exactly this was said, not where it is quoted."""
    words = page.locator(".written", has_text=re.compile(f"^{re.escape(text)}$"))
    return messages(page).locator("[data-message]").filter(has=words)


def quote_in(page: Page, text: str) -> Locator:
    """What the message of these words answers, as it shows it."""
    return bubble(page, text).get_by_role("button", name="To the answered message by")


def send(page: Page, text: str) -> None:
    composer(page).tap()
    composer(page).fill(text)
    page.get_by_role("button", name="Send", exact=True).tap()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog").or_(page.get_by_role("alertdialog"))


@pytest.mark.parametrize("tells", ["by a menu event", "by touch alone"])
def test_a_long_press_is_about_the_message_under_the_finger(
    windows: Windows, cast: Cast, talk: int, tells: str
) -> None:
    phone = windows.open("about:blank", PHONE)
    if tells == "by touch alone":
        phone.add_init_script(NO_CONTEXT_MENU)
    windows.sign_in(phone, cast.alice.account, PASSWORD)
    phone.goto(f"/chats/{talk}")
    expect(bubble(phone, "at eihgt")).to_be_visible()
    press(bubble(phone, "at eihgt"))
    expect(phone.get_by_role("menuitem", name="Recall", exact=True)).to_be_visible()
    eventually(lambda: floats_inside(phone), "the menu lies inside the window")
    phone.get_by_role("menuitem", name="Copy", exact=True).tap()
    expect(phone.get_by_role("menu")).to_have_count(0)
    press(bubble(phone, "Shall we climb?"))
    expect(phone.get_by_role("menuitem", name="Reply", exact=True)).to_be_visible()
    expect(phone.get_by_role("menuitem", name="Recall", exact=True)).to_have_count(0)
    pick(phone, "Reply")
    phone.get_by_role("button", name="Back").tap()
    press_and_pick(recent_with(phone, "Bob"), "Pin to top")
    expect(recent_with(phone, "Bob").get_by_role("img", name="Pinned")).to_be_visible()


def test_edited_and_its_versions_looked_at(windows: Windows, cast: Cast, talk: int) -> None:
    phone, his = chat_of(windows, cast.alice, talk, PHONE), chat_of(windows, cast.bob, talk)
    press_and_pick(bubble(phone, "at eihgt"), "Edit")
    expect(composer(phone)).to_have_text("at eihgt")
    send(phone, "at eight")
    expect(said(his, "at eight")).to_contain_text("edited")
    said(phone, "at eight").get_by_role("button", name="edited").tap()
    expect(dialog(phone)).to_contain_text("at eihgt")
    assert has_no_overflow(phone)


def test_recalled_and_written_again(windows: Windows, cast: Cast, talk: int) -> None:
    phone, his = chat_of(windows, cast.alice, talk, PHONE), chat_of(windows, cast.bob, talk)
    expect(bubble(his, "at eihgt")).to_be_visible()
    press_and_pick(bubble(phone, "at eihgt"), "Recall")
    expect(his.get_by_text("Alice recalled a message").first).to_be_visible()
    expect(bubble(his, "at eihgt")).to_have_count(0)
    phone.get_by_role("button", name="Edit again").tap()
    expect(composer(phone)).to_have_text("at eihgt")
    send(phone, "at eight")
    expect(bubble(his, "at eight")).to_be_visible()


def test_reacted_to_and_who_did_is_told(windows: Windows, cast: Cast, talk: int) -> None:
    phone, his = chat_of(windows, cast.alice, talk, PHONE), chat_of(windows, cast.bob, talk)
    press_and_pick(bubble(phone, "Shall we climb?"), "React")
    expect(dialog(phone)).to_be_visible()
    assert floats_inside(phone)
    dialog(phone).get_by_role("group", name="At hand").get_by_role("button", name="🎉").tap()
    said(his, "Shall we climb?").get_by_role("button", name="🎉 1: Alice").click()
    said(phone, "Shall we climb?").get_by_role("button", name="🎉 2: Me, Bob").tap()
    expect(said(his, "Shall we climb?").get_by_role("button", name="🎉 1: Me")).to_be_visible()
    press_and_pick(bubble(phone, "Shall we climb?"), "React")
    expect(dialog(phone).get_by_role("list", name="Reactions")).to_have_text("🎉 Bob")
    dialog(phone).get_by_role("searchbox", name="Search emoji").fill("rocket")
    dialog(phone).get_by_role("button", name="rocket").first.tap()
    expect(said(his, "Shall we climb?").get_by_role("button", name="🚀 1: Alice")).to_be_visible()


def test_answered_and_followed_back_to_what_is_not_loaded(windows: Windows, cast: Cast, talk: int) -> None:
    asked = next(one for one in cast.bob.history(talk) if one["body"].get("text") == "Shall we climb?")
    say_all([cast.bob], talk, [f"line {number}" for number in range(300)])
    cast.bob.command("message.send", message(talk, "") | {"body": {"text": "so?", "reply_to": asked["id"]}})
    for person in (cast.alice, cast.bob):
        person.command("message.read", {"conversation": talk, "seq": person.conversation(talk)["head"]})
    phone, his = chat_of(windows, cast.alice, talk, PHONE), chat_of(windows, cast.bob, talk)
    press_and_pick(bubble(phone, "so?"), "Reply")
    expect(phone.get_by_role("status").filter(has_text="Reply to Bob")).to_contain_text("so?")
    send(phone, "at nine")
    expect(quote_in(his, "at nine")).to_contain_text("so?")
    quote_in(phone, "so?").tap()
    expect(bubble(phone, "Shall we climb?")).to_be_in_viewport()
    phone.get_by_role("button", name="To the newest message").tap()
    expect(bubble(phone, "at nine")).to_be_in_viewport()


def test_forwarded_to_another_friend(windows: Windows, cast: Cast, talk: int) -> None:
    dora = cast.person("Dora")
    befriend(cast.alice, dora)
    phone, hers = chat_of(windows, cast.alice, talk, PHONE), chat_of(windows, dora, dora.direct_with(cast.alice))
    press_and_pick(bubble(phone, "Shall we climb?"), "Forward")
    picker = phone.get_by_role("dialog", name="Forward to")
    picker.get_by_role("checkbox", name="Dora").check()
    assert has_no_overflow(phone)
    assert floats_inside(phone)
    picker.get_by_role("button", name="Forward", exact=True).tap()
    expect(picker).to_have_count(0)
    expect(bubble(hers, "Shall we climb?")).to_be_visible()


def test_pinned_jumped_to_and_unpinned(windows: Windows, cast: Cast, talk: int) -> None:
    phone, his = chat_of(windows, cast.alice, talk, PHONE), chat_of(windows, cast.bob, talk)
    for text in ("Shall we climb?", "at eihgt"):
        press_and_pick(bubble(phone, text), "Pin message")
    bar = phone.get_by_role("region", name="Pinned messages")
    bar.get_by_role("button", name="All 2").tap()
    expect(bar.get_by_role("listitem")).to_have_count(2)
    expect(his.get_by_role("region", name="Pinned messages")).to_contain_text("at eihgt")
    assert has_no_overflow(phone)
    say_all([cast.bob], talk, [f"line {number}" for number in range(120)])
    expect(said(phone, "line 119")).to_be_visible()
    bar.get_by_role("button", name="To the pinned message by Bob: Shall we climb?").tap()
    expect(bubble(phone, "Shall we climb?")).to_be_in_viewport()
    for text in ("Shall we climb?", "at eihgt"):
        bar.get_by_role("listitem").filter(has_text=text).get_by_role("button", name="Unpin message").tap()
        expect(bar.get_by_role("listitem").filter(has_text=text)).to_have_count(0)
    expect(his.get_by_role("region", name="Pinned messages")).to_have_count(0)


def test_several_are_chosen_forwarded_as_one_and_deleted(windows: Windows, cast: Cast, talk: int) -> None:
    dora = cast.person("Dora")
    befriend(cast.alice, dora)
    phone, hers = chat_of(windows, cast.alice, talk, PHONE), window_of(windows, dora, "/chats")
    press_and_pick(bubble(phone, "Shall we climb?"), "Choose several")
    bubble(phone, "at eihgt").tap()
    bar = phone.get_by_role("region", name="Chosen messages")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_role("button", name="Forward").tap()
    picker = phone.get_by_role("dialog", name="Forward to")
    picker.get_by_role("radio", name="Merged into one card").check()
    picker.get_by_role("checkbox", name="Dora").check()
    picker.get_by_role("button", name="Forward", exact=True).tap()
    expect(recent_with(hers, "Alice")).to_contain_text("[Chat history]")
    expect(bar).to_have_count(0)
    press_and_pick(bubble(phone, "at eihgt"), "Choose several")
    bar.get_by_role("button", name="Delete for me").tap()
    dialog(phone).get_by_role("button", name="Delete for me").tap()
    expect(messages(phone)).to_have_count(1)
    assert cast.bob.texts(talk) == ["Shall we climb?", "at eihgt"]


def test_what_is_long_has_the_whole_width(windows: Windows, cast: Cast, talk: int) -> None:
    phone = chat_of(windows, cast.alice, talk, PHONE)
    composer(phone).fill("Tomorrow")
    expect(phone.locator(".composer.long")).to_have_count(0)
    composer(phone).fill("Tomorrow at nine, and bring the oranges, the rope and your brother 🍊" * 20)
    send_button = phone.get_by_role("button", name="Send", exact=True)

    def lies_above() -> bool:
        field, button = composer(phone).bounding_box(), send_button.bounding_box()
        if field is None or button is None:
            return False
        return field["width"] > 0.9 * NARROW[0] and field["y"] + field["height"] <= button["y"]

    eventually(lies_above, "the field is as wide as the phone, and what sends it lies below")
    assert has_no_overflow(phone)
    send_button.tap()
    expect(composer(phone)).to_have_text("")
    expect(phone.locator(".composer.long")).to_have_count(0)

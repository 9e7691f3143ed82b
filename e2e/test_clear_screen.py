"""The screen of a conversation is cleared: in that window only, with nothing deleted, until it is asked for again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast
from e2e.screens import chat_of, composer, messages, messages_region, recent_with, said, write

CLEARED = "The screen is cleared; nothing is deleted."


@pytest.fixture
def talk(cast: Cast) -> int:
    cast.bob.connect()
    conversation = cast.bob.direct_with(cast.alice)
    for text in ("one", "two"):
        cast.bob.say(conversation, text)
    return conversation


def clear_by_menu(page: Page) -> None:
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Clear screen").click()


def test_by_keys_in_this_window_only_until_it_is_asked_for(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    second = windows.open_in(page.context, f"/chats/{talk}")
    expect(said(page, "two")).to_be_visible()
    composer(page).press_sequentially("half a sen")
    page.keyboard.press("Alt+l")
    expect(messages_region(page).get_by_text(CLEARED)).to_be_visible()
    expect(messages(page)).to_have_count(0)
    expect(composer(page)).to_have_text("half a sen")
    expect(messages(second)).to_have_count(2)
    cast.bob.say(talk, "three")
    expect(said(page, "three")).to_be_visible()
    write(page, "four")
    expect(said(page, "four")).to_contain_text("Sent")
    expect(messages(page)).to_have_count(2)
    messages_region(page).get_by_role("button", name="Show again").click()
    expect(messages(page)).to_have_count(4)
    assert cast.alice.texts(talk) == ["one", "two", "three", "four"]


def test_it_comes_back_by_the_wheel_by_keys_and_by_opening_it_again(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    expect(messages(page)).to_have_count(2)
    clear_by_menu(page)
    expect(messages(page)).to_have_count(0)
    messages_region(page).hover()
    page.mouse.wheel(0, -100)
    expect(messages(page)).to_have_count(2)
    messages_region(page).focus()
    page.keyboard.press("Alt+l")
    expect(messages(page)).to_have_count(0)
    page.keyboard.press("Home")
    expect(messages(page)).to_have_count(2)
    clear_by_menu(page)
    expect(messages(page)).to_have_count(0)
    page.get_by_role("button", name="Chat history", exact=True).click()
    expect(page.get_by_role("region", name="Chat history").get_by_role("article")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(messages(page)).to_have_count(2)


def test_on_a_phone_in_chinese(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk, Looks(locale="zh-CN", size=NARROW))
    page.get_by_role("button", name="更多", exact=True).tap()
    page.get_by_role("menuitem", name="清屏").tap()
    place = page.get_by_role("region", name="消息记录")
    expect(place.get_by_text("已清屏，消息没有删除。")).to_be_visible()
    expect(place.get_by_role("article")).to_have_count(0)
    cast.bob.say(talk, "three")
    expect(place.get_by_role("article")).to_have_count(1)
    place.get_by_role("button", name="重新显示").tap()
    expect(place.get_by_role("article")).to_have_count(3)


def test_what_is_answered_or_pinned_leads_to_what_was_cleared(windows: Windows, cast: Cast, talk: int) -> None:
    (first, *_) = cast.bob.history(talk)
    cast.bob.command("message.pin", {"message": first["id"], "on": True})
    page = chat_of(windows, cast.alice, talk)
    expect(messages(page)).to_have_count(2)
    clear_by_menu(page)
    expect(messages(page)).to_have_count(0)
    page.get_by_role("button", name="To the pinned message by Bob: one").click()
    expect(said(page, "one")).to_be_in_viewport()
    page.get_by_role("navigation", name="Main navigation").get_by_role("link", name="Contacts").click()
    expect(page.get_by_role("treeitem").first).to_be_visible()
    page.go_back()
    expect(messages(page)).to_have_count(2)
    expect(recent_with(page, "Bob")).to_contain_text("two")

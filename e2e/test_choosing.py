"""Messages are chosen, one or several, and deleted for oneself: on all one's devices, and for nobody else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast
from e2e.screens import chat_of, choose, composer, has_no_overflow, messages, recent_with, said

TEXTS = ("one", "two", "three", "four")


@pytest.fixture
def talk(cast: Cast) -> int:
    cast.bob.connect()
    conversation = cast.bob.direct_with(cast.alice)
    for text in TEXTS:
        cast.bob.say(conversation, text)
    return conversation


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Chosen messages")


def delete_for_me(page: Page) -> None:
    dialog = page.get_by_role("alertdialog").or_(page.get_by_role("dialog"))
    dialog.get_by_role("button", name="Delete for me").click()
    expect(dialog).to_have_count(0)


def test_one_is_deleted_for_me_on_all_my_devices_and_stays_for_the_other(
    windows: Windows, cast: Cast, talk: int
) -> None:
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    second = windows.open_in(hers.context, f"/chats/{talk}")
    said(hers, "four").locator("[data-message]").click(button="right")
    choose(hers, "Delete for me")
    delete_for_me(hers)
    for page in (hers, second):
        expect(said(page, "four")).to_have_count(0)
        expect(recent_with(page, "Bob")).to_contain_text("three")
    expect(said(his, "four")).to_be_visible()
    hers.goto(f"/chats/{talk}/history")
    expect(hers.get_by_role("article").filter(has_text="three")).to_be_visible()
    expect(hers.get_by_role("article").filter(has_text="four")).to_have_count(0)
    hers.goto("/chats/search?q=four")
    expect(hers.get_by_text("Nobody said this in your conversations")).to_be_visible()


@pytest.mark.parametrize("looks", [Looks(), Looks(size=NARROW)], ids=["wide", "phone"])
def test_several_are_chosen_and_deleted(windows: Windows, cast: Cast, talk: int, looks: Looks) -> None:
    page = chat_of(windows, cast.alice, talk, looks)
    said(page, "one").locator("[data-message]").click(button="right")
    choose(page, "Choose several")
    expect(bar(page)).to_contain_text("1 chosen")
    expect(composer(page)).to_be_hidden()
    said(page, "three").locator("[data-message]").click()
    expect(bar(page)).to_contain_text("2 chosen")
    expect(page.get_by_role("checkbox", name=re.compile("three$"))).to_be_checked()
    assert has_no_overflow(page)
    bar(page).get_by_role("button", name="Delete for me").click()
    delete_for_me(page)
    expect(bar(page)).to_have_count(0)
    expect(composer(page)).to_be_visible()
    expect(messages(page)).to_have_count(2)
    assert cast.bob.texts(talk) == list(TEXTS)


def test_choosing_goes_by_keyboard(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    said(page, "four").locator("[data-message]").focus()
    page.keyboard.press("Shift+F10")
    choose(page, "Choose several")
    expect(bar(page)).to_contain_text("1 chosen")
    said(page, "four").locator("[data-message]").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(bar(page)).to_contain_text("2 chosen")
    page.keyboard.press("Escape")  # to the list of messages
    page.keyboard.press("Escape")
    expect(bar(page)).to_have_count(0)
    expect(composer(page)).to_be_visible()

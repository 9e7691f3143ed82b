"""On a phone, by touch alone: who is meant and has read, how one writes, what is kept, and finding what was said."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast
from e2e.screens import chat_of, composer, floats_inside, has_no_overflow, messages, recent_with, said, window_of
from e2e.seeding import say_all
from e2e.touch import press_and_pick
from e2e.waiting import eventually

PHONE = Looks(size=NARROW)
LENGTH = 130
"""More than two pages of the history."""


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).tap()


def group_of(cast: Cast) -> int:
    """The conversation of Alice's group with Bob."""
    cast.alice.connect()
    cast.bob.connect()
    group = cast.alice.ask("POST", "/api/groups/", {"name": "Walks", "members": [cast.bob.id]})
    conversation: int = group["conversation"]["id"]
    return conversation


@pytest.fixture
def talk(cast: Cast) -> int:
    """A long talk of Alice and Bob, with something worth finding."""
    cast.alice.connect()
    cast.bob.connect()
    conversation = cast.alice.direct_with(cast.bob)
    texts = [f"line {number}" for number in range(LENGTH)]
    texts[20] = "第三季度的报告写好了"
    texts[30] = "The quarterly report: https://example.org/q3"
    say_all([cast.bob], conversation, texts)
    cast.alice.say(conversation, "Thank you")
    cast.alice.command(
        "message.read", {"conversation": conversation, "seq": cast.alice.conversation(conversation)["head"]}
    )
    return conversation


def test_somebody_is_mentioned_and_has_read_it(windows: Windows, cast: Cast) -> None:
    talk = group_of(cast)
    phone, his = chat_of(windows, cast.alice, talk, PHONE), window_of(windows, cast.bob, "/chats")
    composer(phone).tap()
    composer(phone).press_sequentially("look @b")
    people = phone.get_by_role("listbox", name="Members to mention").get_by_role("option")
    expect(people.locator("b")).to_have_text(["Bob"])
    people.first.tap()
    expect(composer(phone)).to_have_text("look @Bob ")
    send(phone)
    expect(recent_with(his, "Walks")).to_contain_text("[@me]")
    mark = messages(phone).last.get_by_role("button", name="Read")
    expect(mark).to_have_text("Read 0/1")
    recent_with(his, "Walks").click()
    expect(mark).to_have_text("Read by all")
    mark.tap()
    readers = phone.get_by_role("dialog").filter(has=phone.get_by_role("tablist", name="Who has read it"))
    expect(readers.get_by_role("listitem").locator("bdi")).to_have_text(["Bob"])
    eventually(lambda: floats_inside(phone), "the list lies inside the window")
    readers.get_by_role("tab", name="Not yet 0").tap()
    expect(readers).to_contain_text("Everybody has read it")
    said(his, "@Bob").locator(".mention").click()
    expect(his.get_by_role("dialog")).to_contain_text(cast.bob.account)


def test_a_font_is_chosen(windows: Windows, cast: Cast) -> None:
    talk = cast.alice.direct_with(cast.bob)
    phone, his = chat_of(windows, cast.alice, talk, PHONE), chat_of(windows, cast.bob, talk)
    phone.get_by_role("button", name="More tools").tap()
    phone.get_by_role("button", name="Font", exact=True).tap()
    card = phone.get_by_role("dialog", name="Font")
    card.get_by_label("Size").select_option("21")
    card.get_by_role("button", name="Bold").tap()
    card.get_by_role("button", name="Green").tap()
    expect(composer(phone)).to_have_css("font-size", "21px")
    eventually(lambda: floats_inside(phone), "the card lies inside the window")
    assert has_no_overflow(phone)
    phone.get_by_role("button", name="Font", exact=True).tap()
    expect(card).to_have_count(0)
    composer(phone).fill("in my hand")
    send(phone)
    expect(his.locator("article .written:text-is('in my hand')")).to_have_css("font-weight", "700")


def test_kept_found_shown_in_the_chat_and_removed(windows: Windows, cast: Cast, talk: int) -> None:
    phone = chat_of(windows, cast.alice, talk, PHONE)
    for text in ("line 129", "Thank you"):
        press_and_pick(said(phone, text).locator("[data-message]"), "Add to favourites")
    phone.get_by_role("button", name="Back").tap()
    phone.get_by_role("link", name="Favourites").tap()
    kept = phone.get_by_role("list", name="Favourites").get_by_role("article")
    expect(kept).to_have_count(2)
    phone.get_by_role("searchbox", name="Search favourites").fill("129")
    expect(kept).to_have_count(1)
    assert has_no_overflow(phone)
    kept.get_by_role("button", name="Show in the chat").tap()
    expect(said(phone, "line 129")).to_be_in_viewport()
    phone.go_back()
    expect(kept).to_have_count(2)
    kept.filter(has_text="Thank you").get_by_role("button", name="Remove from favourites").tap()
    expect(kept).to_have_count(1)


def history_of(page: Page) -> Locator:
    return page.get_by_role("region", name="Chat history")


def test_the_history_is_searched_filtered_and_opened_at_a_day(windows: Windows, cast: Cast, talk: int) -> None:
    phone = chat_of(windows, cast.alice, talk, PHONE)
    phone.get_by_role("button", name="Chat history").tap()
    entries = history_of(phone).get_by_role("article")
    expect(entries).to_have_count(50)
    phone.get_by_role("searchbox", name="Search this history").fill("报告")
    expect(entries).to_have_count(1)
    expect(entries.locator("mark")).to_have_text("报告")
    entries.get_by_role("button", name="What was said around it").tap()
    expect(history_of(phone).locator(".aimed")).to_contain_text("第三季度的报告写好了")
    expect(history_of(phone).locator(".aimed")).to_be_in_viewport()
    phone.get_by_label("Kind").select_option("link")
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text("https://example.org/q3")
    phone.get_by_label("Kind").select_option("any")
    phone.get_by_label("From whom").select_option(label="Me")
    expect(entries).to_have_count(1)
    phone.get_by_label("From whom").select_option(label="Everybody")
    expect(entries).to_have_count(50)
    phone.get_by_role("button", name="Go to a day").tap()
    calendar = phone.get_by_role("dialog")
    eventually(lambda: floats_inside(phone), "the calendar lies inside the window")
    calendar.locator(".days button:enabled").tap()
    first = history_of(phone).get_by_text("line 0", exact=True)
    expect(first).to_be_in_viewport()
    assert has_no_overflow(phone)
    entries.filter(has=phone.get_by_text("line 3", exact=True)).get_by_role("button", name="Show in the chat").tap()
    expect(said(phone, "line 3")).to_be_in_viewport()


def test_words_are_found_and_lead_to_their_place(windows: Windows, cast: Cast, talk: int) -> None:
    phone = window_of(windows, cast.alice, "/chats", PHONE)
    field = phone.get_by_role("searchbox", name="Search people and messages")
    field.tap()
    field.fill("报告")
    found = phone.get_by_role("region", name="Messages")
    expect(found.locator("mark")).to_have_text("报告")
    assert has_no_overflow(phone)
    found.get_by_role("link", name=re.compile("第三季度")).tap()
    expect(said(phone, "第三季度的报告写好了")).to_be_in_viewport()
    phone.get_by_role("button", name="Back").tap()
    field.fill("line")
    phone.get_by_role("link", name="All messages found").tap()
    hits = phone.get_by_role("main").get_by_role("listitem")
    expect(hits).to_have_count(30)
    phone.get_by_role("button", name="Search further back").tap()
    expect(hits).to_have_count(60)
    assert has_no_overflow(phone)

"""Somebody is meant by name in a group: chosen while writing, told in their list, opened from the message."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.program import Program, message
from e2e.screens import chat_of, choose, composer, cut_off, messages, recent_with, said, window_of, write

MARK = "[@me]"


@pytest.fixture
def talk(cast: Cast) -> int:
    """Alice's group with Bob."""
    cast.alice.connect()
    cast.bob.connect()
    group = cast.alice.ask("POST", "/api/groups/", {"name": "Walks", "members": [cast.bob.id]})
    conversation: int = group["conversation"]["id"]
    return conversation


def people(page: Page) -> Locator:
    """Whom the list offers."""
    return page.get_by_role("listbox", name="Members to mention").get_by_role("option")


def mention(page: Page, text: str) -> Locator:
    """The places where this is said to somebody."""
    return messages(page).locator(".mention", has_text=re.compile(f"^{re.escape(text)}$"))


def test_who_is_mentioned_sees_it_in_the_list_and_in_the_message(windows: Windows, cast: Cast, talk: int) -> None:
    his = window_of(windows, cast.bob, "/chats")
    cast.bob.ask("PATCH", f"/api/conversations/{talk}/", {"notify": "mentions"})
    hers = chat_of(windows, cast.alice, talk)
    composer(hers).press_sequentially("look @b")
    expect(people(hers).locator("b")).to_have_text(["Bob"])
    composer(hers).press("Enter")
    expect(people(hers)).to_have_count(0)
    expect(composer(hers)).to_have_text("look @Bob ")
    composer(hers).press_sequentially("here")
    composer(hers).press("Enter")
    expect(said(hers, "@Bob")).to_be_visible()
    row = recent_with(his, "Walks")
    expect(row).to_contain_text(MARK)
    expect(row).to_contain_text("look @Bob here")
    second = windows.open_in(his.context, "/chats")
    expect(recent_with(second, "Walks")).to_contain_text(MARK)
    row.click()
    expect(mention(his, "@Bob")).to_have_class(re.compile(r"\bme\b"))
    for page in (his, second):
        expect(recent_with(page, "Walks")).not_to_contain_text(MARK)
    mention(hers, "@Bob").click()
    expect(hers.get_by_role("dialog")).to_contain_text(cast.bob.account)


def test_the_list_of_people_obeys_the_keyboard(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    composer(page).press_sequentially("@")
    expect(people(page).locator("b")).to_have_text(["all", "Bob"])
    expect(people(page).first).to_have_attribute("aria-selected", "true")
    composer(page).press("ArrowDown")
    expect(people(page).nth(1)).to_have_attribute("aria-selected", "true")
    composer(page).press("Escape")
    expect(people(page)).to_have_count(0)
    composer(page).press_sequentially("n")
    expect(people(page)).to_have_count(0)
    composer(page).fill("")
    composer(page).press_sequentially("@a")
    expect(people(page)).to_have_count(1)
    composer(page).press("Tab")
    expect(composer(page)).to_have_text("@all ")
    composer(page).press("Enter")
    expect(mention(page, "@all")).to_be_visible()


def test_only_who_may_is_offered_all(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.bob, talk)
    composer(page).press_sequentially("@")
    expect(people(page).locator("b")).to_have_text(["Alice"])
    people(page).first.click()
    expect(composer(page)).to_have_text("@Alice ")
    write(page, "@all is a word of mine")
    expect(said(page, "@all is a word of mine")).to_be_visible()
    expect(mention(page, "@all")).to_have_count(0)


def test_a_mention_missed_while_away_is_there_on_return_and_an_edit_moves_it(
    windows: Windows, cast: Cast, talk: int
) -> None:
    his = window_of(windows, cast.bob, "/chats")
    expect(recent_with(his, "Walks")).to_be_visible()
    cut_off(his)
    hers = chat_of(windows, cast.alice, talk)
    composer(hers).press_sequentially("@bo")
    people(hers).first.click()
    composer(hers).press("Enter")
    expect(mention(hers, "@Bob")).to_be_visible()
    his.context.set_offline(False)
    expect(recent_with(his, "Walks")).to_contain_text(MARK)
    messages(hers).locator("[data-message]").last.click(button="right")
    choose(hers, "Edit")
    write(hers, "nobody in particular")
    expect(recent_with(his, "Walks")).to_contain_text("nobody in particular")
    expect(recent_with(his, "Walks")).not_to_contain_text(MARK)


def test_a_message_to_somebody_who_has_left_says_so(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    composer(page).press_sequentially("@bo")
    people(page).first.click()
    cut_off(page)
    composer(page).press("Enter")
    group = next(one for one in cast.bob.ask("GET", "/api/groups/") if one["conversation"] == talk)
    cast.bob.ask("POST", f"/api/groups/{group['id']}/leave/")
    page.context.set_offline(False)
    expect(messages(page).filter(has_text="is not in this group any more")).to_be_visible()
    assert named_by(cast.alice, talk) == []


def named_by(person: Program, conversation: int) -> list[str]:
    """The texts of the messages that mention anybody."""
    return [one["body"]["text"] for one in person.history(conversation) if "mentions" in one["body"]]


def test_programs_mention_too(cast: Cast, talk: int) -> None:
    body = {"text": "😀 @Bob", "mentions": [{"user": cast.bob.id, "start": 2, "length": 4}]}
    cast.alice.command("message.send", message(talk, "") | {"body": body})
    listed = next(one for one in cast.bob.ask("GET", "/api/conversations/") if one["id"] == talk)
    assert len(listed["mentions"]) == 1

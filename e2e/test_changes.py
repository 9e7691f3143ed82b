"""Two people change what they said: edit, recall, react; seen by both, on all devices, and after being away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.program import message
from e2e.screens import chat_of, choose, composer, cut_off, messages, recent, said, window_of, write
from e2e.waiting import eventually


@pytest.fixture(params=["direct", "group"])
def talk(request: pytest.FixtureRequest, cast: Cast) -> int:
    """A conversation of Alice and Bob, in which he has said something and been answered."""
    alice, bob = cast.alice, cast.bob
    alice.connect()
    bob.connect()
    if request.param == "direct":
        conversation = alice.direct_with(bob)
    else:
        group = alice.ask("POST", "/api/groups/", {"name": "周末爬山", "members": [bob.id]})
        conversation = group["conversation"]["id"]
    asked = bob.say(conversation, "at eihgt?")
    answer = message(conversation, "at eight it is")
    answer["body"]["reply_to"] = asked["id"]
    alice.command("message.send", answer)
    return conversation


def bubble(page: Page, text: str) -> Locator:
    """Where exactly this was said, not where it is quoted."""
    return page.locator("[data-message]").filter(
        has=page.locator(".written", has_text=re.compile(f"^{re.escape(text)}$"))
    )


def choose_on(page: Page, text: str, *items: str) -> None:
    bubble(page, text).click(button="right")
    choose(page, *items)


def test_an_edit_is_seen_by_both_in_text_quote_and_list(windows: Windows, cast: Cast, talk: int) -> None:
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    expect(bubble(his, "at eihgt?")).to_be_visible()
    composer(his).press("ArrowUp")
    expect(composer(his)).to_have_text("at eihgt?")
    his.keyboard.press("Escape")
    expect(composer(his)).to_have_text("")
    composer(his).fill("my draft")
    choose_on(his, "at eihgt?", "Edit")
    write(his, "at eight?")
    expect(composer(his)).to_have_text("my draft")
    for page in (hers, his):
        expect(said(page, "at eight?").first).to_contain_text("edited")
        expect(said(page, "at eight it is")).to_contain_text("at eight?")
        expect(page.get_by_text("at eihgt?")).to_have_count(0)
    hers.get_by_role("button", name="edited").click()
    expect(hers.get_by_role("dialog")).to_contain_text("at eihgt?")
    hers.keyboard.press("Escape")
    expect(hers.get_by_role("dialog")).to_have_count(0)
    choose_on(hers, "at eight it is", "Edit")
    write(hers, "eight it is")
    expect(said(his, "eight it is")).to_be_visible()
    expect(recent(his).first).to_contain_text("eight it is")


def test_two_devices_edit_at_once_and_everybody_sees_the_same(windows: Windows, cast: Cast, talk: int) -> None:
    asked = next(one["id"] for one in cast.bob.history(talk) if one["body"].get("text") == "at eihgt?")
    pages = [chat_of(windows, person, talk) for person in (cast.bob, cast.bob, cast.alice)]
    for page, text in zip(pages[:2], ("at eight?", "at nine?"), strict=True):
        choose_on(page, "at eihgt?", "Edit")
        composer(page).fill(text)
    for page in pages[:2]:
        composer(page).press("Enter")
    path = f"/api/messages/{asked}/versions/"
    versions = eventually(lambda: all_three(cast.alice.ask("GET", path)), "both are stored")
    assert versions[0] == "at eihgt?"
    assert sorted(versions[1:]) == ["at eight?", "at nine?"]
    for page in pages:
        expect(bubble(page, versions[-1])).to_be_visible()
        messages(page).get_by_role("button", name="edited").click()
        expect(page.get_by_role("dialog").locator(".written")).to_have_text(versions)


def all_three(answer: dict[str, Any]) -> list[str]:
    """What a message has said, once that is three things."""
    texts = [version["body"]["text"] for version in answer["versions"]]
    return texts if len(texts) == 3 else []


def test_what_is_recalled_is_gone_for_both_and_can_be_written_again(windows: Windows, cast: Cast, talk: int) -> None:
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    second = windows.open_in(his.context, f"/chats/{talk}")
    choose_on(his, "at eihgt?", "Recall")
    expect(his.get_by_text("You recalled a message").first).to_be_visible()
    expect(second.get_by_text("You recalled a message").first).to_be_visible()
    expect(hers.get_by_text("Bob recalled a message").first).to_be_visible()
    expect(said(hers, "at eight it is")).to_contain_text("Bob recalled a message")
    for page in (hers, his, second):
        expect(page.get_by_text("at eihgt?")).to_have_count(0)
    expect(second.get_by_role("button", name="Edit again")).to_have_count(0)
    his.get_by_role("button", name="Edit again").click()
    expect(composer(his)).to_have_text("at eihgt?")


def test_what_was_recalled_before_i_looked_is_no_more_unread(windows: Windows, cast: Cast, talk: int) -> None:
    page = window_of(windows, cast.alice, "/chats")
    stored = cast.bob.say(talk, "not for you")
    row = recent(page).first
    expect(row).to_contain_text("not for you")
    unread = re.compile(r"\d+ unread")
    expect(row).to_contain_text(unread)
    before = unread.search(row.inner_text())
    cast.bob.command("message.recall", {"message": stored["id"]})
    expect(row).to_contain_text("Bob recalled a message")
    after = unread.search(row.inner_text())
    assert before is not None
    assert after is not None
    assert int(after[0].split()[0]) == int(before[0].split()[0]) - 1


def test_reactions_are_counted_and_mine_are_marked(windows: Windows, cast: Cast, talk: int) -> None:
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    choose_on(his, "at eight it is", "React")
    his.get_by_role("dialog").get_by_role("group", name="At hand").get_by_role("button", name="🎉").click()
    for page, name in ((hers, "Bob"), (his, "Me")):
        expect(said(page, "at eight it is").get_by_role("button", name=f"🎉 1: {name}")).to_be_visible()
    said(hers, "at eight it is").get_by_role("button", name="🎉 1: Bob").click()
    mine = said(hers, "at eight it is").get_by_role("button", name="🎉 2: Bob, Me")
    expect(mine).to_have_attribute("aria-pressed", "true")
    his.reload()
    expect(said(his, "at eight it is").get_by_role("button", name="🎉 2: Me, Alice")).to_be_visible()
    mine.click()
    expect(said(his, "at eight it is").get_by_role("button", name="🎉 1: Me")).to_be_visible()
    choose_on(hers, "at eight it is", "React")
    hers.get_by_role("searchbox", name="Search emoji").fill("rocket")
    hers.get_by_role("dialog").get_by_role("button", name="rocket").first.click()
    expect(said(his, "at eight it is").get_by_role("button", name="🚀 1: Alice")).to_be_visible()
    expect(said(his, "at eight it is").get_by_role("button", name="🎉 1: Me")).to_be_visible()


def test_a_change_missed_while_away_is_there_on_return(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    expect(said(page, "at eight it is")).to_be_visible()
    asked = next(one for one in cast.bob.history(talk) if one["body"].get("text") == "at eihgt?")
    cut_off(page)
    cast.bob.command("message.edit", {"message": asked["id"], "body": {"text": "at nine?"}})
    cast.bob.command("message.react", {"message": asked["id"], "emoji": "😀", "on": True})
    page.context.set_offline(False)
    expect(said(page, "at nine?").first).to_contain_text("edited")
    expect(page.get_by_role("button", name="😀 1: Bob")).to_be_visible()

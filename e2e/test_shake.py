"""Shaking the window: two people, in the conversation, elsewhere, busy, and not to be disturbed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.screens import chat_of, composer, recent_with, window_of

LINE = "Alice shook your window"


@pytest.fixture
def talk(cast: Cast) -> int:
    """Alice's conversation with Bob."""
    conversation = cast.alice.direct_with(cast.bob)
    cast.alice.connect()
    cast.alice.say(conversation, "Are you there?")
    return conversation


def shake(page: Page) -> None:
    page.get_by_role("button", name="Shake their window").click()


def feels(page: Page) -> None:
    expect(page.locator(".shaken-mark")).to_be_visible()
    expect(page.locator(".shaken-mark")).to_be_hidden()


def test_a_window_is_shaken_and_the_line_stays(windows: Windows, cast: Cast, talk: int) -> None:
    hers, his = (chat_of(windows, person, talk) for person in (cast.alice, cast.bob))
    shake(hers)
    feels(his)
    expect(his.get_by_text(LINE).first).to_be_visible()
    expect(hers.get_by_text("You shook the window").first).to_be_visible()
    shake(hers)
    expect(hers.get_by_text(re.compile(r"You can shake it again in \d+ s\."))).to_be_visible()
    his.reload()
    expect(his.get_by_role("region", name="Messages").get_by_text(LINE)).to_have_count(1)
    expect(his.locator(".shaken-mark")).to_be_hidden()


def test_it_brings_the_conversation_to_the_front(windows: Windows, cast: Cast, talk: int) -> None:
    hers, his = chat_of(windows, cast.alice, talk), window_of(windows, cast.bob, "/contacts")
    expect(his.get_by_role("treeitem").first).to_be_visible()
    shake(hers)
    expect(composer(his)).to_be_visible()
    expect(his).to_have_url(re.compile(f"/chats/{talk}$"))


def test_it_takes_nobody_away_from_what_they_write(windows: Windows, cast: Cast, talk: int) -> None:
    bob = cast.bob
    meeting = bob.ask("POST", "/api/groups/", {"name": "Meeting", "members": [cast.alice.id]})["conversation"]["id"]
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, bob, meeting)
    composer(his).fill("half a sen")
    shake(hers)
    feels(his)
    expect(composer(his)).to_have_text("half a sen")
    his.get_by_role("button", name="Open", exact=True).click()
    expect(his).to_have_url(re.compile(f"/chats/{talk}$"))


@pytest.mark.parametrize("presence", ["dnd", "busy"])
def test_who_does_not_want_to_be_disturbed_gets_the_line(
    windows: Windows, cast: Cast, talk: int, presence: str
) -> None:
    cast.bob.ask("PATCH", "/api/me/", {"presence": presence})
    hers, his = chat_of(windows, cast.alice, talk), window_of(windows, cast.bob, "/chats")
    expect(recent_with(his, "Alice")).to_be_visible()
    shake(hers)
    expect(recent_with(his, "Alice")).to_contain_text(LINE)
    expect(his).to_have_url(re.compile("/chats$"))
    expect(his.locator(".shaken-mark")).to_be_hidden()

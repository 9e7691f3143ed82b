"""Messages are pinned above a conversation, seen by both, and lead to their place."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.screens import chat_of, choose, said
from e2e.seeding import say_all


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Pinned messages")


def pin(page: Page, text: str, item: str = "Pin message") -> None:
    said(page, text).locator("[data-message]").click(button="right")
    choose(page, item)


def test_both_see_what_is_pinned_and_get_there(windows: Windows, cast: Cast) -> None:
    cast.bob.connect()
    talk = cast.bob.direct_with(cast.alice)
    cast.bob.say(talk, "the address")
    say_all([cast.bob], talk, [f"walk {number}" for number in range(150)])
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    hers.get_by_role("region", name="Messages", exact=True).focus()
    hers.keyboard.press("Home")
    pin(hers, "the address")
    for page in (hers, his):
        expect(bar(page)).to_contain_text("the address")
    his.keyboard.press("End")
    bar(his).get_by_role("button", name=re.compile("To the pinned message by Me: the address")).click()
    expect(said(his, "the address")).to_be_in_viewport()
    pin(his, "walk 3")
    expect(bar(hers)).to_contain_text("walk 3")
    bar(hers).get_by_role("button", name="All 2").click()
    expect(bar(hers).get_by_role("listitem")).to_have_count(2)
    bar(hers).get_by_role("listitem").filter(has_text="walk 3").get_by_role("button", name="Unpin message").click()
    expect(bar(his)).to_contain_text("the address")
    his.reload()
    expect(bar(his)).to_contain_text("the address")
    pin(hers, "the address", "Unpin message")
    for page in (hers, his):
        expect(bar(page)).to_have_count(0)


def test_in_a_group_only_its_owner_pins(windows: Windows, cast: Cast) -> None:
    cast.bob.connect()
    group = cast.alice.ask("POST", "/api/groups/", {"name": "walks", "members": [cast.bob.id]})
    talk = group["conversation"]["id"]
    cast.bob.say(talk, "eight o'clock")
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    pin(hers, "eight o'clock")
    expect(bar(his)).to_contain_text("eight o'clock")
    expect(bar(his).get_by_role("button", name="Unpin message")).to_have_count(0)
    said(his, "eight o'clock").locator("[data-message]").click(button="right")
    expect(his.get_by_role("menuitem", name="Forward")).to_be_visible()
    expect(his.get_by_role("menuitem", name="Unpin message")).to_have_count(0)

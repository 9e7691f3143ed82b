"""Where one left off, above an opened conversation: also when that lies far back, and not where it is not wanted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import NARROW, USUAL, Looks, Windows
from e2e.cast import Cast
from e2e.screens import messages_region, window_of
from e2e.waiting import eventually

LINE = "You left off at: “until Friday then”"
MORE_THAN_A_PAGE = 120


@pytest.fixture
def talk(cast: Cast) -> int:
    """Bob has said something worth remembering to Alice."""
    cast.bob.connect()
    conversation = cast.bob.direct_with(cast.alice)
    cast.bob.say(conversation, "until Friday then")
    return conversation


def tomorrow(windows: Windows, cast: Cast, looks: Looks = USUAL) -> Page:
    """A window of Alice's in which it is the day after."""
    page = window_of(windows, cast.alice, "/contacts", looks)
    page.clock.set_fixed_time(datetime.now().astimezone() + timedelta(days=1))
    return page


@pytest.mark.parametrize("looks", [USUAL, Looks(size=NARROW)], ids=["wide", "phone"])
def test_it_stands_above_until_it_is_put_away(windows: Windows, cast: Cast, talk: int, looks: Looks) -> None:
    page = tomorrow(windows, cast, looks)
    page.goto(f"/chats/{talk}")
    expect(page.get_by_text(LINE)).to_be_visible()
    page.get_by_role("button", name="Hide this line").click()
    expect(page.get_by_text(LINE)).to_have_count(0)


def test_it_may_be_of_today_but_not_of_the_talk_that_goes_on(windows: Windows, cast: Cast, talk: int) -> None:
    page = window_of(windows, cast.alice, f"/chats/{talk}")
    expect(messages_region(page).get_by_role("article")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("You left off at")).to_have_count(0)
    page.clock.set_fixed_time(datetime.now().astimezone() + timedelta(minutes=40))
    page.reload()
    expect(page.get_by_text(LINE)).to_be_visible()


def test_it_is_found_behind_more_than_a_page_of_what_is_no_sentence(windows: Windows, cast: Cast, talk: int) -> None:
    for number in range(MORE_THAN_A_PAGE):
        cast.bob.command("message.recall", {"message": cast.bob.say(talk, f"not that {number}")["id"]})
    cast.alice.connect()
    cast.alice.command("message.read", {"conversation": talk, "seq": cast.alice.conversation(talk)["head"]})
    page = tomorrow(windows, cast)
    page.goto(f"/chats/{talk}")
    expect(messages_region(page).get_by_text("Bob recalled a message").last).to_be_visible()
    expect(page.get_by_text(LINE)).to_be_visible()


def test_it_is_not_what_was_deleted_for_me(windows: Windows, cast: Cast, talk: int) -> None:
    later = cast.bob.say(talk, "or Saturday")["id"]
    cast.alice.connect()
    cast.alice.command("message.delete", {"conversation": talk, "messages": [later]})
    page = tomorrow(windows, cast)
    page.goto(f"/chats/{talk}")
    expect(page.get_by_text(LINE)).to_be_visible()


def test_who_does_not_want_it_is_not_told(windows: Windows, cast: Cast, talk: int) -> None:
    page = tomorrow(windows, cast)
    page.goto("/settings/chat")
    page.get_by_role("switch", name="Show where you left off when a chat opens").click()
    eventually(lambda: cast.alice.ask("GET", "/api/me/")["settings"].get("shows_last_sentence") is False, "it is kept")
    page.goto(f"/chats/{talk}")
    expect(messages_region(page).get_by_role("article")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("You left off at")).to_have_count(0)

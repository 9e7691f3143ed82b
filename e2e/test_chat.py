"""Two people and their windows: talking live, drafts, unread counts and the list of conversations."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.screens import (
    chat_of,
    choose,
    composer,
    cut_off,
    friend_row,
    messages,
    recent,
    recent_with,
    said,
    sign_in,
    window_of,
    write,
)


def test_two_browsers_as_10000_and_10001_talk_live(windows: Windows) -> None:
    one, two = (sign_in(windows.open(), account, "1") for account in ("10000", "10001"))
    names = {}
    for page, account in ((one, "10000"), (two, "10001")):
        page.get_by_role("link", name="Contacts").click()
        names[account] = page.request.get("/api/me/").json()["name"]
    friend_row(one, names["10001"]).dblclick()
    write(one, "Shall we climb on Saturday? 🏔")
    mine = said(one, "Shall we climb on Saturday? 🏔")
    expect(mine).to_contain_text("Delivered")

    two.get_by_role("link", name="Messages").click()
    row = recent_with(two, names["10000"])
    expect(row).to_contain_text("Shall we climb on Saturday? 🏔")
    expect(row).to_contain_text("unread")
    row.click()
    expect(said(two, "Shall we climb on Saturday? 🏔")).to_be_visible()
    expect(row).not_to_contain_text("unread")
    expect(mine).to_contain_text("Read")

    composer(two).press_sequentially("Yes! ")
    expect(one.get_by_text(f"{names['10001']} is typing…").first).to_be_visible()
    write(two, "Yes! 八点见 👍")
    expect(said(one, "Yes! 八点见 👍")).to_be_visible()
    expect(one.get_by_text(f"{names['10001']} is typing…")).to_have_count(0)


@pytest.fixture
def talk(cast: Cast) -> int:
    """Alice's conversation with Bob, in which he has said one thing."""
    conversation = cast.alice.direct_with(cast.bob)
    cast.bob.connect()
    cast.bob.say(conversation, "Hello from Bob")
    return conversation


def test_what_i_write_appears_in_all_my_windows_once(windows: Windows, cast: Cast, talk: int) -> None:
    first = chat_of(windows, cast.alice, talk)
    second = windows.open_in(first.context, f"/chats/{talk}")
    expect(composer(second)).to_be_visible()
    for number in range(20):
        write(first, f"number {number}")
    for page in (first, second):
        expect(said(page, "number 19")).to_contain_text("Sent")
        expect(messages(page)).to_have_count(21)
    assert cast.bob.texts(talk) == ["Hello from Bob", *(f"number {number}" for number in range(20))]


def test_a_draft_is_kept_over_reloads_and_shown_in_the_list(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    composer(page).fill("half a sen")
    page.get_by_role("link", name="Contacts").click()
    page.get_by_role("link", name="Messages").click()
    expect(recent_with(page, "Bob")).to_contain_text("[Draft]")
    expect(recent_with(page, "Bob")).to_contain_text("half a sen")
    page.reload()
    recent_with(page, "Bob").click()
    expect(composer(page)).to_have_text("half a sen")
    elsewhere = chat_of(windows, cast.alice, talk)
    expect(composer(elsewhere)).to_have_text("half a sen")
    write(page, "half a sentence")
    expect(composer(page)).to_have_text("")
    expect(recent_with(page, "Bob")).not_to_contain_text("[Draft]")
    expect(composer(elsewhere)).to_have_text("")


def test_the_list_pins_mutes_marks_and_removes(windows: Windows, cast: Cast, talk: int) -> None:
    alice, bob = cast.alice, cast.bob
    group = bob.ask("POST", "/api/groups/", {"name": "周末爬山", "members": [alice.id]})["conversation"]["id"]
    bob.say(group, "Hello everybody")
    page = window_of(windows, alice, "/chats")
    another = windows.open_in(page.context, "/chats")
    expect(recent(page).first).to_contain_text("周末爬山")
    choose_on(page, "Bob", "Pin to top")
    for window in (page, another):
        expect(recent(window).first).to_contain_text("Bob")
    waiting = page.get_by_role("link", name="Messages")
    expect(waiting).to_contain_text("3")
    choose_on(page, "周末爬山", "Notifications", "Nothing")
    expect(waiting).to_contain_text("1")
    expect(recent_with(page, "周末爬山").get_by_label("Nothing")).to_be_visible()
    choose_on(page, "Bob", "Mark read")
    expect(recent_with(another, "Bob")).not_to_contain_text("unread")
    choose_on(page, "Bob", "Mark unread")
    expect(recent_with(another, "Bob").get_by_label("Marked unread")).to_be_visible()

    choose_on(page, "周末爬山", "Remove from list")
    for window in (page, another):
        expect(recent_with(window, "周末爬山")).to_have_count(0)
    bob.say(group, "and it is back")
    for window in (page, another):
        expect(recent_with(window, "周末爬山")).to_contain_text("and it is back")
    choose_on(page, "周末爬山", "Clear the list")
    page.get_by_role("dialog").get_by_role("button", name="Clear the list").click()
    for window in (page, another):
        expect(recent(window)).to_have_count(1)
        expect(recent(window).first).to_contain_text("Bob")


def choose_on(page: Page, title: str, *items: str) -> None:
    """Chooses from the context menu of a conversation."""
    recent_with(page, title).click(button="right")
    choose(page, *items)


def test_a_message_that_is_refused_is_kept_with_its_reason(windows: Windows, cast: Cast, talk: int) -> None:
    alice, bob = cast.alice, cast.bob
    page = chat_of(windows, alice, talk)
    cut_off(page)
    write(page, "Are we not friends?")
    bob.ask("DELETE", f"/api/friends/{alice.id}/")
    page.context.set_offline(False)
    refused = said(page, "Are we not friends?")
    expect(refused).to_contain_text("Not sent: this person can")
    page.reload()
    expect(refused).to_contain_text("Not sent: this person can")
    asked = alice.ask("POST", "/api/friends/requests/", {"user": bob.id, "note": ""})
    bob.ask("POST", f"/api/friends/requests/{asked['id']}/accept/", {})
    refused.get_by_role("button", name="Try again").click()
    expect(refused).to_contain_text("Sent")
    assert bob.texts(talk) == ["Hello from Bob", "Are we not friends?"]


def test_emoji_are_chosen_and_shown_large(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    page.get_by_role("button", name="Emoji").click()
    picker = page.get_by_role("dialog", name="Emoji")
    picker.get_by_role("searchbox").fill("thumbs up")
    picker.get_by_role("gridcell").or_(picker.get_by_role("option")).or_(
        picker.get_by_role("button", name="thumbs up")
    ).first.click()
    page.keyboard.press("Escape")
    expect(composer(page)).to_have_text(re.compile("👍"))
    composer(page).press("Enter")
    expect(messages(page).last).to_contain_text("👍")


def test_where_i_left_off_is_marked_and_what_i_have_not_seen_stays_unread(
    windows: Windows, cast: Cast, talk: int
) -> None:
    alice, bob = cast.alice, cast.bob
    alice.connect()
    alice.command("message.read", {"conversation": talk, "seq": bob.cursors[f"c{talk}"]})
    for number in range(40):
        bob.say(talk, f"while you were away {number}")
    page = window_of(windows, alice, "/chats")
    expect(recent_with(page, "Bob")).to_contain_text("40 unread")
    recent_with(page, "Bob").click()
    expect(page.get_by_role("separator", name="Unread messages")).to_be_in_viewport()
    expect(said(page, "while you were away 0")).to_be_in_viewport()
    expect(recent_with(page, "Bob")).to_contain_text("40 unread")
    page.get_by_role("button", name="40 new").click()
    expect(said(page, "while you were away 39")).to_be_in_viewport()
    expect(recent_with(page, "Bob")).not_to_contain_text("unread")


def test_a_conversation_that_is_new_to_me_opens_at_its_beginning(windows: Windows, cast: Cast, talk: int) -> None:
    for number in range(40):
        cast.bob.say(talk, f"line {number}")
    page = window_of(windows, cast.alice, f"/chats/{talk}")
    expect(said(page, "Hello from Bob")).to_be_in_viewport()
    expect(recent_with(page, "Bob")).to_contain_text("41 unread")


def test_a_short_conversation_is_read_when_it_is_opened(windows: Windows, cast: Cast, talk: int) -> None:
    alice, bob = cast.alice, cast.bob
    alice.connect()
    alice.command("message.read", {"conversation": talk, "seq": bob.cursors[f"c{talk}"]})
    stored = bob.say(talk, "one more")
    page = window_of(windows, alice, f"/chats/{talk}")
    bob.hear("message.read", lambda payload: payload["seq"] == stored["seq"])
    expect(recent_with(page, "Bob")).not_to_contain_text("unread")

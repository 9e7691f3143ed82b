"""Of what somebody is told in a group is their own choice: all messages, mentions only, or nothing."""

from __future__ import annotations

import uuid

from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.program import Program
from e2e.screens import choose, navigation, recent_with, window_of

GROUP = "Walks"


def chats(page: Page) -> Locator:
    """Where the rail counts what waits."""
    return navigation(page).get_by_role("link", name="Messages")


def level(page: Page, name: str) -> Locator:
    return recent_with(page, GROUP).get_by_role("img", name=name, exact=True)


def mention(writer: Program, place: int, text: str) -> None:
    named = {"start": 0, "length": len(text), "all": True}
    payload = {"conversation": place, "client_id": str(uuid.uuid4())}
    writer.command("message.send", payload | {"body": {"text": text, "mentions": [named]}})


def test_a_group_tells_of_all_of_mentions_or_of_nothing(windows: Windows, cast: Cast) -> None:
    made = cast.alice.ask("POST", "/api/groups/", {"name": GROUP, "members": [cast.bob.id]})
    place = made["conversation"]["id"]
    cast.alice.connect()
    his = window_of(windows, cast.bob, "/chats")
    second = windows.open_in(his.context, "/chats")
    cast.alice.say(place, "first")
    row = recent_with(his, GROUP)
    expect(row).to_contain_text("2 unread")
    expect(chats(his)).to_have_text("Messages2")

    row.click(button="right")
    choose(his, "Notifications", "Mentions only")
    for page in (his, second):
        expect(level(page, "Mentions only")).to_be_visible()
        expect(chats(page)).to_have_text("Messages")
    expect(row).to_contain_text("2 unread")
    mention(cast.alice, place, "@all")
    expect(row).to_contain_text("[@me]")
    expect(chats(his)).to_have_text("Messages1")

    row.click(button="right")
    choose(his, "Notifications", "Nothing")
    for page in (his, second):
        expect(level(page, "Nothing")).to_be_visible()
        expect(chats(page)).to_have_text("Messages")
    cast.alice.say(place, "third")
    expect(row).to_contain_text("4 unread")
    expect(chats(his)).to_have_text("Messages")
    assert cast.alice.conversation(place)["own"]["notify"] == "all"

    row.click()
    his.get_by_role("button", name="Members").click()
    panel = his.get_by_role("complementary", name="Members")
    panel.get_by_role("button", name="Notifications: Nothing").click()
    choose(his, "All messages")
    expect(panel.get_by_role("button", name="Notifications: All messages")).to_be_visible()
    for page in (his, second):
        expect(recent_with(page, GROUP).get_by_role("img")).to_have_count(0)


def test_a_chat_between_two_is_muted_or_not(windows: Windows, cast: Cast) -> None:
    place = cast.bob.direct_with(cast.alice)
    cast.alice.connect()
    his = window_of(windows, cast.bob, "/chats")
    cast.alice.say(place, "hello")
    row = recent_with(his, "Alice")
    expect(chats(his)).to_have_text("Messages1")
    row.click(button="right")
    choose(his, "Mute")
    expect(row.get_by_role("img", name="Muted")).to_be_visible()
    expect(chats(his)).to_have_text("Messages")
    row.click(button="right")
    choose(his, "Unmute")
    expect(chats(his)).to_have_text("Messages1")

"""Who has read what was said in a group, seen by its author while they read."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import Cast, befriend
from e2e.program import Program
from e2e.screens import chat_of, said, window_of


def group_of(owner: Program, *others: Program) -> int:
    """A new group's conversation."""
    group = owner.ask("POST", "/api/groups/", {"name": "Walks", "members": [other.id for other in others]})
    conversation: int = group["conversation"]["id"]
    return conversation


def mark(page: Page, text: str) -> Locator:
    """Below an own message: how many have read it."""
    return said(page, text).get_by_role("button", name="Read")


def listed(page: Page, tab: str) -> Locator:
    readers = page.get_by_role("dialog").filter(has=page.get_by_role("tablist", name="Who has read it"))
    readers.get_by_role("tab", name=tab).click()
    return readers.get_by_role("listitem").locator("bdi")


def test_the_author_sees_it_live_and_who_it_is(windows: Windows, cast: Cast) -> None:
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(alice, carol)
    for person in (alice, bob, carol):
        person.connect()
    talk = group_of(alice, bob, carol)
    seq = alice.say(talk, "who comes?")["seq"]
    hers = chat_of(windows, alice, talk)
    expect(mark(hers, "who comes?")).to_have_text("Read 0/2")
    mark(hers, "who comes?").click()
    expect(listed(hers, "Not yet 2")).to_have_text(["Bob", "Carol"])
    bob.command("message.read", {"conversation": talk, "seq": seq})
    expect(mark(hers, "who comes?")).to_have_text("Read 1/2")
    expect(listed(hers, "Read 1")).to_have_text(["Bob"])
    expect(listed(hers, "Not yet 1")).to_have_text(["Carol"])
    hers.keyboard.press("Escape")
    carol.command("message.read", {"conversation": talk, "seq": seq})
    expect(mark(hers, "who comes?")).to_have_text("Read by all")


def test_a_window_that_shows_it_reads_it_and_who_came_later_does_not_count(windows: Windows, cast: Cast) -> None:
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(alice, carol)
    alice.connect()
    talk = group_of(alice, bob)
    alice.say(talk, "before Carol")
    hers = chat_of(windows, alice, talk)
    expect(mark(hers, "before Carol")).to_have_text("Read 0/1")
    group = alice.ask("GET", "/api/groups/")[0]["id"]
    alice.ask("POST", f"/api/groups/{group}/members/", {"members": [carol.id]})
    alice.say(talk, "after Carol")
    expect(mark(hers, "after Carol")).to_have_text("Read 0/2")
    his = chat_of(windows, bob, talk)
    expect(said(his, "before Carol")).to_be_visible()
    expect(said(his, "before Carol").get_by_role("button", name="Read")).to_have_count(0)
    expect(mark(hers, "after Carol")).to_have_text("Read 1/2")
    expect(mark(hers, "before Carol")).to_have_text("Read by all")


def test_who_sends_no_read_marks_has_not_read_it_in_either_kind_of_chat(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    alice.connect()
    settings = window_of(windows, bob, "/settings/chat")
    settings.get_by_role("switch", name="Let others see what I have read").click()
    expect(settings.get_by_role("switch", name="Let others see what I have read")).not_to_be_checked()
    group, direct = group_of(alice, bob), alice.direct_with(bob)
    bob.connect()
    for talk in (group, direct):
        seq = alice.say(talk, "seen?")["seq"]
        bob.command("message.read", {"conversation": talk, "seq": seq})
    hers = chat_of(windows, alice, group)
    expect(mark(hers, "seen?")).to_have_text("Read 0/1")
    hers.goto(f"/chats/{direct}")
    expect(said(hers, "seen?")).to_contain_text("Delivered")

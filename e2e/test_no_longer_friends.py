"""Who is deleted as a friend sees that nothing can be said in the conversation, until they are friends again."""

from __future__ import annotations

from playwright.sync_api import expect

from e2e.browser import Windows
from e2e.cast import Cast, befriend
from e2e.screens import chat_of, composer, messages, said, window_of, write

CLOSED = "You are not friends, and this person can't be written to now."


def test_the_composer_closes_and_says_why(windows: Windows, cast: Cast) -> None:
    talk = cast.alice.direct_with(cast.bob)
    page = chat_of(windows, cast.bob, talk)
    write(page, "Hello")
    expect(said(page, "Hello")).to_contain_text("Sent")
    cast.alice.ask("DELETE", f"/api/friends/{cast.bob.id}/")
    expect(page.get_by_text(CLOSED)).to_be_visible()
    expect(composer(page)).to_have_count(0)
    page.reload()
    expect(page.get_by_text(CLOSED)).to_be_visible()
    expect(messages(page)).to_have_count(1)


def test_a_conversation_opened_later_is_closed_until_they_are_friends_again(windows: Windows, cast: Cast) -> None:
    talk = cast.alice.direct_with(cast.bob)
    cast.bob.ask("DELETE", f"/api/friends/{cast.alice.id}/")
    page = window_of(windows, cast.bob, f"/chats/{talk}")
    expect(page.get_by_text(CLOSED)).to_be_visible()
    befriend(cast.alice, cast.bob)
    expect(composer(page)).to_be_visible()
    expect(page.get_by_text(CLOSED)).to_have_count(0)

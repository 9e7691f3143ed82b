"""Texts of every kind are shown as text and never break the layout."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from e2e.browser import MEDIUM, NARROW, WIDE, Looks, Windows
from e2e.cast import Cast
from e2e.screens import chat_of, composer, has_no_overflow, messages, recent_with, said, write

ODD_TEXTS = [
    "<script>document.title = 'taken over'</script><img src=x onerror=alert(1)>",
    "{{ 1 + 1 }} ${2 + 2} %s &amp; &lt;b&gt;",
    "שלום עליכם ‮reversed‬ and back",
    "\u202e\u202e\u202e unclosed right to left",
    "𠮷野家 👩‍👩‍👧‍👦 🏳️‍🌈 🇨🇳 e\u0301",
    "w" * 3_000,
    "一" * 3_000,
    "https://example.org/" + "long/" * 200,
    "Z" + "\u0300\u0301\u0302\u0303\u0304" * 40,
    "one\n\n\n\n\ntwo\twith\ttabs",
    "\u200b\u200d\ufeff invisible ones",
]


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
def test_odd_texts_are_text_and_fit(windows: Windows, cast: Cast, size: tuple[int, int]) -> None:
    alice, bob = cast.alice, cast.bob
    talk = alice.direct_with(bob)
    bob.connect()
    page = chat_of(windows, alice, talk, Looks(size=size))
    for text in ODD_TEXTS:
        bob.say(talk, text)
        expect(messages(page).last).to_contain_text(text.split("\n")[0].split("\t")[0][:20].strip())
        assert has_no_overflow(page), text[:40]
    page.get_by_role("region", name="Messages").press("Home")
    expect(messages(page).first).to_contain_text("<script>document.title = 'taken over'</script>")
    assert "taken over" not in page.title()
    assert page.evaluate(
        """() => [...document.querySelectorAll('[role=region] article .bubble')].every(
            (bubble) => bubble.getBoundingClientRect().right <= window.innerWidth)"""
    )


def test_links_are_links_that_tell_nothing(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    talk = alice.direct_with(bob)
    bob.connect()
    page = chat_of(windows, alice, talk)
    bob.say(talk, "look at https://example.org/a?b=c, javascript:alert(1) and data:text/html,x")
    links = messages(page).last.get_by_role("link")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", "https://example.org/a?b=c")
    expect(links).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_twenty_thousand_characters_and_one_more(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    talk = alice.direct_with(bob)
    page = chat_of(windows, alice, talk)
    composer(page).fill("字" * 20_001)
    expect(page.get_by_text("1 character too many")).to_be_visible()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    composer(page).press("Enter")
    assert bob.texts(talk) == []
    write(page, "𠮷" * 20_000)
    expect(messages(page).last).to_contain_text("Sent")
    assert bob.texts(talk) == ["𠮷" * 20_000]
    messages(page).last.get_by_role("button", name="Show all").click()
    expect(messages(page).last).to_contain_text("𠮷" * 20_000)
    assert has_no_overflow(page)
    composer(page).fill("   \n  ")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()


def test_control_characters_and_lines_come_out_clean(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    talk = alice.direct_with(bob)
    page = chat_of(windows, alice, talk)
    composer(page).press_sequentially("first line")
    composer(page).press("Shift+Enter")
    composer(page).press_sequentially("second line")
    composer(page).press("Enter")
    expect(messages(page).last).to_contain_text("Sent")
    write(page, "bell \u0007 escape \u001b[31m")
    expect(messages(page).last).to_contain_text("Sent")
    first, second = bob.texts(talk)
    assert first == "first line\nsecond line"
    assert "\u0007" not in second
    assert "\u001b" not in second
    expect(recent_with(page, "Bob")).to_contain_text("bell")
    expect(said(page, second)).to_be_visible()

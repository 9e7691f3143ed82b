"""How one writes: chosen once, on every device, seen by the other one, and readable wherever it stands."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from e2e.browser import Looks, Windows
from e2e.cast import Cast
from e2e.screens import chat_of, composer, said, window_of, write

CURSIVE = re.compile("italic")


@pytest.fixture
def talk(cast: Cast) -> int:
    """Alice's conversation with Bob."""
    return cast.alice.direct_with(cast.bob)


def words(text: str) -> str:
    """The words of a message, as they are drawn."""
    return f"article .written:text-is('{text}')"


def test_a_font_is_chosen_seen_and_kept_on_every_device(windows: Windows, cast: Cast, talk: int) -> None:
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk, Looks(theme="dark"))
    second = chat_of(windows, cast.alice, talk)
    write(hers, "plain")
    hers.get_by_role("button", name="Font", exact=True).click()
    card = hers.get_by_role("dialog", name="Font")
    card.get_by_label("Typeface").select_option("serif")
    card.get_by_label("Size").select_option("21")
    card.get_by_role("button", name="Italic").click()
    card.get_by_role("button", name="Green").click()
    for page in (hers, second):
        expect(composer(page)).to_have_css("font-style", CURSIVE)
        expect(composer(page)).to_have_css("font-size", "21px")
    hers.keyboard.press("Escape")
    write(hers, "in my hand")
    shown = his.locator(words("in my hand"))
    expect(shown).to_have_css("font-style", CURSIVE)
    expect(shown).to_have_css("font-size", "21px")
    expect(shown).not_to_have_css("color", "rgb(30, 132, 73)")
    expect(hers.locator(words("in my hand"))).not_to_have_css("color", "rgb(30, 132, 73)")
    expect(his.locator(words("plain"))).to_have_css("font-style", "normal")
    assert cast.bob.history(talk)[-1]["body"]["style"] == {
        "family": "serif", "size": 21, "italic": True, "color": "#1e8449",
    }  # fmt: skip

    hers.get_by_role("button", name="Font", exact=True).click()
    card.get_by_role("button", name="Write plainly").click()
    expect(composer(second)).to_have_css("font-style", "normal")


def test_who_wants_to_reads_everything_in_their_own_font(windows: Windows, cast: Cast, talk: int) -> None:
    cast.bob.ask("PATCH", "/api/me/", {"settings": {"font": {"bold": True}}})
    cast.alice.ask("PATCH", "/api/me/", {"settings": {"font": {"italic": True, "size": 24}}})
    write(chat_of(windows, cast.alice, talk), "loud")
    his = window_of(windows, cast.bob, "/settings/chat")
    with his.expect_response(lambda response: response.request.method == "PATCH" and response.ok):
        his.get_by_label("Show all messages in my font").check()
    his.goto(f"/chats/{talk}")
    expect(said(his, "loud")).to_be_visible()
    shown = his.locator(words("loud"))
    expect(shown).to_have_css("font-style", "normal")
    expect(shown).to_have_css("font-weight", "700")

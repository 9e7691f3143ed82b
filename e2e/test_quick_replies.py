"""Quick replies: put where the caret is, changed in the settings, the same on every device."""

from __future__ import annotations

from playwright.sync_api import expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast
from e2e.screens import chat_of, composer, said, window_of


def test_a_reply_of_my_own_is_put_where_i_write(windows: Windows, cast: Cast) -> None:
    talk = cast.alice.direct_with(cast.bob)
    settings = window_of(windows, cast.alice, "/settings/chat")
    editor = settings.get_by_role("group", name="Quick replies")
    editor.get_by_label("Quick reply 1", exact=True).fill("On my way 🚲")
    editor.get_by_label("Quick reply 1", exact=True).press("Tab")
    editor.get_by_role("button", name="Delete quick reply 2").click()
    editor.get_by_role("button", name="Add a quick reply").click()
    settings.keyboard.type("  <b>late</b>  ")
    settings.keyboard.press("Tab")
    expect(editor.get_by_role("textbox")).to_have_count(4)

    page, his = chat_of(windows, cast.alice, talk, Looks(size=NARROW)), chat_of(windows, cast.bob, talk)
    composer(page).fill("Hello ! ")
    composer(page).press("End")
    composer(page).press("ArrowLeft")
    composer(page).press("ArrowLeft")
    page.get_by_role("button", name="More tools").click()
    page.get_by_role("button", name="Quick replies").click()
    card = page.get_by_role("dialog", name="Quick replies")
    expect(card.get_by_role("button")).to_have_text(
        ["On my way 🚲", "I will get back to you later", "Thank you!", "<b>late</b>", "Change quick replies"]
    )
    card.get_by_role("button", name="On my way").click()
    expect(card).to_be_hidden()
    expect(composer(page)).to_be_focused()
    expect(composer(page)).to_have_text("Hello On my way 🚲! ")
    composer(page).press("Enter")
    expect(said(his, "Hello On my way 🚲! ")).to_be_visible()

"""A sticker is sent from the picker, seen by the other, named in the list, and may stand still."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.screens import chat_of, composer, cut_off, messages, recent_with

WIDTH = "async (image) => { await image.decode(); return image.naturalWidth }"


def sticker(page: Page, name: str) -> Locator:
    return messages(page).get_by_role("img", name=name, exact=True)


def pick(page: Page, name: str) -> None:
    page.get_by_role("button", name="Emoji", exact=True).click()
    picker = page.get_by_role("dialog")
    picker.get_by_role("tab", name="Stickers", exact=True).click()
    picker.get_by_role("group", name="Stickers", exact=True).get_by_role("button", name=name, exact=True).click()
    expect(picker).to_have_count(0)


def test_a_sticker_is_sent_and_seen(windows: Windows, cast: Cast) -> None:
    talk = cast.alice.direct_with(cast.bob)
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    pick(hers, "party")
    expect(composer(hers)).to_be_focused()
    composer(hers).press("Enter")
    for page in (hers, his):
        expect(sticker(page, "party")).to_be_visible()
        assert (
            sticker(page, "party").evaluate("async (image) => { await image.decode(); return image.naturalWidth }")
            == 128
        )
    expect(composer(hers)).to_have_text("")
    expect(recent_with(his, "Alice")).to_contain_text("[Sticker: party]")
    his.emulate_media(reduced_motion="reduce")
    his.reload()
    expect(sticker(his, "party")).to_be_visible()
    assert "still" in sticker(his, "party").evaluate("(image) => image.currentSrc")


def test_a_sticker_written_offline_goes_later_and_is_not_edited(windows: Windows, cast: Cast) -> None:
    talk = cast.alice.direct_with(cast.bob)
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    pick(hers, "heart")
    composer(hers).press("Enter")
    expect(sticker(his, "heart")).to_be_visible()
    cut_off(hers)
    pick(hers, "in love")
    composer(hers).press("Enter")
    expect(sticker(hers, "in love")).to_be_visible()
    hers.context.set_offline(False)
    expect(sticker(his, "in love")).to_be_visible()
    messages(hers).locator("[data-message]").first.click(button="right")
    expect(hers.get_by_role("menuitem", name="Recall")).to_be_visible()
    expect(hers.get_by_role("menuitem", name="Edit", exact=True)).to_have_count(0)

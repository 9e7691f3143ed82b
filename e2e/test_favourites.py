"""Favourites: kept from a message's menu, found again on every device, forwarded, and gone when the message is."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast
from e2e.pictures import picture
from e2e.program import message
from e2e.screens import chat_of, choose, has_no_overflow, messages, navigation, said, window_of


def favourites(page: Page) -> Locator:
    return page.get_by_role("list", name="Favourites").get_by_role("article")


def kept(page: Page, text: str) -> Locator:
    return favourites(page).filter(has=page.get_by_text(text, exact=True))


def keep(page: Page, text: str) -> None:
    said(page, text).locator("[data-message]").click(button="right")
    choose(page, "Add to favourites")
    expect(page.get_by_text("Kept among your favourites").last).to_be_visible()


def test_it_is_kept_found_on_every_device_and_leads_back(windows: Windows, cast: Cast) -> None:
    cast.bob.connect()
    talk = cast.bob.direct_with(cast.alice)
    for text in ("the address is 5 Elm Road", "see you", "会议改到周五"):
        cast.bob.say(talk, text)
    phone = window_of(windows, cast.alice, "/favourites", Looks(size=NARROW))
    expect(phone.get_by_text("No favourites yet")).to_be_visible()
    page = chat_of(windows, cast.alice, talk)
    for text in ("the address is 5 Elm Road", "会议改到周五"):
        keep(page, text)
        expect(kept(phone, text)).to_be_visible()
    assert has_no_overflow(phone)
    navigation(page).get_by_role("link", name="Favourites").click()
    expect(favourites(page)).to_have_count(2)
    page.get_by_role("searchbox", name="Search favourites").fill("周五")
    expect(favourites(page)).to_have_count(1)
    expect(favourites(page).locator("mark")).to_have_text("周五")
    page.get_by_role("searchbox", name="Search favourites").fill("nothing like that")
    expect(page.get_by_text("None of your favourites says this")).to_be_visible()
    page.get_by_role("searchbox", name="Search favourites").fill("")
    kept(page, "the address is 5 Elm Road").get_by_role("button", name="Show in the chat").click()
    expect(said(page, "the address is 5 Elm Road")).to_be_visible()
    kept(phone, "会议改到周五").get_by_role("button", name="Remove from favourites").click()
    expect(favourites(phone)).to_have_count(1)
    assert [one["message"]["body"]["text"] for one in cast.alice.ask("GET", "/api/favourites/")["favourites"]] == [
        "the address is 5 Elm Road"
    ]


def test_it_stays_when_it_is_deleted_for_me_and_is_forwarded_from_there(windows: Windows, cast: Cast) -> None:
    cast.bob.connect()
    talk = cast.bob.direct_with(cast.alice)
    file = cast.bob.upload(picture("#1b846a"))["id"]
    payload = message(talk, "")
    cast.bob.command("message.send", {**payload, "body": {"text": "the map", "images": [file]}})
    page = chat_of(windows, cast.alice, talk)
    keep(page, "the map")
    said(page, "the map").locator("[data-message]").click(button="right")
    choose(page, "Delete for me")
    page.get_by_role("alertdialog").or_(page.get_by_role("dialog")).get_by_role("button", name="Delete for me").click()
    expect(messages(page)).to_have_count(0)
    navigation(page).get_by_role("link", name="Favourites").click()
    image = kept(page, "the map").get_by_role("button", name="Look at picture")
    image.click()
    expect(page.get_by_role("dialog").locator("img").first).to_be_visible()
    page.keyboard.press("Escape")
    kept(page, "the map").get_by_role("button", name="Forward").click()
    dialog = page.get_by_role("dialog", name="Forward to")
    dialog.get_by_role("checkbox", name="Bob").check()
    dialog.get_by_role("button", name="Forward", exact=True).click()
    expect(dialog).to_have_count(0)
    assert cast.bob.hear("message.sent", lambda told: told["message"]["sender"] == cast.alice.id)
    assert cast.bob.ask("GET", "/api/favourites/")["favourites"] == []


def test_what_is_recalled_is_gone_from_the_favourites_of_everybody(windows: Windows, cast: Cast) -> None:
    cast.bob.connect()
    talk = cast.bob.direct_with(cast.alice)
    words = cast.bob.say(talk, "forget that I said this")["id"]
    page = chat_of(windows, cast.alice, talk)
    keep(page, "forget that I said this")
    navigation(page).get_by_role("link", name="Favourites").click()
    expect(kept(page, "forget that I said this")).to_be_visible()
    cast.bob.command("message.recall", {"message": words})
    expect(page.get_by_text("No favourites yet")).to_be_visible()
    assert cast.alice.ask("GET", "/api/favourites/")["favourites"] == []

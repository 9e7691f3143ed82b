"""What was said here is forwarded to others: one by one or merged into a card, to several conversations at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast, befriend
from e2e.pictures import picture
from e2e.program import Program, message
from e2e.screens import chat_of, choose, has_no_overflow, messages, recent_with, said


@pytest.fixture
def dora(cast: Cast) -> Program:
    """Another friend of Alice's, who knows Bob not."""
    dora = cast.person("Dora")
    befriend(cast.alice, dora)
    return dora


@pytest.fixture
def talk(cast: Cast) -> int:
    """Bob has said something to Alice, and shown her a picture."""
    bob = cast.bob
    bob.connect()
    conversation = bob.direct_with(cast.alice)
    bob.say(conversation, "at eight")
    shown = message(conversation, "the hill")
    shown["body"]["images"] = [bob.upload(picture("#1b846a"))["id"]]
    bob.command("message.send", shown)
    bob.say(conversation, "bring water")
    return conversation


def picker(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Forward to")


def choose_both(page: Page) -> None:
    said(page, "at eight").locator("[data-message]").click(button="right")
    choose(page, "Choose several")
    messages(page).filter(has_text="the hill").locator(".written").click()
    bar = page.get_by_role("region", name="Chosen messages")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_role("button", name="Forward").click()


def test_one_goes_to_a_friend_with_its_picture(windows: Windows, cast: Cast, dora: Program, talk: int) -> None:
    page, hers = chat_of(windows, cast.alice, talk), chat_of(windows, dora, dora.direct_with(cast.alice))
    messages(page).filter(has_text="the hill").locator(".written").click(button="right")
    choose(page, "Forward")
    picker(page).get_by_role("searchbox").fill("dor")
    expect(picker(page).get_by_role("checkbox")).to_have_count(1)
    picker(page).get_by_role("checkbox", name="Dora").check()
    picker(page).get_by_role("button", name="Forward", exact=True).click()
    expect(picker(page)).to_have_count(0)
    copy = messages(hers).filter(has_text="the hill")
    expect(copy).to_be_visible()
    drawn = copy.locator("img").last
    assert drawn.evaluate("image => image.decode().then(() => image.naturalWidth > 0, () => false)")


@pytest.mark.parametrize("looks", [Looks(), Looks(size=NARROW)], ids=["wide", "phone"])
def test_several_go_as_one_card_to_several(
    windows: Windows, cast: Cast, dora: Program, talk: int, looks: Looks
) -> None:
    group = cast.alice.ask("POST", "/api/groups/", {"name": "walks", "members": [dora.id]})
    page = chat_of(windows, cast.alice, talk, looks)
    hers = chat_of(windows, dora, dora.direct_with(cast.alice), looks)
    choose_both(page)
    picker(page).get_by_role("radio", name="Merged into one card").check()
    for name in ("Dora", "walks"):
        picker(page).get_by_role("checkbox", name=name).check()
    assert has_no_overflow(page)
    picker(page).get_by_role("button", name="Forward to 2").click()
    expect(picker(page)).to_have_count(0)
    expect(page.get_by_role("region", name="Chosen messages")).to_have_count(0)
    card = messages(hers).get_by_role("button", name=re.compile("Chat history of Alice and Bob"))
    expect(card).to_contain_text("Bob: at eight")
    expect(card).to_contain_text("[Picture] the hill")
    card.click()
    dialog = hers.get_by_role("dialog", name="Chat history of Alice and Bob")
    cast.alice.connect()
    for number in range(60):  # meanwhile the list goes on, and its message is not drawn any more
        cast.alice.say(cast.alice.direct_with(dora), f"line {number}")
    expect(hers.locator("article button.card")).to_have_count(0)
    expect(dialog.get_by_role("article")).to_have_count(2)
    drawn = dialog.locator("img")
    assert drawn.evaluate("image => image.decode().then(() => image.naturalWidth > 0, () => false)")
    assert has_no_overflow(hers)
    hers.keyboard.press("Escape")
    hers.goto("/chats")
    expect(recent_with(hers, "walks")).to_contain_text("[Chat history] Chat history of Alice and Bob")
    told = [one["body"] for one in dora.history(group["conversation"]["id"])]
    assert told[-1]["forwarded"]["count"] == 2


def test_where_it_can_not_be_said_is_told_and_the_rest_arrives(
    windows: Windows, cast: Cast, dora: Program, talk: int
) -> None:
    page = chat_of(windows, cast.alice, talk)
    cast.alice.direct_with(dora)
    dora.ask("POST", "/api/blocks/", {"user": cast.alice.id})
    choose_both(page)
    picker(page).get_by_role("checkbox", name="Dora").check()
    picker(page).get_by_role("checkbox", name="Bob").check()
    picker(page).get_by_role("button", name="Forward to 2").click()
    expect(picker(page).get_by_text("This person can't be talked to now.")).to_be_visible()
    expect(picker(page).get_by_role("checkbox", name="Bob")).not_to_be_checked()
    expect(picker(page).get_by_role("checkbox", name="Dora")).to_be_checked()
    assert cast.bob.texts(talk)[-2:] == ["at eight", "the hill"]

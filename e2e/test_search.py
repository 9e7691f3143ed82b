"""Two people look for what they said: from the search field, in the history, by day; and take it along."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast, befriend
from e2e.pictures import picture
from e2e.program import message
from e2e.screens import chat_of, composer, has_no_overflow, said, window_of
from e2e.seeding import say_all

LENGTH = 260
"""More than five pages of the history, and more than a page of the conversation."""
PHONE = Looks(size=NARROW)


@pytest.fixture
def talk(cast: Cast) -> int:
    """A long talk of Alice and Bob, with a few things worth finding."""
    alice, bob = cast.alice, cast.bob
    for device in (alice, bob):
        device.connect()
    conversation = alice.direct_with(bob)
    texts = [f"line {number}" for number in range(LENGTH)]
    texts[20] = "第三季度的报告写好了"
    texts[30] = "The quarterly report: https://example.org/q3"
    say_all([bob], conversation, texts)
    alice.say(conversation, "Thank you for the report")
    alice.command("message.read", {"conversation": conversation, "seq": alice.conversation(conversation)["head"]})
    return conversation


def search(page: Page, text: str) -> None:
    field = page.get_by_role("searchbox", name="Search people and messages")
    expect(field).to_be_visible()
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.type(text)


def test_a_hit_opens_the_conversation_at_that_message(windows: Windows, cast: Cast, talk: int) -> None:
    page = window_of(windows, cast.alice, "/chats")
    search(page, "报告")
    found = page.get_by_role("region", name="Messages")
    expect(found.get_by_role("link")).to_have_count(2)
    expect(found.locator("mark")).to_have_text("报告")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/chats/{talk}\?at=\d+"))
    expect(said(page, "第三季度的报告写好了")).to_be_in_viewport()
    expect(said(page, "line 19")).to_be_in_viewport()
    page.get_by_role("button", name="To the newest message").click()
    expect(said(page, "Thank you for the report")).to_be_in_viewport()


def test_all_that_was_found_has_a_page(windows: Windows, cast: Cast, talk: int) -> None:
    page = window_of(windows, cast.bob, "/chats")
    search(page, "REPORT")
    page.get_by_role("link", name="All messages found").click()
    found = page.get_by_role("main").get_by_role("listitem")
    expect(found).to_have_count(2)
    expect(found.first).to_contain_text("Thank you for the report")
    page.get_by_label("Order").select_option("relevance")
    expect(found).to_have_count(2)
    field = page.get_by_role("main").get_by_role("searchbox")
    field.fill("line")
    expect(found).to_have_count(30)
    page.get_by_role("button", name="Search further back").click()
    expect(found).to_have_count(60)
    field.fill("never said")
    expect(page.get_by_text("Nobody said this")).to_be_visible()


def test_charlie_finds_nothing_on_the_screen(windows: Windows, cast: Cast, talk: int) -> None:
    page = window_of(windows, cast.charlie, "/chats/search?q=report")
    expect(page.get_by_text("Nobody said this")).to_be_visible()
    page.goto(f"/chats/{talk}/history")
    expect(page.get_by_text("The history could not be loaded")).to_be_visible()


@pytest.mark.parametrize("looks", [Looks(), PHONE], ids=["wide", "phone"])
def test_leafing_through_a_history(windows: Windows, cast: Cast, talk: int, looks: Looks) -> None:
    page = chat_of(windows, cast.alice, talk, looks)
    page.get_by_role("button", name="Chat history").click()
    history = page.get_by_role("region", name="Chat history")
    expect(history.get_by_text("Thank you for the report")).to_be_in_viewport()
    expect(history.get_by_role("article")).to_have_count(50)
    assert has_no_overflow(page)
    page.get_by_role("button", name="Older").click()
    expect(history.get_by_text("line 210", exact=True)).to_be_in_viewport()
    page.get_by_role("button", name="First page").click()
    expect(history.get_by_text("line 0", exact=True)).to_be_in_viewport()
    page.get_by_role("button", name="Newer", exact=True).click()
    expect(history.get_by_text("line 50", exact=True)).to_be_in_viewport()
    page.get_by_role("button", name="Newest page").click()
    cast.bob.say(talk, "said while she looks")
    expect(history.get_by_text("said while she looks")).to_be_visible()
    page.keyboard.press("Escape")
    expect(composer(page)).to_be_visible()


def test_searching_filtering_and_going_to_a_day(windows: Windows, cast: Cast, talk: int) -> None:
    page = window_of(windows, cast.alice, f"/chats/{talk}/history")
    history = page.get_by_role("region", name="Chat history")
    entries = history.get_by_role("article")
    expect(entries).to_have_count(50)
    page.get_by_role("searchbox", name="Search this history").fill("report")
    expect(entries).to_have_count(2)
    expect(history.locator("mark")).to_have_text(["report", "report"])
    page.get_by_label("From whom").select_option(label="Bob")
    expect(entries).to_have_count(1)
    entries.hover()
    page.get_by_role("button", name="What was said around it").click()
    expect(history.get_by_text("line 29", exact=True)).to_be_in_viewport()
    expect(history.locator(".aimed")).to_contain_text("quarterly report")
    page.get_by_label("Kind").select_option("link")
    expect(entries).to_have_count(1)
    page.get_by_label("Kind").select_option("any")
    page.get_by_label("Since when").select_option("week")
    expect(entries).to_have_count(50)
    page.get_by_role("button", name="Older").click()
    expect(history.get_by_text("line 210", exact=True)).to_be_visible()
    page.get_by_role("button", name="Newer", exact=True).click()
    expect(history.get_by_text("Thank you for the report")).to_be_visible()
    page.get_by_role("button", name="Go to a day").click()
    days = page.get_by_role("dialog").locator(".days button:enabled")
    expect(days).to_have_count(1)
    days.click()
    expect(history.get_by_text("line 0", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("form", [("Web page (HTML)", "html"), ("Text", "txt"), ("JSON", "json")])
def test_taking_a_history_along(windows: Windows, cast: Cast, talk: int, tmp_path: Path, form: tuple[str, str]) -> None:
    label, ending = form
    page = window_of(windows, cast.alice, f"/chats/{talk}/history")
    expect(page.get_by_role("article")).to_have_count(50)
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=label, exact=True).click()
    assert download.value.suggested_filename == f"Bob.{ending}"
    download.value.save_as(tmp_path / "export")
    written = (tmp_path / "export").read_text()
    for text in ("line 0", "第三季度的报告写好了", "Thank you for the report"):
        assert text in written
    if ending == "json":
        texts = [message["body"]["text"] for message in json.loads(written)["messages"]]
        assert len(texts) == LENGTH + 1
        assert texts[0] == "line 0"


def test_a_web_page_of_a_history_shows_all_of_it_without_this_program(
    windows: Windows, cast: Cast, tmp_path: Path
) -> None:
    alice = cast.alice
    talk = alice.direct_with(cast.bob)
    alice.connect()
    file = alice.upload(picture("#2757d6"))["id"]
    alice.command("message.send", {**message(talk, ""), "body": {"text": "by the lake", "images": [file]}})
    alice.command("message.send", {**message(talk, ""), "body": {"text": "", "sticker": "party"}})
    group = alice.ask("POST", "/api/groups/", {"name": "Walks", "members": [cast.bob.id]})["conversation"]["id"]
    others = [alice.say(group, text)["id"] for text in ("at seven", "at eight")]
    ids = {"conversation": talk, "client_id": str(uuid.uuid4())}
    alice.command("message.forward", {**ids, "messages": others, "merged": True})
    asked = alice.history(talk)[0]["id"]
    alice.command("message.send", {**message(talk, ""), "body": {"text": "which lake?", "reply_to": asked}})
    page = window_of(windows, alice, f"/chats/{talk}/history")
    expect(page.get_by_role("article")).to_have_count(4)
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Web page (HTML)", exact=True).click()
    download.value.save_as(tmp_path / "Bob.html")
    alone = page.context.new_page()
    windows.mind(alone)
    alone.goto((tmp_path / "Bob.html").as_uri())
    expect(alone.locator("article > div").first).to_have_text("by the lake")
    expect(alone.locator("blockquote")).to_have_text("Alice: [Picture] by the lake")
    expect(alone.locator("section p")).to_have_text([re.compile("^Alice.*at seven$"), re.compile("^Alice.*at eight$")])
    images = alone.locator("article img")
    expect(images).to_have_count(2)
    for image in images.all():
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.naturalWidth") > 0


def test_a_group_of_three_looks_for_its_words(windows: Windows, cast: Cast) -> None:
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(alice, carol)
    made = alice.ask("POST", "/api/groups/", {"name": "Ours", "members": [bob.id, carol.id]})
    conversation = made["conversation"]["id"]
    for person in (alice, bob, carol):
        person.connect()
    bob.say(conversation, "oranges for everybody")
    carol.say(conversation, "no oranges for me")
    page = window_of(windows, alice, f"/chats/{conversation}/history")
    entries = page.get_by_role("region", name="Chat history").get_by_role("article")
    expect(entries).to_have_count(3)
    page.get_by_label("From whom").select_option(label="Carol")
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text("no oranges for me")

"""Two people answer each other's messages, in direct and group conversations, near and far back, online and not."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.program import Program
from e2e.screens import chat_of, choose, composer, cut_off, messages, said, window_of, write
from e2e.seeding import say_all


@pytest.fixture(params=["direct", "group"])
def talk(request: pytest.FixtureRequest, cast: Cast) -> int:
    """A conversation of Alice and Bob, in which he has asked something."""
    alice, bob = cast.alice, cast.bob
    bob.connect()
    if request.param == "direct":
        conversation = alice.direct_with(bob)
    else:
        group = alice.ask("POST", "/api/groups/", {"name": "周末爬山", "members": [bob.id]})
        conversation = group["conversation"]["id"]
    bob.say(conversation, "Shall we climb on Saturday?")
    return conversation


def bubble(page: Page, text: str) -> Locator:
    return page.locator("[data-message]").filter(has=page.get_by_text(text, exact=True))


def quote_in(page: Page, text: str) -> Locator:
    return said(page, text).get_by_role("button", name="To the answered message by")


def test_a_reply_shows_what_it_answers_to_both(windows: Windows, cast: Cast, talk: int) -> None:
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    bubble(hers, "Shall we climb on Saturday?").click(button="right")
    choose(hers, "Reply")
    expect(hers.get_by_role("status").filter(has_text="Reply to Bob")).to_contain_text("Shall we climb on Saturday?")
    expect(composer(hers)).to_be_focused()
    write(hers, "Yes, at eight")
    expect(hers.get_by_text("Reply to Bob")).to_have_count(0)
    for page, name in ((hers, "Bob"), (his, "Me")):
        expect(quote_in(page, "Yes, at eight")).to_contain_text(f"{name}: Shall we climb on Saturday?")

    said(his, "Yes, at eight").locator("xpath=ancestor::*[@data-row]").dblclick(position={"x": 3, "y": 3})
    expect(his.get_by_text("Reply to Alice")).to_be_visible()
    his.keyboard.press("Escape")
    expect(his.get_by_text("Reply to Alice")).to_have_count(0)
    write(his, "not an answer")
    expect(said(hers, "not an answer")).to_be_visible()
    expect(quote_in(hers, "not an answer")).to_have_count(0)


def test_a_quote_leads_to_what_lies_far_back(windows: Windows, cast: Cast, talk: int) -> None:
    alice, bob = cast.alice, cast.bob
    say_all([bob], talk, [f"line {number}" for number in range(400)])
    page = chat_of(windows, alice, talk)
    bob.command("message.send", answer(talk, "what about this?", first_text(bob, talk)["id"]))
    quote = quote_in(page, "what about this?")
    page.get_by_role("region", name="Messages").press("End")
    expect(quote).to_contain_text("Bob: Shall we climb on Saturday?")
    quote.press("Enter")
    no_answer = page.locator("[data-message]").filter(has_not=page.get_by_role("button"))
    original = no_answer.filter(has_text="Shall we climb")
    expect(original).to_be_focused()
    expect(original).to_be_in_viewport()
    page.get_by_role("region", name="Messages").press("End")
    expect(said(page, "what about this?")).to_be_in_viewport()


def test_the_history_shows_what_was_answered_and_leads_there(windows: Windows, cast: Cast, talk: int) -> None:
    say_all([cast.bob], talk, [f"line {number}" for number in range(80)])
    cast.bob.command("message.send", answer(talk, "what about this?", first_text(cast.bob, talk)["id"]))
    page = window_of(windows, cast.alice, f"/chats/{talk}/history")
    history = page.get_by_role("region", name="Chat history")
    entry = history.get_by_role("article").filter(has_text="what about this?")
    quote = entry.get_by_role("button", name="To the answered message by")
    expect(quote).to_contain_text("Bob: Shall we climb on Saturday?")
    quote.click()
    expect(history.locator(".aimed")).to_contain_text("Shall we climb on Saturday?")
    expect(history.locator(".aimed")).to_be_in_viewport()


def test_an_answer_written_offline_arrives_as_one(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    bubble(page, "Shall we climb on Saturday?").click(button="right")
    cut_off(page)
    choose(page, "Reply")
    write(page, "written in a tunnel")
    expect(quote_in(page, "written in a tunnel")).to_contain_text("Shall we climb on Saturday?")
    page.context.set_offline(False)
    heard = cast.bob.hear_text("written in a tunnel")
    assert heard["body"]["reply_to"] == first_text(cast.bob, talk)["id"]
    expect(messages(page).filter(has_text="written in a tunnel")).to_have_count(1)


def first_text(person: Program, conversation: int) -> dict[str, object]:
    """The first thing anybody wrote."""
    page = person.ask("GET", f"/api/conversations/{conversation}/messages/?after=0&limit=20")
    first: dict[str, object] = next(message for message in page["messages"] if "text" in message["body"])
    return first


def answer(conversation: int, text: str, reply_to: object) -> dict[str, object]:
    """The payload of `message.send` for an answer."""
    body = {"text": text, "reply_to": reply_to}
    return {"conversation": conversation, "client_id": str(uuid.uuid4()), "body": body}

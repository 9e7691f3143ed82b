"""Stickers, pictures and mentions stand between the words: written, sent, changed, and begun again elsewhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast
from e2e.pictures import on_disk, picture
from e2e.screens import chat_of, choose, composer, has_no_overflow, messages, recent_with, said, window_of
from e2e.waiting import eventually

RED, GREEN = "#c03030", "#1b846a"
HERE = "\ufffc"
KEPT_DRAFTS = """async () => {
  const [{ name }] = (await indexedDB.databases()).filter(({ name }) => name.startsWith('ggtalk-'))
  const db = await new Promise((done) => { indexedDB.open(name).onsuccess = (event) => done(event.target.result) })
  const rows = db.transaction('chat.drafts').objectStore('chat.drafts').getAll()
  const kept = await new Promise((done) => { rows.onsuccess = () => done(rows.result) })
  db.close()
  return kept.map(({ text }) => text)
}"""
"""What this browser keeps of what was begun and the server does not know yet."""


@pytest.fixture
def talk(cast: Cast) -> int:
    return cast.alice.direct_with(cast.bob)


def put_sticker(page: Page, name: str) -> None:
    """Chooses a built-in sticker; the writing goes on behind it."""
    count = stickers(page, name).count()
    page.get_by_role("button", name="Emoji", exact=True).click()
    picker = page.get_by_role("dialog", name="Emoji")
    picker.get_by_role("tab", name="Stickers", exact=True).click()
    picker.get_by_role("group", name="Stickers", exact=True).get_by_role("button", name=name, exact=True).click()
    expect(stickers(page, name)).to_have_count(count + 1)
    expect(composer(page)).to_be_focused()


def put_picture(page: Page, colour: str) -> None:
    count = pictures(page).count()
    page.locator("input[type=file]").set_input_files(on_disk(f"{colour}.png", picture(colour)))
    expect(pictures(page)).to_have_count(count + 1)


def stickers(page: Page, name: str) -> Locator:
    return composer(page).get_by_role("img", name=f"[Sticker: {name}]")


def pictures(page: Page) -> Locator:
    return composer(page).get_by_role("img", name="[Picture]")


def type_on(page: Page, text: str) -> None:
    composer(page).press_sequentially(text)


def last(page: Page) -> Locator:
    return messages(page).last


def mix(page: Page) -> None:
    """Writes words, a sticker and a picture into one line."""
    type_on(page, "Look ")
    put_sticker(page, "party")
    type_on(page, " and ")
    put_picture(page, RED)
    type_on(page, " there")


def is_mixed(page: Page) -> None:
    """The same, as it stands in the message that came last."""
    expect(last(page).get_by_role("img", name="party", exact=True)).to_be_visible()
    expect(last(page).get_by_role("button", name="Look at picture 1 of 1")).to_be_visible()
    expect(last(page).locator(".written")).to_have_text(re.compile(r"^Look\s+and\s+there$"))


def test_they_are_mixed_with_words_and_seen_so_by_the_other(windows: Windows, cast: Cast, talk: int) -> None:
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    mix(hers)
    composer(hers).press("Enter")
    for page in (hers, his):
        is_mixed(page)
    expect(recent_with(his, "Alice")).to_contain_text("Look [Sticker: party] and [Picture] there")
    expect(composer(hers)).to_have_text("")
    (told,) = cast.bob.history(talk)
    assert told["body"]["text"] == f"Look {HERE} and {HERE} there"
    last(his).get_by_role("button", name="Look at picture 1 of 1").click()
    expect(his.get_by_role("dialog").get_by_role("img", name="Picture 1 of 1")).to_be_visible()
    his.reload()
    is_mixed(his)


def test_a_draft_is_there_on_the_next_device_with_all_that_stands_in_it(windows: Windows, cast: Cast) -> None:
    for person in (cast.alice, cast.bob):
        person.connect()
    group = cast.alice.ask("POST", "/api/groups/", {"name": "Walks", "members": [cast.bob.id]})
    talk: int = group["conversation"]["id"]
    page, elsewhere = chat_of(windows, cast.alice, talk), chat_of(windows, cast.alice, talk)
    type_on(page, "@b")
    page.get_by_role("option").first.click()
    mix(page)
    expect(stickers(elsewhere, "party")).to_be_visible()
    expect(pictures(elsewhere)).to_be_visible()
    assert pictures(elsewhere).evaluate("image => image.decode().then(() => image.naturalWidth > 0, () => false)")
    expect(composer(elsewhere).locator(".mention")).to_have_text("@Bob")
    expect(composer(elsewhere)).to_have_text(re.compile(r"^@Bob\s+Look\s+and\s+there$"))
    composer(elsewhere).press("Enter")
    expect(said(elsewhere, "@Bob")).to_be_visible()
    expect(composer(page)).to_have_text("")
    his = window_of(windows, cast.bob, "/chats")
    expect(recent_with(his, "Walks")).to_contain_text("[@me]")
    (told,) = [one for one in cast.bob.history(talk) if "text" in one["body"]]
    assert len(told["body"]["mentions"]) == 1
    assert [set(one) - {"start"} for one in told["body"]["inline"]] == [{"sticker"}, {"image"}]


def test_a_draft_outlives_the_page(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    page.route("**/api/files/", lambda route: route.abort())
    mix(page)
    eventually(lambda: page.evaluate(KEPT_DRAFTS) == [f"Look {HERE} and {HERE} there"], "the browser keeps all of it")
    page.reload()
    expect(stickers(page, "party")).to_be_visible()
    expect(pictures(page)).to_be_visible()
    page.unroute("**/api/files/")
    composer(page).press("Enter")
    is_mixed(page)
    expect(last(page)).to_contain_text("Sent")


def test_what_was_said_is_changed_and_taken_back_with_them(windows: Windows, cast: Cast, talk: int) -> None:
    page, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    mix(page)
    composer(page).press("Enter")
    is_mixed(his)
    composer(page).press("ArrowUp")
    expect(stickers(page, "party")).to_be_visible()
    type_on(page, " now")
    put_sticker(page, "heart")
    composer(page).press("Enter")
    expect(last(his).get_by_role("img", name="heart", exact=True)).to_be_visible()
    expect(last(his).get_by_role("button", name="Look at picture 1 of 1")).to_be_visible()
    expect(composer(page)).to_have_text("")
    messages(page).locator("[data-message]").click(button="right")
    choose(page, "Recall")
    page.get_by_role("button", name="Edit again").click()
    for name in ("party", "heart"):
        expect(stickers(page, name)).to_be_visible()
    expect(pictures(page)).to_be_visible()
    composer(page).press("Enter")
    expect(last(his).get_by_role("img", name="heart", exact=True)).to_be_visible()


def test_each_is_one_piece_to_the_keyboard_and_can_be_undone(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    type_on(page, "a")
    put_sticker(page, "party")
    type_on(page, "b")
    composer(page).press("ArrowLeft")
    composer(page).press("Backspace")
    expect(stickers(page, "party")).to_have_count(0)
    expect(composer(page)).to_have_text("ab")
    composer(page).press("Control+z")
    expect(stickers(page, "party")).to_have_count(1)
    composer(page).press("Control+y")
    expect(stickers(page, "party")).to_have_count(0)
    composer(page).press("Control+z")
    composer(page).press("ArrowLeft")
    type_on(page, "c")
    composer(page).press("Enter")
    expect(last(page)).to_contain_text("Sent")
    (told,) = cast.bob.history(talk)
    assert told["body"]["text"] == f"ac{HERE}b"


def test_copied_out_they_are_words_and_pasted_here_they_are_themselves(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    type_on(page, "a")
    put_sticker(page, "party")
    composer(page).press("Control+a")
    composer(page).press("Control+x")
    expect(composer(page)).to_have_text("")
    assert page.evaluate("navigator.clipboard.readText()") == "a[Sticker: party]"
    composer(page).press("Control+v")
    composer(page).press("Control+v")
    expect(stickers(page, "party")).to_have_count(2)


def paste(page: Page, text: str, html: str) -> None:
    page.evaluate(
        """([text, html]) => {
          const data = new DataTransfer()
          data.setData('text/plain', text)
          data.setData('text/html', html)
          const options = { bubbles: true, cancelable: true, clipboardData: data }
          document.querySelector('.composer [role=textbox]').dispatchEvent(new ClipboardEvent('paste', options))
        }""",
        [text, html],
    )


def test_what_is_pasted_is_text_and_nothing_else(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    composer(page).click()
    strange = "<b>bold</b><img src=x onerror='document.title=1'><span class=mention>@Bob</span>"
    paste(page, f"one\r\n\r\n  two{HERE}\x07 <b>", strange)
    expect(composer(page).locator("b, img:not(.ProseMirror-separator), .mention")).to_have_count(0)
    composer(page).press("Control+b")
    composer(page).press("Shift+Enter")
    type_on(page, "three")
    composer(page).press("Enter")
    expect(last(page)).to_contain_text("Sent")
    (told,) = cast.bob.history(talk)
    assert told["body"] == {"text": "one\n\n  two <b>\nthree"}


def compose(ime: CDPSession, text: str) -> None:
    ime.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def test_an_input_method_writes_beside_them_and_its_enter_sends_nothing(
    windows: Windows, cast: Cast, talk: int
) -> None:
    page = chat_of(windows, cast.alice, talk)
    put_sticker(page, "party")
    ime = page.context.new_cdp_session(page)
    for typed in ("n", "ni", "nihao"):
        compose(ime, typed)
        expect(composer(page)).to_have_text(typed)
    enter = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229, "nativeVirtualKeyCode": 229}
    ime.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    ime.send("Input.insertText", {"text": "你好"})
    ime.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    expect(composer(page)).to_have_text("你好")
    expect(stickers(page, "party")).to_be_visible()
    assert cast.bob.history(talk) == []
    composer(page).press("Enter")
    expect(last(page)).to_contain_text("Sent")
    (told,) = cast.bob.history(talk)
    assert told["body"]["text"] == f"{HERE}你好"


def test_a_message_holds_fifty_and_says_so(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    put_sticker(page, "party")
    for name in ("heart", "wink", "cool", "cry"):
        put_sticker(page, name)
    composer(page).press("Control+a")
    composer(page).press("Control+c")
    for times in range(1, 11):
        composer(page).press("Control+v")  # the first one in the place of what is selected
        expect(stickers(page, "party")).to_have_count(times)
    composer(page).press("Control+v")
    expect(page.get_by_text("At most 50 stickers and pictures fit into one message")).to_be_visible()
    expect(stickers(page, "party")).to_have_count(10)


def test_twenty_thousand_characters_are_written_and_sent(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    text = "今天下班 after work 😀\n" * 800
    text += "x" * (20_000 - len(text))
    composer(page).click()
    paste(page, text, "")
    expect(page.get_by_text("0 characters left")).to_be_visible()
    composer(page).press("Backspace")
    composer(page).press_sequentially("y")
    composer(page).press("Enter")
    expect(composer(page)).to_have_text("")
    eventually(lambda: cast.bob.texts(talk) == [text[:-1] + "y"], "all of it arrived")


def test_a_screen_reader_is_told_what_the_field_is(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk)
    expect(composer(page)).to_have_attribute("aria-multiline", "true")
    expect(composer(page)).to_have_accessible_name("Message to Bob")
    expect(composer(page)).to_be_focused()


def test_a_phone_writes_them_too(windows: Windows, cast: Cast, talk: int) -> None:
    page = chat_of(windows, cast.alice, talk, Looks(size=NARROW))
    page.get_by_role("button", name="More tools").click()
    composer(page).tap()
    mix(page)
    assert has_no_overflow(page)
    page.get_by_role("button", name="Send", exact=True).tap()
    is_mixed(page)
    assert has_no_overflow(page)

"""Burn after reading: covered, opened, counted down, gone from both sides, from browsers and from the server."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from playwright.sync_api import Locator, Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast, befriend
from e2e.pictures import on_disk, picture
from e2e.program import Program, message
from e2e.screens import chat_of, choose, composer, messages, messages_region, recent_with, write
from e2e.server import Server
from e2e.site import Site
from e2e.waiting import eventually

SECRET = "the safe opens with 4711"
KEPT_IN_BROWSER = """async () => {
  const kept = []
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { indexedDB.open(name).onsuccess = (event) => done(event.target.result) })
    for (const store of db.objectStoreNames) {
      const rows = db.transaction(store).objectStore(store).getAll()
      kept.push(...await new Promise((done) => { rows.onsuccess = () => done(rows.result) }))
    }
    db.close()
  }
  return JSON.stringify(kept) + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage })
}"""
WATCH = """() => {
  const seen = (window.seen = { texts: new Set(), timers: new Set(), pictures: 0 })
  const look = () => {
    for (const one of document.querySelectorAll('[role=group]')) seen.texts.add(one.textContent)
    for (const one of document.querySelectorAll('[role=timer]')) seen.timers.add(one.textContent)
  }
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
  document.addEventListener('load', ({ target }) => { if (target.src?.startsWith('blob:')) seen.pictures += 1 }, true)
}"""
"""Remembers what has been on screen: ten seconds are no time on a machine that does much else."""
SEEN = "() => ({ texts: [...seen.texts].join(), timers: [...seen.timers].join(), pictures: seen.pictures })"

KEPT_BLOBS = """async () => {
  const [{ name }] = (await indexedDB.databases()).filter(({ name }) => name.startsWith('ggtalk-'))
  const db = await new Promise((done) => { indexedDB.open(name).onsuccess = (event) => done(event.target.result) })
  const store = [...db.objectStoreNames].find((one) => one.includes('pictures'))
  const rows = db.transaction(store).objectStore(store).getAll()
  const kept = await new Promise((done) => { rows.onsuccess = () => done(rows.result) })
  db.close()
  return kept.length
}"""


def burn_mode(page: Page) -> Locator:
    return page.get_by_role("region", name="Write a message").get_by_role("button", name="Burn after reading")


def covered(page: Page, what: str) -> Locator:
    return messages(page).get_by_role("group", name=f"Burns after reading: {what}")


def open_it(page: Page, what: str) -> None:
    covered(page, what).get_by_role("button", name="Open it").click()


def burnt(page: Page, words: str) -> Locator:
    return messages_region(page).get_by_text(words, exact=True)


def kept(page: Page) -> str:
    text: str = page.evaluate(KEPT_IN_BROWSER)
    return text


def is_gone(site: Site, path: str, token: str) -> bool:
    return site.request("GET", path, None, token).status == 404


def whisper(person: Program, talk: int, text: str) -> dict[str, Any]:
    payload = message(talk, text)
    stored: dict[str, Any] = person.command("message.send", {**payload, "body": {"text": text, "burn": True}})
    return stored


def test_it_is_read_once_and_gone_for_both(windows: Windows, cast: Cast) -> None:
    talk = cast.alice.direct_with(cast.bob)
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    phone = chat_of(windows, cast.bob, talk, Looks(size=NARROW))
    burn_mode(hers).click()
    expect(hers.get_by_text("gone 10 seconds after it is opened")).to_be_visible()
    write(hers, SECRET)
    for page in (hers, his, phone):
        expect(covered(page, "text")).to_be_visible()
        expect(page.get_by_text(SECRET)).to_have_count(0)
    expect(recent_with(his, "Alice")).to_contain_text("[Burns after reading]")
    covered(hers, "text").get_by_role("button", name="Look at it").click()
    expect(covered(hers, "text")).to_contain_text(SECRET)
    for page in (hers, his, phone):
        page.evaluate(WATCH)
    open_it(his, "text")
    for page in (his, phone):
        expect(burnt(page, "A message from Alice was read and has burnt")).to_be_visible()
    expect(burnt(hers, "Your message was read and has burnt")).to_be_visible()
    assert SECRET in his.evaluate(SEEN)["texts"]
    assert SECRET not in phone.evaluate(SEEN)["texts"], "nobody has opened it there"
    for page in (hers, his, phone):
        assert "Burns in" in page.evaluate(SEEN)["timers"]
        expect(page.get_by_text(SECRET)).to_have_count(0)
        assert SECRET not in kept(page)
    his.reload()
    expect(burnt(his, "A message from Alice was read and has burnt")).to_be_visible()
    assert SECRET not in str(cast.bob.history(talk))


def test_what_is_written_to_burn_is_no_draft_and_what_was_one_is_one_no_more(windows: Windows, cast: Cast) -> None:
    alice = cast.alice
    talk = alice.direct_with(cast.bob)
    page = chat_of(windows, alice, talk)
    composer(page).fill(SECRET)
    eventually(lambda: alice.conversation(talk)["own"]["draft"] == SECRET, "it is a draft like any other")
    burn_mode(page).click()
    eventually(lambda: alice.conversation(talk)["own"]["draft"] == "", "it is a draft no more")
    expect(composer(page)).to_have_text(SECRET)
    eventually(lambda: SECRET not in kept(page), "nor is it kept in the browser")
    composer(page).press("Enter")
    expect(covered(page, "text")).to_be_visible()
    expect(composer(page)).to_have_text("")
    page.get_by_role("button", name="Stop burning after reading").click()
    write(page, "and this stays")
    expect(messages(page).filter(has_text="and this stays")).to_be_visible()
    eventually(lambda: alice.texts(talk) == ["and this stays"], "only what does not burn is a text of the history")


def test_pictures_burn_with_their_files(windows: Windows, cast: Cast) -> None:
    talk = cast.alice.direct_with(cast.bob)
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, cast.bob, talk)
    burn_mode(hers).click()
    hers.locator("input[type=file]").set_input_files([on_disk("secret.png", picture("#c03030"))])
    expect(composer(hers).get_by_role("img", name="[Picture]")).to_have_count(1)
    composer(hers).press("Enter")
    his.evaluate(WATCH)
    with his.expect_response("**/api/files/*/") as asked:
        open_it(his, "pictures")
    expect(burnt(his, "A message from Alice was read and has burnt")).to_be_visible()
    assert his.evaluate(SEEN)["pictures"] == 1
    path = asked.value.url.removeprefix(windows.address)
    for token in (cast.alice.token, cast.bob.token):
        eventually(partial(is_gone, cast.site, path, token), "its file is gone")
    assert hers.evaluate(KEPT_BLOBS) == 0


def test_nothing_can_be_made_of_it(windows: Windows, cast: Cast) -> None:
    cast.alice.connect()
    talk = cast.alice.direct_with(cast.bob)
    whisper(cast.alice, talk, SECRET)
    page = chat_of(windows, cast.bob, talk)
    covered(page, "text").locator("..").click(button="right")
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name="Delete for me")).to_be_visible()
    for deed in ("Forward", "Copy", "Pin message", "Select text"):
        expect(menu.get_by_role("menuitem", name=deed, exact=True)).to_have_count(0)
    choose(page, "Choose several")
    bar = page.get_by_role("region", name="Chosen messages")
    expect(bar.get_by_role("button", name="Forward")).to_be_disabled()
    expect(bar.get_by_role("button", name="Delete for me")).to_be_enabled()


def test_in_a_group_it_burns_for_each_who_has_read_it(windows: Windows, cast: Cast) -> None:
    carol = cast.person("Carol")
    befriend(cast.alice, carol)
    group = cast.alice.ask("POST", "/api/groups/", {"name": "Walks", "members": [cast.bob.id, carol.id]})
    talk: int = group["conversation"]["id"]
    hers, his, carols = (chat_of(windows, one, talk) for one in (cast.alice, cast.bob, carol))
    phone = chat_of(windows, cast.bob, talk, Looks(size=NARROW))
    write(hers, "hello everybody")
    burn_mode(hers).click()
    expect(hers.get_by_text("gone for each 10 seconds after they open it")).to_be_visible()
    write(hers, SECRET)
    for page in (hers, his, carols, phone):
        expect(covered(page, "text")).to_be_visible()
    his.evaluate(WATCH)
    open_it(his, "text")
    for page in (his, phone):
        expect(covered(page, "text")).to_have_count(0)
        expect(page.get_by_text(SECRET)).to_have_count(0)
    seen = his.evaluate(SEEN)
    assert SECRET in seen["texts"]
    assert "Burns in" in seen["timers"]
    his.reload()
    expect(messages(his).filter(has_text="hello everybody")).to_be_visible()
    expect(covered(his, "text")).to_have_count(0)
    for page in (hers, carols):
        expect(covered(page, "text")).to_be_visible()
    open_it(carols, "text")
    expect(burnt(hers, "Your message has burnt")).to_be_visible()
    expect(covered(carols, "text")).to_have_count(0)
    for page in (hers, his, carols, phone):
        expect(page.get_by_text(SECRET)).to_have_count(0)
        assert SECRET not in kept(page)
    assert [one["body"] for one in cast.alice.history(talk)][-1] == {"burnt": True}
    assert SECRET not in str([one.history(talk) for one in (cast.alice, cast.bob, carol)])


def test_a_server_killed_in_between_lets_it_burn_when_it_is_back(own_server: Server) -> None:
    site = Site("127.0.0.1", own_server.port)
    alice, bob = (Program.sign_in(site, account) for account in ("10000", "10001"))
    talk = alice.direct_with(bob)
    alice.connect()
    bob.connect()
    said = whisper(alice, talk, SECRET)["id"]
    assert bob.command("message.open", {"message": said})["body"]["text"] == SECRET
    opened_at = time.monotonic()
    own_server.kill()
    own_server.start()
    alice.reconnect()
    burnt_body = {"burnt": True}
    heard = alice.hear("message.burnt")["message"]
    assert (heard["id"], heard["body"]) == (said, burnt_body)
    assert time.monotonic() - opened_at > 9
    assert [one["body"] for one in bob.history(talk) if one["id"] == said] == [burnt_body]
    files = [file for file in own_server.data_dir.iterdir() if file.name.startswith("ggtalk.sqlite3")]
    own_server.stop()
    assert files
    assert all(SECRET.encode() not in file.read_bytes() for file in files if file.exists())

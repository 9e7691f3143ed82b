"""Going out of a group, by oneself or not: what stays on the screens, on the desk and on the phone."""

from __future__ import annotations

from playwright.sync_api import expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast
from e2e.screens import chat_of, choose, composer, messages_region, recent_with, said, window_of
from e2e.test_pins import bar


def test_who_was_removed_keeps_what_they_had_in_every_window(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    made = alice.ask("POST", "/api/groups/", {"name": "Rowers", "members": [bob.id]})
    place, address = made["conversation"]["id"], f"/api/groups/{made['id']}"
    alice.connect()
    first, second = (alice.say(place, text)["id"] for text in ("Meet at eight", "Bring oars"))
    alice.command("message.pin", {"message": first, "on": True})
    his = [chat_of(windows, bob, place), chat_of(windows, bob, place, Looks(theme="dark", size=NARROW))]
    alice.ask("DELETE", f"{address}/members/{bob.id}/")
    for page in his:
        expect(composer(page)).to_have_count(0)
    alice.say(place, "Now that he is gone")
    alice.command("message.pin", {"message": first, "on": False})
    alice.command("message.pin", {"message": second, "on": True})
    alice.ask("PATCH", f"{address}/", {"name": "Without him"})
    for page in his:
        page.reload()
        expect(bar(page)).to_contain_text("Meet at eight")
        expect(page.get_by_role("heading", name="Rowers")).to_be_visible()
        expect(said(page, "Bring oars")).to_be_visible()
        expect(said(page, "Now that he is gone")).to_have_count(0)


def test_an_owner_hands_the_group_over_and_leaves(windows: Windows, cast: Cast) -> None:
    made = cast.alice.ask("POST", "/api/groups/", {"name": "Rowers", "members": [cast.bob.id]})
    hers, his = (chat_of(windows, person, made["conversation"]["id"]) for person in (cast.alice, cast.bob))
    recent_with(hers, "Rowers").click(button="right")
    expect(hers.get_by_role("menuitem", name="The owner can't leave")).to_be_disabled()
    hers.keyboard.press("Escape")
    cast.alice.ask("POST", f"/api/groups/{made['id']}/owner/", {"user": cast.bob.id})
    expect(messages_region(hers).get_by_text("You handed the group over to Bob")).to_be_visible()
    recent_with(hers, "Rowers").click(button="right")
    choose(hers, "Leave group")
    hers.get_by_role("dialog").get_by_role("button", name="Leave group").click()
    expect(composer(hers)).to_have_count(0)
    expect(messages_region(his).get_by_text("Alice left the group")).to_be_visible()


def test_a_group_needs_a_name_that_can_be_seen(windows: Windows, cast: Cast) -> None:
    cast.bob.connect()
    hers = window_of(windows, cast.alice, "/chats")
    hers.get_by_role("button", name="Add", exact=True).click()
    choose(hers, "Create group")
    dialog = hers.get_by_role("dialog", name="Create group")
    dialog.get_by_role("checkbox", name="Bob").check()
    name = dialog.get_by_label("Group name")
    name.fill("    ")
    expect(dialog.get_by_role("button", name="Create group")).to_be_disabled()
    name.fill("")
    name.press_sequentially("x" * 45)
    expect(name).to_have_value("x" * 40)
    expect(dialog.get_by_role("button", name="Create group")).to_be_enabled()

"""Finding people, becoming friends and keeping them in order, on the screens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import PASSWORD, Cast, befriend
from e2e.program import Program
from e2e.screens import choose, cut_off, friend_row, group_row, window_of


def ask(page: Page, other: Program, note: str) -> None:
    """Finds somebody by account and asks to be friends."""
    page.get_by_role("button", name="Add", exact=True).click()
    choose(page, "Find and add")
    page.get_by_role("searchbox", name="Account or name").fill(other.account)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=f"Add {other.user['name']} as a friend").click()
    dialog = page.get_by_role("dialog", name="Add as friend")
    dialog.get_by_label("Note").fill(note)
    dialog.get_by_role("button", name="Send request").click()
    expect(dialog).to_be_hidden()


def test_asking_on_one_side_and_accepting_on_the_other(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.person("Bob")
    hers, his = window_of(windows, alice, "/contacts"), window_of(windows, bob, "/contacts")
    expect(hers.get_by_text("No friends yet")).to_be_visible()
    ask(hers, bob, "We met on the bus 🚌")

    requests = his.get_by_role("link", name="Requests")
    expect(requests).to_contain_text("1")
    requests.click()
    row = his.get_by_role("list", name="Friend requests").get_by_role("listitem")
    expect(row).to_contain_text("We met on the bus 🚌")
    expect(requests).not_to_contain_text("1")
    row.get_by_role("button", name="Accept").click()
    dialog = his.get_by_role("dialog", name="Accept friend request")
    dialog.get_by_label("Remark name").fill("Alice from the bus")
    dialog.get_by_role("button", name="Accept").click()
    expect(row).to_contain_text("Accepted")

    expect(friend_row(his, "Alice from the bus")).to_be_visible()
    expect(friend_row(hers, "Bob")).to_be_visible()
    hers.get_by_role("link", name="Requests").click()
    expect(hers.get_by_text("accepted your request")).to_be_visible()


def test_refusing_with_a_reason(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.person("Bob")
    alice.ask("POST", "/api/friends/requests/", {"user": bob.id, "note": "Please?"})
    his = window_of(windows, bob, "/contacts/requests")
    his.get_by_role("button", name="Refuse").click()
    dialog = his.get_by_role("dialog", name=re.compile("^Refuse Alice"))
    dialog.get_by_label("Reason").fill("I don't know you")
    dialog.get_by_role("button", name="Refuse").click()
    expect(his.get_by_text("Refused", exact=True)).to_be_visible()
    hers = window_of(windows, alice, "/contacts/requests")
    expect(hers.get_by_text("Reason: I don't know you")).to_be_visible()


def test_who_asks_again_after_a_refusal_finds_both_answers_kept(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.person("Bob")
    hers, his = window_of(windows, alice, "/contacts/requests"), window_of(windows, bob, "/contacts/requests")
    for reason in ("Who are you?", "I still don't know you"):
        asked = alice.ask("POST", "/api/friends/requests/", {"user": bob.id, "note": f"Before “{reason}”"})
        row = his.get_by_role("article").filter(has=his.get_by_role("button", name="Refuse"))
        expect(row).to_contain_text(f"Before “{reason}”")
        bob.ask("POST", f"/api/friends/requests/{asked['id']}/refuse/", {"reason": reason})
    alice.ask("POST", "/api/friends/requests/", {"user": bob.id, "note": "Please"})
    for page in (hers, his):
        rows = page.get_by_role("article")
        expect(rows).to_have_count(3)
        expect(rows.nth(0)).to_contain_text("Please")
        expect(rows.nth(1)).to_contain_text("Reason: I still don't know you")
        expect(rows.nth(2)).to_contain_text("Reason: Who are you?")
    his.get_by_role("button", name="Accept").click()
    his.get_by_role("dialog").get_by_role("button", name="Accept").click()
    expect(friend_row(his, "Alice")).to_be_visible()
    expect(hers.get_by_role("article").nth(0)).to_contain_text("Accepted")
    expect(hers.get_by_role("article").nth(2)).to_contain_text("Reason: Who are you?")


def test_a_remark_is_shown_to_me_alone_and_goes_through_to_my_other_windows(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    hers = window_of(windows, alice, "/contacts")
    another = windows.open_in(hers.context, "/contacts")
    friend_row(hers, "Bob").click(button="right")
    choose(hers, "Edit remark name")
    hers.get_by_role("dialog").get_by_label("Remark name").fill("The tall one")
    hers.keyboard.press("Enter")
    expect(friend_row(hers, "The tall one")).to_be_visible()
    expect(friend_row(another, "The tall one")).to_be_visible()
    assert [friend["remark"] for friend in bob.ask("GET", "/api/friends/")["friends"]] == [""]


def test_friends_are_dragged_between_groups_and_groups_among_each_other(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    page = window_of(windows, alice, "/contacts")
    group_row(page, "My friends").click(button="right")
    choose(page, "New group")
    page.get_by_role("dialog").get_by_label("Name of the group").fill("同事")
    page.keyboard.press("Enter")
    colleagues = group_row(page, "同事")
    expect(colleagues).to_contain_text("0/0")
    friend_row(page, "Bob").drag_to(colleagues)
    expect(colleagues).to_contain_text("/1")
    expect(group_row(page, "My friends")).to_contain_text("0/0")
    friends = alice.ask("GET", "/api/friends/")
    named = {group["id"]: group["name"] for group in friends["friend_groups"]}
    assert {friend["user"]["id"]: named[friend["friend_group"]] for friend in friends["friends"]} == {bob.id: "同事"}

    colleagues.drag_to(group_row(page, "My friends"), target_position={"x": 40, "y": 3})
    expect(page.get_by_role("treeitem", level=1).first).to_contain_text("同事")
    page.reload()
    expect(page.get_by_role("treeitem", level=1).first).to_contain_text("同事")

    colleagues.click(button="right")
    choose(page, "Delete group")
    dialog = page.get_by_role("dialog", name=re.compile("Delete the group"))
    dialog.get_by_role("button", name="Delete group").click()
    expect(colleagues).to_have_count(0)
    expect(friend_row(page, "Bob")).to_be_visible()


@pytest.mark.parametrize("looks", [Looks(), Looks(size=NARROW)])
def test_deleting_a_friend_takes_both_from_the_lists(windows: Windows, cast: Cast, looks: Looks) -> None:
    alice, bob = cast.alice, cast.bob
    hers, his = window_of(windows, alice, "/contacts", looks), window_of(windows, bob, "/contacts", looks)
    expect(friend_row(his, "Alice")).to_be_visible()
    friend_row(hers, "Bob").click(button="right")
    choose(hers, "Delete friend")
    hers.get_by_role("dialog").get_by_role("button", name="Delete friend").click()
    for page in (hers, his):
        expect(page.get_by_text("No friends yet")).to_be_visible()


def test_blocking_is_undone_where_it_is_listed(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    page = window_of(windows, alice, "/contacts")
    friend_row(page, "Bob").click(button="right")
    choose(page, "Block")
    page.get_by_role("dialog").get_by_role("button", name="Block").click()
    expect(friend_row(page, "Bob").get_by_label("Blocked")).to_be_visible()
    assert [user["id"] for user in alice.ask("GET", "/api/friends/")["blocks"]] == [bob.id]
    friend_row(page, "Bob").click(button="right")
    choose(page, "Unblock")
    expect(friend_row(page, "Bob").get_by_label("Blocked")).to_have_count(0)
    assert alice.ask("GET", "/api/friends/")["blocks"] == []


def test_presence_moves_the_dots_and_the_order(windows: Windows, cast: Cast) -> None:
    alice, bob, aaron = cast.alice, cast.bob, cast.person("Aaron")
    befriend(alice, aaron)
    page = window_of(windows, alice, "/contacts")
    friends = page.get_by_role("treeitem", level=2)
    expect(friends.first).to_contain_text("Aaron")
    bob.connect()
    expect(friends.first).to_contain_text("Bob")
    for state, shown in (("busy", "Busy"), ("dnd", "Do not disturb"), ("away", "Away"), ("online", "Online")):
        bob.command("presence.set", {"presence": state})
        expect(friend_row(page, "Bob").get_by_role("img", name=shown, exact=True)).to_be_visible()
    expect(group_row(page, "My friends")).to_contain_text("1/2")
    bob.command("presence.set", {"presence": "invisible"})
    expect(group_row(page, "My friends")).to_contain_text("0/2")


def test_i_am_away_when_i_do_nothing_and_back_when_i_move(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    alice.connect()
    page = windows.open("about:blank")
    page.clock.install()
    windows.sign_in(page, bob.account, PASSWORD)
    page.goto("/contacts")
    alice.hear("presence.changed", lambda payload: payload == {"user": bob.id, "presence": "online"})
    expect(friend_row(page, "Alice")).to_be_visible()
    page.clock.fast_forward("05:01")
    alice.hear("presence.changed", lambda payload: payload == {"user": bob.id, "presence": "away"})
    page.mouse.move(100, 100)
    page.mouse.move(200, 300)
    alice.hear("presence.changed", lambda payload: payload == {"user": bob.id, "presence": "online"})


def test_my_card_changes_my_presence_and_signature_for_everybody(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    hers, his = window_of(windows, alice, "/contacts"), window_of(windows, bob, "/contacts")
    expect(friend_row(his, "Alice").get_by_role("img", name="Online")).to_be_visible()
    hers.get_by_role("button", name="My card: Alice").click()
    hers.get_by_role("button", name=re.compile("^Edit signature")).click()
    hers.get_by_role("textbox", name="Signature").fill("今天也要开心 🌱")
    hers.keyboard.press("Enter")
    expect(friend_row(his, "Alice")).to_contain_text("今天也要开心 🌱")
    hers.get_by_role("radio", name="Invisible").click()
    expect(friend_row(his, "Alice").get_by_role("img", name="Online")).to_have_count(0)
    expect(group_row(his, "My friends")).to_contain_text("0/1")


def test_a_signature_that_cannot_be_saved_stays_where_it_was_written(windows: Windows, cast: Cast) -> None:
    page = window_of(windows, cast.alice, "/contacts")
    page.get_by_role("button", name="My card: Alice").click()
    page.get_by_role("button", name=re.compile("^Edit signature")).click()
    cut_off(page)
    written = page.get_by_role("textbox", name="Signature")
    written.fill("Thought of in a tunnel")
    written.press("Tab")
    expect(
        page.get_by_role("region", name="Notifications").get_by_text("The server can't be reached").first
    ).to_be_visible()
    expect(written).to_have_value("Thought of in a tunnel")
    page.context.set_offline(False)
    written.press("Enter")
    expect(written).to_have_count(0)
    cast.bob.connect()
    (card,) = cast.bob.ask("GET", f"/api/users/?ids={cast.alice.id}")["users"]
    assert card["signature"] == "Thought of in a tunnel"


def test_names_are_text_and_never_break_the_layout(windows: Windows, cast: Cast) -> None:
    alice = cast.alice
    names = ["<script>alert(1)</script>", "‮Right to left", "𠮷" * 20, "W" * 32, "a\u0300\u0301\u0302\u0303" * 6]
    for name in names:
        odd = cast.person(name[:20])
        asked = alice.ask("POST", "/api/friends/requests/", {"user": odd.id, "note": f"I am {name}" * 5})
        odd.ask("POST", f"/api/friends/requests/{asked['id']}/accept/", {"remark": ""})
    for looks in (Looks(), Looks(size=NARROW, locale="zh-CN", theme="dark")):
        page = window_of(windows, alice, "/contacts", looks)
        expect(page.get_by_text("<script>alert(1)</sc")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.goto("/contacts/requests")
        expect(page.get_by_role("listitem")).to_have_count(len(names))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

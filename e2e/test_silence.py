"""Owner and admins mute a member or everyone; members bear a name of their own in a group."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import Cast, befriend
from e2e.program import Program, message
from e2e.screens import chat_of, choose, composer, messages, messages_region, recent_with, said, window_of, write
from e2e.site import Refused


def new_group(cast: Cast, carol: Program) -> int:
    befriend(cast.alice, carol)
    made = cast.alice.ask("POST", "/api/groups/", {"name": "Choir", "members": [cast.bob.id, carol.id]})
    place: int = made["conversation"]["id"]
    return place


def composing(page: Page) -> Locator:
    return page.get_by_role("region", name="Write a message")


def members(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Members")


def menu_of(page: Page, name: str) -> None:
    members(page).get_by_role("listitem").filter(has_text=name).get_by_role("button").click(button="right")


def test_a_member_is_muted_on_all_devices_and_speaks_again(windows: Windows, cast: Cast) -> None:
    place = new_group(cast, cast.person("Carol"))
    hers, his, his_phone = (chat_of(windows, person, place) for person in (cast.alice, cast.bob, cast.bob))
    composer(his).fill("half a sen")
    hers.get_by_role("button", name="Members").click()
    menu_of(hers, "Bob")
    choose(hers, "Mute", "10 minutes")
    for page in (his, his_phone):
        expect(composing(page)).to_contain_text("You are muted in this group for another")
        expect(composer(page)).to_have_count(0)
        expect(messages_region(page).get_by_text("Alice muted you until")).to_be_visible()
    expect(members(hers).get_by_role("img", name="Muted for another 10 minutes")).to_be_visible()
    cast.bob.connect()
    with pytest.raises(Refused, match="silenced"):
        cast.bob.command("message.send", message(place, "through the back door"))
    menu_of(hers, "Bob")
    choose(hers, "Unmute")
    expect(composer(his)).to_have_text("half a sen")
    write(his_phone, "I can sing again")
    expect(said(hers, "I can sing again")).to_be_visible()


def test_everyone_is_muted_but_who_rules(windows: Windows, cast: Cast) -> None:
    place = new_group(cast, cast.person("Carol"))
    hers, his = (chat_of(windows, person, place) for person in (cast.alice, cast.bob))
    recent_with(hers, "Choir").click(button="right")
    choose(hers, "Mute everyone", "Until lifted")
    expect(composing(his)).to_contain_text("Everyone is muted in this group until its owner or an admin lifts it.")
    expect(messages_region(his).get_by_text("Alice muted everyone until this is lifted")).to_be_visible()
    write(hers, "Rehearsal at eight")
    expect(said(his, "Rehearsal at eight")).to_be_visible()
    recent_with(hers, "Choir").click(button="right")
    choose(hers, "Unmute everyone")
    write(his, "I will be there")
    expect(said(hers, "I will be there")).to_be_visible()


def test_members_bear_a_name_in_the_group(windows: Windows, cast: Cast) -> None:
    carol = cast.person("Carol")
    place = new_group(cast, carol)
    hers, carols = (chat_of(windows, person, place) for person in (cast.alice, carol))
    recent_with(carols, "Choir").click(button="right")
    choose(carols, "My name in this group")
    dialog = carols.get_by_role("dialog", name="My name in this group")
    dialog.get_by_label("Name in this group").fill("女高音 Carol")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    write(carols, "la la la")
    expect(messages(hers).filter(has_text="la la la")).to_contain_text("女高音 Carol")
    composer(hers).press_sequentially("@女")
    hers.get_by_role("option").first.click()
    expect(composer(hers)).to_have_text("@女高音 Carol ")
    hers.get_by_role("button", name="Members").click()
    menu_of(hers, "女高音 Carol")
    choose(hers, "Set name in this group")
    dialog = hers.get_by_role("dialog", name="Set name in this group")
    dialog.get_by_label("Name in this group").fill("")
    dialog.get_by_role("button", name="Save").click()
    expect(messages(hers).filter(has_text="la la la")).not_to_contain_text("女高音 Carol")


def test_a_private_group_offers_no_private_chats(windows: Windows, cast: Cast) -> None:
    carol = cast.person("Carol")
    place = new_group(cast, carol)
    hers, his = (chat_of(windows, person, place) for person in (cast.alice, cast.bob))
    his.get_by_role("button", name="Members").click()
    menu_of(his, "Carol")
    expect(his.get_by_role("menuitem", name="Send a message")).to_be_visible()
    his.keyboard.press("Escape")
    recent_with(hers, "Choir").click(button="right")
    choose(hers, "Private group: no private chats")
    expect(messages_region(his).get_by_text("Alice made the group private")).to_be_visible()
    menu_of(his, "Carol")
    expect(his.get_by_role("menuitem", name="Profile")).to_be_visible()
    expect(his.get_by_role("menuitem", name="Send a message")).to_have_count(0)


def test_a_name_of_a_group_stands_wherever_the_member_speaks(windows: Windows, cast: Cast) -> None:
    place = new_group(cast, cast.person("Carol"))
    (group,) = (one["id"] for one in cast.bob.ask("GET", "/api/groups/") if one["conversation"] == place)
    cast.bob.ask("PATCH", f"/api/groups/{group}/members/{cast.bob.id}/", {"nickname": "Basso"})
    cast.bob.connect()
    cast.bob.say(place, "la la")
    hers = window_of(windows, cast.alice, "/chats")
    row = recent_with(hers, "Choir")
    expect(row).to_contain_text("Basso: la la")
    cast.bob.command("typing.start", {"conversation": place})
    expect(row).to_contain_text("Basso is typing")
    row.click()
    expect(said(hers, "la la")).to_contain_text("Basso")
    cast.bob.ask("PATCH", f"/api/groups/{group}/members/{cast.bob.id}/", {"nickname": ""})
    expect(said(hers, "la la")).to_contain_text("Bob")
    expect(row).to_contain_text("Bob: la la")

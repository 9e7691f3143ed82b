"""The list of a group's members: who is there, friend or not, found by letters and by search, on a desk and a phone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cast import Cast, befriend
from e2e.program import Program
from e2e.screens import chat_of, choose, window_of

NAMES = ("Amy", "Ann", "Boris", "Clara", "David", "Emil", "Fatma", "Gus", "Hana", "Ivo", "陈晨", "王大伟")


def group_of(owner: Program, members: list[Program]) -> dict[str, int]:
    """A new group; its id and its conversation's."""
    made = owner.ask("POST", "/api/groups/", {"name": "Everybody", "members": [one.id for one in members]})
    return {"id": made["id"], "place": made["conversation"]["id"]}


def panel_of(page: Page, button: str = "Members") -> Locator:
    page.get_by_role("button", name=button, exact=True).click()
    return page.get_by_role("complementary", name=button)


def row(panel: Locator, name: str) -> Locator:
    return panel.get_by_role("listitem").filter(has_text=name)


def test_members_who_are_no_friends_come_and_go(windows: Windows, cast: Cast) -> None:
    carol, dave = cast.person("Carol"), cast.person("Dave")
    for friend in (carol, dave):
        befriend(cast.alice, friend)
    group = group_of(cast.alice, [cast.bob, carol])
    his = chat_of(windows, cast.bob, group["place"])
    panel = panel_of(his)
    expect(row(panel, "Carol").get_by_role("img", name="Offline")).to_be_visible()
    carol.connect()
    expect(row(panel, "Carol").get_by_role("img", name="Online")).to_be_visible()
    carol.command("presence.set", {"presence": "busy"})
    expect(row(panel, "Carol").get_by_role("img", name="Busy")).to_be_visible()
    carol.command("presence.set", {"presence": "invisible"})
    expect(row(panel, "Carol").get_by_role("img", name="Offline")).to_be_visible()

    dave.connect()
    cast.alice.ask("POST", f"/api/groups/{group['id']}/members/", {"members": [dave.id]})
    expect(row(panel, "Dave").get_by_role("img", name="Online")).to_be_visible()
    his.reload()
    expect(row(panel_of(his), "Dave").get_by_role("img", name="Online")).to_be_visible()


def test_a_member_is_written_to_from_where_they_are_found_as_long_as_the_group_lets_one(
    windows: Windows, cast: Cast
) -> None:
    carol = cast.person("Carol")
    befriend(cast.alice, carol)
    group = group_of(cast.alice, [cast.bob, carol])
    his = window_of(windows, cast.bob, "/contacts/find")
    his.get_by_role("searchbox", name="Account or name").fill(carol.account)
    message = his.get_by_role("button", name="Message", exact=True)
    expect(message).to_be_visible()
    allow = f"/api/groups/{group['id']}/"
    cast.alice.ask("PATCH", allow, {"allows_private_chat": False})
    expect(message).to_be_hidden()
    cast.alice.ask("PATCH", allow, {"allows_private_chat": True})
    expect(message).to_be_visible()
    message.click()
    expect(his.get_by_role("heading", name="Carol")).to_be_visible()


def test_a_click_shows_a_member_and_a_double_click_writes_to_them(windows: Windows, cast: Cast) -> None:
    carol = cast.person("Carol")
    befriend(cast.alice, carol)
    his = chat_of(windows, cast.bob, group_of(cast.alice, [cast.bob, carol])["place"])
    line = row(panel_of(his), "Carol").get_by_role("button")
    card = his.get_by_role("dialog", name="Profile")
    line.click()
    expect(card.get_by_role("button", name="Message")).to_be_visible()
    his.keyboard.press("Escape")
    expect(card).to_be_hidden()
    line.press("Enter")
    expect(card.get_by_role("button", name="Message")).to_be_visible()
    card.get_by_role("button", name="Close").click()
    expect(card).to_be_hidden()
    line.dblclick(delay=100)
    expect(his.get_by_role("heading", name="Carol")).to_be_visible()
    expect(card).to_be_hidden()


def test_many_stand_under_letters_and_are_found(windows: Windows, cast: Cast) -> None:
    everybody = [cast.person(name) for name in NAMES]
    for friend in everybody:
        befriend(cast.alice, friend)
    group = group_of(cast.alice, everybody)
    hers = chat_of(windows, cast.alice, group["place"])
    panel = panel_of(hers)
    for letter in ("A", "B", "C", "D"):
        expect(panel.get_by_role("heading", name=letter, exact=True)).to_be_visible()
    field = panel.get_by_role("searchbox", name="Search members")
    field.fill("大伟")
    expect(panel.get_by_role("listitem")).to_have_count(2)
    expect(panel.get_by_role("heading", name="W", exact=True)).to_be_visible()
    field.fill(everybody[2].account)
    expect(row(panel, "Boris")).to_be_visible()
    field.fill("nobody is called so")
    expect(panel.get_by_text("Nothing found")).to_be_visible()


def test_a_group_is_ruled_on_a_phone_in_chinese(windows: Windows, cast: Cast) -> None:
    carol = cast.person("陈晨")
    befriend(cast.alice, carol)
    group = group_of(cast.alice, [cast.bob, carol])
    phone = chat_of(windows, cast.alice, group["place"], Looks("zh-CN", "dark", NARROW))
    panel = panel_of(phone, "群成员")
    row(panel, "陈晨").get_by_role("button").click(button="right")
    choose(phone, "禁言", "10分钟")
    expect(panel.get_by_role("img", name="禁言中，还剩10分钟")).to_be_visible()
    row(panel, "Bob").get_by_role("button").click(button="right")
    choose(phone, "设为管理员")
    expect(row(panel, "Bob")).to_contain_text("管理员")
    row(panel, "陈晨").get_by_role("button").click(button="right")
    choose(phone, "移出群聊")
    phone.get_by_role("dialog").get_by_role("button", name="移出群聊").click()
    expect(row(panel, "陈晨")).to_have_count(0)

"""A group on the screens: three people talk, one leaves."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from e2e.browser import Windows
from e2e.cast import Cast, befriend
from e2e.screens import chat_of, choose, composer, messages, messages_region, recent_with, said, window_of, write


def test_three_people_talk_and_one_leaves(windows: Windows, cast: Cast) -> None:
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(alice, carol)
    hers, his, carols = (window_of(windows, person, "/chats") for person in (alice, bob, carol))
    create_group(hers, "周末爬山 ⛰", ["Bob", "Carol"])
    expect(composer(hers)).to_be_visible()
    for page in (his, carols):
        recent_with(page, "周末爬山 ⛰").click()
        expect(messages_region(page).get_by_text("Alice created the group")).to_be_visible()
    for page, name in ((hers, "Alice"), (his, "Bob"), (carols, "Carol")):
        write(page, f"{name} is here")
    for page in (hers, his, carols):
        for name in ("Alice", "Bob", "Carol"):
            expect(said(page, f"{name} is here")).to_be_visible()
    expect(messages(his).filter(has_text="Carol is here")).to_contain_text("Carol")

    expect(hers.get_by_text("3 members")).to_be_visible()
    recent_with(carols, "周末爬山 ⛰").click(button="right")
    choose(carols, "Leave group")
    carols.get_by_role("dialog").get_by_role("button", name="Leave group").click()
    for page in (hers, his):
        expect(page.get_by_text("Carol left the group").first).to_be_visible()
        expect(page.get_by_text("2 members")).to_be_visible()
    write(hers, "Only for those who stayed")
    expect(said(his, "Only for those who stayed")).to_be_visible()
    expect(composer(carols)).to_have_count(0)
    expect(said(carols, "Only for those who stayed")).to_have_count(0)


def create_group(page: Page, name: str, friends: list[str]) -> None:
    page.get_by_role("button", name="Add", exact=True).click()
    choose(page, "Create group")
    dialog = page.get_by_role("dialog", name="Create group")
    dialog.get_by_label("Group name").fill(name)
    for friend in friends:
        dialog.get_by_role("checkbox", name=friend).check()
    dialog.get_by_role("button", name="Create group").click()
    expect(dialog).to_be_hidden()


def test_members_are_listed_and_more_are_invited(windows: Windows, cast: Cast) -> None:
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(alice, carol)
    group = alice.ask("POST", "/api/groups/", {"name": "Small circle", "members": [bob.id]})
    page = chat_of(windows, alice, group["conversation"]["id"])
    page.get_by_role("button", name="Members").click()
    panel = page.get_by_role("complementary", name="Members")
    expect(panel.get_by_role("listitem")).to_have_count(2)
    panel.get_by_role("button", name="Invite friends").click()
    dialog = page.get_by_role("dialog", name="Invite friends")
    expect(dialog.get_by_role("checkbox", name="Bob")).to_have_count(0)
    dialog.get_by_role("checkbox", name="Carol").check()
    dialog.get_by_role("button", name="Invite", exact=True).click()
    expect(panel.get_by_role("listitem")).to_have_count(3)
    expect(panel).to_contain_text("Carol")
    assert [item["name"] for item in carol.ask("GET", "/api/groups/")] == ["Small circle"]


def test_the_group_is_ruled_handed_over_and_dissolved(windows: Windows, cast: Cast) -> None:
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(alice, carol)
    group = alice.ask("POST", "/api/groups/", {"name": "Rowers", "members": [bob.id, carol.id]})
    place = group["conversation"]["id"]
    hers, his, carols = (chat_of(windows, person, place) for person in (alice, bob, carol))
    hers.get_by_role("button", name="Members").click()
    rule(hers, "Bob", "Make admin")
    expect(member_row(hers, "Bob")).to_contain_text("Admin")
    expect(messages_region(carols).get_by_text("Alice made Bob an admin")).to_be_visible()
    rename(his, "Rowers", "赛艇队 🚣")  # he has not looked at the members
    his.get_by_role("button", name="Members").click()
    expect(member_row(his, "Bob")).to_contain_text("Admin")
    for page in (hers, carols):
        expect(recent_with(page, "赛艇队 🚣")).to_be_visible()
        expect(messages_region(page).get_by_text("Bob renamed the group “赛艇队 🚣”")).to_be_visible()

    rule(his, "Carol", "Remove from group", sure=True)
    expect(composer(carols)).to_have_count(0)
    expect(messages_region(hers).get_by_text("Bob removed Carol from the group")).to_be_visible()
    expect(messages_region(carols).get_by_text("removed")).to_have_count(0)

    rule(hers, "Bob", "Hand the group over", sure=True)
    expect(member_row(his, "Bob")).to_contain_text("Owner")
    expect(member_row(hers, "Alice")).to_contain_text("Admin")
    expect(messages_region(his).get_by_text("Alice handed the group over to you")).to_be_visible()

    recent_with(his, "赛艇队 🚣").click(button="right")
    choose(his, "Dissolve group")
    his.get_by_role("dialog").get_by_role("button", name="Dissolve group").click()
    for page in (hers, his):
        expect(messages_region(page).get_by_text("dissolved the group")).to_be_visible()
        expect(composer(page)).to_have_count(0)


def test_a_group_is_made_with_an_announcement(windows: Windows, cast: Cast) -> None:
    his = window_of(windows, cast.bob, "/chats")
    hers = window_of(windows, cast.alice, "/chats")
    hers.get_by_role("button", name="Add", exact=True).click()
    choose(hers, "Create group")
    dialog = hers.get_by_role("dialog", name="Create group")
    dialog.get_by_label("Group name").fill("Choir")
    dialog.get_by_label("Announcement (optional)").fill("Bring your voice")
    dialog.get_by_role("checkbox", name="Bob").check()
    dialog.get_by_role("button", name="Create group").click()
    recent_with(his, "Choir").click()
    expect(messages_region(his).get_by_text("Alice announced: Bring your voice")).to_be_visible()


def test_what_is_announced_is_read_and_taken_back(windows: Windows, cast: Cast) -> None:
    alice, bob = cast.alice, cast.bob
    group = alice.ask("POST", "/api/groups/", {"name": "Office", "members": [bob.id]})
    hers, his = (chat_of(windows, person, group["conversation"]["id"]) for person in (alice, bob))
    announcements(hers).get_by_label("What everybody should read").fill("Fire drill on Friday\n<b>at ten</b>")
    announcements(hers).get_by_role("button", name="Announce", exact=True).click()
    expect(announcements(hers).get_by_role("listitem")).to_contain_text("<b>at ten</b>")
    expect(messages_region(his).get_by_text("Alice announced: Fire drill on Friday")).to_be_visible()
    expect(announcements(his).get_by_role("listitem")).to_contain_text("Fire drill on Friday")
    expect(announcements(his).get_by_role("textbox")).to_have_count(0)
    expect(announcements(his).get_by_role("button", name="Take back")).to_have_count(0)
    his.keyboard.press("Escape")
    hers.keyboard.press("Escape")
    expect(announcements(hers).get_by_role("listitem")).to_contain_text("Read by 2 of 2")
    announcements(hers).get_by_role("button", name="Take back").click()
    hers.get_by_role("dialog", name="Take this announcement back?").get_by_role("button", name="Take back").click()
    expect(announcements(hers).get_by_text("Nothing was announced yet")).to_be_visible()


def announcements(page: Page) -> Locator:
    """The announcements of the group on the screen, opened if they are not."""
    dialog = page.get_by_role("dialog", name="Announcements")
    if dialog.count() == 0:
        page.get_by_role("navigation", name="Recent conversations").get_by_role("link").first.click(button="right")
        choose(page, "Announcements")
    return dialog


def member_row(page: Page, name: str) -> Locator:
    return page.get_by_role("complementary", name="Members").get_by_role("listitem").filter(has_text=name)


def rule(page: Page, name: str, what: str, *, sure: bool = False) -> None:
    """Chooses from the menu of a member, and agrees if asked."""
    member_row(page, name).get_by_role("button").click(button="right")
    choose(page, what)
    if sure:
        page.get_by_role("dialog").get_by_role("button", name=what).click()


def rename(page: Page, before: str, name: str) -> None:
    recent_with(page, before).click(button="right")
    choose(page, "Rename group")
    dialog = page.get_by_role("dialog", name="Rename group")
    dialog.get_by_label("Group name").fill(name)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()

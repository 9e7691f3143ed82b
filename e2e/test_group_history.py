"""What newcomers read of a group: what is said after they came, or all that ever was."""

from __future__ import annotations

from playwright.sync_api import expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.screens import chat_of, messages_region, said
from e2e.test_links_to_groups import joining


def test_newcomers_read_from_then_on_until_the_owner_lets_them_read_all(windows: Windows, cast: Cast) -> None:
    alice, bob, charlie, dave = cast.alice, cast.bob, cast.charlie, cast.person("Dave")
    group = alice.ask("POST", "/api/groups/", {"name": "Archive", "members": [bob.id], "join_mode": "open"})
    place = group["conversation"]["id"]
    alice.connect()
    alice.say(place, "Said long ago")
    alice.ask("PATCH", f"/api/groups/{group['id']}/members/{bob.id}/", {"role": "admin"})
    charlie.ask("POST", f"/api/groups/{group['id']}/join/", {})

    his = chat_of(windows, bob, place)
    theirs = joining(his, "Archive").get_by_role("group", name="What newcomers read (the owner decides)")
    expect(theirs.get_by_role("radio", name="From joining on")).to_be_checked()
    expect(theirs.get_by_role("radio", name="The whole history")).to_be_disabled()
    his.keyboard.press("Escape")
    hers = chat_of(windows, alice, place)
    joining(hers, "Archive").get_by_role("radio", name="The whole history").check()
    hers.keyboard.press("Escape")
    expect(messages_region(his).get_by_text("Alice lets newcomers read the whole history from now on")).to_be_visible()
    dave.ask("POST", f"/api/groups/{group['id']}/join/", {})

    expect(said(chat_of(windows, dave, place), "Said long ago")).to_be_visible()
    charlies = chat_of(windows, charlie, place)
    expect(messages_region(charlies).get_by_text("You joined the group")).to_be_visible()
    expect(said(charlies, "Said long ago")).to_have_count(0)


def test_programs_read_what_the_owner_lets_them(cast: Cast) -> None:
    alice, charlie, dave = cast.alice, cast.charlie, cast.person("Dave")
    group = alice.ask("POST", "/api/groups/", {"name": "Archive", "members": [], "join_mode": "open"})
    place = group["conversation"]["id"]
    for person in (alice, charlie, dave):
        person.connect()
    alice.say(place, "Said long ago")
    charlie.ask("POST", f"/api/groups/{group['id']}/join/", {})
    alice.ask("POST", f"/api/groups/{group['id']}/history/", {"history": "whole"})
    assert charlie.hear("group.changed")["group"]["history"] == "whole"
    dave.ask("POST", f"/api/groups/{group['id']}/join/", {})
    joined = dave.hear("conversation.joined")["conversation"]
    assert (joined["id"], joined["own"]["unread"]) == (place, 0)
    alice.say(place, "Said today")
    for person in (charlie, dave):
        person.hear_text("Said today")
    assert charlie.texts(place) == ["Said today"]
    assert dave.texts(place) == ["Said long ago", "Said today"]
    for person, hits in ((charlie, 0), (dave, 1)):
        found = person.ask("GET", f"/api/messages/search/?q=long&conversation={place}")["hits"]
        assert len(found) == hits

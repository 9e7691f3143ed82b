"""Shaking the window: two people, in the conversation, elsewhere, busy, and not to be disturbed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import NARROW, WIDE, Looks, Windows
from e2e.cast import Cast, befriend
from e2e.screens import chat_of, composer, has_no_overflow, messages_region, recent_with, said, window_of, write
from e2e.waiting import eventually

LINE = "Alice shook your window"
PHONE = Looks(size=NARROW)


@pytest.fixture
def talk(cast: Cast) -> int:
    """Alice's conversation with Bob."""
    conversation = cast.alice.direct_with(cast.bob)
    cast.alice.connect()
    cast.alice.say(conversation, "Are you there?")
    return conversation


WATCH = """() => {
  window.shaken = []
  addEventListener('animationstart', ({ animationName, target }) => {
    if (animationName !== 'shaken') return
    const [motion] = target.getAnimations().filter((one) => one.animationName === 'shaken')
    const { duration, iterations } = motion.effect.getComputedTiming()
    const at = (ms) => {
      motion.currentTime = ms
      const { x, y } = target.getBoundingClientRect()
      return [Math.round(x), Math.round(y)]
    }
    const rounds = [...Array(iterations).keys()]
    window.shaken = rounds.map((round) => [1, 2, 3].map((part) => at(duration * (round + part / 4))))
  })
}"""
ROUND = [[-3, 3], [3, -3], [3, 3]]
"""How far the page is from its place in the three corners of a round, in pixels."""


def let_move(page: Page) -> None:
    """This person's system allows motion; takes note of where the page goes when it is shaken."""
    page.emulate_media(reduced_motion="no-preference")
    page.evaluate(WATCH)


def moved(page: Page) -> list[object]:
    """Where the page went, by rounds; empty where it stood still."""
    places: list[object] = page.evaluate("window.shaken")
    return places


def shake(page: Page) -> None:
    page.get_by_role("button", name="Shake their window").click()


def feels(page: Page) -> None:
    expect(page.locator(".shaken-mark")).to_be_visible()
    expect(page.locator(".shaken-mark")).to_be_hidden()


def test_a_window_is_shaken_and_the_line_stays(windows: Windows, cast: Cast, talk: int) -> None:
    hers, his = (chat_of(windows, person, talk) for person in (cast.alice, cast.bob))
    shake(hers)
    feels(his)
    expect(his.get_by_text(LINE).first).to_be_visible()
    expect(hers.get_by_text("You shook the window").first).to_be_visible()
    shake(hers)
    expect(hers.get_by_text(re.compile(r"You can shake it again in \d+ s\."))).to_be_visible()
    his.reload()
    expect(his.get_by_role("region", name="Messages").get_by_text(LINE)).to_have_count(1)
    expect(his.locator(".shaken-mark")).to_be_hidden()


def test_a_phone_shakes_a_phone(windows: Windows, cast: Cast, talk: int) -> None:
    hers, his = (chat_of(windows, person, talk, PHONE) for person in (cast.alice, cast.bob))
    let_move(his)
    hers.get_by_role("button", name="More tools").tap()
    hers.get_by_role("button", name="Shake their window").tap()
    eventually(lambda: moved(his) == [ROUND] * 3, "it is shaken three times")
    expect(messages_region(his).get_by_text(LINE)).to_be_visible()
    expect(messages_region(hers).get_by_text("You shook the window")).to_be_visible()
    eventually(lambda: has_no_overflow(his), "it lies in its place again")


def test_it_brings_the_conversation_to_the_front(windows: Windows, cast: Cast, talk: int) -> None:
    hers, his = chat_of(windows, cast.alice, talk), window_of(windows, cast.bob, "/contacts")
    expect(his.get_by_role("treeitem").first).to_be_visible()
    shake(hers)
    expect(composer(his)).to_be_visible()
    expect(his).to_have_url(re.compile(f"/chats/{talk}$"))


def test_it_takes_nobody_away_from_what_they_write(windows: Windows, cast: Cast, talk: int) -> None:
    bob = cast.bob
    meeting = bob.ask("POST", "/api/groups/", {"name": "Meeting", "members": [cast.alice.id]})["conversation"]["id"]
    hers, his = chat_of(windows, cast.alice, talk), chat_of(windows, bob, meeting)
    composer(his).fill("half a sen")
    shake(hers)
    feels(his)
    expect(composer(his)).to_have_text("half a sen")
    his.get_by_role("button", name="Open", exact=True).click()
    expect(his).to_have_url(re.compile(f"/chats/{talk}$"))


@pytest.mark.parametrize("presence", ["dnd", "busy"])
def test_who_does_not_want_to_be_disturbed_gets_the_line(
    windows: Windows, cast: Cast, talk: int, presence: str
) -> None:
    cast.bob.ask("PATCH", "/api/me/", {"presence": presence})
    hers, his = chat_of(windows, cast.alice, talk), window_of(windows, cast.bob, "/chats")
    expect(recent_with(his, "Alice")).to_be_visible()
    shake(hers)
    expect(recent_with(his, "Alice")).to_contain_text(LINE)
    expect(his).to_have_url(re.compile("/chats$"))
    expect(his.locator(".shaken-mark")).to_be_hidden()


def test_the_page_moves_three_rounds_where_motion_is_allowed(windows: Windows, cast: Cast, talk: int) -> None:
    hers, his, still = (chat_of(windows, person, talk) for person in (cast.alice, cast.bob, cast.bob))
    for page in (hers, his):
        let_move(page)
    still.evaluate(WATCH)
    shake(hers)
    eventually(lambda: moved(his), "the page has moved")
    assert moved(his) == [ROUND] * 3
    feels(still)
    write(hers, "did you feel that?")
    expect(said(his, "did you feel that?")).to_be_visible()
    assert (moved(still), moved(hers)) == ([], [])
    expect(his.locator("html[data-shaken]")).to_have_count(0)
    assert his.locator("#app").bounding_box() == {"x": 0, "y": 0, "width": WIDE[0], "height": WIDE[1]}


def test_nothing_moves_for_who_does_not_want_to_be_disturbed(windows: Windows, cast: Cast, talk: int) -> None:
    cast.bob.ask("PATCH", "/api/me/", {"presence": "dnd"})
    hers, his = (chat_of(windows, person, talk) for person in (cast.alice, cast.bob))
    let_move(his)
    shake(hers)
    write(hers, "only if you have time")
    expect(said(his, "only if you have time")).to_be_visible()
    expect(messages_region(his).get_by_text(LINE)).to_be_visible()
    expect(his.locator("html[data-shaken]")).to_have_count(0)
    assert moved(his) == []


def test_in_a_group_all_others_are_shaken(windows: Windows, cast: Cast) -> None:
    carol, dora = cast.person("Carol"), cast.person("Dora")
    for friend in (carol, dora):
        befriend(cast.alice, friend)
    members = [cast.bob.id, carol.id, dora.id]
    place = cast.alice.ask("POST", "/api/groups/", {"name": "Walks", "members": members})["conversation"]["id"]
    dora.ask("PATCH", f"/api/conversations/{place}/", {"notify": "nothing"})
    hers, his, carols, doras = (chat_of(windows, person, place) for person in (cast.alice, cast.bob, carol, dora))
    for page in (hers, his, carols, doras):
        let_move(page)
    shake(hers)
    for page in (his, carols):
        eventually(lambda: moved(page), "the page has moved")  # noqa: B023 - waited for at once
        assert moved(page) == [ROUND] * 3
    write(hers, "wake up")
    expect(said(doras, "wake up")).to_be_visible()
    assert (moved(hers), moved(doras)) == ([], [])

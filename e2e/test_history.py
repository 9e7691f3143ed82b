"""Paging through a long history in both directions: everything is there, in order, and nothing jumps."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from e2e.browser import Windows
from e2e.cast import Cast, befriend
from e2e.screens import chat_of, messages, recent_with, said
from e2e.seeding import say_all

LENGTH = 1_000
"""Several pages more than a window keeps."""
MUCH = 5_000
STRIDE_PX = 500
MOST_JUMP_PX = 2

SCROLL = """async ([stride, limit, mostJump]) => {
  const place = document.querySelector('[role=region][aria-label=Messages]')
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const rows = () => [...place.querySelectorAll('article [data-message]')]
  const topOf = (row) => row.getBoundingClientRect().top
  const seen = new Set()
  const look = () => rows().forEach((row) => seen.add(row.textContent))
  const jumps = []
  const middle = () => place.getBoundingClientRect().top + place.clientHeight / 2
  let still = 0
  look()
  for (let step = 0; step < limit && still < 40; step += 1) {
    const before = place.scrollTop
    place.dispatchEvent(new WheelEvent('wheel', { deltaY: stride, bubbles: true }))
    place.scrollBy({ top: stride })
    await frame(); await frame()
    look()
    // What stands in the middle must stay where it is while pages come in and are measured.
    const anchor = rows().find((row) => topOf(row) >= middle())
    const at = anchor && topOf(anchor)
    await frame(); await frame()
    look()
    // Where the machine is slow a row may be measured a frame later; what is put right then has not jumped.
    if (anchor?.isConnected && Math.abs(topOf(anchor) - at) > mostJump) { await frame(); await frame() }
    const moved = anchor?.isConnected ? Math.abs(topOf(anchor) - at) : 0
    if (moved > mostJump) jumps.push([anchor.textContent, moved])
    const waits = place.getAttribute('aria-busy') === 'true'
    still = !waits && Math.abs(place.scrollTop - before) < 1 ? still + 1 : 0
  }
  return { jumps, seen: [...seen] }
}"""


def long_talk(cast: Cast, length: int) -> int:
    """A conversation of Alice's with so many messages of different heights, all read."""
    alice, bob = cast.alice, cast.bob
    conversation = alice.direct_with(bob)
    alice.connect()
    devices = [bob, cast.device_of(bob, "second"), cast.device_of(bob, "third")]
    for device in devices:
        device.connect()
    texts = [f"message {number}" + "\n and one more line" * (number % 4) for number in range(length)]
    say_all(devices, conversation, texts)
    alice.command("message.read", {"conversation": conversation, "seq": alice.conversation(conversation)["head"]})
    return conversation


def scroll(page: Page, stride: int) -> dict[str, Any]:
    """Scrolls until nothing moves any more; what was seen on the way, and what jumped."""
    result: dict[str, Any] = page.evaluate(SCROLL, [stride, LENGTH, MOST_JUMP_PX])
    return result


def numbers(texts: list[str]) -> set[int]:
    return {int(text.split()[1]) for text in texts}


def test_a_long_history_is_paged_both_ways_without_a_jump(windows: Windows, cast: Cast) -> None:
    page = chat_of(windows, cast.alice, long_talk(cast, LENGTH))
    expect(said_number(page, LENGTH - 1)).to_be_in_viewport()
    back = scroll(page, -STRIDE_PX)
    expect(page.get_by_text("This is where it begins")).to_be_visible()
    expect(said_number(page, 0)).to_be_visible()
    assert back["jumps"] == []
    assert numbers(back["seen"]) == set(range(LENGTH))
    drawn = messages(page).count()
    assert drawn < 200

    forth = scroll(page, STRIDE_PX)
    expect(said_number(page, LENGTH - 1)).to_be_in_viewport()
    assert forth["jumps"] == []
    assert numbers(forth["seen"]) == set(range(LENGTH))


def said_number(page: Page, number: int) -> Locator:
    return messages(page).filter(has_text=f"message {number}").last


def test_home_and_end_go_straight_to_both_ends(windows: Windows, cast: Cast) -> None:
    talk = long_talk(cast, MUCH)
    page = chat_of(windows, cast.alice, talk)
    expect(said_number(page, MUCH - 1)).to_be_in_viewport()
    page.get_by_role("region", name="Messages").press("Home")
    expect(said(page, "message 0")).to_be_in_viewport()
    cast.bob.say(talk, "said while far away")
    expect(said(page, "message 0")).to_be_in_viewport()
    page.get_by_role("button", name="1 new").click()
    expect(said(page, "said while far away")).to_be_in_viewport()
    cast.bob.say(talk, "said while looking")
    expect(said(page, "said while looking")).to_be_in_viewport()


def test_what_is_said_while_the_page_is_on_its_way_is_seen_below_it(windows: Windows, cast: Cast) -> None:
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(alice, carol)
    bob.connect()
    talk = alice.direct_with(bob)
    bob.say(talk, "said before")
    page = chat_of(windows, alice, alice.direct_with(carol))
    expect(recent_with(page, "Bob")).to_contain_text("said before")

    def overtake(route: Route) -> None:
        answer = route.fetch()
        bob.say(talk, "said meanwhile")
        expect(recent_with(page, "Bob")).to_contain_text("said meanwhile")
        route.fulfill(response=answer)

    page.route("**/messages/?*", overtake, times=1)
    recent_with(page, "Bob").click()
    expect(said(page, "said before")).to_be_visible()
    expect(said(page, "said meanwhile")).to_be_visible()

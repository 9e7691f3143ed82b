"""The list of a large group's members, from the click on it to the frame that shows it."""

from __future__ import annotations

from playwright.async_api import Browser

from bench.parts.browser import chromium, sign_in
from bench.population import Veteran
from bench.servers import Subject

IN_SIGHT = 12
"""Members that have room in the window."""

WATCH = """(lines) => {
  const seen = {}
  addEventListener('click', ({ target, timeStamp }) => {
    if (target.closest('[data-conversation]')) seen.conversation = timeStamp
    if (target.closest('[aria-label="Members"]')) seen.list = timeStamp
  }, true)
  window.drawn = new Promise((resolve) => {
    const look = () => {
      if (document.querySelectorAll('[data-member]').length < lines) return requestAnimationFrame(look)
      requestAnimationFrame(() => setTimeout(() => resolve({ ...seen, end: performance.now() })))
    }
    look()
  })
}"""
"""Notes, on the page's own clock, when the two were clicked and when the lines stood on the screen."""


async def member_lists(subject: Subject, name: str, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds from the click on the list, and from the click on the conversation called `name` before it."""
    veteran = subject.population.veteran
    assert veteran is not None
    async with chromium() as browser:
        lists = [await member_list(browser, subject.service.port, veteran, name) for _ in range(rounds)]
    return [one for one, _ in lists], [both for _, both in lists]


async def member_list(browser: Browser, port: int, veteran: Veteran, name: str) -> tuple[float, float]:
    """In a new window that knows none of the members, clicked as soon as there is something to click."""
    page = await sign_in(browser, port, veteran)
    await page.evaluate(WATCH, IN_SIGHT)
    await page.locator("[data-conversation]").filter(has_text=name).click()
    await page.get_by_role("button", name="Members", exact=True).click()
    times: dict[str, float] = await page.evaluate("window.drawn")
    await page.context.close()
    return times["end"] - times["list"], times["end"] - times["conversation"]

"""A conversation of a million messages: opened, paged through, scrolled, and looked at for an hour."""

from __future__ import annotations

import asyncio
import http.client
import random
from contextlib import closing, suppress
from time import perf_counter

import psutil
from playwright.async_api import Browser, Page

from bench.archive import Archive, Filled
from bench.figures import Findings, Spread, at_least, at_most, percentile, plain, spread
from bench.load import PairTalk, connected
from bench.parts.browser import chromium, sign_in
from bench.parts.direct import in_milliseconds
from bench.parts.options import Options
from bench.parts.search import filled_with
from bench.population import Population
from bench.processes import folder_of_its_own, free_port, python, serving
from bench.servers.product import ProductDialect, data_in
from bench.servers.subject import Subject

ARCHIVE = Archive(messages=1_000_000, conversations=1, elsewhere=False)
PAGES_EACH_ROUND = 200
PAGE_SIZE = 50
ROWS = 10_000
PIXELS_PER_FRAME = 150
SOAK_MESSAGES = 36_000
"""What an hour of 10 messages/s brings."""
SOAK_MESSAGES_PER_SECOND = 300
MEGABYTE = 2**20

OPENING = """async ([row, message]) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const began = performance.now()
  document.querySelector(row).click()
  while (document.querySelectorAll(message).length < 5) await frame()
  await frame()
  return performance.now() - began
}"""
"""Milliseconds from a click on the conversation to its first messages on the screen."""

SCROLLING = """async ([rows, pixels]) => {
  const place = document.querySelector('[role=region][aria-label=Messages]')
  const seen = new Set()
  const stamps = []
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  while (seen.size < rows) {
    place.dispatchEvent(new WheelEvent('wheel', { deltaY: -pixels, bubbles: true }))
    place.scrollBy({ top: -pixels })
    stamps.push(await frame())
    for (const row of place.querySelectorAll('[data-row]')) seen.add(row.dataset.row)
  }
  return stamps
}"""
"""Scrolls back until so many rows were drawn; the time of each frame, in milliseconds."""


AT_END = """() => {
  const place = document.querySelector('[role=region][aria-label=Messages]')
  return place.scrollTop > 0 && place.scrollHeight - place.scrollTop - place.clientHeight < 2
}"""
"""Whether the newest message is on the screen."""


async def measure_history(options: Options) -> Findings:
    """Everything in one server with one archive."""
    with folder_of_its_own() as folder:
        filled = filled_with(ARCHIVE, folder)
        port = free_port()
        with serving(python("manage.py", "serve", "--port", str(port)), port, data_in(folder), folder) as service:
            subject = Subject("GGTalk", service, ProductDialect(), Population(pairs=filled.pairs))
            pages = [page_times(port, filled) for _ in range(options.rounds)]
            async with chromium() as browser:
                opened = [await opening(browser, port, filled) for _ in range(options.rounds)]
                frames = [await scrolling(browser, port, filled) for _ in range(options.rounds)]
                heap, resident = await soak(browser, subject, filled)
    milliseconds = plain("ms", 0)
    fluent = spread([min(per_second(stamps)) for stamps in frames])
    return Findings(
        "A conversation of a million messages",
        [
            at_most("From the click to its first screen", 150, milliseconds, spread(opened)),
            at_least(f"Frames in the worst second of scrolling through {ROWS:,} rows", 50, plain("/s", 0), fluent),
            at_most("Memory of the page's process after an hour of 10 messages/s", 200, plain("MB", 0), resident),
            at_most("A page of the history over HTTP, p95", 20, plain("ms"), in_milliseconds(pages, 0.95)),
        ],
        [
            ("A page of the history, p50", in_milliseconds(pages, 0.5).said(plain("ms"))),
            ("Longest time between two frames", spread([longest(stamps) for stamps in frames]).said(milliseconds)),
            ("Time between two frames, p99.9", gaps(frames).said(milliseconds)),
            ("Memory of the page's JavaScript then", heap.said(plain("MB", 0))),
            ("The hour, shortened: its messages came in", f"{SOAK_MESSAGES / SOAK_MESSAGES_PER_SECOND:.0f} s"),
        ],
    )


def page_times(port: int, filled: Filled) -> list[float]:
    """Seconds for pages of anywhere in the conversation."""
    pair = filled.pairs[0]
    seconds = []
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        for _ in range(PAGES_EACH_ROUND):
            before = random.randint(PAGE_SIZE + 1, ARCHIVE.messages)
            path = f"/api/conversations/{pair.conversation}/messages/?before={before}&limit={PAGE_SIZE}"
            began = perf_counter()
            line.request("GET", path, headers={"Authorization": f"Bearer {pair.first.token}"})
            answer = line.getresponse()
            answer.read()
            seconds.append(perf_counter() - began)
            if answer.status != http.client.OK:
                raise RuntimeError(f"{path} was answered with {answer.status}")
    return seconds


async def opening(browser: Browser, port: int, filled: Filled) -> float:
    """Milliseconds until the first screen, in a new window on the main screen."""
    page = await sign_in(browser, port, filled.reader)
    await page.wait_for_load_state("networkidle")
    row = f"[data-conversation='{filled.pairs[0].conversation}']"
    milliseconds: float = await page.evaluate(OPENING, [row, "[data-message]"])
    await page.context.close()
    return milliseconds


async def scrolling(browser: Browser, port: int, filled: Filled) -> list[float]:
    """The time of each frame while somebody goes far back, in milliseconds."""
    page = await shown(browser, port, filled)
    stamps: list[float] = await page.evaluate(SCROLLING, [ROWS, PIXELS_PER_FRAME])
    await page.context.close()
    return stamps


async def shown(browser: Browser, port: int, filled: Filled) -> Page:
    """A new window that shows the conversation."""
    page = await sign_in(browser, port, filled.reader)
    await page.locator(f"[data-conversation='{filled.pairs[0].conversation}']").click()
    await page.locator("[data-message]").first.wait_for()
    await page.wait_for_function(AT_END)
    return page


async def soak(browser: Browser, subject: Subject, filled: Filled) -> tuple[Spread, Spread]:
    """Megabytes of the page's JavaScript and of its process after all messages, which the reader's window shows."""
    pair = filled.pairs[0]
    before = set(renderers())
    page = await shown(browser, subject.service.port, filled)
    opened = set(renderers()) - before
    async with connected(
        subject.address, [(pair.first, pair.conversation), (pair.second, pair.conversation)]
    ) as connections:
        talk = PairTalk(subject.dialect, connections)
        await talk.pace(SOAK_MESSAGES_PER_SECOND, SOAK_MESSAGES / SOAK_MESSAGES_PER_SECOND)
    await asyncio.sleep(2)
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")
    heap = (await session.send("Runtime.getHeapUsage"))["usedSize"] / MEGABYTE
    resident = max(process.memory_full_info().uss for process in opened) / MEGABYTE  # the browser keeps an empty one
    await page.context.close()
    return spread([heap]), spread([resident])


def renderers() -> list[psutil.Process]:
    """The browser's processes that draw pages."""
    found = []
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # it may have ended
            if "--type=renderer" in child.cmdline():
                found.append(child)
    return found


def per_second(stamps: list[float]) -> list[int]:
    """How many frames each whole second had."""
    first = stamps[0]
    seconds = int((stamps[-1] - first) / 1000)
    counts = [0] * seconds
    for stamp in stamps:
        if (second := int((stamp - first) / 1000)) < seconds:
            counts[second] += 1
    return counts


def between(stamps: list[float]) -> list[float]:
    return [later - earlier for earlier, later in zip(stamps, stamps[1:], strict=False)]


def longest(stamps: list[float]) -> float:
    """Milliseconds of the longest wait for a frame."""
    return max(between(stamps))


def gaps(frames: list[list[float]]) -> Spread:
    return spread([percentile(between(stamps), 0.999) for stamps in frames])

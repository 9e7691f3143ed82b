"""Starting: the server for the second time, and a browser up to the main screen."""

from __future__ import annotations

import asyncio
import gzip
import http.client
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from playwright.async_api import Browser, Page, Response

from bench.figures import Findings, at_most, plain, spread
from bench.parts.browser import chromium
from bench.parts.options import Options
from bench.population import Circle, Veteran, Wanted
from bench.processes import folder_of_its_own, free_port, serving
from bench.servers import product

CIRCLE = Circle(friends=300, conversations=200, messages_each=5)
KILOBYTE = 1024
LEAST_VISITS = 5
"""The first of a browser's visits also compiles its scripts."""
IN_SIGHT = 12
"""Conversations that have room in the window."""
LISTED = f"li[aria-setsize='{CIRCLE.conversations}'] [data-conversation]"


async def measure_start(options: Options) -> Findings:
    """Seconds of a second `make run`; what the browser loads, and how long it takes from sign-in to the main screen."""
    with folder_of_its_own() as folder:
        answer_after(folder)
        seconds = [answer_after(folder) for _ in range(options.rounds)]
    with product(Wanted(veteran=CIRCLE)) as subject:
        veteran = subject.population.veteran
        assert veteran is not None
        async with chromium() as browser:
            visits = [
                await visit(browser, f"http://127.0.0.1:{subject.service.port}/", veteran)
                for _ in range(max(options.rounds, LEAST_VISITS))
            ]
    kilobytes, milliseconds = plain("KB", 0), plain("ms", 0)
    whose = f"{CIRCLE.friends} friends and {CIRCLE.conversations} conversations"
    return Findings(
        "Start",
        [
            at_most("Second `make run`, until the page is answered", 5, plain("s", 2), spread(seconds)),
            at_most("Initial JavaScript, compressed", 250, kilobytes, spread([one.first_kilobytes for one in visits])),
            at_most(
                f"Sign-in to usable main screen with {whose}",
                1000,
                milliseconds,
                spread([one.milliseconds for one in visits]),
            ),
        ],
        [
            (
                "JavaScript up to the main screen, compressed",
                spread([one.all_kilobytes for one in visits]).said(kilobytes),
            ),
            (
                "From an empty browser to the sign-in form",
                spread([one.form_milliseconds for one in visits]).said(milliseconds),
            ),
        ],
    )


def answer_after(folder: Path) -> float:
    """Seconds from `make run` with its data in `folder` to the first answered page."""
    port = free_port()
    began = perf_counter()
    with serving(["make", "run"], port, {"PORT": str(port), "DATA_DIR": str(folder / "data")}, folder):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/")
        status = connection.getresponse().status
        seconds = perf_counter() - began
        connection.close()
    if status != http.client.OK:
        raise RuntimeError(f"the page was answered with {status}")
    return seconds


@dataclass(frozen=True)
class Visit:
    """One person's way to the main screen, in a browser that has never been here."""

    form_milliseconds: float
    milliseconds: float
    first_kilobytes: float
    all_kilobytes: float


@dataclass
class Scripts:
    """The JavaScript that a page has loaded."""

    responses: list[Response] = field(default_factory=list)

    def note(self, response: Response) -> None:
        """Remembers a response if it is a script."""
        if response.request.resource_type == "script":
            self.responses.append(response)

    async def kilobytes(self) -> float:
        """Their size, each file compressed as a web server would."""
        return sum([len(gzip.compress(await response.body(), 6)) for response in self.responses]) / KILOBYTE


async def visit(browser: Browser, address: str, veteran: Veteran) -> Visit:
    """Signs in. The main screen is usable when the socket has said `hello` and the list, which knows all conversations,
    has drawn those in sight.
    """
    context = await browser.new_context(locale="en", viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    scripts = Scripts()
    page.on("response", scripts.note)
    began = perf_counter()
    await page.goto(address)
    await page.get_by_label("Account", exact=True).fill(veteran.account)
    form_seconds = perf_counter() - began
    first_kilobytes = await scripts.kilobytes()
    await page.get_by_label("Password", exact=True).fill(veteran.password)
    hello = asyncio.Event()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: hello.set()))
    began = perf_counter()
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await hello.wait()
    await page.locator(LISTED).nth(IN_SIGHT - 1).wait_for()
    seconds = perf_counter() - began
    all_kilobytes = await scripts.kilobytes()
    await answers(page)
    await context.close()
    return Visit(form_seconds * 1000, seconds * 1000, first_kilobytes, all_kilobytes)


async def answers(page: Page) -> None:
    """The list is no picture: its first conversation opens and can be written in."""
    await page.locator("[data-conversation]").first.click()
    await page.get_by_role("textbox", name="Message to").wait_for()

"""Chromium as people use it: one context per person, with a language, a theme and a window size."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Playwright, ViewportSize

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
UNREACHABLE = ("Failed to load resource", "WebSocket connection to", "An unknown error occurred when fetching")
"""What the browser itself says of a refusal or a lost network, which is the page's to handle and no fault."""
KEPT_OUT = "Service Worker registration blocked by Playwright"
EXPECT_SECONDS = 15.0
"""How long a screen may take to show something on a machine that does much else."""

WIDE, MEDIUM, NARROW = (1280, 800), (760, 800), (390, 844)
"""Window sizes in pixels, one for each shape of the layout; the narrow one is a phone with its touch screen."""

Theme = Literal["light", "dark"]
Locale = Literal["en", "zh-CN"]


@dataclass(frozen=True)
class Looks:
    """How a person has set up browser and system."""

    locale: Locale = "en"
    theme: Theme = "light"
    size: tuple[int, int] = WIDE


USUAL = Looks()


def viewport(size: tuple[int, int]) -> ViewportSize:
    return ViewportSize(width=size[0], height=size[1])


def chromium_program() -> str:
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    raise AssertionError("no Chromium is installed")


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=chromium_program(), args=FLAGS)


class Windows:
    """Windows at one site. Whatever a page's own code complains about is kept in `complaints`.

    `keeps_client`: the service worker is let in. Most journeys do without: it keeps the whole client in each window.
    """

    def __init__(self, browser: Browser, address: str, keeps_client: bool = False) -> None:
        self.browser, self.address, self.keeps_client = browser, address, keeps_client
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def open(self, path: str = "/", looks: Looks = USUAL) -> Page:
        """A window of somebody who has never been here."""
        context = self.browser.new_context(
            base_url=self.address,
            locale=looks.locale,
            color_scheme=looks.theme,
            viewport=viewport(looks.size),
            reduced_motion="reduce",
            has_touch=looks.size == NARROW,
            is_mobile=looks.size == NARROW,
            service_workers="allow" if self.keeps_client else "block",
            permissions=["camera", "microphone", "clipboard-read", "clipboard-write"],
        )
        self._contexts.append(context)
        return self.open_in(context, path)

    def open_as(self, account: str, password: str, path: str = "/", looks: Looks = USUAL) -> Page:
        """A window in which this person has signed in before."""
        page = self.open("about:blank", looks)
        self.sign_in(page, account, password)
        page.goto(path)
        return page

    def sign_in(self, page: Page, account: str, password: str) -> None:
        """Signs in beside the screens, as an earlier visit would have done."""
        requests = page.context.request
        requests.get("/api/auth/")
        token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
        body = {"account": account, "password": password, "remember": True}
        answer = requests.post("/api/auth/login/", data=body, headers={"X-CSRFToken": token, "Referer": self.address})
        assert answer.ok, answer.text()

    def open_in(self, context: BrowserContext, path: str = "/") -> Page:
        """One more window of the same person."""
        context.set_default_timeout(EXPECT_SECONDS * 1000)
        page = context.new_page()
        self.mind(page)
        page.goto(path)
        return page

    def mind(self, page: Page) -> None:
        """Takes note of errors that nobody caught, of warnings, and of what the page's security policy refused."""
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error.stack or error.message}"))
        page.on("console", self._listen)

    def take_pictures(self, folder: Path) -> None:
        """Every open window as it looks now."""
        pages = [page for context in self._contexts for page in context.pages]
        for number, page in enumerate(pages, 1):
            page.screenshot(path=folder / f"window-{number}.png")

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _listen(self, message: ConsoleMessage) -> None:
        unreachable = any(words in message.text for words in UNREACHABLE)
        if message.type in {"error", "warning"} and not unreachable and message.text != KEPT_OUT:
            self.complaints.append(message.text)


@contextmanager
def lasting_context(playwright: Playwright, folder: Path, address: str) -> Iterator[BrowserContext]:
    """A browser of its own whose profile stays in `folder`; it may be killed in between."""
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=chromium_program(), args=FLAGS, base_url=address, locale="en", viewport=viewport(WIDE)
    )
    try:
        yield context
    finally:
        with suppress(Error):  # it may have been killed
            context.close()


@contextmanager
def windows_at(browser: Browser, address: str, keeps_client: bool = False) -> Iterator[Windows]:
    """Windows at that site, closed at the end; no page may have failed in them."""
    opened = Windows(browser, address, keeps_client)
    yield opened
    opened.close()
    assert opened.complaints == []

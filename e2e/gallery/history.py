"""What was said before: the history of a conversation, what is found in all of them, and what is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from e2e.gallery.hands import MENU, Screen, fill, pick, press, shows, steps
from e2e.gallery.scene import Scene

WORDS = "main [role=search] [role=searchbox]"
CALENDAR = press("Go to a day", "跳转到日期", within="main header")
EXPORT = press("Export", "导出", within="main header")
COPY = ("Show the copy in this browser", "查看此浏览器中的副本")
PAGES = re.compile("/messages/|/history/")


def keep_exporting(page: Page) -> None:
    """Writes down what does not come."""
    EXPORT(page)
    page.route(PAGES, lambda _: None)
    pick("Text", "文本")(page)
    shows("[role=dialog] [role=progressbar], [role=dialog] progress")(page)


def fail_to_export(page: Page) -> None:
    EXPORT(page)
    page.route(PAGES, lambda route: route.abort())
    pick("Text", "文本")(page)
    shows("[role=dialog] [role=alert]")(page)


def lose_history(page: Page) -> None:
    """Loads the page anew from a server that tells nothing of what was said."""
    page.route(PAGES, lambda route: route.abort())
    page.reload()
    shows(".empty h2")(page)
    expect(page.locator("main footer"), "nobody knows how many messages there are").to_have_count(0)


def filter_kind(page: Page) -> None:
    """Only links."""
    page.locator("main [role=search] select").nth(1).select_option("link")
    shows("main article a[href^=https]")(page)


def screens(scene: Scene) -> Sequence[Screen]:
    history, ready = f"/chats/{scene.direct}/history", "main article"
    found = shows("main article mark, main li mark")
    return (
        Screen("history", history, ready),
        Screen("history-group", f"/chats/{scene.group}/history", ready),
        Screen("history-found", history, ready, steps(fill(WORDS, "报告"), found)),
        Screen("history-links", history, ready, filter_kind),
        Screen("history-nothing", history, ready, steps(fill(WORDS, "never said"), shows(".empty h2"))),
        Screen("history-failed", history, ready, lose_history),
        Screen("history-copy", history, ready, steps(lose_history, press(*COPY), shows("main .note"))),
        Screen("history-calendar", history, ready, steps(CALENDAR, shows("[role=dialog] .days button:enabled"))),
        Screen("history-export", history, ready, steps(EXPORT, MENU)),
        Screen("history-exporting", history, ready, keep_exporting),
        Screen("history-export-failed", history, ready, fail_to_export),
        Screen("search", "/chats/search?q=report", "main li mark"),
        Screen("favourites", "/favourites", "main article"),
        Screen("favourites-found", "/favourites", "main article", steps(fill(WORDS, "报告"), found)),
        Screen("favourites-nothing", "/favourites", "main article", steps(fill(WORDS, "never"), shows(".empty h2"))),
    )

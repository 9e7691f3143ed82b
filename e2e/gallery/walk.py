"""The walk: every screen in turn, its pictures in every shape and theme, and what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.axe import AXE, FLOATS, poor_contrast_on, violations_on
from e2e.browser import NARROW, Locale, Looks, Theme, Windows, viewport
from e2e.cast import PASSWORD
from e2e.gallery import composing, contacts, conversations, entry, groups, history, operators, settings, trouble
from e2e.gallery.hands import Screen
from e2e.gallery.scene import Scene
from e2e.screens import floats_inside, has_no_overflow
from e2e.server import ROOT
from e2e.waiting import eventually

ASKED = os.environ.get("E2E_SCREENSHOTS")
"""Where somebody who wants to look at them wants the pictures: then every screen is shown in both languages and both
shapes, with axe. Else Chinese on the desk and English on the phone are whole, in both themes; the other language of
each shape has only those that are seen without pressing anything, and they have to fit."""
FOLDER = Path(ASKED or ROOT / "build" / "screenshots")
EVERYTHING = ASKED is not None

PARTS: Mapping[str, Callable[[Scene], Sequence[Screen]]] = {
    "entry": lambda _: entry.OUTSIDE,
    "newcomer": lambda _: entry.NEWCOMER,
    "operators": operators.screens,
    "lists": lambda _: conversations.lists(),
    "conversation": conversations.conversation,
    "over-it": conversations.over_it,
    "composing": composing.screens,
    "history": history.screens,
    "friends": contacts.friends,
    "strangers": contacts.strangers,
    "groups": groups.screens,
    "settings": settings.screens,
    "trouble": trouble.screens,
}


@dataclass
class Findings:
    """What is wrong, by the name of the screen."""

    too_wide: list[tuple[str, str]] = field(default_factory=list)
    axe: dict[str, list[str]] = field(default_factory=dict)

    def add(self, screen: Screen, violations: list[str]) -> None:
        if violations:
            self.axe.setdefault(screen.name, []).extend(violations)


@dataclass(frozen=True)
class Walk:
    """How somebody walks: in which language, in windows of which sizes, and whether they press anything."""

    locale: Locale
    sizes: Mapping[str, tuple[int, int]]
    """By the name of the shape; screens are shown in the first, dark only in that."""
    whole: bool
    """Every screen, with axe; else only whether those fit that are seen without pressing anything."""

    def passes(self, screen: Screen) -> bool:
        return (self.whole or screen.act is None) and (screen.on_phone or NARROW not in self.sizes.values())


def look_at(part: str, windows: Windows, scene: Scene, walk: Walk) -> Findings:
    """Shows the screens of a part, takes their pictures, and says what is wrong with them."""
    findings = Findings()
    screens = list(filter(walk.passes, PARTS[part](scene)))
    if not screens:
        return findings
    first, size = next(iter(walk.sizes.items()))
    page = window_for(part, windows, scene, Looks(walk.locale, "light", size))
    if walk.whole:
        page.add_init_script(path=AXE)
    for screen in screens:
        screen.show(page)
        eventually(partial(floats_inside, page), f"what floats over {screen.name} lies inside the window")
        afloat = page.locator(FLOATS).count()
        for shape, other in walk.sizes.items():
            page.set_viewport_size(viewport(other))
            take_picture(page, f"{screen.name}-{shape}-light-{walk.locale}")
            if not has_no_overflow(page):
                findings.too_wide.append((screen.name, shape))
        page.set_viewport_size(viewport(size))
        if page.locator(FLOATS).count() != afloat:
            screen.show(page)  # another shape has no place for what it hung on
        if walk.whole:
            turn(page, "dark")
            take_picture(page, f"{screen.name}-{first}-dark-{walk.locale}")
            if screen.is_ours:  # Only now: axe scrolls whatever it looks at.
                findings.add(screen, violations_on(page))
            turn(page, "light")
            if screen.is_ours:
                findings.add(screen, poor_contrast_on(page))
    return findings


def take_picture(page: Page, name: str) -> None:
    """Keeps what is seen under this name, for who has asked for pictures; they find nothing by themselves."""
    if EVERYTHING:
        page.screenshot(path=FOLDER / f"{name}.png")


def window_for(part: str, windows: Windows, scene: Scene, looks: Looks) -> Page:
    """A window of whoever sees this part: a stranger, a newcomer, an operator, else Alice."""
    if part == "entry":
        return windows.open("/sign-in", looks)
    if part == "newcomer":
        page = windows.open("/register", looks)
        entry.register(page)
        return page
    account = scene.operator if part == "operators" else scene.alice.account
    return windows.open_as(account, PASSWORD, "about:blank", looks)


def turn(page: Page, theme: Theme) -> None:
    """The system goes over to this theme, and the page with it; the operators' pages leave that to the browser."""
    page.emulate_media(color_scheme=theme)
    expect(page.locator(f"html:is([data-theme={theme}], [data-theme=auto])")).to_be_attached()

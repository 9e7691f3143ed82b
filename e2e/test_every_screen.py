"""A walk over every screen: pictures of all of them in every shape, and what axe says about them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page

from e2e.axe import violations_on
from e2e.browser import MEDIUM, NARROW, WIDE, Locale, Looks, Theme, Windows, viewport
from e2e.cast import PASSWORD, Cast
from e2e.gallery import PUBLIC, Scene, Screen, screens_of, set_scene
from e2e.screens import floats_inside, has_no_overflow
from e2e.server import ROOT, Server
from e2e.site import Site
from e2e.waiting import eventually

FOLDER = Path(os.environ.get("E2E_SCREENSHOTS") or ROOT / "build" / "screenshots")
SIZES = {"wide": WIDE, "medium": MEDIUM, "narrow": NARROW}


@pytest.fixture(scope="module")
def scene(server: Server) -> Iterator[Scene]:
    with ExitStack() as goodbyes:
        yield set_scene(Cast(Site("127.0.0.1", server.port), goodbyes))


def windows_of_walk(windows: Windows, scene: Scene, looks: Looks) -> Iterator[tuple[Page, Screen]]:
    """Each screen in turn, shown."""
    outside = windows.open("/sign-in", looks)
    inside = windows.open_as(scene.alice.account, PASSWORD, "/", looks)
    for page, screens in ((outside, PUBLIC), (inside, screens_of(scene))):
        for screen in screens:
            screen.show(page)
            yield page, screen


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("shapes", [("wide", "medium"), ("narrow",)])
def test_every_screen_fits_its_window_and_axe_finds_nothing_serious(
    windows: Windows, scene: Scene, locale: Locale, theme: Theme, shapes: tuple[str, ...]
) -> None:
    too_wide, found = [], {}
    for page, screen in windows_of_walk(windows, scene, Looks(locale, theme, SIZES[shapes[0]])):
        eventually(partial(floats_inside, page), f"what floats over {screen.name} lies inside the window")
        if locale == "en" and (violations := violations_on(page)):
            found[screen.name] = violations
        for shape in shapes:
            page.set_viewport_size(viewport(SIZES[shape]))
            page.screenshot(path=FOLDER / f"{screen.name}-{shape}-{theme}-{locale}.png")
            if not has_no_overflow(page):
                too_wide.append((screen.name, shape))
        page.set_viewport_size(viewport(SIZES[shapes[0]]))
    assert too_wide == []
    assert found == {}

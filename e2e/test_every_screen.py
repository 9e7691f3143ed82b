"""A walk over every screen: pictures of all of them in every shape, and what axe says about them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page

from e2e.browser import MEDIUM, NARROW, WIDE, Locale, Looks, Theme, Windows, viewport
from e2e.cast import PASSWORD, Cast
from e2e.gallery import PUBLIC, Scene, Screen, screens_of, set_scene
from e2e.screens import has_no_overflow
from e2e.server import ROOT, Server
from e2e.site import Site

FOLDER = Path(os.environ.get("E2E_SCREENSHOTS") or ROOT / "build" / "screenshots")
SIZES = {"wide": WIDE, "medium": MEDIUM, "narrow": NARROW}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] })
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(
    ({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`))
}"""


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


def violations_on(page: Page) -> list[str]:
    page.evaluate(AXE.read_text() + "\n0")
    found: list[str] = page.evaluate(RUN_AXE)
    return found

"""What axe says about a page: only what it calls serious or critical."""

from __future__ import annotations

from playwright.sync_api import Page

from e2e.server import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FLOATS = "[role=dialog], [role=alertdialog], [role=menu]"
RUN_AXE = """async ([runOnly, within]) => {
  const found = within ? [...document.querySelectorAll(within)] : []
  const { violations } = await axe.run(found.length ? found : document, {
    runOnly, resultTypes: ['violations'], preload: false })
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(
    ({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`))
}"""
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def violations_on(page: Page) -> list[str]:
    return run_axe(page, TAGS)


def poor_contrast_on(page: Page) -> list[str]:
    """Only what another theme changes; where something floats, only of that: what lies below is a screen of its own."""
    return run_axe(page, ("color-contrast",), FLOATS)


def run_axe(page: Page, run_only: tuple[str, ...], within: str = "") -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text() + "\n0")
    found: list[str] = page.evaluate(RUN_AXE, [run_only, within])
    return found

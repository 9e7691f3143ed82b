"""What axe says about a page: only what it calls serious or critical."""

from __future__ import annotations

from playwright.sync_api import Page

from e2e.server import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] })
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(
    ({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`))
}"""


def violations_on(page: Page) -> list[str]:
    page.evaluate(AXE.read_text() + "\n0")
    found: list[str] = page.evaluate(RUN_AXE)
    return found

"""What a hand does on a screen to bring it into one of its states, in whichever language it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

Act = Callable[[Page], None]


PICTURES_ARE_THERE = """() => [...document.images].every(
  (one) => one.complete || one.offsetParent === null || one.getBoundingClientRect().top > innerHeight
)"""


@dataclass(frozen=True)
class Screen:
    """One state of the product: where it is, what shows that it is ready, and what to do there first."""

    name: str
    path: str
    ready: str
    act: Act | None = None
    on_phone: bool = True
    """Whether it exists where there is no mouse."""
    is_ours: bool = True
    """Whether we have drawn it: what axe says about Django's own pages is Django's."""

    def show(self, page: Page) -> None:
        page.unroute_all(behavior="ignoreErrors")
        page.context.set_offline(False)
        page.goto(self.path)
        shows(self.ready)(page)
        if self.act:
            self.act(page)
        expect(page.locator("[aria-busy=true], .skeleton, [role=dialog] .busy-mark")).to_have_count(0)
        page.evaluate("document.fonts.ready")
        page.wait_for_function(PICTURES_ARE_THERE)


def either(*names: str) -> re.Pattern[str]:
    """Any of these names in full, one for each language; `…` stands for what differs."""
    return re.compile(f"^({'|'.join(re.escape(name).replace('…', '.*') for name in names)})$")


def steps(*acts: Act) -> Act:
    def act(page: Page) -> None:
        for one in acts:
            one(page)

    return act


def shows(selector: str) -> Act:
    """Waits until this is seen."""

    def act(page: Page) -> None:
        expect(seen(page.locator(selector))).to_be_visible()

    return act


DIALOG = shows("[role=dialog]")
MENU = shows("[role=menu]")


def press(*names: str, within: str = "body") -> Act:
    """Presses the button of this name; of several the first that can be seen."""

    def act(page: Page) -> None:
        seen(page.locator(within).get_by_role("button", name=either(*names))).click()

    return act


def click(selector: str) -> Act:
    def act(page: Page) -> None:
        seen(page.locator(selector)).click()

    return act


def seen(found: Locator) -> Locator:
    return found.filter(visible=True).first


def fill(selector: str, text: str) -> Act:
    def act(page: Page) -> None:
        seen(page.locator(selector)).fill(text)

    return act


def tab(*names: str) -> Act:
    def act(page: Page) -> None:
        page.get_by_role("tab", name=either(*names)).click()

    return act


def menu_of(selector: str) -> Act:
    """Presses this with the right button, or rests a finger on it."""

    def act(page: Page) -> None:
        seen(page.locator(selector)).click(button="right")
        MENU(page)

    return act


def pick(*names: str) -> Act:
    """Chooses from the menu that is open."""

    def act(page: Page) -> None:
        page.get_by_role("menuitem", name=either(*names)).click()

    return act


def unfold(*names: str) -> Act:
    """Opens a submenu by keys: a mouse that leaps across closes it."""

    def act(page: Page) -> None:
        page.get_by_role("menuitem", name=either(*names)).press("ArrowRight")
        expect(page.get_by_role("menu")).to_have_count(2)

    return act


def type_keys(keys: str) -> Act:
    def act(page: Page) -> None:
        page.keyboard.press(keys)

    return act

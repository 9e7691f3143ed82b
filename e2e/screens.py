"""What people do on the screens, said as they would say it; in windows whose language is English."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from e2e.browser import USUAL, Looks, Windows
from e2e.cast import PASSWORD
from e2e.program import Program


def navigation(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main navigation")


def sign_in(page: Page, account: str, password: str = PASSWORD) -> Page:
    """Signs in on the form and waits for the main screen."""
    page.get_by_label("Account", exact=True).fill(account)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(navigation(page)).to_be_visible()
    return page


def sign_out(page: Page) -> None:
    """Signs out from a main screen, and waits for the form."""
    page.get_by_role("button", name=re.compile("^My card")).first.click()
    page.get_by_role("button", name="Sign out").or_(page.get_by_role("menuitem", name="Sign out")).first.click()
    dialog = page.get_by_role("alertdialog").or_(page.get_by_role("dialog", name="Sign out?"))
    dialog.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def window_of(windows: Windows, person: Program, path: str = "/", looks: Looks = USUAL) -> Page:
    """A window of somebody who is signed in already."""
    return windows.open_as(person.account, PASSWORD, path, looks)


def choose(page: Page, *labels: str) -> None:
    """Chooses from the menu that is open; through its submenus by keys, for a mouse that leaps across closes them."""
    *submenus, last = (page.get_by_role("menuitem", name=label, exact=True) for label in labels)
    for submenu in submenus:
        submenu.press("ArrowRight")
    if submenus:
        last.press("Enter")
    else:
        last.click()


def friend_row(page: Page, name: str) -> Locator:
    """The row in the contacts of the friend whose name begins so."""
    return page.get_by_role("treeitem", level=2).filter(has_text=name)


def group_row(page: Page, name: str) -> Locator:
    return page.get_by_role("treeitem", level=1).filter(has_text=name)


def chat_of(windows: Windows, person: Program, conversation: int, looks: Looks = USUAL) -> Page:
    """A window of this person with the conversation open, ready to be written in."""
    page = window_of(windows, person, f"/chats/{conversation}", looks)
    expect(composer(page)).to_be_visible()
    return page


def cut_off(page: Page) -> None:
    """Takes the network from this page, for sure: a line that is just being opened could still be used."""
    expect(page.locator("[data-connection=live]")).to_be_attached()
    page.context.set_offline(True)
    expect(page.locator("[data-connection=connecting]")).to_be_attached()


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^(Message to|发给|发送给|给).*"))


def write(page: Page, text: str) -> None:
    composer(page).fill(text)
    composer(page).press("Enter")


def messages(page: Page) -> Locator:
    """What was said, as far as it is drawn."""
    return messages_region(page).get_by_role("article")


def messages_region(page: Page) -> Locator:
    """Where the messages of the open conversation stand, with the lines between them."""
    return page.get_by_role("region", name="Messages")


def said(page: Page, text: str) -> Locator:
    return messages(page).filter(has=page.get_by_text(text, exact=True))


def recent(page: Page) -> Locator:
    """The rows of the recent conversations."""
    return page.get_by_role("navigation", name="Recent conversations").get_by_role("listitem")


def recent_with(page: Page, title: str) -> Locator:
    return recent(page).filter(has=page.get_by_text(title, exact=True))


def floats_inside(page: Page) -> bool:
    """Whether every open menu and dialog lies inside the window; what is fixed makes no page wider."""
    inside: bool = page.evaluate("""() => [...document.querySelectorAll('[role=menu], [role=dialog]')].every((one) => {
      const { left, top, right, bottom } = one.getBoundingClientRect()
      return left >= -1 && top >= -1 && right <= window.innerWidth + 1 && bottom <= window.innerHeight + 1
    })""")
    return inside


def has_no_overflow(page: Page) -> bool:
    """Whether nothing sticks out to the right of the window, nor of a dialog."""
    fits: bool = page.evaluate("""() => document.documentElement.scrollWidth <= window.innerWidth &&
      [...document.querySelectorAll('.dialog-body')].every((one) => one.scrollWidth <= one.clientWidth)""")
    return fits

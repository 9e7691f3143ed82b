"""What is done on the screens of groups before a picture is taken of them, in either language."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def rule_joining(page: Page) -> None:
    """Opens how people come into the group, and makes a link."""
    page.locator("main header button:is([aria-label='More'], [aria-label='更多'])").last.click()
    page.locator("[role=menuitem]").filter(has_text=re.compile("^(Joining|加群设置)$")).click()
    page.locator("[role=dialog] form button[type=submit]").click()
    expect(page.locator("[role=dialog] svg[role=img]")).to_be_visible()


def show_members(page: Page) -> None:
    page.locator("main header button:is([aria-label='Members'], [aria-label='群成员'])").click()
    expect(page.locator("aside li").first).to_be_visible()


def show_announcements(page: Page) -> None:
    show_members(page)
    page.locator("aside header button:is([aria-label='Announcements'], [aria-label='群公告'])").click()
    expect(page.locator("[role=dialog] li").first).to_be_visible()


def begin_group(page: Page) -> None:
    """Opens the form for a new group, with somebody chosen."""
    page.locator("button:is([aria-label='Add'], [aria-label='添加']) >> visible=true").first.click()
    page.locator("[role=menuitem]").filter(has_text=re.compile("^(Create group|创建群聊)$")).click()
    page.locator("[role=dialog] [role=checkbox], [role=dialog] input[type=checkbox]").first.check()

"""A browser at the measured site."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright

from bench.population import Veteran
from e2e.browser import FLAGS, chromium_program


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_program(), args=FLAGS)
        yield browser
        await browser.close()


async def sign_in(browser: Browser, port: int, veteran: Veteran) -> Page:
    """A new window in which the veteran has signed in and sees the main screen."""
    context = await browser.new_context(
        base_url=f"http://127.0.0.1:{port}", locale="en", viewport={"width": 1280, "height": 800}
    )
    page = await context.new_page()
    await page.goto("/")
    await page.get_by_label("Account", exact=True).fill(veteran.account)
    await page.get_by_label("Password", exact=True).fill(veteran.password)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.locator("[data-conversation]").first.wait_for()
    return page

"""Redis is killed: operators are told in the web client and in their pages, nobody else is; and when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browser import NARROW, Looks, Windows
from e2e.cluster import Cluster, running_cluster
from e2e.gallery.operators import make_operator
from e2e.screens import has_no_overflow, sign_in


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """One server, with account 10000 as its operator."""
    with running_cluster(tmp_path) as running:
        server = running.server()
        server.start()
        make_operator("10000", server.settings)
        yield running


@pytest.fixture
def site(browser: Browser, cluster: Cluster) -> Iterator[Windows]:
    opened = Windows(browser, cluster.servers[0].address)
    yield opened
    opened.close()
    assert opened.complaints == []


def is_told(page: Page, words: str, told: bool = True) -> None:
    banner = page.get_by_role("status").filter(has_text=words)
    expect(banner).to_be_visible() if told else expect(banner).to_be_hidden()


def test_operators_are_told_that_redis_is_away(site: Windows, cluster: Cluster) -> None:
    words, chinese = "Redis can’t be reached", "无法连接 Redis"
    operator = sign_in(site.open(), "10000", "1")
    other = sign_in(site.open(), "10001", "1")
    is_told(operator, words, told=False)
    cluster.redis.kill()
    is_told(operator, words)
    is_told(other, words, told=False)
    phone = site.open_as("10000", "1", looks=Looks("zh-CN", "dark", NARROW))
    is_told(phone, chinese)
    assert has_no_overflow(phone)
    pages = operator.context.new_page()
    pages.goto("/admin/")
    expect(pages.locator(".messagelist .warning")).to_contain_text("Redis can't be reached")
    cluster.redis.start()
    is_told(operator, words, told=False)
    is_told(phone, chinese, told=False)
    pages.reload()
    expect(pages.locator(".messagelist")).to_have_count(0)

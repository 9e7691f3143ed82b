"""What is read out of a page, whoever wrote it."""

from __future__ import annotations

import time

import pytest

from chat.previews.fetching import Fetched
from chat.previews.pages import MOST_TITLE, Page, page_of

URL = "https://www.example.org/a/b"


def read(html: str | bytes, charset: str = "", url: str = URL) -> Page | None:
    return page_of(Fetched(url, charset, html.encode() if isinstance(html, str) else html))


def title(html: str | bytes, charset: str = "") -> str | None:
    page = read(html, charset)
    return page.title if page else None


def test_it_says_what_it_wants_to_be_called() -> None:
    assert read(
        """<!doctype html><html><head><title>Plain</title><meta name="description" content="plain words">
        <meta property="og:title" content="The  title"><meta property="og:site_name" content="Example">
        <meta property="og:description" content="What it&#39;s about"><meta property="og:image" content="/p.png">
        <meta property="og:title" content="another"></head><body>…"""
    ) == Page("The title", "What it's about", "Example", "https://www.example.org/p.png")


def test_without_such_words_it_has_its_title_and_its_host() -> None:
    assert read("<title>\n A <b>page\n</title>") == Page("A <b>page", "", "example.org", "")


@pytest.mark.parametrize(
    "html",
    ["", " ", "<", "plain text", "<title></title>", "<title>\u200b \u3164</title>", "<svg/>", "<?xml version='1.0'?>"],
)
def test_without_a_title_there_is_nothing_to_show(html: str) -> None:
    assert read(html) is None


@pytest.mark.parametrize(
    ("html", "charset"),
    [
        ("<title>中文 é</title>".encode(), ""),
        ("<title>中文 é</title>".encode(), "utf-8"),
        ("<title>中文 é</title>".encode("gb18030"), "gb2312"),
        ("<meta charset=gb2312><title>中文 é</title>".encode("gb18030"), ""),
        ("<meta http-equiv=Content-Type content='text/html; charset=gbk'><title>中文 é</title>".encode("gbk"), ""),
        ("<title>中文 é</title>".encode("utf-16"), "utf-16"),
        ("<title>中文 é</title>".encode(), "no-such-thing"),
        ("<title>中文 é</title>".encode(), "hex"),
        ("<?xml version='1.0' encoding='latin-1'?><html><title>中文 é</title></html>".encode(), "utf-8"),
    ],
)
def test_its_letters_are_understood(html: bytes, charset: str) -> None:
    assert title(html, charset) == "中文 é"


def test_nothing_of_it_can_do_harm() -> None:
    assert title("<title>\u202eevil\u0007\ud83d</title>".encode("utf-8", "replace")) == "evil?"
    assert title("<title><script>alert(1)</script></title>") == "<script>alert(1)</script>"
    assert len(title(f"<title>{'x' * 10_000}</title>") or "") == MOST_TITLE
    page = read("<title>x</title><meta property=og:image content='javascript:alert(1)'>")
    assert page is not None
    assert page.image == "javascript:alert(1)"  # what is fetched decides


@pytest.mark.parametrize("piece", ["<div>", "<!", "<a b='", "<meta ", "<!--", "<![CDATA[", "</", "&", "<title>"])
def test_what_is_made_to_take_for_ever_does_not(piece: str) -> None:
    began = time.monotonic()
    read(piece * (512 * 1024 // len(piece)))
    assert time.monotonic() - began < 20


def test_a_charset_whose_reading_takes_for_ever_is_not_read_so() -> None:
    assert title(b"<title>plain</title>", "punycode") == "plain"
    assert title(b"<meta charset=idna><title>plain</title>") == "plain"


def test_a_picture_without_an_address_is_none() -> None:
    page = read("<title>x</title><meta property=og:image content='http://['>")
    assert page is not None
    assert (page.title, page.image) == ("x", "")

"""What a page says of itself: its title, what it is about, whose it is, and which picture stands for it."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import msgspec
from lxml import etree, html

from accounts.text import clean_line, is_visible
from chat.previews.fetching import Fetched

MOST_TITLE, MOST_DESCRIPTION, MOST_SITE = 200, 300, 60

_CHARSET = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
_READ = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|gb18030|big5(-hkscs)?|shift[_-]jis|euc-(jp|kr)|iso-8859-\d{1,2}|latin-?1"
    r"|windows-(125\d|874)|cp125\d|koi8-[ru]|tis-620"
)
"""The charsets of pages. Python knows more, and some of those take for ever."""
_TITLES = ("og:title", "twitter:title")
_DESCRIPTIONS = ("og:description", "twitter:description", "description")
_IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image")


class Page(msgspec.Struct, frozen=True):
    """A page in short; only `title` and `site` are never empty. image: its address."""

    title: str
    description: str
    site: str
    image: str


def page_of(fetched: Fetched) -> Page | None:
    """What the page says; `None` where it has no title."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        document = html.document_fromstring(_decoded(fetched).encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    said = _meta(document)
    title = _first(said, _TITLES, MOST_TITLE) or _shortened(document.findtext(".//title") or "", MOST_TITLE)
    if not title:
        return None
    host = urlsplit(fetched.url).hostname or ""
    image = next((said[name] for name in _IMAGES if said.get(name)), "")
    return Page(
        title=title,
        description=_first(said, _DESCRIPTIONS, MOST_DESCRIPTION),
        site=_first(said, ("og:site_name",), MOST_SITE) or host.removeprefix("www."),
        image=_address(fetched.url, image.strip()) if image else "",
    )


def _decoded(fetched: Fetched) -> str:
    declared = _CHARSET.search(fetched.content[:4096])
    name = fetched.charset or (declared[1].decode() if declared else "")
    if name.lower() in {"gb2312", "gbk", "x-gbk"}:
        name = "gb18030"
    if not _READ.fullmatch(name.lower()):
        name = "utf-8"
    try:
        text = fetched.content.decode(name, errors="replace")
    except LookupError:  # nobody knows this one
        text = fetched.content.decode("utf-8", errors="replace")
    return text.replace("\0", "")


def _address(page: str, image: str) -> str:
    """Where a picture of a page is; empty where that is no address."""
    try:
        return urljoin(page, image)
    except ValueError:
        return ""


def _meta(document: html.HtmlElement) -> dict[str, str]:
    """What its meta elements say, the first of each name."""
    said: dict[str, str] = {}
    for element in document.iter("meta"):
        name = str(element.get("property") or element.get("name") or "").strip().lower()
        said.setdefault(name, str(element.get("content") or ""))
    return said


def _first(said: dict[str, str], names: tuple[str, ...], most: int) -> str:
    return next((text for name in names if (text := _shortened(said.get(name, ""), most))), "")


def _shortened(text: str, most: int) -> str:
    line = " ".join(clean_line(text[: most * 4]).split())
    if not is_visible(line):
        return ""
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"

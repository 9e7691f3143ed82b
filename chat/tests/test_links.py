"""Server and web client find the same links (chat/frontend/text/links.test.ts reads the same list)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chat.previews.links import first_link

CASES: list[tuple[str, str | None]] = json.loads(Path(__file__).with_name("links.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "link"), CASES)
def test_the_first_link_is(text: str, link: str | None) -> None:
    expected = f"https://{link}" if link and link.startswith("www.") else link
    assert first_link(text) == expected


def test_what_is_too_long_to_be_asked_for_is_none() -> None:
    assert first_link("https://example.com/" + "a" * 2000) is None

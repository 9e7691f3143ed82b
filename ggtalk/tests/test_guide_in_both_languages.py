"""docs/operations.md and its Chinese twin lead through the same commands, under the same headings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = [DOCS / "operations.md", DOCS / "operations.zh-CN.md"]


def blocks(guide: str) -> list[str]:
    """What is to be typed; what stands behind a `#` is in the reader's language."""
    return [re.sub(r"\s+# .*", "", block) for block in re.findall(r"```sh\n(.*?)```", guide, re.DOTALL)]


def headings(guide: str) -> list[str]:
    """The level of each heading, those of comments in commands left out."""
    return re.findall(r"^(#+) ", re.sub(r"```.*?```", "", guide, flags=re.DOTALL), re.MULTILINE)


def names(guide: str) -> list[str]:
    """Everything that is written as code within the text; the order of a sentence is the language's own."""
    return sorted(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", guide, flags=re.DOTALL)))


def rows(guide: str) -> list[int]:
    """The number of cells of each row of a table."""
    return [line.count(" | ") for line in guide.splitlines() if line.startswith("|")]


def files(guide: str) -> list[str]:
    """What is linked to, but for places within the page and the other language."""
    linked = re.findall(r"\]\(([^)#]+)", guide)
    return sorted(name.replace(".zh-CN", "") for name in linked if not name.startswith("operations"))


@pytest.mark.parametrize("part", [blocks, headings, names, rows, files], ids=lambda part: part.__name__)
def test_both_say_the_same(part: object) -> None:
    assert callable(part)
    english, chinese = (part(guide.read_text()) for guide in GUIDES)
    assert english
    assert chinese == english


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_places_within_the_page_are_there(guide: Path) -> None:
    text = guide.read_text()
    there = {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    assert [place for place in re.findall(r"\]\(#([^)]+)\)", text) if place not in there] == []

"""docs/decisions/README.md lists every decision by its title, in their order, and no others."""

import re
from pathlib import Path

DECISIONS = Path(__file__).resolve().parents[2] / "docs" / "decisions"
ROW = re.compile(r"^- \[(\d{4}) · (.+)\]\((.+)\)$", re.MULTILINE)


def test_every_decision_is_listed_by_its_title_in_order() -> None:
    files = sorted(path for path in DECISIONS.glob("[0-9]*.md"))
    titles = [path.read_text().splitlines()[0].removeprefix("# ") for path in files]
    written = [(path.name[:4], title, path.name) for path, title in zip(files, titles, strict=True)]
    assert ROW.findall((DECISIONS / "README.md").read_text()) == written


def test_no_number_is_used_twice() -> None:
    numbers = [path.name[:4] for path in DECISIONS.glob("[0-9]*.md")]
    assert sorted(numbers) == sorted(set(numbers))

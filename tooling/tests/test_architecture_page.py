"""docs/architecture.md names the rooms there are, and no others."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE_ROW = re.compile(r"^\| `([\w./]+)/` \|", re.MULTILINE)
NOT_ROOMS = {"tests", "management", "templates"}
"""Parts of every app, described together."""


def named() -> set[str]:
    return set(TABLE_ROW.findall((ROOT / "docs" / "architecture.md").read_text()))


def test_every_room_it_names_is_there() -> None:
    assert len(named()) > 10
    assert [room for room in sorted(named()) if not (ROOT / room).is_dir()] == []


def test_every_app_and_every_part_of_the_kernel_is_named() -> None:
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    kernel = {f"ggtalk/{path.parent.name}" for path in ROOT.glob("ggtalk/*/__init__.py")}
    assert apps | {room for room in kernel if Path(room).name not in NOT_ROOMS} <= named()

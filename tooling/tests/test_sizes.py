"""Files, components and functions that are too long are named."""

import subprocess
from pathlib import Path

from tooling.sizes import complaints


def test_what_is_too_long_is_named(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / "long.py").write_text("\n" * 301)
    (tmp_path / "Long.vue").write_text("\n" * 201)
    (tmp_path / "function.py").write_text("async def long():\n" + "    pass\n" * 40)
    (tmp_path / "short.py").write_text("def short():\n" + "    pass\n" * 39)
    (tmp_path / "long.md").write_text("\n" * 1000)
    assert list(complaints(tmp_path)) == [
        "Long.vue: 201 lines, at most 200",
        "function.py:1: long() has 41 lines, at most 40",
        "long.py: 301 lines, at most 300",
    ]

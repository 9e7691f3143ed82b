"""Small on purpose: how long a file, a component and a Python function may be (TypeScript's functions are ESLint's)."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MAX_FILE_LINES = 300
MAX_COMPONENT_LINES = 200
MAX_FUNCTION_LINES = 40

CODE = {".py", ".ts", ".vue", ".css", ".sh"}
# Written by a program, or nothing but data.
EXEMPT = ("migrations/", "schema.d.ts", "/locale")


def complaints(root: Path) -> Iterator[str]:
    """One line per file or function of the work tree at `root` that is too long."""
    for name in sorted(_files_of(root)):
        file = root / name
        if file.suffix not in CODE or any(part in name for part in EXEMPT) or not file.exists():
            continue
        text = file.read_text()
        limit = MAX_COMPONENT_LINES if file.suffix == ".vue" else MAX_FILE_LINES
        if (lines := len(text.splitlines())) > limit:
            yield f"{name}: {lines} lines, at most {limit}"
        if file.suffix == ".py":
            yield from (f"{name}:{complaint}" for complaint in _long_functions(text))


def _long_functions(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                yield f"{node.lineno}: {node.name}() has {lines} lines, at most {MAX_FUNCTION_LINES}"


def _files_of(root: Path) -> list[str]:
    """Every file that git knows or would take up."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.split("\0") if name]


if __name__ == "__main__":
    found = list(complaints(Path(__file__).resolve().parent.parent))
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(1 if found else 0)

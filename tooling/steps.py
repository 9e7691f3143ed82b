"""Running one tool as a named step: quiet when it works, one sentence when it does not."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tooling.problems import problem_with_tool


def run_step(
    doing: str, command: Sequence[str], *, source: str, cwd: Path, environment: Mapping[str, str] | None = None
) -> None:
    """Runs `command`, showing `doing` and how long it took. Raises Problem with one sentence if it fails."""
    print(f"{doing} …", end="", file=sys.stderr, flush=True)
    started = time.monotonic()
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    finally:
        print(f" {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    if done.returncode != 0:
        raise problem_with_tool(doing, done.stdout, source, cwd)

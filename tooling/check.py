"""`make check`: everything about the code that can be said within a minute, two at a time."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

PYTHON = sys.executable


@dataclass(frozen=True)
class Check:
    name: str
    command: list[str]


@dataclass(frozen=True)
class Outcome:
    check: Check
    status: int
    seconds: float
    output: str


# The longest first, so that the two workers end together.
CHECKS = [
    Check("quick tests of the server", [PYTHON, "-m", "pytest", "-q", "-m", "not slow"]),
    Check("Python types (mypy)", [PYTHON, "-m", "mypy", "."]),
    Check("borders of the web client (ESLint)", ["npx", "--no-install", "eslint", "."]),
    Check("TypeScript types (vue-tsc)", ["npx", "--no-install", "vue-tsc", "--noEmit"]),
    Check("tests of the web client (Vitest)", ["npx", "--no-install", "vitest", "run"]),
    Check("generated API types are fresh", [PYTHON, "-m", "tooling.api_types", "--check"]),
    Check("borders of the server (import-linter)", [str(Path(PYTHON).with_name("lint-imports")), "--no-logo"]),
    Check("migrations are complete", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    Check("sizes", [PYTHON, "-m", "tooling.sizes"]),
    Check("Python rules (ruff)", [PYTHON, "-m", "ruff", "check", "."]),
    Check("Python form (ruff format)", [PYTHON, "-m", "ruff", "format", "--check", "."]),
]


def run(check: Check) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Outcome(check, done.returncode, time.monotonic() - started, done.stdout)


def outcomes() -> Iterator[Outcome]:
    with ThreadPoolExecutor(max_workers=2) as workers:
        yield from workers.map(run, CHECKS)


def main() -> int:
    """0 if every check passed; the output of those that did not is shown."""
    started = time.monotonic()
    failed = 0
    for outcome in outcomes():
        verdict = "passed" if outcome.status == 0 else "FAILED"
        print(f"{verdict:8}{outcome.check.name:42}{outcome.seconds:5.1f} s", flush=True)
        if outcome.status != 0:
            failed += 1
            print(f"{outcome.output.rstrip()}\n(exit status {outcome.status})\n", flush=True)
    print(f"{len(CHECKS) - failed} of {len(CHECKS)} checks passed in {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    sys.exit(main())

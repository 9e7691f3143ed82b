"""`make test`: every suite in turn, and at the end what each of them said."""

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tooling.mariadb import mariadb_server
from tooling.problems import Problem
from tooling.processes import adopt_orphans, leave_on_signals, run_alone, stop_descendants

ANSI_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# The closing lines of pytest ("=== 12 passed in 3.21s ===") and Vitest ("      Tests  12 passed (12)").
PYTEST_SUMMARY = re.compile(r"^=+ (?P<said>.* in \d+\.\d+s.*?) =+$")
# A journey that failed, was made once more and is told by its name: "RERUN e2e/test_chat.py::test_typing".
PYTEST_RERUN = re.compile(r"^(?P<said>RERUN \S+)")
VITEST_SUMMARY = re.compile(r"^\s+(?P<said>Tests\s+.*)$")

PYTEST = [sys.executable, "-m", "pytest"]
# See docs/decisions/0019-a-failed-journey-is-made-once-more.md.
ONCE_MORE = ["--reruns", "1", "-rfER"]
# Each query is written for SQL Server too, and read as T-SQL: docs/operations.md says what that shows.
ALSO_FOR_SQL_SERVER = ["-p", "tooling.sql_server.plugin"]
# Settings that would take the suites off the defaults they are written for.
FOREIGN_SETTINGS = ("DATABASE_URL", "DATA_DIR", "PORT", "HOST", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")


@dataclass
class Suite:
    name: str
    command: list[str]
    on_mariadb: bool = False
    said: list[str] = field(default_factory=list)
    status: int | None = None
    seconds: float = 0.0

    def listen(self, line: str) -> None:
        plain = ANSI_COLOUR.sub("", line).rstrip()
        if match := PYTEST_SUMMARY.match(plain) or PYTEST_RERUN.match(plain) or VITEST_SUMMARY.match(plain):
            self.said.append(match["said"])

    def run(self) -> None:
        print(f"\n──── {self.name}", flush=True)
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="ggtalk-test-") as data_dir, self._database() as database:
            environment = {name: value for name, value in os.environ.items() if name not in FOREIGN_SETTINGS}
            settings = {**environment, "DATA_DIR": data_dir, **database}
            self.status, left = run_alone(self.command, settings, on_line=self.listen)
        self.seconds = time.monotonic() - started
        if left:
            print(f"{self.name} left processes running, now ended: {', '.join(left)}", flush=True)

    @contextmanager
    def _database(self) -> Iterator[dict[str, str]]:
        if self.on_mariadb:
            with mariadb_server() as url:
                yield {"DATABASE_URL": url}
        else:
            yield {}

    def report(self) -> str:
        verdict = {0: "passed", None: "cut off"}.get(self.status, "FAILED")
        said = "; ".join(self.said) or ("" if self.status is None else f"exit status {self.status}")
        return f"{verdict:8}{self.name:24}{self.seconds:5.0f} s   {said}"


def suites() -> list[Suite]:
    return [
        Suite("Server on SQLite", [*PYTEST, "-n", "2", *ALSO_FOR_SQL_SERVER]),
        Suite("Server on MariaDB", [*PYTEST, "-n", "2", "--deselect=tooling"], on_mariadb=True),
        Suite("Web client", ["npm", "test"]),
        Suite("Journeys in Chromium", [*PYTEST, "-n", "2", "--dist", "loadfile", *ONCE_MORE, "e2e"]),
    ]


def main() -> int:
    """0 if every suite passed. A failed one does not keep the next from running."""
    adopt_orphans()
    leave_on_signals()
    every = suites()
    interrupted = False
    try:
        for suite in every:
            suite.run()
    except KeyboardInterrupt:
        interrupted = True
    except Problem as problem:
        print(f"{problem}\n{problem.details}".rstrip(), file=sys.stderr)
    finally:
        stop_descendants()
    print("\n──── What the suites said", *(suite.report() for suite in every), sep="\n", flush=True)
    if interrupted:
        return 130
    return 0 if all(suite.status == 0 for suite in every) else 1


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    sys.exit(main())

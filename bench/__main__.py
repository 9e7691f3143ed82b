"""`python -m bench [part …]`: measures, prints the table, and writes it where asked."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvloop

from bench.figures import Findings
from bench.machine import allow_many_connections, facts
from bench.parts.crowd import measure_crowd
from bench.parts.direct import measure_direct
from bench.parts.group import measure_group
from bench.parts.history import measure_history
from bench.parts.memory import WARM_UP_CLIENTS, measure_memory
from bench.parts.options import Options
from bench.parts.peers import measure_peers
from bench.parts.search import measure_search
from bench.parts.start import measure_start
from bench.report import page, table, verdict

PARTS: dict[str, Callable[[Options], Awaitable[Findings]]] = {
    "direct": measure_direct,
    "group": measure_group,
    "crowd": measure_crowd,
    "memory": measure_memory,
    "history": measure_history,
    "search": measure_search,
    "start": measure_start,
    "peers": measure_peers,
}


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measures GGTalk beside a baseline and a limit."
    )
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)} (all, if none is named)")
    parser.add_argument("--rounds", type=int, default=Options.rounds, help="values per server (default %(default)s)")
    parser.add_argument(
        "--cpu-seconds", type=float, default=Options.cpu_seconds, help="least server CPU a value (default %(default)s)"
    )
    parser.add_argument(
        "--seconds", type=float, default=Options.seconds, help="length of what is paced (default %(default)s)"
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page there, e.g. docs/performance.md")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}")
    return given


def main() -> int:
    """0 if every figure is kept."""
    given = arguments()
    options = Options(given.rounds, given.cpu_seconds, given.seconds)
    machine = facts()
    allow_many_connections()
    found: list[Findings] = []
    for name in given.parts or PARTS:
        found.append(uvloop.run(measured(PARTS[name], options)))
        print(table(found[-1]), flush=True)
    print(verdict(found))
    if given.write:
        command = shlex.join(["python", "-m", "bench", *sys.argv[1:]])
        given.write.write_text(page(command, options, machine, found, WARM_UP_CLIENTS))
    return 0 if all(figure.kept for findings in found for figure in findings.figures) else 1


async def measured(part: Callable[[Options], Awaitable[Findings]], options: Options) -> Findings:
    """What one part finds."""
    return await part(options)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench [part …]`: measures, prints the table, and writes it where asked.

`python -m bench endurance` says whether anything is lost while parts of a site are killed; the page has it, too.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvloop

from bench import endurance
from bench.drawing import draw
from bench.figures import Findings
from bench.kept import keep, kept_of
from bench.machine import allow_many_connections, facts
from bench.parts.crowd import measure_crowd
from bench.parts.direct import measure_direct
from bench.parts.group import measure_group
from bench.parts.growth import measure_growth
from bench.parts.history import measure_history
from bench.parts.memory import WARM_UP_CLIENTS, measure_memory
from bench.parts.options import Options
from bench.parts.peers import measure_peers
from bench.parts.restart import measure_restart
from bench.parts.search import measure_search
from bench.parts.several import measure_several
from bench.parts.start import measure_start
from bench.parts.storm import measure_storm
from bench.report import page, table, verdict

PARTS: dict[str, Callable[[Options], Awaitable[Findings]]] = {
    "direct": measure_direct,
    "group": measure_group,
    "crowd": measure_crowd,
    "memory": measure_memory,
    "several": measure_several,
    "restart": measure_restart,
    "storm": measure_storm,
    "history": measure_history,
    "growth": measure_growth,
    "search": measure_search,
    "start": measure_start,
    "peers": measure_peers,
}


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measures GGTalk beside a baseline and a limit."
    )
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="part",
        help=f"{', '.join(PARTS)} (all, unless one is named or --write is given)",
    )
    parser.add_argument("--rounds", type=int, default=Options.rounds, help="values per server (default %(default)s)")
    parser.add_argument(
        "--cpu-seconds", type=float, default=Options.cpu_seconds, help="least server CPU a value (default %(default)s)"
    )
    parser.add_argument(
        "--seconds", type=float, default=Options.seconds, help="length of what is paced (default %(default)s)"
    )
    parser.add_argument(
        "--write",
        type=Path,
        metavar="FILE",
        help="write the page there: what the named parts find now, and the others found last",
    )
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}")
    return given


def main() -> int:
    """0 if every figure is kept."""
    if sys.argv[1:2] == ["endurance"]:
        return endurance.main(sys.argv[2:])
    given = arguments()
    options = Options(given.rounds, given.cpu_seconds, given.seconds)
    allow_many_connections()
    names = given.parts or ([] if given.write else list(PARTS))
    for name in names:
        load = os.getloadavg()[0]
        findings = uvloop.run(measured(PARTS[name], options))
        keep(name, findings, options, load)
        print(table(findings), flush=True)
    parts = kept_of([*PARTS, endurance.NAME] if given.write else names)
    found = [kept.findings for kept in parts]
    print(verdict(found))
    if given.write:
        given.write.write_text(page(facts(), parts, WARM_UP_CLIENTS))
        for chart in [chart for findings in found for chart in findings.charts]:
            draw(chart, given.write.parent / "images")
    return 0 if all(figure.kept for findings in found for figure in findings.figures) else 1


async def measured(part: Callable[[Options], Awaitable[Findings]], options: Options) -> Findings:
    """What one part finds."""
    return await part(options)


if __name__ == "__main__":
    sys.exit(main())

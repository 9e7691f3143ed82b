"""The table, on the screen and in docs/performance.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bench.figures import Findings
from bench.parts.options import Options

INTRODUCTION = """\
# Performance

Written by `{command}` on {date}; not by hand. `make bench` measures again and prints the same table.

{verdict}
"""

READING = """\
## How to read it

- **CPU** is user and system time of the server's whole process tree, at least {cpu_seconds:g} s of it per value. The
  load comes from another process and is not counted. All servers run under the same uvicorn with the same options.
- The servers take turns, {rounds} rounds: one value per server and round. Shown is the median, in brackets the least
  and the most. A share or a multiple is made within each round, so that a busy machine burdens both sides alike.
- The **baseline** (`bench/baseline/`) is the server most people would write with Django Channels: a group per
  conversation, a membership query and one `save()` per message, `group_send` on the in-memory layer, SQLite in WAL mode
  with GGTalk's own pragmas. Django's default is to open the database anew for each call; the same server with
  `CONN_MAX_AGE` set is measured too, for it is cheaper.
- The **limit** (`bench/limit/`) is a bare ASGI function that forwards frames: no framework, no check, no database, no
  reply. Nothing under this uvicorn can be cheaper.
- GGTalk checks, numbers, stores and commits each message before anybody hears it, and answers the sender.
- Times run from just before the client sends to the other client's receipt, in one process with one clock. Where a rate
  is given they run from the moment a message was *due*, so a server that holds the sender up can't hide it.
- Memory is resident memory; the base is taken after {warm_up} clients have come and gone.
- Times on the clock depend on the machine and on what else it does (see the limit's own times); shares of CPU
  hardly do.
"""


def table(findings: Findings) -> str:
    """One part's figures and the values behind them, as Markdown."""
    rows = [f"## {findings.title}", "", "| figure | limit | measured | |", "|---|---|---|---|"]
    for figure in findings.figures:
        verdict = "kept" if figure.kept else "**missed**"
        rows.append(f"| {figure.subject} | {figure.limit} | {figure.measured} | {verdict} |")
    if findings.details:
        rows += ["", "| measured | |", "|---|---|", *(f"| {name} | {value} |" for name, value in findings.details)]
    return "\n".join(rows) + "\n"


def verdict(found: Sequence[Findings]) -> str:
    """How many figures are kept."""
    figures = [figure for findings in found for figure in findings.figures]
    return f"{sum(figure.kept for figure in figures)} of {len(figures)} figures are kept."


def page(
    command: str, options: Options, machine: Sequence[tuple[str, str]], found: Sequence[Findings], warm_up: int
) -> str:
    """docs/performance.md."""
    introduction = INTRODUCTION.format(
        command=command, date=datetime.now(UTC).date().isoformat(), verdict=verdict(found)
    )
    facts = "\n".join(["| machine | |", "|---|---|", *(f"| {name} | {value} |" for name, value in machine)])
    reading = READING.format(cpu_seconds=options.cpu_seconds, rounds=options.rounds, warm_up=warm_up)
    return "\n".join([introduction, *map(table, found), facts, "", reading])

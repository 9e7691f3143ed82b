"""The table, on the screen and in docs/performance.md."""

from __future__ import annotations

from collections.abc import Sequence

from bench.figures import Findings
from bench.kept import Kept

INTRODUCTION = """\
# Performance

Written by `python -m bench --write docs/performance.md`, not by hand; each part says when and how it was measured.
`make bench` measures everything again, `python -m bench direct` one part; what each found last is in `docs/figures`.

{verdict}
"""

READING = """\
## How to read it

- **CPU** is user and system time of the server's whole process tree, at least a second of it per value. The
  load comes from another process and is not counted. The baseline and the limit run
  under the same uvicorn with the same options.
- The servers take turns: one value per server and round. Shown is the median, in brackets the least
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
- Times of other conversations are taken by a process of their own; the one that listens for the crowd gives way to it
  (niceness 10), for both servers.
- **Prosody** keeps its archive in files, its fastest; **ejabberd** in Mnesia on disk, and its schedulers do not wait
  busily; **Synapse** is one process on SQLite. None has a limit of rates or encryption to pay for; all are asked to
  store each message. Accounts are made as the people come, so their memory per client has the account in it.
- Memory is resident memory; the base is taken after {warm_up} clients have come and gone.
- Times on the clock depend on the machine and on what else it does (see the limit's own times); shares of CPU
  hardly do.
"""


def table(findings: Findings, measured: str = "") -> str:
    """One part's figures and the values behind them, as Markdown; `measured` says when and how."""
    rows = [f"## {findings.title}", ""]
    if measured:
        rows += [measured, ""]
    rows += ["| figure | limit | measured | |", "|---|---|---|---|"]
    for figure in findings.figures:
        verdict = "kept" if figure.kept else "**missed**"
        rows.append(f"| {figure.subject} | {figure.limit} | {figure.measured} | {verdict} |")
    rows += [
        line for chart in findings.charts for line in ("", f"![{chart.title}](images/performance-{chart.name}.svg)")
    ]
    if findings.details:
        rows += ["", "| measured | |", "|---|---|", *(f"| {name} | {value} |" for name, value in findings.details)]
    return "\n".join(rows) + "\n"


def verdict(found: Sequence[Findings]) -> str:
    """How many figures are kept."""
    figures = [figure for findings in found for figure in findings.figures]
    return f"{sum(figure.kept for figure in figures)} of {len(figures)} figures are kept."


def page(machine: Sequence[tuple[str, str]], parts: Sequence[Kept], warm_up: int) -> str:
    """docs/performance.md."""
    introduction = INTRODUCTION.format(verdict=verdict([kept.findings for kept in parts]))
    facts = "\n".join(["| machine | |", "|---|---|", *(f"| {name} | {value} |" for name, value in machine)])
    tables = [table(kept.findings, measured(kept)) for kept in parts]
    return "\n".join([introduction, *tables, facts, "", READING.format(warm_up=warm_up)])


def measured(kept: Kept) -> str:
    """When and how, in a sentence."""
    options = kept.options
    each = f"{options.rounds} rounds, {options.cpu_seconds:g} s of CPU, {options.seconds:g} s of what is paced"
    if not options.cpu_seconds:
        each = f"once, for {options.seconds:.0f} s"
    return f"Measured on {kept.day}: {each}; load average before: {kept.load:.1f}."

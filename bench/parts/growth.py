"""What a message costs when little was said before, and when ten million messages are stored."""

from __future__ import annotations

from contextlib import ExitStack

from bench.archive import Archive
from bench.figures import Chart, Figure, Findings, Spread, spread, times
from bench.load import Window, costs
from bench.parts.direct import CLOSED_LOOP_PAIRS, closed_loop
from bench.parts.options import Options
from bench.parts.search import filled_with
from bench.population import Population
from bench.processes import folder_of_its_own, free_port, python, serving
from bench.servers import Subject
from bench.servers.product import ProductDialect, data_in

STORED = (1_000, 100_000, 10_000_000)
CONVERSATIONS = 1_000
APART = 0.10


async def measure_growth(options: Options) -> Findings:
    """CPU per message of servers that hold ever more; they take turns."""
    with ExitStack() as running:
        subjects = {stored: holding(stored, running) for stored in STORED}
        windows: dict[int, list[Window]] = {stored: [] for stored in STORED}
        for _ in range(options.rounds):
            for stored, subject in subjects.items():
                windows[stored].append(await closed_loop(subject, CLOSED_LOOP_PAIRS, options.cpu_seconds))
    each = {stored: spread([window.microseconds_each for window in windows[stored]]) for stored in STORED}
    return Findings(
        "A message among ever more",
        [constant(stored, each[stored], each[STORED[0]]) for stored in STORED[1:]],
        [(f"Server CPU per message with {stored:,} stored", costs(windows[stored])) for stored in STORED],
        [
            Chart(
                "growth",
                "Server CPU per message, by how many are stored",
                "µs",
                {f"{stored:,}": values.median for stored, values in each.items()},
            )
        ],
    )


def holding(stored: int, running: ExitStack) -> Subject:
    """A server in which so much was said, most of it by others."""
    folder = running.enter_context(folder_of_its_own())
    archive = Archive(messages=stored, conversations=CONVERSATIONS, elsewhere=False, apart=True)
    filled = filled_with(archive, folder)
    port = free_port()
    command = python("manage.py", "serve", "--port", str(port))
    service = running.enter_context(serving(command, port, data_in(folder), folder))
    return Subject(f"GGTalk with {stored:,}", service, ProductDialect(), Population(pairs=filled.pairs))


def constant(stored: int, values: Spread, least: Spread) -> Figure:
    """Within a tenth of what it costs with the fewest stored, by the medians of the rounds."""
    ratio = spread([value / base for value, base in zip(values.values, least.values, strict=True)])
    limit = f"{times(1 - APART)} – {times(1 + APART)}"
    subject = f"Server CPU per message with {stored:,} stored, against {STORED[0]:,}"
    return Figure(subject, limit, ratio.said(times), abs(ratio.median - 1) <= APART)

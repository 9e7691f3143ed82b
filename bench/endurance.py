"""`python -m bench endurance`: a million messages with a fault every 30 s; prints what happened and keeps it."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Sequence

from bench.figures import Figure, Findings
from bench.kept import keep
from bench.parts.options import Options
from bench.processes import folder_of_its_own
from e2e.endurance import Outcome, Plan, endure

NAME = "endurance"
WRONG_SHOWN = 20
WRITERS_PER_GROUP = 4


def main(given: Sequence[str]) -> int:
    """0 if nothing was lost, there twice, or out of order."""
    parser = argparse.ArgumentParser(prog="python -m bench endurance", description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000, help="at least (default %(default)s)")
    parser.add_argument("--faults", type=int, default=6, help="at least (default %(default)s)")
    parser.add_argument("--fault-seconds", type=float, default=30, help="between two faults (default %(default)s)")
    parser.add_argument("--writers", type=int, default=24, help="(default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of what is chosen by chance (default %(default)s)")
    asked = parser.parse_args(given)
    plan = Plan(
        asked.messages,
        asked.faults,
        asked.fault_seconds,
        writers=asked.writers,
        groups=max(1, asked.writers // WRITERS_PER_GROUP),
        seed=asked.seed,
    )
    load = os.getloadavg()[0]
    with folder_of_its_own() as folder:
        outcome = endure(plan, folder, lambda said: print(said, flush=True))
    keep(NAME, findings(outcome), Options(rounds=1, cpu_seconds=0, seconds=outcome.seconds), load)
    print(told(outcome))
    return 1 if outcome.wrong else 0


def findings(outcome: Outcome) -> Findings:
    """The promise, and what was done to the site meanwhile."""
    faults = [(f"Fault: {name}", f"{count} times") for name, count in Counter(outcome.faults).items()]
    return Findings(
        "Endurance",
        [
            Figure(
                f"{outcome.written:,} messages, {len(outcome.faults)} faults: lost, there twice, out of order",
                "none",
                f"{len(outcome.wrong)}" if outcome.wrong else "none",
                not outcome.wrong,
            )
        ],
        [
            *faults,
            ("Clients came back", f"{outcome.came_back:,} times"),
            ("Jobs given meanwhile, done once each", f"{outcome.jobs}"),
        ],
    )


def told(outcome: Outcome) -> str:
    """The outcome in words."""
    faults = "\n".join(f"  {count} × {name}" for name, count in Counter(outcome.faults).items())
    found = [
        f"{outcome.written} messages in {outcome.seconds:.0f} s, {len(outcome.faults)} faults:",
        faults,
        f"clients came back {outcome.came_back} times; {outcome.jobs} jobs were done",
        "0 lost, 0 twice, 0 out of order" if not outcome.wrong else f"WRONG in {len(outcome.wrong)} places:",
        *outcome.wrong[:WRONG_SHOWN],
    ]
    return "\n".join(found)

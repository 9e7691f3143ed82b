"""What was found last, part by part, beside the page that is made of it: a part that is measured again, on whatever
machine, leaves the others as they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench.figures import Findings
from bench.parts.options import Options
from bench.processes import ROOT

FOLDER = ROOT / "docs" / "figures"


class Kept(msgspec.Struct, frozen=True):
    """One part's findings. day: YYYY-MM-DD; load: of the machine just before."""

    findings: Findings
    options: Options
    day: str
    load: float


def keep(name: str, findings: Findings, options: Options, load: float) -> Kept:
    """Writes down what a part has found."""
    kept = Kept(findings, options, datetime.now(UTC).date().isoformat(), load)
    FOLDER.mkdir(parents=True, exist_ok=True)
    _file(name).write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")
    return kept


def kept_of(names: Sequence[str]) -> list[Kept]:
    """What was found by these parts, in this order; those never measured are left out."""
    return [msgspec.json.decode(_file(name).read_bytes(), type=Kept) for name in names if _file(name).exists()]


def _file(name: str) -> Path:
    return FOLDER / f"{name}.json"

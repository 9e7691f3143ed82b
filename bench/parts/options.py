"""How long and how often a part measures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """rounds: how often each cell is measured, all servers taking turns. cpu_seconds: least server CPU per cell.

    seconds: length of what is paced.
    """

    rounds: int = 5
    cpu_seconds: float = 1.5
    seconds: float = 20

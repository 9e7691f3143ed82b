"""What a measurement says: values of several rounds, and figures with a limit."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Spread:
    """One value per round, all in one unit."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def said(self, form: Callable[[float], str]) -> str:
        """`median (least – most)`, each as `form` writes it; the median alone where all rounds agree."""
        low, middle, high = form(min(self.values)), form(self.median), form(max(self.values))
        return middle if low == high else f"{middle} ({low} – {high})"


def spread(values: Sequence[float]) -> Spread:
    return Spread(tuple(values))


def plain(unit: str, digits: int = 1) -> Callable[[float], str]:
    """Writes 3.14159 as `3.1 ms`."""
    return lambda value: f"{value:,.{digits}f} {unit}"


def share(value: float) -> str:
    """Writes 0.125 as `1/8.0`."""
    return f"1/{1 / value:.1f}"


def times(value: float) -> str:
    """Writes 1.52 as `1.52 ×`."""
    return f"{value:.2f} ×"


@dataclass(frozen=True)
class Figure:
    """One promise: what it is about, its limit in words, what was measured, and whether that keeps it."""

    subject: str
    limit: str
    measured: str
    kept: bool


@dataclass(frozen=True)
class Chart:
    """Values side by side, one bar each; drawn as `docs/images/performance-<name>.svg`.

    is_log: equal steps are equal ratios.
    """

    name: str
    title: str
    unit: str
    bars: dict[str, float]
    is_log: bool = False


@dataclass(frozen=True)
class Findings:
    """What one part found: figures with a limit, the values they were made from, and what is drawn of them."""

    title: str
    figures: list[Figure] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)


def at_most(subject: str, limit: float, form: Callable[[float], str], measured: Spread) -> Figure:
    """A figure kept when the median of the rounds is within `limit`."""
    return Figure(subject, f"≤ {form(limit)}", measured.said(form), measured.median <= limit)


def at_least(subject: str, limit: float, form: Callable[[float], str], measured: Spread) -> Figure:
    """A figure kept when the median of the rounds reaches `limit`."""
    return Figure(subject, f"≥ {form(limit)}", measured.said(form), measured.median >= limit)


def percentile(values: Sequence[float], share_below: float) -> float:
    """The value below which `share_below` (0 to 1) of `values` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share_below))]

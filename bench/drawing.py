"""Bars of what was measured, as pictures for docs/performance.md."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.figures import Chart

WIDTH_INCHES = 7.0
BAR_INCHES = 0.36
FRAME_INCHES = 0.95
COLOUR = "#2f6fde"
INK = "#5b6472"


def draw(chart: Chart, folder: Path) -> Path:
    """Writes the picture, readable on light and dark ground; where it is."""
    mpl.rcParams.update({"svg.hashsalt": chart.name, "font.size": 9, "text.color": INK, "axes.edgecolor": INK})
    mpl.rcParams.update({"axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK})
    figure = Figure(figsize=(WIDTH_INCHES, FRAME_INCHES + BAR_INCHES * len(chart.bars)), layout="constrained")
    axes = figure.add_subplot()
    bars = axes.barh(list(chart.bars), list(chart.bars.values()), color=COLOUR, height=0.62)
    axes.bar_label(bars, labels=[f" {value:,.4g}" for value in chart.bars.values()], color=INK)
    axes.invert_yaxis()
    axes.set_title(chart.title, loc="left")
    axes.set_xlabel(chart.unit)
    if chart.is_log:
        axes.set_xscale("log")
    axes.margins(x=0.12)
    axes.spines[["top", "right"]].set_visible(False)
    path = folder / f"performance-{chart.name}.svg"
    figure.savefig(path, transparent=True, metadata={"Date": None})
    return path

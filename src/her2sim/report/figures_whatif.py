"""Figures of variants side by side: differences by every measure, the tumour and the main signals over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from her2sim.report.figures_courses import series_table
from her2sim.report.style import INK, MUTED, band, grid, legend, palette, styled
from her2sim.studies.results import Series
from her2sim.studies.summary import SIGNALS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from her2sim.studies.whatif import WhatIf, WhatIfArm

MAIN_SIGNALS = ("HER2_HER3_free", "pERBB2", "pAKT", "pS6", "pERK", "p27_nuclear", "division_drive", "death_drive")


def labels(answer: WhatIf) -> list[str]:
    """A short name for every arm: its place and what it changes."""
    return [f"{place}: {arm.name}" if place else arm.name for place, arm in enumerate(answer.arms)]


@styled
def differences(answer: WhatIf) -> Figure:
    """Paired difference of every variant to the case as it is, one panel a measure."""
    variants, names = answer.arms[1:], labels(answer)[1:]
    colors = palette(labels(answer))
    measures = list(answer.arms[0].differences.values())
    columns = min(2, len(measures))
    rows = -(-len(measures) // columns)
    figure, axes = grid(rows, columns, row_height=0.95 + 0.3 * len(variants), sharey=True)
    for ax in axes.flat[len(measures) :]:
        ax.set_axis_off()
    for ax, one in zip(axes.flat, measures, strict=False):
        for place, arm in enumerate(variants):
            found = arm.differences[one.measure.name]
            ax.plot([found.difference.low, found.difference.high], [place, place], color=MUTED, linewidth=1.0)
            ax.plot([found.mean_low, found.mean_high], [place, place], color=colors[names[place]], linewidth=4)
            ax.plot(found.mean, place, "o", color=INK, markersize=4)
        ax.axvline(0.0, color=MUTED, linewidth=0.8)
        ax.set_yticks(range(len(variants)), [_short(name) for name in names])
        ax.set(title=one.measure.name.replace("_", " "), xlabel=f"difference, {one.measure.unit}")
        ax.set_ylim(len(variants) - 0.5, -0.5)
    return figure


def _short(text: str, most: int = 34) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def differences_data(answer: WhatIf) -> pd.DataFrame:
    """What `differences` shows."""
    from her2sim.report.whatif import differences_table

    return differences_table(answer)


@styled
def tumours(answer: WhatIf) -> Figure:
    """The tumour (sum of diameters), or treated over untreated cells, of every arm over time."""
    figure, axes = grid(1, 1, row_height=3.4)
    ax: Any = axes.flat[0]
    names = labels(answer)
    for series, color in zip(_tumours(answer), palette(names).values(), strict=True):
        band(ax, series.times, series.values, color, level=answer.level)
    ax.set(xlabel="days", ylabel=f"{_tumours(answer)[0].label}, {_tumours(answer)[0].unit}")
    ax.set_ylim(bottom=0)
    _names(figure, names)
    return figure


def _tumours(answer: WhatIf) -> list[Series]:
    culture = answer.case.setting == "culture"
    label, unit = ("treated over untreated cells", "1") if culture else ("sum of diameters", "mm")
    return [Series("tumour", label, unit, one.arm.signals.days, one.arm.sums_mm) for one in answer.arms]


def tumours_data(answer: WhatIf) -> pd.DataFrame:
    """What `tumours` shows: one row an arm and time."""
    return series_table(list(zip(labels(answer), _tumours(answer), strict=True)), answer.level)


@styled
def signals(answer: WhatIf) -> Figure:
    """Main readouts of the first clone in units of the case as it is before the drug, first six weeks."""
    figure, axes = grid(2, 4, row_height=1.9, sharex=True)
    names = labels(answer)
    for ax, name in zip(axes.flat, MAIN_SIGNALS, strict=True):
        for one, color in zip(answer.arms, palette(names).values(), strict=True):
            series = _signal(answer, one, name)
            shown = series.times <= 42.0
            band(ax, series.times[shown], series.values[:, shown], color, level=answer.level)
        ax.axhline(1.0, color=MUTED, linewidth=0.8, linestyle=(0, (3, 3)))
        ax.set(title=SIGNALS[name][0])
        ax.set_ylim(bottom=0)
    for ax in axes[-1]:
        ax.set_xlabel("days")
    _names(figure, names)
    return figure


def _signal(answer: WhatIf, one: WhatIfArm, name: str) -> Series:
    start = answer.arms[0].arm.signals.values[name][:, :1]
    values = one.arm.signals.values[name] / np.where(start > 0, start, np.nan)
    return Series(name, SIGNALS[name][0], "x the case as it is before the drug", one.arm.signals.days, values)


def signals_data(answer: WhatIf) -> pd.DataFrame:
    """What `signals` shows: one row an arm, readout and time."""
    rows = [(label, _signal(answer, one, name)) for label, one in zip(labels(answer), answer.arms, strict=True)
            for name in MAIN_SIGNALS]  # fmt: skip
    return series_table(rows, answer.level)


def _names(figure: Figure, names: list[str]) -> None:
    from matplotlib.lines import Line2D

    colors = palette(names)
    legend(figure, [Line2D([], [], color=colors[name]) for name in names], [_short(name) for name in names])

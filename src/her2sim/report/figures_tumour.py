"""The tumour under treatment: its diameter over time, and the waterfall of best changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from her2sim.report.style import (
    INK,
    MUTED,
    RECIST,
    RECIST_WORDS,
    SEQUENCE,
    band,
    dose_ticks,
    grid,
    legend,
    quantiles,
    styled,
)
from her2sim.studies.results import Floats, RegimenResult

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

PARTIAL_RESPONSE, PROGRESSION = -30.0, 20.0
"""RECIST 1.1, % change of the sum of diameters: response from the start, progression from the lowest point"""
_MOST_LINES = 60
_MOST_COLUMNS = 3


@styled
def diameter(results: Sequence[RegimenResult], level: float) -> Figure:
    """Change of the sum of diameters from the start, %: draws, median and interval; one panel per regimen."""
    columns = min(_MOST_COLUMNS, max(1, len(results)))
    rows = math.ceil(len(results) / columns)
    figure, axes = grid(rows, columns, row_height=2.9, sharey=True, sharex=True)
    for index, ax in enumerate(axes.flat):
        if index >= len(results):
            ax.set_axis_off()
            continue
        _fan(ax, results[index], level)
        ax.set(title=results[index].regimen, xlabel="weeks")
    for row in axes:
        row[0].set_ylabel("change of diameter, %")
    return figure


def diameter_data(results: Sequence[RegimenResult], level: float) -> pd.DataFrame:
    """The numbers drawn by `diameter`: median and interval of the change, one row per regimen and time."""
    import pandas as pd

    parts: list[pd.DataFrame] = []
    for result in results:
        low, median, high = quantiles(relative_change(result.diameter.values), level)
        part = pd.DataFrame({"day": result.diameter.times, "median_pct": median, "low_pct": low, "high_pct": high})
        part.insert(0, "regimen", result.regimen)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


@styled
def waterfall(results: Sequence[RegimenResult], level: float) -> Figure:
    """Best change of every draw, sorted, coloured by RECIST category; one panel per regimen."""
    del level  # every draw is shown
    columns = min(_MOST_COLUMNS, max(1, len(results)))
    figure, axes = grid(math.ceil(len(results) / columns), columns, row_height=2.5, sharey=True)
    for index, ax in enumerate(axes.flat):
        if index >= len(results):
            ax.set_axis_off()
            continue
        _bars(ax, results[index])
    for row in axes:
        row[0].set_ylabel("best change, %")
    from matplotlib.patches import Patch

    shown = [name for name in RECIST if any(result.recist_shares.get(name, 0) > 0 for result in results)]
    legend(figure, [Patch(color=RECIST[name]) for name in shown], [f"{name}  {RECIST_WORDS[name]}" for name in shown])
    return figure


def waterfall_data(results: Sequence[RegimenResult], level: float) -> pd.DataFrame:
    """The numbers drawn by `waterfall`: one row per regimen and draw, sorted as drawn."""
    del level
    import pandas as pd

    return pd.concat([_sorted(result).assign(regimen=result.regimen) for result in results], ignore_index=True)


def relative_change(values: Floats) -> Floats:
    """Per cent change from the first time; diameters (N, T) -> (N, T)."""
    return 100.0 * (values / values[:, :1] - 1.0)


def _fan(ax: Any, result: RegimenResult, level: float) -> None:
    weeks, change = result.diameter.times / 7.0, relative_change(result.diameter.values)
    for row in change[:_MOST_LINES]:
        ax.plot(weeks, row, color=SEQUENCE[0], alpha=0.18, linewidth=0.6)
    band(ax, weeks, change, SEQUENCE[0], level=level)
    ax.axhline(0.0, color=MUTED, linewidth=0.8)
    _recist_lines(ax, side="right")
    days = sorted({day for given in result.doses.values() for day in given})
    dose_ticks(ax, [day / 7.0 for day in days], INK, height=0.03)
    _, _, high = quantiles(change, 0.9)
    top = float(max((value for value in high if math.isfinite(value)), default=40.0))
    ax.set_ylim(-105, min(max(45.0, 1.1 * top), 150.0))
    ax.set_xlim(0, weeks[-1])


def _recist_lines(ax: Any, *, side: Literal["left", "right"]) -> None:
    edge, inwards = (0, 3) if side == "left" else (1, -3)
    for value, word in ((PARTIAL_RESPONSE, "−30 %: response"), (PROGRESSION, "+20 %: progression")):
        ax.axhline(value, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
        place: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "ha": side}
        ax.annotate(word, (edge, value), xytext=(inwards, 2), fontsize=7, color=MUTED, **place)


def _sorted(result: RegimenResult) -> pd.DataFrame:
    table = result.patients.loc[:, ["draw", "best_change_pct", "recist"]].dropna(subset=["best_change_pct"])
    return table.sort_values(["best_change_pct", "draw"], ascending=[False, True], ignore_index=True)


def _bars(ax: Any, result: RegimenResult) -> None:
    table = _sorted(result)
    colors = [RECIST.get(str(category), MUTED) for category in table["recist"]]
    ax.bar(range(len(table)), table["best_change_pct"], color=colors, width=1.0, linewidth=0)
    ax.axhline(0.0, color=MUTED, linewidth=0.8)
    _recist_lines(ax, side="left")
    ax.set(title=result.regimen, xlabel=f"{len(table)} draws, sorted", xticks=[])
    ax.set_ylim(-105, max(45.0, min(150.0, float(table["best_change_pct"].max()) if len(table) else 45.0)))
    ax.set_xlim(-0.5, max(len(table), 1) - 0.5)
    ax.grid(visible=False, axis="x")

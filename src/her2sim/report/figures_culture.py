"""A cell line in culture: treated against untreated cells over time, and the growth inhibition of every draw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from her2sim.report.figures_courses import series_table
from her2sim.report.style import MUTED, SEQUENCE, band, grid, styled
from her2sim.studies.results import RegimenResult

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_MOST_COLUMNS = 3
_MOST_LINES = 60


@styled
def cells(results: Sequence[RegimenResult], level: float) -> Figure:
    """Treated over untreated cells: each draw, the median and the interval; one panel per regimen."""
    figure, panels = _panels(results)
    for ax, result in zip(panels, results, strict=False):
        series = result.diameter
        for row in 100.0 * series.values[:_MOST_LINES]:
            ax.plot(series.times, row, color=SEQUENCE[0], alpha=0.18, linewidth=0.6)
        band(ax, series.times, 100.0 * series.values, SEQUENCE[0], level=level)
        ax.axhline(100.0, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
        ax.set(title=result.regimen, xlabel="days", ylim=(0, 115))
        ax.margins(x=0.01)
    panels[0].set_ylabel("cells, % of untreated")
    return figure


def cells_data(results: Sequence[RegimenResult], level: float) -> pd.DataFrame:
    """The numbers drawn by `cells`: median and interval, one row per regimen and time."""
    return series_table([(result.regimen, result.diameter) for result in results], level)


@styled
def inhibition(results: Sequence[RegimenResult], level: float) -> Figure:
    """Growth inhibition of every draw, sorted; one panel per regimen."""
    del level  # every draw is shown
    figure, panels = _panels(results)
    for ax, result in zip(panels, results, strict=False):
        heights = _sorted(result)["growth_inhibition_pct"]
        ax.bar(range(len(heights)), heights, color=SEQUENCE[0], width=1.0, linewidth=0)
        ax.axhline(0.0, color=MUTED, linewidth=0.8)
        ax.set(title=result.regimen, xlabel=f"{len(heights)} draws, sorted", xticks=[])
        ax.set_xlim(-0.5, max(len(heights), 1) - 0.5)
        ax.grid(visible=False, axis="x")
    panels[0].set_ylabel("growth inhibition, %")
    return figure


def inhibition_data(results: Sequence[RegimenResult], level: float) -> pd.DataFrame:
    """The numbers drawn by `inhibition`: one row per regimen and draw, sorted as drawn."""
    del level
    import pandas as pd

    return pd.concat([_sorted(result).assign(regimen=result.regimen) for result in results], ignore_index=True)


def _panels(results: Sequence[RegimenResult]) -> tuple[Figure, list[Any]]:
    columns = min(_MOST_COLUMNS, max(1, len(results)))
    figure, axes = grid(math.ceil(len(results) / columns), columns, row_height=2.6, sharey=True)
    panels = list(axes.flat)
    for ax in panels[len(results) :]:
        ax.set_axis_off()
    return figure, panels


def _sorted(result: RegimenResult) -> pd.DataFrame:
    table = result.patients.loc[:, ["draw", "growth_inhibition_pct"]].dropna()
    return table.sort_values(["growth_inhibition_pct", "draw"], ascending=[True, True], ignore_index=True)

"""Courses over time before the tumour: exposure with its doses, and signalling under drug."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from her2sim.report.style import INK, MUTED, band, dose_ticks, grid, legend, palette, quantiles, styled
from her2sim.studies.results import RegimenResult, Series

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


SIGNAL_DAYS = 42.0
"""signalling is drawn this far, two cycles: what it does it does early; the table has all of it"""


@styled
def exposure(results: Sequence[RegimenResult], level: float) -> Figure:
    """Serum concentration of every drug over time, with a tick at each dose; one panel per drug."""
    drugs = _drugs(results)
    columns = min(3, max(1, len(drugs)))
    figure, axes = grid(math.ceil(len(drugs) / columns), columns, row_height=2.1)
    colors = palette([result.regimen for result in results])
    for ax, drug in zip(axes.flat, drugs, strict=False):
        for result, series in _with_drug(results, drug):
            band(ax, series.times, series.values, colors[result.regimen], level=level, label=result.regimen)
            dose_ticks(ax, result.doses.get(drug, ()), INK)
            ax.set(title=series.label, ylabel=series.unit, xlabel=series.time_unit)
        ax.set_ylim(bottom=0)
        ax.margins(x=0.01)
    _hide_rest(axes, len(drugs))
    _shared_legend(figure, axes, len(results))
    return figure


def exposure_data(results: Sequence[RegimenResult], level: float) -> pd.DataFrame:
    """The numbers drawn by `exposure`: one row per regimen, drug and time."""
    rows = [(result.regimen, series) for result in results for series in result.exposure]
    return series_table(rows, level)


@styled
def signals(results: Sequence[RegimenResult], level: float) -> Figure:
    """Network readouts of the main clone under drug; one panel per readout, one colour per regimen."""
    names = _signal_names(results)
    figure, axes = grid(math.ceil(len(names) / 4), 4, row_height=1.75, sharex=True)
    colors = palette([result.regimen for result in results])
    for ax, name in zip(axes.flat, names, strict=False):
        for result in results:
            for series in result.signals:
                if series.name == name:
                    band(ax, series.times, series.values, colors[result.regimen], level=level, label=result.regimen)
                    ax.set(title=series.label)
                    _baseline(ax, series)
        ax.set_ylim(bottom=0)
        ax.set_xlim(*_first_weeks(results))
    _hide_rest(axes, len(names))
    for ax in _lowest(axes, len(names)):
        ax.set_xlabel(results[0].signals[0].time_unit)
        ax.tick_params(labelbottom=True)
    _shared_legend(figure, axes, len(results))
    return figure


def signals_data(results: Sequence[RegimenResult], level: float) -> pd.DataFrame:
    """The numbers drawn by `signals`: one row per regimen, readout and time."""
    return series_table([(result.regimen, series) for result in results for series in result.signals], level)


def series_table(rows: Sequence[tuple[str, Series]], level: float) -> pd.DataFrame:
    """Median and interval of named series as one long table."""
    import pandas as pd

    parts: list[pd.DataFrame] = []
    for arm, series in rows:
        low, median, high = quantiles(series.values, level)
        part = pd.DataFrame({"time": series.times, "median": median, "low": low, "high": high})
        for column, value in (("time_unit", series.time_unit), ("unit", series.unit), ("quantity", series.name)):
            part.insert(0, column, value)
        part.insert(0, "arm", arm)
        parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"arm": [], "time": [], "median": []})


def _drugs(results: Sequence[RegimenResult]) -> list[str]:
    return list(dict.fromkeys(series.name for result in results for series in result.exposure))


def _with_drug(results: Sequence[RegimenResult], drug: str) -> list[tuple[RegimenResult, Series]]:
    return [(result, series) for result in results for series in result.exposure if series.name == drug]


def _signal_names(results: Sequence[RegimenResult]) -> list[str]:
    return list(dict.fromkeys(series.name for result in results for series in result.signals))


def _first_weeks(results: Sequence[RegimenResult]) -> tuple[float, float]:
    """Start a little before the first dose, so that a fall within hours is seen as a step from 1."""
    longest = max((float(series.times[-1]) for result in results for series in result.signals), default=SIGNAL_DAYS)
    shown = min(longest, SIGNAL_DAYS)
    return -0.03 * shown, shown


def _baseline(ax: Any, series: Series) -> None:
    if series.unit == "x baseline":
        ax.axhline(1.0, color=MUTED, linewidth=0.8, linestyle=(0, (3, 3)), zorder=1)
    else:
        from matplotlib.ticker import EngFormatter

        ax.set_ylabel(series.unit)
        ax.yaxis.set_major_formatter(EngFormatter(sep=""))


def _hide_rest(axes: Any, used: int) -> None:
    for ax in list(axes.flat)[used:]:
        ax.set_axis_off()


def _lowest(axes: Any, used: int) -> list[Any]:
    columns = axes.shape[1]
    return [ax for index, ax in enumerate(axes.flat) if index < used and index + columns >= used]


def _shared_legend(figure: Figure, axes: Any, arms: int) -> None:
    if arms > 1:
        found = {
            label: handle for ax in axes.flat for handle, label in zip(*ax.get_legend_handles_labels(), strict=True)
        }
        legend(figure, list(found.values()), list(found))

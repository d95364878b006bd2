"""Figures of the demonstration: the time courses of one experiment, and all cases beside the sensitive reference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from her2sim.report.figures_courses import series_table
from her2sim.report.figures_tumour import PARTIAL_RESPONSE
from her2sim.report.style import INK, MUTED, SEQUENCE, band, grid, legend, palette, styled
from her2sim.studies.results import Experiment, Interval, Prediction, RegimenResult

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_LEVEL = 0.9


@styled
def courses(experiment: Experiment, level: float = _LEVEL) -> Figure:
    """Time courses of an experiment: one panel per readout, one colour per arm."""
    names = list(dict.fromkeys(series.name for arm in experiment.series.values() for series in arm))
    columns = min(4, max(1, len(names)))
    figure, axes = grid(math.ceil(len(names) / columns), columns, row_height=2.0)
    colors = palette(list(experiment.series))
    handles: dict[str, Any] = {}
    for ax, name in zip(axes.flat, names, strict=False):
        for arm, several in experiment.series.items():
            for series in (series for series in several if series.name == name):
                band(ax, series.times, series.values, colors[arm], level=level, label=arm)
                ax.set(title=series.label, xlabel=series.time_unit, ylabel=series.unit)
        ax.set_ylim(bottom=min(0.0, ax.get_ylim()[0]))
        ax.margins(x=0.01)
        handles |= {label: handle for handle, label in zip(*ax.get_legend_handles_labels(), strict=True)}
    for ax in list(axes.flat)[len(names) :]:
        ax.set_axis_off()
    legend(figure, list(handles.values()), list(handles))
    return figure


def courses_data(experiment: Experiment, level: float = _LEVEL) -> pd.DataFrame:
    """The numbers drawn by `courses`: one row per arm, readout and time."""
    return series_table([(arm, series) for arm, several in experiment.series.items() for series in several], level)


@styled
def comparison(predictions: Sequence[Prediction]) -> Figure:
    """Best change of every case under its first regimen, as it is and with its main mechanism repaired."""
    figure, axes = grid(1, 1, row_height=0.9 + 0.42 * max(1, len(predictions)))
    ax: Any = axes[0, 0]
    labels: list[str] = []
    for place, prediction in enumerate(predictions):
        result = prediction.regimens[0]
        _dot(ax, change_of(result), place, SEQUENCE[0], hollow=False)
        labels.append(prediction.case.name)
        if result.mechanisms:
            effect = min(result.mechanisms, key=lambda item: item.gain.median)
            _dot(ax, effect.best_change, place + 0.27, SEQUENCE[1], hollow=True)
    ax.axvline(PARTIAL_RESPONSE, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
    ax.axvline(0.0, color=MUTED, linewidth=0.8)
    ax.set_yticks(range(len(labels)), labels)
    ax.tick_params(axis="y", labelsize=9, labelcolor=INK)
    ax.set_ylim(len(labels) - 0.4, -0.5)
    ax.grid(visible=False, axis="y")
    culture = any(prediction.regimens[0].culture for prediction in predictions)
    measure = "change of cells against untreated, %" if culture else "best change of diameter, %"
    ax.set_xlabel(f"{measure}   (dashed: −30 %)")
    handles = [ax.plot([], [], "o", color=SEQUENCE[0])[0], ax.plot([], [], "o", color=SEQUENCE[1], mfc="white")[0]]
    legend(figure, handles, ["the case as it is", "main mechanism repaired"])
    return figure


def comparison_data(predictions: Sequence[Prediction]) -> pd.DataFrame:
    """The numbers drawn by `comparison`: one row per case, as it is and repaired."""
    import pandas as pd

    rows: list[tuple[Any, ...]] = []
    for prediction in predictions:
        result, case = prediction.regimens[0], prediction.case.name
        rows.append((case, result.regimen, "as it is", *_numbers(change_of(result)), result.p_response))
        rows += [
            (case, result.regimen, f"{effect.name} repaired", *_numbers(effect.best_change), effect.p_response)
            for effect in result.mechanisms
        ]
    return pd.DataFrame(rows, columns=["case", "regimen", "state", "median_pct", "low_pct", "high_pct", "p_response"])


def change_of(result: RegimenResult) -> Interval:
    """What the comparison shows of a regimen: best change of a tumour, or of the number of cells in culture, %."""
    if result.culture is None:
        return result.best_change
    seen = result.culture.growth_inhibition
    return Interval(-seen.median, -seen.high, -seen.low, seen.level, seen.unit)


def _numbers(interval: Interval) -> tuple[float, float, float]:
    return interval.median, interval.low, interval.high


def _dot(ax: Any, interval: Interval, height: float, color: str, *, hollow: bool) -> None:
    ax.plot([interval.low, interval.high], [height, height], color=color, linewidth=1.6, alpha=0.75)
    ax.plot([interval.median], [height], "o", color=color, markersize=6, markerfacecolor="white" if hollow else color)

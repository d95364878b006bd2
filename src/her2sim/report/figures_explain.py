"""Figures of an explanation: mechanism bars, interactions, counterfactuals with their courses, and the path."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from her2sim.report.style import INK, MUTED, SEQUENCE, band, grid, legend, styled

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from her2sim.studies.explain import Explanation
    from her2sim.studies.explain.counterfactual import Course
    from her2sim.studies.explain.path import Path, Step
    from her2sim.studies.results import Interval

UNNAMED = "#b8c0c8"
"""what no mechanism accounts for"""
VARIANTS = {"as it is": MUTED, "repaired": SEQUENCE[0], "worsened": SEQUENCE[1]}
_LINES = {"as it is": "-", "repaired": "--", "worsened": ":"}
_SIGNAL_DAYS = 42.0
"""readouts are drawn this far, two cycles; the table has all of it"""


@styled
def bars(answer: Explanation) -> Figure:
    """Benefit lost to every named mechanism, to unknown markers, and unexplained; the last bar is their sum."""
    rows = [(bar.name, bar.lost, bar.mean, bar.kind) for bar in answer.bars]
    rows.append(("the whole gap", answer.gap, answer.mean_gap, "gap"))
    figure, axes = grid(1, 1, row_height=0.9 + 0.36 * len(rows))
    ax = axes.flat[0]
    colors = {"mechanism": SEQUENCE[0], "gap": INK}
    for place, (_, lost, mean, kind) in enumerate(rows):
        color = colors.get(kind, UNNAMED)
        ax.barh(place, mean, color=color, alpha=0.75, height=0.62, linewidth=0)
        _whisker(ax, lost, place)
    for place, bar in enumerate(answer.bars):
        if np.isfinite(bar.share):
            ax.annotate(f"{100 * bar.share:.0f} %", (1.0, place), xycoords=("axes fraction", "data"), xytext=(4, 0),
                        textcoords="offset points", va="center", color=MUTED, fontsize=8)  # fmt: skip
    _names(ax, [name for name, *_ in rows])
    ax.set_xlabel(f"{_with_unit('benefit lost', answer)}   (right: share of the whole gap)")
    return figure


def _with_unit(text: str, answer: Explanation) -> str:
    return f"{text}, {answer.unit}" if answer.unit else text


def bars_data(answer: Explanation) -> pd.DataFrame:
    """What `bars` shows."""
    from her2sim.report.explain import bars_table

    return bars_table(answer)


def _whisker(ax: Any, value: Interval, place: float, *, color: str = INK) -> None:
    ax.plot([value.low, value.high], [place, place], color=color, linewidth=1.2)
    ax.plot([value.median], [place], marker="o", markersize=4, color=color, linestyle="none")


def _names(ax: Any, names: list[str]) -> None:
    ax.axvline(0.0, color=MUTED, linewidth=0.9)
    ax.set_yticks(range(len(names)), names)
    ax.tick_params(axis="y", labelcolor=INK)
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")


@styled
def interactions(answer: Explanation) -> Figure:
    """Matrix of mean interactions; each cell with its word."""
    names = [bar.id for bar in answer.mechanisms]
    labels = [bar.name for bar in answer.mechanisms]
    values = np.full((len(names), len(names)), np.nan)
    figure, axes = grid(1, 1, width=min(9.6, 3.6 + 1.2 * len(names)), row_height=1.3 + 0.62 * len(names))
    ax: Any = axes.flat[0]
    for pair in answer.pairs:
        i, j = names.index(pair.first), names.index(pair.second)
        for row, column in ((i, j), (j, i)):
            values[row, column] = pair.mean
            text = f"{pair.mean:.2g}\n{pair.word}"
            ax.text(column, row, text, ha="center", va="center", fontsize=7, color=INK)
    most = float(np.nanmax(np.abs(values))) or 1.0
    image = ax.imshow(values, cmap="PuOr", vmin=-2 * most, vmax=2 * most, aspect="auto")
    ax.set_xticks(range(len(names)), labels, rotation=30, ha="right")
    ax.set_yticks(range(len(names)), labels)
    ax.grid(visible=False)
    page: Any = figure  # the types of matplotlib are not complete
    bar = page.colorbar(image, ax=ax, shrink=0.8)
    bar.set_label(_with_unit("interaction", answer))
    return figure


def interactions_data(answer: Explanation) -> pd.DataFrame:
    """What `interactions` shows."""
    from her2sim.report.explain import pairs_table

    return pairs_table(answer)


@styled
def counterfactuals(answer: Explanation) -> Figure:
    """Gain of repairing and of worsening each mechanism alone."""
    names = list(dict.fromkeys(one.name for one in answer.counterfactuals))
    figure, axes = grid(1, 1, row_height=1.1 + 0.5 * len(names))
    ax, handles = axes.flat[0], dict[str, Any]()
    for one in answer.counterfactuals:
        place = names.index(one.name) + (-0.16 if one.variant == "repaired" else 0.16)
        color = VARIANTS[one.variant]
        handles[one.variant] = ax.barh(place, one.gain.median, height=0.28, color=color, alpha=0.75, linewidth=0)
        _whisker(ax, one.gain, place)
    _names(ax, names)
    ax.set_xlabel(_with_unit("gain of benefit", answer))
    legend(figure, list(handles.values()), list(handles))
    return figure


def counterfactuals_data(answer: Explanation) -> pd.DataFrame:
    """What `counterfactuals` shows."""
    from her2sim.report.explain import counterfactuals_table

    return counterfactuals_table(answer)


@styled
def courses(answer: Explanation) -> Figure:
    """The tumour and the readouts that change most; one row a mechanism."""
    rows = {bar.id: _by_quantity(answer, bar.id) for bar in answer.mechanisms}
    columns = max(len(found) for found in rows.values())
    figure, axes = grid(len(rows), columns, row_height=2.1)
    names = {bar.id: bar.name for bar in answer.mechanisms}
    for row, (mechanism, found) in enumerate(rows.items()):
        for column in range(columns):
            ax = axes[row, column]
            if column >= len(found):
                ax.set_axis_off()
                continue
            _panel(ax, found[column], answer.level, first=column == 0)
            if column == 0:
                ax.set_title(textwrap.fill(names[mechanism], 22))
    handles, labels = axes[0, 0].get_legend_handles_labels()
    legend(figure, handles, labels)
    return figure


def _by_quantity(answer: Explanation, mechanism: str) -> list[list[Course]]:
    found: dict[str, list[Course]] = {}
    for course in answer.courses:
        if course.mechanism == mechanism:
            found.setdefault(course.series.name, []).append(course)
    return list(found.values())


def _panel(ax: Any, found: list[Course], level: float, *, first: bool) -> None:
    for course in found:
        series, color = course.series, VARIANTS[course.variant]
        shown = series.times <= (np.inf if first else _SIGNAL_DAYS)
        band(ax, series.times[shown], series.values[:, shown], color, level=level, label=course.variant)
        ax.lines[-1].set_linestyle(_LINES[course.variant])
    series = found[0].series
    if first:
        ax.set_ylabel(f"{series.label}, {series.unit}" if series.unit != "1" else series.label)
    else:
        ax.set_title(textwrap.fill(series.label, 20), fontsize=7.5)
        ax.set_ylabel(series.unit.replace(" as it is before the drug", " as it is, day 0"), fontsize=7)
        if series.unit == "molecules/cell":
            ax.yaxis.set_major_formatter(_short_numbers())
    ax.set_xlabel("day", fontsize=7.5)
    ax.set_ylim(bottom=0)
    ax.margins(x=0.01)


def _short_numbers() -> Any:
    from matplotlib.ticker import EngFormatter

    return EngFormatter(sep="")


def courses_data(answer: Explanation) -> pd.DataFrame:
    """What `courses` shows."""
    from her2sim.report.explain import courses_table

    return courses_table(answer)


@styled
def path(answer: Explanation) -> Figure:
    """The strongest changed readout on each level, one panel a path."""
    stations = list(dict.fromkeys(step.level for one in answer.paths for step in one.steps))
    columns = min(2, len(answer.paths))
    rows = -(-len(answer.paths) // columns)
    figure, axes = grid(rows, columns, row_height=0.9 + 0.36 * len(stations))
    for ax in axes.flat[len(answer.paths) :]:
        ax.set_axis_off()
    for ax, one in zip(axes.flat, answer.paths, strict=False):
        _steps(ax, one, stations)
    return figure


def _steps(ax: Any, one: Path, stations: list[str]) -> None:
    labels: list[str] = []
    for place, station in enumerate(stations):
        chosen = [step for step in one.steps if step.level == station and step.chosen]
        labels.append(f"{station}:\n{chosen[0].label}" if chosen else f"{station}:\nno clear change")
        for step in chosen:
            value = _factor(step, last=station == stations[-1])
            color = SEQUENCE[0] if value[1] < 1.0 else SEQUENCE[1]
            ax.plot([value[0], value[2]], [place, place], color=color, linewidth=2.4)
            ax.plot([value[1]], [place], marker="D", markersize=5, color=color, linestyle="none")
    ax.set_xscale("log")
    ax.axvline(1.0, color=MUTED, linewidth=0.9)
    ax.set_yticks(range(len(stations)), labels, fontsize=7)
    ax.tick_params(axis="y", labelcolor=INK)
    ax.set_ylim(len(stations) - 0.5, -0.5)
    ax.grid(visible=False, axis="y")
    ax.set_title(textwrap.fill(f"repaired: {one.name}", 34))
    _factor_ticks(ax)


def _factor(step: Step, *, last: bool) -> tuple[float, float, float]:
    value = step.answer if last else step.ratio
    low, median, high = np.exp([value.low, value.median, value.high])
    return float(low), float(median), float(high)


def _factor_ticks(ax: Any) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    low, high = ax.get_xlim()
    ax.set_xlim(min(low, 0.5), max(high, 2.0))
    low, high = ax.get_xlim()
    wide = high / low > 100.0
    ax.xaxis.set_major_locator(LogLocator(subs=(1.0,) if wide else (1.0, 2.0, 5.0)))
    ax.xaxis.set_major_formatter(FuncFormatter(_factor_text))
    ax.xaxis.set_minor_formatter(NullFormatter())


def _factor_text(value: float, _: int | None) -> str:
    return f"×{value:g}"


def path_data(answer: Explanation) -> pd.DataFrame:
    """What `path` shows, with the readouts that were not taken."""
    from her2sim.report.explain import path_table

    return path_table(answer)

"""Figures of a combination: dose matrix with isoboles, excess, what makes it, progression beside independent action."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from her2sim.report.style import INK, MUTED, PAPER, grid, palette, styled

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from her2sim.studies.combine import DrugCombination, RegimenCombination
    from her2sim.studies.combine.results import Share
    from her2sim.studies.results import Floats

MAPS = ("Bliss", "HSA", "Loewe", "ZIP")
"""scores that are drawn as maps"""
_NODE_WORDS = {
    "pERBB2": "phospho-HER2", "pERBB3": "phospho-HER3", "pAKT": "phospho-AKT", "pS6": "phospho-S6",
    "pERK": "phospho-ERK", "CDK2_active": "active CDK2",
}  # fmt: skip
_UNIT_WORDS = {"log10": "log10 of cells", "day": "days"}


def _flat(values: Floats) -> Floats:
    """Median over the members, (D1, D2); of a third drug its highest dose."""
    plane = values if values.ndim == 3 else values[..., -1]
    with np.errstate(all="ignore"):
        return np.nanmedian(plane, axis=0)


def _map(ax: Any, answer: DrugCombination, values: Floats, title: str, *, digits: int, **options: Any) -> Any:
    first, second = answer.matrix.doses[:2]
    image = ax.imshow(values.T, origin="lower", aspect="auto", **options)
    dark = 0.5 * options["vmax"]
    for x, y in np.ndindex(*values.shape):
        value = float(values[x, y])
        text = f"{round(value, digits) + 0.0:.{digits}f}"  # + 0: no minus before a zero
        ax.text(x, y, text, ha="center", va="center", fontsize=6, color=PAPER if abs(value) > dark else INK)
    ax.set_xticks(range(len(first)), [f"{dose:.3g}" for dose in first], rotation=45)
    ax.set_yticks(range(len(second)), [f"{dose:.3g}" for dose in second])
    ax.grid(visible=False)
    ax.set(title=title, xlabel=f"{answer.drugs[0]}, free nM", ylabel=f"{answer.drugs[1]}, free nM")
    return image


@styled
def dose_matrix(answer: DrugCombination) -> Figure:
    """Median effect of every well; lines: isoboles of the median effect and, dashed, of Loewe additivity."""
    figure, axes = grid(1, 1, row_height=4.6)
    ax: Any = axes.flat[0]
    values = _flat(answer.matrix.effects)
    image = _map(ax, answer, values, "1 - treated/untreated cells", digits=2, cmap="Blues", vmin=0.0, vmax=1.0)
    second = answer.matrix.doses[1]
    for isobole in answer.isoboles:
        for column, style in (("second_nM", "-"), ("loewe_nM", "--")):
            places = _places(isobole.table[column].to_numpy(), second)
            ax.plot(places, linestyle=style, color=INK, linewidth=1.2)
            shown = np.flatnonzero(np.isfinite(places))
            if style == "-" and shown.size:
                spot = (float(shown[0]) - 0.46, float(places[shown[0]]) + 0.08)
                box = {"facecolor": PAPER, "alpha": 0.85, "edgecolor": "none", "pad": 1.0}
                ax.annotate(f"effect {isobole.level:g}", spot, fontsize=6.5, color=INK, va="bottom", bbox=box)
    page: Any = figure  # the types of matplotlib are not complete
    page.colorbar(image, ax=ax, shrink=0.8)
    return figure


def _places(doses: Floats, grid_nM: Floats) -> Floats:
    """Places on the axis of a map; NaN where a dose is not reached."""
    logs = np.log(np.concatenate([[grid_nM[1] ** 2 / grid_nM[2]], grid_nM[1:]]))
    inside = np.isfinite(doses) & (doses <= grid_nM[-1])
    shown = np.log(np.clip(np.where(inside, doses, 1.0), np.exp(logs[0]), None))
    return np.where(inside, np.interp(shown, logs, np.arange(len(logs))), np.nan)


def dose_matrix_data(answer: DrugCombination) -> pd.DataFrame:
    """What `dose_matrix` shows: one row a well with the median and interval over the members."""
    from her2sim.report.combine import wells_table

    return wells_table(answer)


@styled
def excess(answer: DrugCombination) -> Figure:
    """Median excess of every well by each score, percent of untreated cells; purple is synergy, orange antagonism."""
    found = [score for score in answer.scores if score.name in MAPS]
    figure, axes = grid((len(found) + 1) // 2, 2, row_height=3.6)
    most = max(0.05, *(float(np.nanmax(np.abs(_flat(score.wells)))) for score in found))
    for ax in axes.flat[len(found) :]:
        ax.set_axis_off()
    for ax, score in zip(axes.flat, found, strict=False):
        title = f"{score.name} excess, % of untreated cells"
        _map(ax, answer, 100.0 * _flat(score.wells), title, digits=1, cmap="PuOr", vmin=-100 * most, vmax=100 * most)
    return figure


excess_data = dose_matrix_data


@styled
def attribution(answer: DrugCombination) -> Figure:
    """Share of the excess by mechanism and fate, and the excess seen at nodes, with intervals."""
    rows = list(answer.attribution)
    figure, axes = grid(1, 1, row_height=0.6 + 0.26 * max(3, len(rows)))
    ax = axes.flat[0]
    colors = palette(("mechanism", "fate", "node"))
    for place, row in enumerate(reversed(rows)):
        ax.barh(place, row.share.median, color=colors[row.kind], height=0.6)
        ax.plot([row.share.low, row.share.high], [place, place], color=INK, linewidth=1.0)
    ax.axvline(0.0, color=MUTED, linewidth=0.8)
    ax.set_yticks(range(len(rows)), [_label(row) for row in reversed(rows)])
    ax.set_xlabel("Bliss excess")
    return figure


def _label(row: Share) -> str:
    return {"mechanism": "", "fate": "if held: ", "node": "seen at "}[row.kind] + _NODE_WORDS.get(row.name, row.name)


def attribution_data(answer: DrugCombination) -> pd.DataFrame:
    """What `attribution` shows."""
    from her2sim.report.combine import shares_table

    return shares_table(answer)


@styled
def progression(answer: RegimenCombination) -> Figure:
    """Share without progression under each arm, the combination and independent action."""
    figure, axes = grid(1, 1, row_height=3.6)
    ax = axes.flat[0]
    names = list(dict.fromkeys(answer.curves["arm"]))
    for name, color in palette(names).items():
        curve = answer.curves[answer.curves["arm"].eq(name)]
        style = "--" if name == "independent action" else "-"
        ax.step(curve["day"], curve["share"], where="post", color=color, linestyle=style, label=name)
    ax.set(xlabel="days", ylabel="without progression", ylim=(0.0, 1.02))
    ax.legend()
    return figure


@styled
def regimen_attribution(answer: RegimenCombination) -> Figure:
    """What carrying each mechanism adds to every excess, with intervals; diamonds: repaired alone."""
    rows = answer.attribution.shares if answer.attribution else ()
    measures = list(dict.fromkeys(row.measure for row in rows))
    few = max(1, len(rows) // max(1, len(measures)))
    figure, axes = grid(len(measures), 1, row_height=0.75 + 0.3 * few)
    color = palette(("mechanism",))["mechanism"]
    for ax, measure in zip(axes.flat, measures, strict=True):
        shown = [row for row in reversed(rows) if row.measure == measure]
        for place, row in enumerate(shown):
            ax.barh(place, row.share.median, color=color, height=0.55)
            ax.plot([row.share.low, row.share.high], [place, place], color=INK, linewidth=1.0)
            ax.plot(row.change.median, place, marker="D", markersize=4, color=PAPER, markeredgecolor=INK)
        ax.axvline(0.0, color=MUTED, linewidth=0.8)
        ax.set_yticks(range(len(shown)), [shorten(f"{row.id} {row.name}", 50, placeholder=" ...") for row in shown])
        ax.set(title=measure, xlabel=f"added by carrying it, {_UNIT_WORDS.get(shown[0].share.unit, '')}")
        ax.set_ylim(-0.6, len(shown) - 0.4)
    return figure


def regimen_attribution_data(answer: RegimenCombination) -> pd.DataFrame:
    """What `regimen_attribution` shows."""
    from her2sim.report.combine import regimen_shares_table

    return regimen_shares_table(answer)


@styled
def readouts(answer: RegimenCombination) -> Figure:
    """Every readout under the combination over the better single arm, on a logarithmic axis."""
    rows = list(reversed(answer.attribution.readouts if answer.attribution else ()))
    figure, axes = grid(1, 1, row_height=0.7 + 0.28 * max(3, len(rows)))
    ax: Any = axes.flat[0]
    colors = palette(("beyond", "behind"))
    for place, row in enumerate(rows):
        color = colors.get(row.word, MUTED)
        marker = {"beyond": "o", "behind": "X"}.get(row.word, "|")
        ax.plot([row.ratio.low, row.ratio.high], [place, place], color=color, linewidth=1.4)
        ax.plot(row.ratio.median, place, marker=marker, markersize=7, color=color)
        ax.annotate(row.word, (1.01, place), xycoords=("axes fraction", "data"), va="center", color=INK, fontsize=7.5)
    ax.axvline(1.0, color=MUTED, linewidth=0.8)
    ax.set_xscale("log")
    ticks = _ratio_ticks([row.ratio.low for row in rows], [row.ratio.high for row in rows])
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.minorticks_off()
    ax.set_yticks(range(len(rows)), [f"{row.label} ({row.better} is better)" for row in rows])
    ax.set(xlabel="combination over the better single arm", ylim=(-0.6, len(rows) - 0.4))
    return figure


def _ratio_ticks(lows: list[float], highs: list[float]) -> list[float]:
    """Some round ratios around 1 that the axis needs."""
    ladder = [0.01, 0.03, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 100.0]
    low, high = min([1.0, *lows]), max([1.0, *highs])
    return [tick for tick in ladder if low / 2.0 <= tick <= high * 2.0]


def readouts_data(answer: RegimenCombination) -> pd.DataFrame:
    """What `readouts` shows."""
    from her2sim.report.combine import readouts_table

    return readouts_table(answer)


def progression_data(answer: RegimenCombination) -> pd.DataFrame:
    """What `progression` shows."""
    return answer.curves

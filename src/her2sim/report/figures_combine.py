"""Figures of a combination: dose matrix with isoboles, excess, what makes it, progression beside independent action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from her2sim.report.style import INK, MUTED, grid, palette, styled

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from her2sim.studies.combine import DrugCombination, RegimenCombination
    from her2sim.studies.combine.results import Share
    from her2sim.studies.results import Floats

MAPS = ("Bliss", "HSA", "Loewe", "ZIP")
"""scores that are drawn as maps"""


def _flat(values: Floats) -> Floats:
    """Median over the members, (D1, D2); of a third drug its highest dose."""
    plane = values if values.ndim == 3 else values[..., -1]
    with np.errstate(all="ignore"):
        return np.nanmedian(plane, axis=0)


def _map(ax: Any, answer: DrugCombination, values: Floats, title: str, **options: Any) -> Any:
    first, second = answer.matrix.doses[:2]
    image = ax.imshow(values.T, origin="lower", aspect="auto", **options)
    for x, y in np.ndindex(*values.shape):
        ax.text(x, y, f"{values[x, y]:.2f}", ha="center", va="center", fontsize=6, color=INK)
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
    image = _map(ax, answer, values, "1 - treated/untreated cells", cmap="Blues", vmin=0.0, vmax=1.0)
    second = answer.matrix.doses[1]
    for isobole in answer.isoboles:
        for column, style in (("second_nM", "-"), ("loewe_nM", "--")):
            ax.plot(_places(isobole.table[column].to_numpy(), second), linestyle=style, color=INK, linewidth=1.2)
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
    """Median excess of every well by each score; blue is synergy, orange antagonism."""
    found = [score for score in answer.scores if score.name in MAPS]
    figure, axes = grid((len(found) + 1) // 2, 2, row_height=3.6)
    most = max(0.05, *(float(np.nanmax(np.abs(_flat(score.wells)))) for score in found))
    for ax in axes.flat[len(found) :]:
        ax.set_axis_off()
    for ax, score in zip(axes.flat, found, strict=False):
        _map(ax, answer, _flat(score.wells), f"{score.name} excess", cmap="PuOr", vmin=-most, vmax=most)
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
    return {"mechanism": "", "fate": "if held: ", "node": "seen at "}[row.kind] + row.name


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


def progression_data(answer: RegimenCombination) -> pd.DataFrame:
    """What `progression` shows."""
    return answer.curves

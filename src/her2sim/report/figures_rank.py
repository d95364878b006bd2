"""Figures of a ranking: regimens with intervals, benefit against its price, signals, resistance, schedules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from her2sim.report.style import INK, MUTED, SEQUENCE, grid, styled

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from her2sim.studies.rank import Place, Ranking

MOST = 45
"""regimens a figure shows; all are in the tables"""
SIGNALS = 16
"""regimens whose signals are drawn"""
_CLIP = 3.0
"""largest change drawn, log2"""
_COLORS = {"feasible": SEQUENCE[0], "violates a rule": SEQUENCE[1]}
_PRICES = {"agents": "drugs", "exposure": "relative exposure, usual doses", "toxicity": "toxicity classes x exposure"}


def _color(one: Place) -> str:
    return _COLORS["feasible" if one.limits.feasible else "violates a rule"]


@styled
def ranked(answer: Ranking) -> Figure:
    """Benefit with interval, share of best and expected regret of the first regimens and of the reference."""
    shown = [one for one in answer.places[:MOST] if one.name != answer.reference]
    shown += [one for one in answer.places if one.name == answer.reference]
    shown.sort(key=lambda one: one.place)
    figure, axes = grid(1, 3, row_height=1.0 + 0.2 * len(shown), sharey=True, width_ratios=[3.2, 1, 1])
    spots = np.arange(len(shown))[::-1]
    _intervals(axes.flat[0], shown, spots, answer)
    for ax, values, label in (
        (axes.flat[1], [one.p_best for one in shown], "share of draws\nin which it is the best"),
        (axes.flat[2], [one.regret for one in shown], f"expected regret,\n{answer.measure.unit}"),
    ):
        ax.barh(spots, values, color=[_color(one) for one in shown], height=0.62)
        ax.set_xlabel(label)
        ax.set_xlim(left=0.0)
    return figure


def _intervals(ax: Any, shown: Sequence[Place], spots: Any, answer: Ranking) -> None:
    for spot, one in zip(spots, shown, strict=True):
        ax.plot([one.worth.low, one.worth.high], [spot, spot], color=_color(one), linewidth=1.6, alpha=0.55)
        ax.plot(one.worth.median, spot, "o", color=_color(one), markersize=4)
        ax.plot(one.expected, spot, "|", color=INK, markersize=8)
    for name, color in _COLORS.items():
        if any(_color(one) == color for one in shown):
            ax.plot([], [], "o-", color=color, markersize=4, label=name)
    ax.plot([], [], "|", color=INK, markersize=8, linestyle="none", label="expected (mean)")
    ax.legend(loc="lower right", frameon=True, framealpha=0.8)
    ax.set_yticks(spots, [_name(one, answer) for one in shown])
    ax.set_ylim(-0.7, len(shown) - 0.3)
    ax.set_xlabel(f"{answer.measure.name.replace('_', ' ')}, {answer.measure.unit}")


def _name(one: Place, answer: Ranking) -> str:
    return f"{one.place}  {one.name}" + ("  (reference)" if one.name == answer.reference else "")


def ranked_data(answer: Ranking) -> pd.DataFrame:
    """What `ranked` shows, of every regimen."""
    from her2sim.report.tables_rank import ranking_table

    return ranking_table(answer)


@styled
def pareto(answer: Ranking) -> Figure:
    """Expected benefit against number of drugs, exposure and toxicity classes; the line joins what nothing beats."""
    figure, axes = grid(1, 3, row_height=4.4, sharey=True)
    for ax, (price, label) in zip(axes.flat, _PRICES.items(), strict=True):
        for on, color, alpha, size in ((False, MUTED, 0.35, 3.5), (True, SEQUENCE[0], 1.0, 5.0)):
            group = [one for one in answer.places if (price in one.fronts) is on]
            ax.plot([_price(one, price) for one in group], [one.expected for one in group], "o", color=color,
                    alpha=alpha, markersize=size)  # fmt: skip
        front = sorted((one for one in answer.places if price in one.fronts), key=lambda one: _price(one, price))
        ax.step([_price(one, price) for one in front], [one.expected for one in front], where="post", color=SEQUENCE[0],
                linewidth=1.0)  # fmt: skip
        for number, one in enumerate(reversed(front)):
            spot, side = ((-4, 4), "right") if number % 2 == 0 else ((5, -8), "left")
            ax.annotate(_short(one), (_price(one, price), one.expected), xytext=spot, ha=side,
                        textcoords="offset points", fontsize=6.5, color=INK)  # fmt: skip
        ax.margins(x=0.2, y=0.08)
        ax.set_xlabel(label)
    axes.flat[0].set_ylabel(f"expected {answer.measure.name.replace('_', ' ')}, {answer.measure.unit}")
    return figure


def _price(one: Place, price: str) -> float:
    return float(len(one.candidate.agents)) if price == "agents" else float(getattr(one.limits, price))


def _short(one: Place) -> str:
    """Place and the first letters of the name."""
    return f"{one.place} {one.name if len(one.name) <= 20 else one.name[:18] + '...'}"


def pareto_data(answer: Ranking) -> pd.DataFrame:
    """What `pareto` shows."""
    columns = ["regimen", "expected", "agents", "exposure", "toxicity", "fronts"]
    return ranked_data(answer)[columns]


@styled
def signals(answer: Ranking) -> Figure:
    """Signals of the first regimens against the reference, log2, so turned that purple helps against the tumour."""
    from her2sim.studies.rank.settings import table

    rows = [one for one in answer.places[:SIGNALS] if one.why.signals]
    names = [*table("why")["readouts"], *table("why")["fates"]]
    values = np.full((len(rows), len(names)), np.nan)
    labels = {name: str(about["label"]) for kind in ("readouts", "fates") for name, about in table("why")[kind].items()}
    for row, one in enumerate(rows):
        for change in (*one.why.signals, *one.why.fates):
            values[row, names.index(change.readout)] = change.size
    figure, axes = grid(1, 1, row_height=2.6 + 0.22 * max(3, len(rows)))
    ax: Any = axes.flat[0]
    image = ax.imshow(np.clip(values, -_CLIP, _CLIP), cmap="PuOr", vmin=-_CLIP, vmax=_CLIP, aspect="auto")
    ax.set_xticks(range(len(names)), [labels[name] for name in names], rotation=55, ha="right", fontsize=7)
    ax.set_yticks(range(len(rows)), [_name(one, answer) for one in rows])
    ax.grid(visible=False)
    page: Any = figure  # the types of matplotlib are not complete
    page.colorbar(image, ax=ax, shrink=0.7, label="log2 change in the direction that helps")
    return figure


def signals_data(answer: Ranking) -> pd.DataFrame:
    """What `signals` shows, of every regimen."""
    from her2sim.report.tables_rank import signals_table

    return signals_table(answer)


@styled
def resistance(answer: Ranking) -> Figure:
    """What each carried mechanism costs under the regimens in which it was put back."""
    rows = [one for one in answer.places if one.why.reliefs]
    ids = list(dict.fromkeys(part.id for one in rows for part in one.why.reliefs))
    figure, axes = grid(len(ids), 1, row_height=1.0 + 0.22 * len(rows))
    for ax, key in zip(axes.flat, ids, strict=True):
        for spot, one in enumerate(reversed(rows)):
            part = next(part for part in one.why.reliefs if part.id == key)
            color = MUTED if one.name == answer.reference else SEQUENCE[0]
            ax.barh(spot, part.cost.median, color=color, height=0.6)
            ax.plot([part.cost.low, part.cost.high], [spot, spot], color=INK, linewidth=1.0)
        ax.axvline(0.0, color=MUTED, linewidth=0.8)
        ax.set_yticks(range(len(rows)), [_name(one, answer) for one in reversed(rows)])
        ax.set_title(next(part.name for one in rows for part in one.why.reliefs if part.id == key))
        ax.set_xlabel(f"gained by putting it back, {answer.measure.unit}")
    return figure


def resistance_data(answer: Ranking) -> pd.DataFrame:
    """What `resistance` shows."""
    from her2sim.report.tables_rank import reliefs_table

    return reliefs_table(answer)


def families(answer: Ranking) -> dict[str, list[Place]]:
    """Schedules by their family, families of one left out."""
    found: dict[str, list[Place]] = {}
    for one in answer.places:
        if one.candidate.family:
            found.setdefault(one.candidate.family, []).append(one)
    return {name: group for name, group in found.items() if len(group) > 1}


@styled
def schedules(answer: Ranking) -> Figure:
    """Schedules and orders of the same drugs beside one another."""
    groups = families(answer)
    heights = [0.7 + 0.22 * len(group) for group in groups.values()]
    figure, axes = grid(len(groups), 1, row_height=sum(heights) / len(heights), sharex=True, height_ratios=heights)
    for ax, (family, group) in zip(axes.flat, groups.items(), strict=True):
        for spot, one in enumerate(reversed(group)):
            ax.plot([one.worth.low, one.worth.high], [spot, spot], color=_color(one), linewidth=1.6, alpha=0.55)
            ax.plot(one.worth.median, spot, "o", color=_color(one), markersize=4)
            ax.plot(one.expected, spot, "|", color=INK, markersize=8)
        ax.set_yticks(range(len(group)), [one.name for one in reversed(group)])
        ax.set_ylim(-0.6, len(group) - 0.4)
        ax.set_title(family)
    axes.flat[-1].set_xlabel(f"{answer.measure.name.replace('_', ' ')}, {answer.measure.unit}")
    return figure


def schedules_data(answer: Ranking) -> pd.DataFrame:
    """What `schedules` shows."""
    rows = ranked_data(answer)
    return rows[rows["family"].isin(families(answer))].reset_index(drop=True)

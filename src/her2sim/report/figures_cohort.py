"""Figures of a cohort: waterfalls of the samples, and what each of them carries below."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from her2sim.report.figures_tumour import PARTIAL_RESPONSE
from her2sim.report.style import INK, MUTED, grid, legend, palette, styled
from her2sim.studies.cohort import Alteration, Cohort, alterations
from her2sim.studies.cohort.groups import mechanism_name

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_GENES = 30
"""rows of the strip; the genes most often altered"""
MOST_NAMES = 40
"""samples whose names fit below a figure"""
KINDS: Mapping[str, tuple[float, float, str]] = {
    "gain": (0.55, 0.35, "#f0a58a"),
    "loss": (0.1, 0.35, "#9dc3e0"),
    "amplification": (0.3, 0.6, "#b2182b"),
    "deep deletion": (0.1, 0.6, "#0b4f8a"),
    "mutation": (0.38, 0.24, "#1b2733"),
    "unknown mutation": (0.44, 0.12, "#8a96a3"),
}
"""bottom and height within a cell, colour: gains hang from its top, losses stand on its floor"""
RECEPTOR = {"positive": "#7b3294", "negative": "#d9cfe0", "unknown": "#ffffff"}


def order_of(cohort: Cohort, regimen: str) -> list[str]:
    """Samples from the least to the most shrinkage under a regimen; those that failed at the end."""
    rows = cohort.table[cohort.table["regimen"] == regimen]
    change = dict(zip(rows["sample"], rows["best_change_pct"], strict=True))
    return sorted(change, key=lambda name: (math.isnan(change[name]), -change[name], name))


@styled
def waterfall(cohort: Cohort) -> Figure:
    """Median best change of every sample with its interval, one panel per regimen."""
    names = cohort.settings.regimens
    figure, axes = grid(len(names), 1, row_height=2.7)
    colors = palette(names)
    for ax, regimen in zip(axes.flat, names, strict=True):
        order = order_of(cohort, regimen)
        rows = cohort.table[cohort.table["regimen"] == regimen].set_index("sample").loc[order]
        places = list(range(len(order)))
        ax.bar(
            places,
            rows["best_change_pct"],
            width=0.82 if len(order) <= 80 else 1.0,
            color=colors[regimen],
            alpha=0.85,
            linewidth=0,
        )
        width = max(0.5, min(1.2, 90 / len(order)))
        ax.vlines(places, rows["best_change_low"], rows["best_change_high"], color=INK, linewidth=width)
        failed = [place for place, value in zip(places, rows["best_change_pct"], strict=True) if math.isnan(value)]
        ax.plot(failed, [0.0] * len(failed), "x", color=INK, markersize=4)
        ax.axhline(PARTIAL_RESPONSE, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
        ax.axhline(0.0, color=MUTED, linewidth=0.8)
        ax.set(ylabel="best change, %", xlim=(-0.6, len(order) - 0.4))
        ax.set_title(regimen, parse_math=False)
        _names_below(ax, order)
        ax.grid(visible=False, axis="x")
    return figure


def waterfall_data(cohort: Cohort) -> pd.DataFrame:
    """The numbers drawn by `waterfall`, in its order."""
    import pandas as pd

    keep = ["sample", "regimen", "best_change_pct", "best_change_low", "best_change_high", "p_response", "status"]
    parts = [
        cohort.table[cohort.table["regimen"] == regimen]
        .set_index("sample")
        .loc[order_of(cohort, regimen)]
        .reset_index()
        for regimen in cohort.settings.regimens
    ]
    return pd.concat(parts, ignore_index=True)[keep]


def _names_below(ax: Any, order: Sequence[str]) -> None:
    if len(order) <= MOST_NAMES:
        ax.set_xticks(range(len(order)), order, rotation=90, parse_math=False, fontsize=6.5)
    else:
        ax.set_xticks([])


@styled
def strip(cohort: Cohort) -> Figure:
    """Response, receptor, mechanisms and alterations of every sample, in the order of the first waterfall."""
    order = order_of(cohort, cohort.settings.regimens[0])
    place = {name: number for number, name in enumerate(order)}
    found = alterations(cohort.study, cohort.samples)
    genes, carried = genes_of(found), mechanisms_of(cohort)
    labels = [*(f"P(response) {name}" for name in cohort.settings.regimens), "ER", *carried.values(), *genes]
    figure, axes = grid(1, 1, row_height=0.8 + 0.19 * (len(labels) + 2) + (0.6 if len(order) <= MOST_NAMES else 0.0))
    ax: Any = axes[0, 0]
    for row in range(len(labels)):
        ax.broken_barh([(-0.5, len(order))], (row - 0.42, 0.84), color="#f0f3f5", linewidth=0)
    _tracks(ax, cohort, place)
    first = len(cohort.settings.regimens) + 1
    for row, name in enumerate(carried, first):
        hits = [one for one, ids in zip(cohort.table["sample"], cohort.table["mechanisms"], strict=True) if name in ids]
        _cells(ax, (place[one] for one in dict.fromkeys(hits)), row, (0.1, 0.8), "#009e73")
    for kind, (bottom, height, color) in KINDS.items():
        for row, gene in enumerate(genes, first + len(carried)):
            hits = {place[one.sample] for one in found if one.gene == gene and one.kind == kind}
            _cells(ax, hits, row, (bottom, height), color)
    _dress(ax, labels, order)
    _key(figure)
    return figure


def _dress(ax: Any, labels: Sequence[str], order: Sequence[str]) -> None:
    ax.set_yticks(range(len(labels)), labels, parse_math=False)
    ax.tick_params(axis="y", labelsize=7.5, labelcolor=INK)
    ax.set(xlim=(-0.6, len(order) - 0.4), ylim=(len(labels) - 0.4, -0.6))
    ax.grid(visible=False)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    _names_below(ax, order)


def _tracks(ax: Any, cohort: Cohort, place: Mapping[str, int]) -> None:
    """Probability of response as depth of colour, a row a regimen; then the oestrogen receptor."""
    colors = palette(cohort.settings.regimens)
    for row, regimen in enumerate(cohort.settings.regimens):
        mine = cohort.table[cohort.table["regimen"] == regimen]
        for name, value in zip(mine["sample"], mine["p_response"], strict=True):
            if not math.isnan(value):
                _cells(ax, [place[name]], row, (0.1, 0.8), colors[regimen], alpha=0.08 + 0.92 * float(value))
    first = cohort.table[cohort.table["regimen"] == cohort.settings.regimens[0]]
    for word, color in RECEPTOR.items():
        hits = [place[name] for name, er in zip(first["sample"], first["er"], strict=True) if er == word]
        bottom, height = (0.1, 0.8) if word == "positive" else (0.1, 0.4)
        _cells(ax, hits, len(cohort.settings.regimens), (bottom, height), color)


def _cells(ax: Any, places: Any, row: int, span: tuple[float, float], color: str, alpha: float = 1.0) -> None:
    """Marks in some columns of a row; `span` is bottom and height within the cell, 0 to 1."""
    bottom, height = span
    bars = [(place - 0.42, 0.84) for place in sorted(places)]
    if bars:
        ax.broken_barh(bars, (row + 0.5 - bottom, -height), color=color, linewidth=0, alpha=alpha)


def _key(figure: Figure) -> None:
    from matplotlib.patches import Patch

    words = {kind: color for kind, (_, _, color) in KINDS.items()}
    words |= {"mechanism carried": "#009e73", "ER positive": RECEPTOR["positive"], "ER negative": RECEPTOR["negative"]}
    legend(figure, [Patch(color=color) for color in words.values()], list(words))


def genes_of(found: Sequence[Alteration]) -> list[str]:
    """Genes of the strip, the most often strongly altered first."""
    weight = {"amplification": 1.0, "deep deletion": 1.0, "mutation": 1.0, "unknown mutation": 0.5}
    count: Counter[str] = Counter()
    for one in found:
        count[one.gene] += int(1000 * weight.get(one.kind, 0.01))
    return sorted(count, key=lambda gene: (-count[gene], gene))[:MOST_GENES]


def mechanisms_of(cohort: Cohort) -> dict[str, str]:
    """Mechanisms that samples carry, the most frequent first: id -> label."""
    first = cohort.table[cohort.table["regimen"] == cohort.settings.regimens[0]]
    count = Counter(name for ids in first["mechanisms"] for name in ids)
    return {name: mechanism_name(name) for name in sorted(count, key=lambda one: (-count[one], one))}


def strip_data(cohort: Cohort) -> pd.DataFrame:
    """What `strip` draws: a row per mark, genes beyond the figure's included."""
    import pandas as pd

    order = order_of(cohort, cohort.settings.regimens[0])
    place = {name: number for number, name in enumerate(order)}
    first = cohort.table[cohort.table["regimen"] == cohort.settings.regimens[0]]
    rows: list[tuple[int, str, str, str, str]] = []
    for name, er, ids in zip(first["sample"], first["er"], first["mechanisms"], strict=True):
        rows.append((place[name], name, "ER", er, ""))
        rows += [(place[name], name, one, "mechanism carried", mechanism_name(one)) for one in ids]
    rows += [
        (place[one.sample], one.sample, one.gene, one.kind, one.text)
        for one in alterations(cohort.study, cohort.samples)
    ]
    table = pd.DataFrame(rows, columns=["place", "sample", "row", "kind", "what"])
    return table.sort_values(["place", "row", "kind", "what"], ignore_index=True)

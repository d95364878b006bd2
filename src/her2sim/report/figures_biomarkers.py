"""Figures of the study of biomarkers: AUCs, predictive against prognostic, panels, trials, published subgroups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from her2sim.report.style import GRID, INK, MUTED, SEQUENCE, grid, styled

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from her2sim.studies.biomarkers import Biomarkers

_WORDS = {"none": "no effect", "better": "better", "worse": "worse"}
CONTROL = "#8a94a0"
"""markers that are known to mean nothing"""


def _forest(ax: Any, labels: list[str], *, top: float = 0.6) -> None:
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(-top, len(labels) - 1 + top)
    ax.grid(visible=False, axis="y")


def areas_data(answer: Biomarkers) -> pd.DataFrame:
    """What `areas` shows: AUC of every marker for benefit, the largest first."""
    table = answer.auc[answer.auc["target"].eq("benefit")].merge(
        answer.markers[["marker", "name", "group"]], on="marker", how="left"
    )
    return table.sort_values("auc", ascending=False, kind="stable", ignore_index=True)


@styled
def areas(answer: Biomarkers) -> Figure:
    """AUC for benefit of every marker with its interval."""
    table = areas_data(answer).iloc[::-1].reset_index(drop=True)
    figure, axes = grid(1, 1, row_height=0.9 + 0.185 * len(table))
    ax = axes.flat[0]
    for place, row in enumerate(table.to_dict("records")):
        color = CONTROL if row["group"] == "control" else SEQUENCE[0]
        sure = bool(row["q"] < 0.05)
        ax.plot([row["low"], row["high"]], [place, place], color=color, linewidth=1.4)
        ax.plot(
            [row["auc"]], [place], marker="o", color=color, markersize=5, markerfacecolor=color if sure else "white"
        )
        members = (row["members_low"], row["members_high"])
        ax.plot(members, [place - 0.22] * 2, color=SEQUENCE[1], linewidth=1.0)
    ax.axvline(0.5, color=MUTED, linewidth=0.8)
    ax.axvline(answer.statements[0].threshold_auc, color=MUTED, linewidth=0.9, linestyle=":")
    _forest(ax, [str(name) for name in table["name"]])
    told = "; orange: members of the ensemble" if answer.members > 1 else ""
    ax.set_xlabel(f"AUC (filled: q below 0.05{told})")
    return figure


def effects_data(answer: Biomarkers) -> pd.DataFrame:
    """What `effects` shows: prognostic and predictive effect on the benefit of every marker."""
    from her2sim.report.biomarkers import scores_table

    names = ("prognostic", "predictive")
    columns = [part for name in names for part in (name, f"{name}_low", f"{name}_high", f"q_{name}")]
    return scores_table(answer)[["marker", "name", "group", *columns]]


@styled
def effects(answer: Biomarkers) -> Figure:
    """Prognostic (across) and predictive (up) effect of every marker; labels of the clear ones stand beside."""
    table = effects_data(answer).dropna(subset=["prognostic", "predictive"]).sort_values("predictive")
    figure, axes = grid(1, 1, row_height=5.0)
    ax = axes.flat[0]
    for row in table.to_dict("records"):
        named = row["q_predictive"] < 0.1
        color = CONTROL if row["group"] == "control" else SEQUENCE[0] if named else "#9fb8ca"
        x, y, depth = row["prognostic"], row["predictive"], 3 if named else 2
        ax.plot([row["prognostic_low"], row["prognostic_high"]], [y, y], color=color, linewidth=0.8, zorder=depth)
        ax.plot([x, x], [row["predictive_low"], row["predictive_high"]], color=color, linewidth=0.8, zorder=depth)
        ax.plot([x], [y], marker="o", color=color, markersize=5, zorder=depth)
    ax.axhline(0.0, color=MUTED, linewidth=0.8)
    ax.axvline(0.0, color=MUTED, linewidth=0.8)
    unit = answer.measure.unit
    ax.set(xlabel=f"in the control arm, {unit}", ylabel=f"more benefit in positives, {unit}")
    _name_beside(ax, table[table["q_predictive"] < 0.1].to_dict("records"))
    return figure


def _name_beside(ax: Any, rows: list[dict[Any, Any]]) -> None:
    """Names in the order of their points, at the right edge, each with a line to its point."""
    low, high = ax.get_ylim()
    gap, last = 0.055 * (high - low), -np.inf
    for row in rows:
        last = max(row["predictive"], last + gap)
        ax.annotate(
            row["name"],
            (row["prognostic"], row["predictive"]),
            xytext=(1.02, last),
            textcoords=ax.get_yaxis_transform(),
            va="center",
            fontsize=8,
            color=INK,
            arrowprops={"arrowstyle": "-", "color": GRID, "linewidth": 0.8},
        )


def panels_data(answer: Biomarkers) -> pd.DataFrame:
    """What `panels` shows."""
    return answer.panels


@styled
def panels(answer: Biomarkers) -> Figure:
    """Out-of-fold AUC of the best marker, the best pair, the forward panel, and the ends of the scale."""
    table = answer.panels.iloc[::-1].reset_index(drop=True)
    figure, axes = grid(1, 1, row_height=0.7 + 0.32 * len(table))
    ax = axes.flat[0]
    for place, row in enumerate(table.to_dict("records")):
        color = CONTROL if str(row["panel"]).startswith("all") else SEQUENCE[0]
        ax.plot([row["low"], row["high"]], [place, place], color=color, linewidth=1.4)
        ax.plot([row["auc"]], [place], marker="o", color=color, markersize=6)
        ax.annotate(
            row["chosen_on_all"],
            (row["auc"], place),
            xytext=(0, 6),
            textcoords="offset points",
            fontsize=7.5,
            ha="center",
        )
    ax.axvline(0.5, color=MUTED, linewidth=0.8)
    ax.axvline(answer.statements[0].threshold_auc, color=MUTED, linewidth=0.9, linestyle=":")
    _forest(ax, [str(name) for name in table["panel"]], top=0.7)
    ax.set_xlabel("out-of-fold AUC for benefit above the median")
    return figure


def trials_data(answer: Biomarkers) -> pd.DataFrame:
    """What `trials` shows: the twelve smallest trials, an outcome a marker, controls left out."""
    table = answer.sample_sizes.merge(answer.markers[["marker", "name", "group"]], on="marker", how="left")
    table = table[np.isfinite(table["patients"]) & table["group"].ne("control")]
    smallest = table.sort_values("patients", kind="stable").drop_duplicates("marker")
    return smallest.head(12).reset_index(drop=True)


@styled
def trials(answer: Biomarkers) -> Figure:
    """Patients a trial needs to see each interaction, on a logarithmic axis."""
    table = trials_data(answer).iloc[::-1].reset_index(drop=True)
    figure, axes = grid(1, 1, row_height=0.9 + 0.26 * max(1, len(table)))
    ax = axes.flat[0]
    ends = table[["patients", "patients_low", "patients_high"]].to_numpy(dtype=np.float64)
    most = 3.0 * float(np.max(ends[np.isfinite(ends)], initial=1000.0))
    for place, row in enumerate(table.to_dict("records")):
        open_end = bool(np.isinf(row["patients_high"]))
        high = most if open_end else row["patients_high"]
        ax.plot([row["patients_low"], high], [place, place], color=SEQUENCE[0], linewidth=1.4)
        ax.plot([row["patients"]], [place], marker="o", color=SEQUENCE[0], markersize=5)
        if open_end:
            ax.plot([most], [place], marker=">", color=SEQUENCE[0], markersize=6)
    ax.set_xscale("log")
    _forest(ax, [f"{name}: {outcome}" for name, outcome in zip(table["name"], table["outcome"], strict=True)])
    ax.set_xlabel("patients")
    return figure


def published_data(answer: Biomarkers) -> pd.DataFrame:
    """What `published` shows: contrasts that could be simulated."""
    return answer.comparison[answer.comparison["simulated"].notna()].reset_index(drop=True)


@styled
def published(answer: Biomarkers) -> Figure:
    """Published (hollow) and simulated (filled) ratios, row by row."""
    table = published_data(answer).iloc[::-1].reset_index(drop=True)
    figure, axes = grid(1, 1, row_height=1.0 + 0.27 * len(table))
    ax = axes.flat[0]
    for place, row in enumerate(table.to_dict("records")):
        color = SEQUENCE[2] if row["direction_agrees"] else SEQUENCE[1]
        for name, shift, shade, face in (("published", 0.14, INK, "white"), ("simulated", -0.14, color, color)):
            ax.plot([row[f"{name}_low"], row[f"{name}_high"]], [place + shift] * 2, color=shade, linewidth=1.0)
            ax.plot([row[name]], [place + shift], marker="o", color=shade, markersize=4.5, markerfacecolor=face)
        if np.isnan(row["published"]):
            ax.annotate(
                f"published: {_WORDS[row['published_direction']]}", (0.011, place + 0.14), fontsize=6.5, va="center"
            )
    ax.axvline(1.0, color=MUTED, linewidth=0.8)
    ax.set_xscale("log")
    ax.set_xlim(0.01, 100.0)
    _forest(ax, [_label(row) for row in table.to_dict("records")])
    ax.tick_params(axis="y", labelsize=6.5)
    ax.set_xlabel("ratio, positives to negatives (green: direction agrees, orange: it does not)")
    return figure


def _label(row: dict[Any, Any]) -> str:
    arm = f"{row['regimen']} / {row['control']}" if row["control"] else str(row["regimen"])
    only = f", {row['only']}" if row["only"] else ""
    return f"{row['trial']}: {row['marker']}, {arm}{only}, {row['outcome']} ({row['scale']})"

"""Figures of a validation: predicted beside measured, calibration, survival curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from her2sim.report.style import INK, MUTED, grid, legend, palette, styled

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from her2sim.studies.validate import Validation

_MOST = 12
"""panels of one figure"""


def _groups(answer: Validation) -> list[tuple[str, pd.DataFrame]]:
    good = answer.rows[answer.rows["status"].eq("ok")]
    keys = ["drug", "metric"] if "drug" in good else ["observable"]
    parts = [(" ".join(str(part[key].iloc[0]) for key in keys), part) for _, part in good.groupby(keys)]
    return sorted(parts, key=lambda pair: -len(pair[1]))[:_MOST]


@styled
def scatter(answer: Validation) -> Figure:
    """Predicted (median, interval) against measured values, one panel a group."""
    parts = _groups(answer)
    figure, axes = grid(max(1, len(parts)), min(3, max(1, len(parts))), row_height=2.6)
    value = "value" if "drug" in answer.rows else "log10_value"
    colors = palette(("never fitted", "fitted"))
    for ax, (name, part) in zip(axes.flat, parts, strict=False):
        for word, chosen in (("never fitted", part[~part["fitted"]]), ("fitted", part[part["fitted"]])):
            if chosen.empty:
                continue
            away = [chosen["predicted"] - chosen["low"], chosen["high"] - chosen["predicted"]]
            ax.errorbar(
                chosen[value], chosen["predicted"], yerr=away, fmt="o", markersize=3, linewidth=0.5,
                color=colors[word], label=word, alpha=0.8,
            )  # fmt: skip
        low, high = (float(part[[value, "predicted"]].agg(end).agg(end)) for end in ("min", "max"))
        ax.plot([low, high], [low, high], color=MUTED, linewidth=0.8, linestyle="--")
        ax.set_title(name)
        ax.set_xlabel("measured")
        ax.set_ylabel("predicted")
    legend(figure, *axes.flat[0].get_legend_handles_labels())
    return figure


def scatter_data(answer: Validation) -> pd.DataFrame:
    """What `scatter` shows."""
    return answer.rows


@styled
def calibration(answer: Validation) -> Figure:
    """Observed share of responders against the predicted probability."""
    figure, axes = grid(1, 1, row_height=3.2)
    ax = axes.flat[0]
    ax.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8, linestyle="--")
    for one in answer.calibration:
        ax.errorbar(
            one.predicted, one.observed.value, fmt="o", color=INK,
            yerr=[[one.observed.value - one.observed.low], [one.observed.high - one.observed.value]],
        )  # fmt: skip
    ax.set_xlabel("predicted probability")
    ax.set_ylabel("observed share")
    return figure


def calibration_data(answer: Validation) -> pd.DataFrame:
    """What `calibration` shows."""
    import pandas as pd

    rows = [
        (one.predicted, one.observed.value, one.observed.low, one.observed.high, one.n) for one in answer.calibration
    ]
    return pd.DataFrame(rows, columns=["predicted", "observed", "low", "high", "n"])


@styled
def survival(answer: Validation) -> Figure:
    """Kaplan-Meier curve of every arm beside the simulated one."""
    arms = list(answer.curves)
    figure, axes = grid(len(arms), min(2, len(arms)), row_height=2.8)
    colors = palette(("measured", "model"))
    for ax, arm in zip(axes.flat, arms, strict=False):
        curve = answer.curves[arm]
        for word in ("measured", "model"):
            ax.plot(curve["months"], curve[word], color=colors[word], label=word)
        ax.set_title(arm)
        ax.set_xlabel("months")
        ax.set_ylabel("without progression")
        ax.set_ylim(0, 1)
    legend(figure, *axes.flat[0].get_legend_handles_labels())
    return figure


def survival_data(answer: Validation) -> pd.DataFrame:
    """What `survival` shows."""
    import pandas as pd

    parts = [
        pd.DataFrame({"arm": arm, **{k: c[k] for k in ("months", "measured", "model")}})
        for arm, c in answer.curves.items()
    ]
    return pd.concat(parts, ignore_index=True)

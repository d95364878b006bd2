"""Figures of what to measure next: fields ranked, and where the variance comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from her2sim.report.style import INK, MUTED, SEQUENCE, grid, legend, styled

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from her2sim.studies.measure_next import MeasureNext

SHOWN = 15


@styled
def fields(answer: MeasureNext) -> Figure:
    """The fields worth most: bars as the laboratory reads them, dots and lines with the truth known."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    rows = answer.ranked()[:SHOWN]
    figure, axes = grid(1, 1, row_height=0.9 + 0.26 * max(3, len(rows)))
    ax: Any = axes.flat[0]
    for place, one in enumerate(rows):
        color = SEQUENCE[0] if one.signal else "#b8c0c8"
        ax.barh(place, 100 * one.assay, color=color, height=0.6)
        ax.plot([100 * one.perfect.low, 100 * one.perfect.high], [place, place], color=INK, linewidth=1.0)
        ax.plot(100 * one.perfect.value, place, "o", color=INK, markersize=4)
    ax.set_yticks(range(len(rows)), [one.field for one in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set(xlabel=f"share of the variance of {answer.measure.replace('_', ' ')} that goes, %")
    ax.set_xlim(left=0)
    marks: list[Any] = [Patch(color=SEQUENCE[0]), Patch(color="#b8c0c8"), Line2D([], [], color=INK, marker="o")]
    legend(figure, marks, ["as read", "as read, not told from chance", "truth known"])
    return figure


def fields_data(answer: MeasureNext) -> pd.DataFrame:
    """What `fields` shows, for every field and measure."""
    from her2sim.report.measure import fields_table

    return fields_table(answer)


@styled
def sources(answer: MeasureNext) -> Figure:
    """Shares of the variance of every measure: the tumour, the model, the rest."""
    from matplotlib.patches import Patch

    rows = answer.sources
    figure, axes = grid(1, 1, row_height=0.9 + 0.3 * max(3, len(rows)))
    ax: Any = axes.flat[0]
    colors = (SEQUENCE[0], SEQUENCE[1], "#b8c0c8")
    for place, one in enumerate(rows):
        left = 0.0
        for value, color in zip((one.tumour.value, one.model.value, one.rest), colors, strict=True):
            ax.barh(place, 100 * value, left=100 * left, color=color, height=0.6)
            left += value
    ax.set_yticks(range(len(rows)), [one.measure.replace("_", " ") for one in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set(xlabel="share of the variance, %")
    ax.axvline(100.0, color=MUTED, linewidth=0.8)
    names = ["this tumour and patient", "the model", "exposure, second clone, interactions"]
    legend(figure, [Patch(color=color) for color in colors], names)
    return figure


def sources_data(answer: MeasureNext) -> pd.DataFrame:
    """What `sources` shows."""
    from her2sim.report.measure import sources_table

    return sources_table(answer)

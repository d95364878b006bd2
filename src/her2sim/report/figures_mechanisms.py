"""Why: what repairing each carried mechanism, and nothing else, does to the answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from her2sim.report.style import INK, MUTED, grid, legend, palette, styled
from her2sim.studies.results import RegimenResult

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@styled
def mechanisms(results: Sequence[RegimenResult], level: float) -> Figure:
    """Gain in best change once a mechanism is repaired, percentage points; left is more shrinkage."""
    del level  # the intervals carry their own
    names = list(dict.fromkeys(effect.name for result in results for effect in result.mechanisms))
    step = max(1, len(results)) + 0.8
    figure, axes = grid(1, 1, row_height=0.75 + 0.23 * step * max(1, len(names)))
    ax, colors = axes[0, 0], palette([result.regimen for result in results])
    for place, name in enumerate(names):
        for row, result in enumerate(results):
            for effect in (effect for effect in result.mechanisms if effect.name == name):
                height = place * step + row
                gain = effect.gain
                ax.barh(height, gain.median, height=0.72, color=colors[result.regimen], alpha=0.85, linewidth=0)
                if math.isfinite(gain.low) and math.isfinite(gain.high):
                    ax.plot([gain.low, gain.high], [height, height], color=INK, linewidth=1.2)
    ax.axvline(0.0, color=MUTED, linewidth=0.9)
    ax.set_yticks([place * step + (len(results) - 1) / 2 for place in range(len(names))], names)
    ax.tick_params(axis="y", labelsize=9, labelcolor=INK)
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")
    ax.set_xlabel(_axis(in_culture=any(result.culture for result in results)))
    if len(results) > 1:
        from matplotlib.patches import Patch

        legend(figure, [Patch(color=color) for color in colors.values()], list(colors))
    return figure


def _axis(*, in_culture: bool) -> str:
    if in_culture:
        return "change of the number of cells once repaired, percentage points   (left: fewer cells)"
    return "change of the answer once repaired, percentage points of diameter   (left: the tumour shrinks more)"


def mechanisms_data(results: Sequence[RegimenResult], level: float) -> pd.DataFrame:
    """The numbers drawn by `mechanisms`: one row per regimen and mechanism."""
    del level
    import pandas as pd

    columns = [
        "regimen",
        "id",
        "mechanism",
        "field",
        "seen",
        "gain_points",
        "gain_low",
        "gain_high",
        "p_response_repaired",
    ]
    rows = [
        (
            result.regimen, effect.id, effect.name, effect.field, effect.seen,
            effect.gain.median, effect.gain.low, effect.gain.high, effect.p_response,
        )
        for result in results
        for effect in result.mechanisms
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)

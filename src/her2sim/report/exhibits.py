"""Figures as a page shows them: title, caption, words for those who listen, the SVG and its numbers as CSV."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from her2sim.report import figures_courses, figures_culture, figures_demo, figures_mechanisms, figures_tumour
from her2sim.report.style import svg
from her2sim.studies.results import Experiment, Prediction

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Exhibit:
    """One figure of a report."""

    name: str
    title: str
    caption: str
    svg: Any
    """markup"""
    csv: str
    """the plotted numbers as a data address"""


@dataclass(frozen=True)
class Plan:
    """A figure to be made: what it is called, what it says, who draws it and who lists its numbers."""

    name: str
    title: str
    caption: str
    draw: Callable[..., Figure]
    data: Callable[..., pd.DataFrame]


_MECHANISMS = Plan(
    "mechanisms",
    "What repairing one mechanism, and nothing else, would do",
    "Bars: median difference between the case with this one mechanism repaired and the case as it is, draw by draw. "
    "Lines: {share} interval. A bar to the left means that the mechanism costs response.",
    figures_mechanisms.mechanisms,
    figures_mechanisms.mechanisms_data,
)
_EXPOSURE = Plan(
    "exposure",
    "Drug in serum",
    "Median and {share} interval over patients drawn from the population model of each drug. Ticks: doses.",
    figures_courses.exposure,
    figures_courses.exposure_data,
)
_SIGNALS = Plan(
    "signals",
    "Signalling in the main clone",
    "Median and {share} interval over the draws, relative to the same draw before treatment (dashed) where no unit is "
    "given; the first six weeks.",
    figures_courses.signals,
    figures_courses.signals_data,
)
_DIAMETER = Plan(
    "diameter",
    "Sum of diameters",
    "Thin lines: single draws (at most 60). Thick line and band: median and {share} interval of all draws. Dashed: "
    "RECIST 1.1 thresholds; +20 % counts from the lowest point, so the upper line is exact only for a tumour that "
    "never shrank. Ticks: doses.",
    figures_tumour.diameter,
    figures_tumour.diameter_data,
)
_WATERFALL = Plan(
    "waterfall",
    "Best change of every draw",
    "One bar per draw, sorted. Colour: best RECIST category. Each bar is one joint draw of what is unknown about the "
    "model and about the case; bars are not patients.",
    figures_tumour.waterfall,
    figures_tumour.waterfall_data,
)


_CELLS = Plan(
    "cells",
    "Cells in culture",
    "Treated cells as a share of untreated ones. Thin lines: single draws (at most 60). Thick line and band: median "
    "and {share} interval of all draws. Dashed: no effect.",
    figures_culture.cells,
    figures_culture.cells_data,
)
_INHIBITION = Plan(
    "inhibition",
    "Growth inhibition of every draw",
    "One bar per draw, sorted: 100 % less treated over untreated cells at the end of the assay.",
    figures_culture.inhibition,
    figures_culture.inhibition_data,
)


def case_exhibits(prediction: Prediction) -> dict[str, Exhibit]:
    """The figures of one case by name; a figure with nothing to show is left out."""
    results = prediction.regimens
    plans: list[Plan] = []
    if any(result.mechanisms for result in results):
        plans.append(_MECHANISMS)
    if any(result.exposure for result in results):
        plans.append(_EXPOSURE)
    if any(result.signals for result in results):
        plans.append(_SIGNALS)
    if any(result.n_failed < prediction.draws for result in results):
        plans += [_CELLS, _INHIBITION] if results[0].culture else [_DIAMETER, _WATERFALL]
    return {plan.name: exhibit(plan, prediction.level, (results, prediction.level)) for plan in plans}


def experiment_exhibit(experiment: Experiment) -> Exhibit | None:
    """The time courses of one experiment; None if it has none."""
    if not any(experiment.series.values()):
        return None
    plan = Plan(
        f"experiment-{experiment.id}",
        "Time courses",
        f"Arms: {', '.join(experiment.series)}. Median and {{share}} interval over the draws.",
        figures_demo.courses,
        figures_demo.courses_data,
    )
    return exhibit(plan, 0.9, (experiment, 0.9))


def comparison_exhibit(predictions: Sequence[Prediction]) -> Exhibit | None:
    """All cases side by side; None if there are none."""
    if not predictions:
        return None
    plan = Plan(
        "comparison",
        "Every case as it is, and with its main mechanism repaired",
        "Dots: median best change under the first regimen; lines: {share} interval. Hollow: the same draws with only "
        "the mechanism repaired that matters most.",
        figures_demo.comparison,
        figures_demo.comparison_data,
    )
    return exhibit(plan, predictions[0].level, (predictions,))


def exhibit(plan: Plan, level: float, arguments: tuple[Any, ...]) -> Exhibit:
    """Draw a figure; `{share}` of its caption is the share of draws inside an interval."""
    from markupsafe import Markup

    caption = plan.caption.format(share=f"{100 * level:.0f} %")
    drawn = svg(plan.draw(*arguments), plan.name, f"{plan.title}. {caption}")
    # matplotlib escapes every text it draws
    return Exhibit(plan.name, plan.title, caption, Markup(drawn), _csv_address(plan.data(*arguments)))  # noqa: S704


def _csv_address(table: pd.DataFrame) -> str:
    text = table.to_csv(index=False, float_format="%.6g", lineterminator="\n")
    return "data:text/csv;base64," + base64.b64encode(text.encode()).decode()

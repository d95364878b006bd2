"""The report and tables of the study of biomarkers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from her2sim import __version__
from her2sim.report import figures_biomarkers as figures
from her2sim.report.exhibits import Exhibit, Plan, exhibit
from her2sim.report.folder import write_folder
from her2sim.report.html import environment, style_sheet
from her2sim.report.sources import Source, number_sources
from her2sim.studies.biomarkers import Biomarkers
from her2sim.studies.results import RESEARCH_USE

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    import pandas as pd

    from her2sim.report.rundir import Run

_AREAS = Plan(
    "auc",
    "How well each marker tells who benefits",
    "AUC for benefit above the median, in the direction that is said of the marker, and {share} interval. One half is "
    "chance; dotted: what a conclusive marker would reach. Grey markers are controls that mean nothing.",
    figures.areas,
    figures.areas_data,
)
_EFFECTS = Plan(
    "effects",
    "Predictive against prognostic",
    "Positive against negative, in the unit of the benefit. Across: effect in the control arm (prognostic). "
    "Up: how much more the treatment does in positives (predictive). Lines: {share} intervals. Named: q of the "
    "predictive effect below 0.1.",
    figures.effects,
    figures.effects_data,
)
_PANELS = Plan(
    "panels",
    "Small panels",
    "Out-of-fold AUC and {share} interval. Markers of a panel are chosen anew in every training set. The last two are "
    "ends of the scale, not panels to use.",
    figures.panels,
    figures.panels_data,
)
_TRIALS = Plan(
    "sample-sizes",
    "Patients a randomised trial needs",
    "Patients for 80 % power at two-sided 5 %, 1:1, at the simulated interaction (dot) and at the ends of its {share} "
    "interval; an arrow: the interval holds no effect, so no number is enough. Smallest twelve.",
    figures.trials,
    figures.trials_data,
)
_PUBLISHED = Plan(
    "published",
    "Published subgroups beside simulated ones",
    "Ratio of positives to negatives with 95 % (published) and {share} (simulated) intervals. Hollow: published. A "
    "ratio of hazards, or of the odds of failure, below one is good for positives; of responses, above one.",
    figures.published,
    figures.published_data,
)


def scores_table(answer: Biomarkers) -> pd.DataFrame:
    """One row a marker: share of positives, AUC for every target, prognostic and predictive effect on the benefit."""
    table = answer.markers[["marker", "name", "group", "share_positive", "published_share"]].copy()
    for target in ("benefit", "response", "control"):
        part = answer.auc[answer.auc["target"].eq(target)].set_index("marker")
        for name in ("auc", "low", "high", "q"):
            table[f"{name}_{target}"] = table["marker"].map(part[name])
    here = answer.effects[answer.effects["outcome"].eq("benefit") & answer.effects["scale"].eq("positive")]
    for effect in ("prognostic", "predictive"):
        part = here[here["effect"].eq(effect)].set_index("marker")
        for name, column in (
            ("estimate", effect),
            ("low", f"{effect}_low"),
            ("high", f"{effect}_high"),
            ("q", f"q_{effect}"),
        ):
            table[column] = table["marker"].map(part[name])
    return table


def tables_of(answer: Biomarkers) -> dict[str, pd.DataFrame]:
    """Every small table by the name of its file."""
    return {
        "scores": scores_table(answer), "markers": answer.markers, "auc": answer.auc, "effects": answer.effects,
        "sample_sizes": answer.sample_sizes, "pairs": answer.pairs, "panels": answer.panels,
        "conclusive": answer.conclusive, "published": answer.comparison,
    }  # fmt: skip


def write_biomarkers(run: Run, answer: Biomarkers) -> Path:
    """Write the tables, report.html and the manifest; the path of the report."""
    tables = tables_of(answer)
    small = {name: table for name, table in tables.items() if len(table.columns)}
    for name in tables.keys() - small.keys():  # of an earlier run in this folder
        (run.path / f"{name}.csv").unlink(missing_ok=True)
    said = [{key: _json(value) for key, value in vars(one).items()} for one in answer.statements]
    more = {"statements": said, "published": dict(answer.comparison_summary)}
    render = partial(render_biomarkers, answer)
    return write_folder(run, answer, {"tumours": answer.tumours}, small, render, more=more)


def _json(value: object) -> object:
    """JSON knows no NaN."""
    return None if isinstance(value, float) and not np.isfinite(value) else value


def render_biomarkers(answer: Biomarkers, path: Path) -> None:
    """Write the report; an existing file is replaced."""
    page = environment().get_template("biomarkers.html.j2")
    text = page.render(
        version=__version__,
        research_use=RESEARCH_USE,
        css=style_sheet(),
        answer=answer,
        scores=_cells(scores_table(answer)),
        markers=_cells(answer.markers),
        trials=_cells(figures.trials_data(answer)),
        pairs=_cells(answer.pairs.head(10)),
        panels=_cells(answer.panels),
        published=_cells(answer.comparison),
        sources=sources_of(answer),
        exhibits=_exhibits(answer),
    )
    path.write_text(text, encoding="utf-8")


def sources_of(answer: Biomarkers) -> dict[str, Source]:
    """References of the markers and of the published rows, numbered."""
    tables = [answer.markers, answer.comparison] if len(answer.comparison) else [answer.markers]
    return number_sources(key for table in tables for row in table["references"] for key in str(row).split(";") if key)


def _exhibits(answer: Biomarkers) -> list[Exhibit]:
    plans = [_AREAS, _EFFECTS, _TRIALS]
    plans += [_PANELS] if len(answer.panels) else []
    plans += [_PUBLISHED] if len(answer.comparison) and answer.comparison["simulated"].notna().any() else []
    return [exhibit(plan, answer.level, (answer,)) for plan in plans]


def _cells(table: pd.DataFrame) -> list[dict[Hashable, str]]:
    return [{key: _cell(value) for key, value in row.items()} for row in table.to_dict("records")]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "" if np.isnan(value) else "no number is enough" if np.isinf(value) else _digits(value)
    return str(value)


def _digits(value: float) -> str:
    """Three digits, and whole numbers from a thousand on.

    >>> _digits(0.12345), _digits(1463.2)
    ('0.123', '1463')
    """
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"

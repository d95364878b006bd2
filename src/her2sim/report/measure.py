"""The report and tables of what to measure next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from her2sim import __version__
from her2sim.report import figures_measure
from her2sim.report.exhibits import Plan, exhibit
from her2sim.report.folder import cell, write_folder
from her2sim.report.html import environment, style_sheet
from her2sim.studies.measure_next import DEALT
from her2sim.studies.results import NO_PATIENT_FITTED, RESEARCH_USE

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from her2sim.report.rundir import Run
    from her2sim.studies.measure_next import MeasureNext

_FIELDS = Plan(
    "fields",
    "Fields to measure, ranked",
    "Expected share of the variance that goes if the field were known. Bars: as the laboratory would read it. Dots and "
    "lines: the truth known, with {share} bootstrap interval.",
    figures_measure.fields,
    figures_measure.fields_data,
)
_SOURCES = Plan(
    "sources",
    "Where the uncertainty comes from",
    "Orange: parameters of the model that nobody knows; no measurement of this tumour takes it away.",
    figures_measure.sources,
    figures_measure.sources_data,
)


def fields_table(answer: MeasureNext) -> pd.DataFrame:
    """One row a measure and field: fields to measure in their order, then all others."""
    import pandas as pd

    rows: list[dict[str, object]] = []
    for measure in dict.fromkeys((answer.measure, *answer.measures)):
        others = [one for one in answer.fields if one.measure == measure and one.kind != "unknown"]
        others.sort(key=lambda one: (one.kind, -one.perfect.value, one.field))
        for rank, one in enumerate([*answer.ranked(measure), *others], start=1):
            rows.append({
                "measure": measure, "kind": one.kind, "rank": rank if one.kind == "unknown" else None,
                "field": one.field, "quantities": ";".join(one.quantities), "as_read": one.assay,
                "perfect": one.perfect.value, "low": one.perfect.low, "high": one.perfect.high, "p": one.perfect.p,
                "q": one.q, "signal": one.signal, "bits": one.bits, "choice": one.choice,
            })  # fmt: skip
    return pd.DataFrame(rows)


def sources_table(answer: MeasureNext) -> pd.DataFrame:
    """One row a measure: shares of the variance from the tumour, the model and the rest."""
    import pandas as pd

    rows = [
        {"measure": one.measure, "tumour": one.tumour.value, "tumour_low": one.tumour.low,
         "tumour_high": one.tumour.high, "model": one.model.value, "model_low": one.model.low,
         "model_high": one.model.high, "rest": one.rest}
        for one in answer.sources
    ]  # fmt: skip
    return pd.DataFrame(rows)


def draws_table(answer: MeasureNext) -> pd.DataFrame:
    """One row an arm and draw, failed ones included; last, if it was run, the arm that `sources` needs."""
    import pandas as pd

    arms = [("as drawn", arm) for arm in answer.arms]
    arms += [] if answer.dealt is None else [(DEALT, answer.dealt)]
    parts: list[pd.DataFrame] = []
    for name, arm in arms:
        columns: dict[str, object] = {"arm": name, "regimen": arm.regimen, "draw": np.arange(answer.members)}
        columns |= {"status": np.where(arm.ok, "ok", "failed"), "status_reason": list(arm.problems), **arm.worth}
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def write_measure(run: Run, answer: MeasureNext) -> Path:
    """Write draws.parquet, the tables, report.html and the manifest; the path of the report."""
    small = {"fields": fields_table(answer)}
    if answer.sources:
        small["sources"] = sources_table(answer)
    else:  # of an earlier run in this folder
        (run.path / "sources.csv").unlink(missing_ok=True)
    return write_folder(run, answer, {"draws": draws_table(answer)}, small, partial(render_measure, answer))


def render_measure(answer: MeasureNext, path: Path) -> None:
    """Write the report; an existing file is replaced."""
    rows = fields_table(answer)
    own = rows[rows["measure"].eq(answer.measure)].to_dict("records")
    plans = (_FIELDS, _SOURCES) if answer.sources else (_FIELDS,)
    text = environment().get_template("measure.html.j2").render(
        version=__version__,
        research_use=RESEARCH_USE,
        not_fitted=NO_PATIENT_FITTED,
        css=style_sheet(),
        answer=answer,
        first=answer.measures[answer.measure],
        rows=[{key: cell(value) for key, value in row.items()} for row in own],
        exhibits=[exhibit(plan, answer.level, (answer,)) for plan in plans],
    )  # fmt: skip
    path.write_text(text, encoding="utf-8")

"""The report and tables of variants side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from her2sim import __version__
from her2sim.report import figures_whatif
from her2sim.report.exhibits import Plan, exhibit
from her2sim.report.folder import cell, write_folder
from her2sim.report.html import environment, style_sheet
from her2sim.studies.results import NO_PATIENT_FITTED, RESEARCH_USE

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from her2sim.report.rundir import Run
    from her2sim.studies.whatif import WhatIf

_PLANS = (
    Plan(
        "differences",
        "Difference to the case as it is",
        "Dot and thick line: mean paired difference and its error from the number of draws. Thin line: {share} of "
        "the draws. To the right is better.",
        figures_whatif.differences,
        figures_whatif.differences_data,
    ),
    Plan(
        "tumours",
        "The tumour over time",
        "Median and {share} interval over the draws (culture: treated over untreated cells).",
        figures_whatif.tumours,
        figures_whatif.tumours_data,
    ),
    Plan(
        "signals",
        "Main signals over time",
        "In units of the case as it is before the drug (dashed), draw by draw, so that a difference before the drug "
        "is seen too. Median and {share} interval; the first six weeks.",
        figures_whatif.signals,
        figures_whatif.signals_data,
    ),
)


def differences_table(answer: WhatIf) -> pd.DataFrame:
    """One row an arm and measure: its value, the paired difference with intervals, shares better and worse."""
    import pandas as pd

    rows: list[dict[str, object]] = []
    for arm in answer.arms:
        for name, one in arm.differences.items():
            rows.append({
                "variant": arm.name, "regimen": arm.arm.regimen, "measure": name, "unit": one.measure.unit,
                "median": one.value.median, "low": one.value.low, "high": one.value.high,
                "mean_difference": one.mean, "mean_low": one.mean_low, "mean_high": one.mean_high,
                "median_difference": one.difference.median, "difference_low": one.difference.low,
                "difference_high": one.difference.high, "p_better": one.p_better, "p_worse": one.p_worse,
                "moved": ";".join(arm.moved),
            })  # fmt: skip
    return pd.DataFrame(rows)


def draws_table(answer: WhatIf) -> pd.DataFrame:
    """One row an arm and draw, failed ones included: status, reason and every measure."""
    import pandas as pd

    parts: list[pd.DataFrame] = []
    for place, one in enumerate(answer.arms):
        columns: dict[str, object] = {"arm": place, "variant": one.name, "regimen": one.arm.regimen}
        columns |= {"draw": np.arange(answer.members), "status": np.where(one.arm.ok, "ok", "failed")}
        columns |= {"status_reason": list(one.arm.problems), **one.arm.worth}
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def write_whatif(run: Run, answer: WhatIf) -> Path:
    """Write draws.parquet, the tables, report.html and the manifest; the path of the report."""
    small = {
        "differences": differences_table(answer), "tumours": figures_whatif.tumours_data(answer),
        "signals": figures_whatif.signals_data(answer),
    }  # fmt: skip
    return write_folder(run, answer, {"draws": draws_table(answer)}, small, partial(render_whatif, answer))


def render_whatif(answer: WhatIf, path: Path) -> None:
    """Write the report; an existing file is replaced."""
    rows = differences_table(answer)
    text = environment().get_template("whatif.html.j2").render(
        version=__version__,
        research_use=RESEARCH_USE,
        not_fitted=NO_PATIENT_FITTED,
        css=style_sheet(),
        answer=answer,
        first=answer.arms[0].differences[answer.measure].measure,
        rows=[{key: cell(value) for key, value in row.items()} for row in rows.to_dict("records")],
        exhibits=[exhibit(plan, answer.level, (answer,)) for plan in _PLANS],
    )  # fmt: skip
    path.write_text(text, encoding="utf-8")

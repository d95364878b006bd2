"""The report and tables of a combination, in culture or in patients."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from her2sim import __version__
from her2sim.report import figures_combine
from her2sim.report.exhibits import Exhibit, Plan, exhibit
from her2sim.report.folder import cell, write_folder
from her2sim.report.html import environment, style_sheet
from her2sim.studies.combine import DrugCombination, RegimenCombination
from her2sim.studies.results import RESEARCH_USE, Interval

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from her2sim.report.rundir import Run

_MATRIX = Plan(
    "matrix",
    "Dose matrix",
    "Median over the members of the share of cells that the drugs take away. Lines: isoboles; dashed: those of Loewe "
    "additivity; the number is the effect they have. Of three drugs, the third is at its highest dose.",
    figures_combine.dose_matrix,
    figures_combine.dose_matrix_data,
)
_EXCESS = Plan(
    "excess",
    "Excess over each null",
    "Median over the members; above zero (purple) is synergy, below zero (orange) antagonism.",
    figures_combine.excess,
    figures_combine.excess_data,
)
_ATTRIBUTION = Plan(
    "attribution",
    "What makes the synergy",
    "Mechanisms: what carrying it adds to the mean Bliss excess. Fates: the part that goes if it is held as in "
    "untreated cells. Nodes: Bliss excess of the fall of the node itself. Lines: {share} interval.",
    figures_combine.attribution,
    figures_combine.attribution_data,
)
_NULLS = {"Bliss": "Bliss 1939, doi:10.1111/j.1744-7348.1939.tb06990.x", "HSA": "Berenbaum 1989, PMID 2692037"}

_PROGRESSION = Plan(
    "progression",
    "Progression and independent action",
    "Kaplan-Meier curves of virtual patients. Dashed: the better arm in every patient, no drug helping the other.",
    figures_combine.progression,
    figures_combine.progression_data,
)


_REGIMEN_ATTRIBUTION = Plan(
    "attribution",
    "Which carried mechanism makes the excess",
    "What carrying each mechanism adds to the excess of the combination: bars median and {share} interval over the "
    "virtual patients (days: mean and bootstrap interval). Diamonds: as it is less this mechanism repaired alone.",
    figures_combine.regimen_attribution,
    figures_combine.regimen_attribution_data,
)
_READOUTS = Plan(
    "readouts",
    "Beyond the better single arm",
    "Main clone of the case as it is: time average under the combination over that under the arm that moves the "
    "readout best in the same draw. Median and {share} interval. It shows where the combination goes further, not "
    "that this readout causes the excess.",
    figures_combine.readouts,
    figures_combine.readouts_data,
)


def wells_table(answer: DrugCombination) -> pd.DataFrame:
    """One row a well: doses, effect and GR with interval, median of every score, failed members."""
    import pandas as pd

    matrix = answer.matrix
    doses = [one.ravel() for one in np.meshgrid(*matrix.doses, indexing="ij")]
    columns: dict[str, object] = {f"{d}_nM": one for d, one in zip(matrix.drugs, doses, strict=True)}
    members = len(matrix.effects)
    for name, values in (("effect", matrix.effects), ("gr", matrix.gr)):
        cells = [Interval.of(one, "1", answer.level) for one in values.reshape(members, -1).T]
        for end in ("median", "low", "high"):
            columns[f"{name}_{end}"] = [getattr(cell, end) for cell in cells]
    for score in answer.scores:
        cells = [Interval.of(one, "1", answer.level).median for one in score.wells.reshape(members, -1).T]
        columns[score.name.replace(" ", "_")] = cells
    columns["failed"] = [sum(bool(problem) for problem in well) for well in matrix.problems]
    return pd.DataFrame(columns)


def members_table(answer: DrugCombination) -> pd.DataFrame:
    """One row a member and well, failed ones included: doses, effect, GR, status and its reason."""
    import pandas as pd

    matrix = answer.matrix
    n, doses = len(matrix.effects), [one.ravel() for one in np.meshgrid(*matrix.doses, indexing="ij")]
    columns: dict[str, object] = {"draw": np.tile(np.arange(n), doses[0].size)}
    columns |= {f"{d}_nM": np.repeat(one, n) for d, one in zip(matrix.drugs, doses, strict=True)}
    columns["effect"] = matrix.effects.reshape(n, -1).T.ravel()
    columns["gr"] = matrix.gr.reshape(n, -1).T.ravel()
    reasons = [problem for well in matrix.problems for problem in well]
    columns["status"] = ["failed" if reason else "ok" for reason in reasons]
    columns["status_reason"] = reasons
    return pd.DataFrame(columns)


def scores_table(answer: DrugCombination | RegimenCombination) -> pd.DataFrame:
    """One row a score (culture: and MuSyC's parameters) with interval, null, defined share, source and note."""
    import pandas as pd

    rows: list[tuple[object, ...]] = []
    if isinstance(answer, DrugCombination):
        rows += [(s.name, *_ends(s.summary), s.null, s.defined, s.source, s.note) for s in answer.scores]
        meyer = "Meyer 2019, doi:10.1016/j.cels.2019.01.003; Wooten 2021, doi:10.1038/s41467-021-24789-z"
        for name, value in answer.musyc_summary.items():
            rows.append((f"MuSyC {name}", *_ends(value), 0.0 if name == "beta" else 1.0, np.nan, meyer, ""))
    else:
        for name, value in answer.excesses.items():
            rows.append((name, *_ends(value), 0.0, np.nan, _NULLS[name.split(",")[0]], ""))
        palmer = "Palmer & Sorger 2017, doi:10.1016/j.cell.2017.11.009"
        note = "mean over the virtual patients, bootstrap interval"
        rows.append(("progression beyond independent action", *_ends(answer.gain), 0.0, np.nan, palmer, note))
    columns = ["score", "median", "low", "high", "unit", "null", "defined", "source", "note"]
    return pd.DataFrame(rows, columns=columns)


def regimen_shares_table(answer: RegimenCombination) -> pd.DataFrame:
    """One row a measure of excess and carried mechanism; empty where it was not asked for."""
    import pandas as pd

    rows: list[dict[str, object]] = []
    for row in answer.attribution.shares if answer.attribution else ():
        columns: dict[str, object] = {"measure": row.measure, "id": row.id, "name": row.name, "seen": row.seen}
        for name, value in (("repaired", row.excess), ("change", row.change), ("share", row.share)):
            columns |= {name: value.median, f"{name}_low": value.low, f"{name}_high": value.high}
        columns |= {"share_mean": row.mean, "unit": row.share.unit, "references": ";".join(row.references)}
        rows.append(columns)
    return pd.DataFrame(rows)


def readouts_table(answer: RegimenCombination) -> pd.DataFrame:
    """One row a readout: combination over the better single arm; empty where it was not asked for."""
    import pandas as pd

    rows = [
        {"readout": row.name, "label": row.label, "better": row.better, "ratio": row.ratio.median,
         "low": row.ratio.low, "high": row.ratio.high, "word": row.word,
         "best_arm": ";".join(f"{arm} {count}" for arm, count in row.best_arm.items())}
        for row in (answer.attribution.readouts if answer.attribution else ())
    ]  # fmt: skip
    return pd.DataFrame(rows)


def answer_tables(answer: DrugCombination | RegimenCombination) -> dict[str, pd.DataFrame]:
    """What the command line tells: scores, what makes them, and (patients) readouts beyond the better arm."""
    if isinstance(answer, DrugCombination):
        return {"scores": scores_table(answer), "attribution": shares_table(answer)}
    why = {"attribution": regimen_shares_table(answer), "readouts": readouts_table(answer)}
    return {"scores": scores_table(answer), **why}


def _ends(value: Interval) -> tuple[float, float, float, str]:
    return value.median, value.low, value.high, value.unit


def shares_table(answer: DrugCombination) -> pd.DataFrame:
    """One row a mechanism, fate and node."""
    import pandas as pd

    rows = [
        (row.kind, row.id, row.name, row.share.median, row.share.low, row.share.high, row.excess.median,
         ";".join(row.references))
        for row in answer.attribution
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["kind", "id", "name", "share", "low", "high", "excess", "references"])


def musyc_table(answer: DrugCombination) -> pd.DataFrame:
    """One row a member: its surface, whether the fit converged, and what it leaves undetermined."""
    import pandas as pd

    rows: list[dict[str, object]] = []
    for draw, fit in enumerate(answer.musyc):
        surface = {} if fit.surface is None else {**vars(fit.surface), "beta": fit.surface.beta}
        about = {"converged": fit.converged, "rmse": fit.rmse, "undetermined": ";".join(fit.undetermined)}
        rows.append({"draw": draw, **surface, **about, "why": fit.why})
    return pd.DataFrame(rows)


def isoboles_table(answer: DrugCombination) -> pd.DataFrame:
    """One row a level and dose of the first drug."""
    import pandas as pd

    parts = [one.table.assign(level=one.level) for one in answer.isoboles]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"level": []})


def write_combination(run: Run, answer: DrugCombination | RegimenCombination) -> Path:
    """Write the tables, report.html and the manifest; the path of the report."""
    if isinstance(answer, DrugCombination):
        small = {
            "wells": wells_table(answer), "scores": scores_table(answer), "attribution": shares_table(answer),
            "isoboles": isoboles_table(answer), "musyc": musyc_table(answer),
        }  # fmt: skip
        large = {"wells": members_table(answer)}
    else:
        small = {"scores": scores_table(answer), "curves": answer.curves}
        large = {"patients": answer.patients}
        if answer.attribution is not None:
            small |= {"attribution": regimen_shares_table(answer), "readouts": readouts_table(answer)}
            large["attribution"] = answer.attribution.draws
    return write_folder(run, answer, large, small, partial(render_combination, answer))


def render_combination(answer: DrugCombination | RegimenCombination, path: Path) -> None:
    """Write the report; an existing file is replaced."""
    culture = isinstance(answer, DrugCombination)
    page = environment().get_template("combine.html.j2")
    text = page.render(
        version=__version__,
        research_use=RESEARCH_USE,
        css=style_sheet(),
        answer=answer,
        title=" + ".join(answer.drugs) if isinstance(answer, DrugCombination) else answer.combination,
        setting="in culture" if culture else "in patients",
        how=how_attributed(answer),
        scores=_rows(scores_table(answer)),
        why=None if isinstance(answer, DrugCombination) else answer.attribution,
        shares=_rows(regimen_shares_table(answer)) if isinstance(answer, RegimenCombination) else [],
        exhibits=_exhibits(answer),
    )
    path.write_text(text, encoding="utf-8")


def how_attributed(answer: DrugCombination | RegimenCombination) -> str:
    """How the excess was shared out, in words."""
    if isinstance(answer, DrugCombination):
        return answer.attribution_note
    return answer.attribution.note if answer.attribution else "not asked for"


def _exhibits(answer: DrugCombination | RegimenCombination) -> list[Exhibit]:
    plans = [_MATRIX, _EXCESS, _ATTRIBUTION] if isinstance(answer, DrugCombination) else [_PROGRESSION]
    if isinstance(answer, RegimenCombination) and answer.attribution is not None:
        plans += [_REGIMEN_ATTRIBUTION] if answer.attribution.shares else []
        plans += [_READOUTS] if answer.attribution.readouts else []
    return [exhibit(plan, answer.level, (answer,)) for plan in plans]


def _rows(table: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(key): cell(value) for key, value in row.items()} for row in table.to_dict("records")]

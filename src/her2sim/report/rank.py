"""The report and the files of a ranking."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from her2sim import __version__
from her2sim.report import figures_rank, tables_rank
from her2sim.report.exhibits import Exhibit, Plan, exhibit
from her2sim.report.folder import write_folder
from her2sim.report.html import environment, style_sheet
from her2sim.report.sources import number_sources
from her2sim.studies.rank import Ranking
from her2sim.studies.results import NO_PATIENT_FITTED, RESEARCH_USE

if TYPE_CHECKING:
    from pathlib import Path

    from her2sim.report.rundir import Run

_RANKED = Plan(
    "ranked",
    "Ranked regimens",
    "Dots: median over the draws; lines: {share} interval; ticks: mean, which the order goes by. Middle: how often a "
    f"regimen is the best of all. At most {figures_rank.MOST} regimens are drawn, and the reference.",
    figures_rank.ranked,
    figures_rank.ranked_data,
)
_PARETO = Plan(
    "pareto",
    "Benefit against its price",
    "Expected benefit against number of drugs, relative exposure (1: one drug at its usual dose all the time) and "
    "toxicity classes weighted by exposure. The line joins regimens that no other beats at the same price or less.",
    figures_rank.pareto,
    figures_rank.pareto_data,
)
_SIGNALS = Plan(
    "signals",
    "What the regimens change in the cell",
    "Time means under the first regimens against the reference, median over the draws; purple helps against the "
    "tumour, orange does the opposite.",
    figures_rank.signals,
    figures_rank.signals_data,
)
_RESISTANCE = Plan(
    "resistance",
    "What resistance costs under each regimen",
    "What is gained by putting one carried mechanism back to normal; lines: {share} interval. A short bar means that "
    "the regimen gets past the mechanism, or that nothing is left to gain.",
    figures_rank.resistance,
    figures_rank.resistance_data,
)
_SCHEDULES = Plan(
    "schedules",
    "Schedules and orders of the same drugs",
    "As in the ranking; families of schedules beside one another.",
    figures_rank.schedules,
    figures_rank.schedules_data,
)


def write_ranking(run: Run, answer: Ranking) -> Path:
    """Write the tables, report.html and the manifest; the path of the report."""
    small = {
        "ranking": tables_rank.ranking_table(answer), "unranked": tables_rank.unranked_table(answer),
        "pairs": tables_rank.pairs_table(answer), "constraints": tables_rank.flags_table(answer),
        "doses": tables_rank.doses_table(answer), "signals": tables_rank.signals_table(answer),
        "resistance": tables_rank.reliefs_table(answer),
    }  # fmt: skip
    return write_folder(run, answer, {"draws": answer.draws}, small, partial(render_ranking, answer))


def as_json(answer: Ranking) -> str:
    """The ranking with all that was left out or failed, as one JSON object; NaN is null."""
    tables = {"ranking": tables_rank.ranking_table(answer), "unranked": tables_rank.unranked_table(answer)}
    found: dict[str, Any] = {
        "case": answer.case.name, "measure": answer.measure.name, "unit": answer.measure.unit,
        "reference": answer.reference, "weeks": answer.weeks, "members": answer.members, "seed": answer.seed,
        "level": answer.level, "tie": answer.tie, "failed": answer.n_failed, "failures": dict(answer.failures),
    }  # fmt: skip
    found |= {name: json.loads(rows.to_json(orient="records", double_precision=15)) for name, rows in tables.items()}
    return json.dumps(found | {"notes": answer.notes, "research_use": RESEARCH_USE}, indent=2)


def render_ranking(answer: Ranking, path: Path) -> None:
    """Write the report; an existing file is replaced."""
    keys = [key for one in answer.places for key in one.support.references]
    text = (
        environment()
        .get_template("rank.html.j2")
        .render(
            version=__version__,
            research_use=RESEARCH_USE,
            no_patient_fitted=NO_PATIENT_FITTED,
            css=style_sheet(),
            answer=answer,
            sources=number_sources(keys),
            exhibits=_exhibits(answer),
        )
    )
    path.write_text(text, encoding="utf-8")


def _exhibits(answer: Ranking) -> list[Exhibit]:
    """The figures; one with nothing to show is left out."""
    plans = [_RANKED, _PARETO]
    if any(one.why.signals for one in answer.places[: figures_rank.SIGNALS]):
        plans.append(_SIGNALS)
    if any(one.why.reliefs for one in answer.places):
        plans.append(_RESISTANCE)
    if figures_rank.families(answer):
        plans.append(_SCHEDULES)
    return [exhibit(plan, answer.level, (answer,)) for plan in plans]

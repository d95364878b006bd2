"""The report and tables of an explanation."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from her2sim import __version__
from her2sim.report import figures_explain
from her2sim.report.exhibits import Exhibit, Plan, exhibit
from her2sim.report.folder import write_folder
from her2sim.report.html import environment, style_sheet
from her2sim.report.sources import Source, number_sources
from her2sim.report.style import quantiles
from her2sim.studies.results import RESEARCH_USE, Interval

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from her2sim.evidence import Reference
    from her2sim.report.rundir import Run
    from her2sim.studies.explain import Explanation

_BARS = Plan(
    "bars",
    "Where the benefit is lost",
    "Bars: mean over the draws, so that they sum to the gap. Dots and lines: median and {share} interval. To the "
    "right: benefit lost. Grey: what no named mechanism accounts for.",
    figures_explain.bars,
    figures_explain.bars_data,
)
_INTERACTIONS = Plan(
    "interactions",
    "Pairs of mechanisms",
    "Mean interaction of each pair. Above zero (purple) the two cost more together than each alone adds up to; below "
    "zero (orange) they are redundant: one alone already costs what both do.",
    figures_explain.interactions,
    figures_explain.interactions_data,
)
_REPAIRS = Plan(
    "counterfactuals",
    "Each mechanism repaired and worsened, and nothing else",
    "Paired difference to the case as it is: median and {share} interval. To the right: more benefit.",
    figures_explain.counterfactuals,
    figures_explain.counterfactuals_data,
)
_COURSES = Plan(
    "courses",
    "What changes over time",
    "One row a mechanism: the tumour and the readouts that change most, as it is, repaired alone and worsened alone. "
    "Median and {share} interval over the draws.",
    figures_explain.courses,
    figures_explain.courses_data,
)
_PATH = Plan(
    "path",
    "The path through the network",
    "The strongest changed readout on each level, from the receptor to the fate: repaired over as it is, time average "
    "under the drug (at the fate, of the answer to the drug). Median and {share} interval; empty: no clear change.",
    figures_explain.path,
    figures_explain.path_data,
)


def bars_table(answer: Explanation) -> pd.DataFrame:
    """One row a bar: mechanisms, unknown markers, unexplained; the last row is the whole gap."""
    import pandas as pd

    rows: list[tuple[object, ...]] = [
        (bar.kind, bar.id, bar.name, bar.field, bar.seen, *_ends(bar.lost), bar.mean, bar.error, bar.share,
         bar.share_of_loss, bar.lost.unit, ";".join(bar.quantities), ";".join(bar.references), bar.note)
        for bar in answer.bars
    ]  # fmt: skip
    rows.append(
        ("gap", "gap", "the whole gap", "", "", *_ends(answer.gap), answer.mean_gap, 0.0, answer.whole, np.nan,
         answer.gap.unit, "", "", "sum of the above, in every draw")
    )  # fmt: skip
    columns = ["kind", "id", "name", "field", "seen", "median", "low", "high", "mean", "error", "share",
               "share_of_loss", "unit", "quantities", "references", "note"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def pairs_table(answer: Explanation) -> pd.DataFrame:
    """One row a pair of mechanisms."""
    import pandas as pd

    rows = [
        (pair.first, pair.second, pair.word, *_ends(pair.interaction), pair.mean, pair.error, pair.redundant_share,
         pair.gain_first.median, pair.gain_second.median, pair.gain_both.median, pair.closes_first, pair.closes_second,
         pair.not_enough, pair.not_enough_share, pair.sentence)
        for pair in answer.pairs
    ]  # fmt: skip
    columns = ["first", "second", "word", "median", "low", "high", "mean", "error", "redundant_share", "gain_first",
               "gain_second", "gain_both", "closes_first", "closes_second", "not_enough", "not_enough_share",
               "sentence"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def counterfactuals_table(answer: Explanation) -> pd.DataFrame:
    """One row a mechanism and variant."""
    import pandas as pd

    rows = [
        (one.mechanism, one.name, one.variant, one.text, *_ends(one.worth), *_ends(one.gain), one.closes, one.gain.unit)
        for one in answer.counterfactuals
    ]
    columns = ["mechanism", "name", "variant", "text", "worth_median", "worth_low", "worth_high", "gain_median",
               "gain_low", "gain_high", "closes", "unit"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def path_table(answer: Explanation) -> pd.DataFrame:
    """One row a path and readout: factors of repaired over as it is."""
    import pandas as pd

    rows = [
        (path.name, ";".join(path.repaired), step.level, step.readout, step.label, *np.exp(_ends(step.ratio)),
         *np.exp(_ends(step.answer)), step.strength, step.changed, step.chosen)
        for path in answer.paths
        for step in path.steps
    ]  # fmt: skip
    columns = ["path", "repaired", "level", "readout", "label", "factor_median", "factor_low", "factor_high",
               "answer_median", "answer_low", "answer_high", "strength", "changed", "chosen"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def fates_table(answer: Explanation) -> pd.DataFrame:
    """One row a path and fate: what this fate alone carries."""
    import pandas as pd

    rows = [
        (path.name, ";".join(path.repaired), fate.name, fate.label, *_ends(fate.gain), fate.share, fate.gain.unit)
        for path in answer.paths
        for fate in path.fates
    ]
    columns = ["path", "repaired", "fate", "label", "gain_median", "gain_low", "gain_high", "share", "unit"]
    return pd.DataFrame(rows, columns=columns)


def courses_table(answer: Explanation) -> pd.DataFrame:
    """One row a mechanism, variant, quantity and day: median and interval."""
    import pandas as pd

    parts: list[pd.DataFrame] = []
    for course in answer.courses:
        series = course.series
        low, median, high = quantiles(series.values, answer.level)
        part = pd.DataFrame({"day": series.times, "median": median, "low": low, "high": high})
        about = {"unit": series.unit, "quantity": series.name, "variant": course.variant, "mechanism": course.mechanism}
        for name, value in about.items():
            part.insert(0, name, value)
        parts.append(part)
    empty = ["mechanism", "variant", "quantity", "unit", "day", "median", "low", "high"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=empty)


def _ends(value: Interval) -> tuple[float, float, float]:
    return value.median, value.low, value.high


def as_json(answer: Explanation) -> str:
    """The tables as one JSON object; NaN is null."""
    tables = {
        "bars": bars_table(answer), "pairs": pairs_table(answer), "counterfactuals": counterfactuals_table(answer),
        "fates": fates_table(answer),
    }  # fmt: skip
    found: dict[str, Any] = {
        "case": answer.case.name, "regimen": answer.regimen, "measure": answer.measure.name, "members": answer.members,
        "seed": answer.seed, "exact": answer.exact, "failed": answer.n_failed, "failures": dict(answer.failures),
        "answer": answer.answer,
        "worth": vars(answer.worth), "worth_repaired": vars(answer.worth_repaired),
        "worth_reference": vars(answer.worth_reference), "loss": vars(answer.loss), "gap": vars(answer.gap),
    }  # fmt: skip
    found |= {name: json.loads(table.to_json(orient="records", double_precision=15)) for name, table in tables.items()}
    found |= {"paths": [{"name": path.name, "sentence": path.sentence} for path in answer.paths]}
    return json.dumps(found | {"limits": answer.limits, "notes": answer.notes, "research_use": RESEARCH_USE}, indent=2)


def write_explanation(run: Run, answer: Explanation) -> Path:
    """Write the tables, report.html and the manifest; the path of the report."""
    small = {
        "bars": bars_table(answer), "pairs": pairs_table(answer), "counterfactuals": counterfactuals_table(answer),
        "path": path_table(answer), "fates": fates_table(answer), "courses": courses_table(answer),
        "sets": answer.coalitions,
    }  # fmt: skip
    return write_folder(run, answer, {"draws": answer.table}, small, partial(render_explanation, answer))


def render_explanation(answer: Explanation, path: Path, *, references: Mapping[str, Reference] | None = None) -> None:
    """Write the report; an existing file is replaced.

    Args:
        references: what the keys stand for; the shipped evidence if None.
    """
    sources = sources_of(answer, references)
    text = (
        environment()
        .get_template("explain.html.j2")
        .render(
            version=__version__,
            research_use=RESEARCH_USE,
            css=style_sheet(),
            answer=answer,
            sources=sources,
            share=f"{100 * answer.level:.0f} %",
            exhibits={one.name: one for one in exhibits_of(answer)},
        )
    )
    path.write_text(text, encoding="utf-8")


def sources_of(answer: Explanation, references: Mapping[str, Reference] | None = None) -> dict[str, Source]:
    """The references of the bars first, then all others the answer rests on."""
    return number_sources([*(key for bar in answer.bars for key in bar.references), *answer.references], references)


def exhibits_of(answer: Explanation) -> list[Exhibit]:
    """The figures; one with nothing to show is left out."""
    plans = [_BARS]
    plans += [_INTERACTIONS] if answer.pairs else []
    plans += [_REPAIRS, _COURSES, _PATH] if answer.mechanisms else []
    return [exhibit(plan, answer.level, (answer,)) for plan in plans]

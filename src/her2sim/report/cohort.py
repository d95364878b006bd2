"""The report and the files of a cohort.

RUN/cohort.parquet      one row per sample and regimen; same inputs, same bytes
RUN/rejected.csv        samples that give no case, and why
RUN/left_out.csv        samples that were read and not predicted, and why
RUN/report.html         the report, one offline file
RUN/manifest.json       provenance and counts
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from her2sim import __version__
from her2sim.case.genomics import Study, write_rejected
from her2sim.case.genomics.rejected import csv_of
from her2sim.inference import load_ensemble
from her2sim.report import figures_cohort
from her2sim.report.exhibits import Exhibit, Plan, exhibit
from her2sim.report.html import environment, style_sheet
from her2sim.report.rundir import Run, sha256_of, write_manifest
from her2sim.studies.cohort import COLUMNS, FAILED, OK, Cohort, LeftOut, groups_table
from her2sim.studies.results import NO_PATIENT_FITTED, RESEARCH_USE

if TYPE_CHECKING:
    import pandas as pd

_WATERFALL = Plan(
    "waterfall",
    "Best change of every sample",
    "One bar per sample, sorted within each regimen: median over the draws of the best change of the sum of diameters. "
    "Lines: {share} interval. Dashed: −30 %. A cross: the prediction failed.",
    figures_cohort.waterfall,
    figures_cohort.waterfall_data,
)
_STRIP = Plan(
    "strip",
    "What every sample carries",
    "One column per sample, in the order of the first waterfall. P(response): the deeper the colour, the likelier. "
    f"Below: mechanisms the model takes the sample to carry, and the {figures_cohort.MOST_GENES} genes of the model "
    "most often altered; gains hang from the top of a cell, losses stand on its floor, mutations lie in its middle. An "
    "unknown mutation is one the model holds nothing on. An empty cell is not altered or not measured.",
    figures_cohort.strip,
    figures_cohort.strip_data,
)


@dataclass(frozen=True)
class CohortFiles:
    """Where a finished run put its files."""

    table: Path
    rejected: Path
    left_out: Path
    report: Path
    manifest: Path


def cohort_files(folder: Path) -> CohortFiles:
    """The files of a run directory."""
    names = ("cohort.parquet", "rejected.csv", "left_out.csv", "report.html", "manifest.json")
    return CohortFiles(*(folder / name for name in names))


def write_lists(study: Study, left_out: Sequence[LeftOut], folder: Path) -> None:
    """Write who is not predicted, and why; done before the first prediction."""
    files = cohort_files(folder)
    write_rejected(study, files.rejected)
    files.left_out.write_text(csv_of(LeftOut, left_out), encoding="utf-8")


def write_cohort(run: Run, cohort: Cohort) -> CohortFiles:
    """Write table, lists, report and manifest of a finished cohort."""
    files = cohort_files(run.path)
    write_lists(cohort.study, cohort.left_out, run.path)
    write_table(cohort.table, files.table)
    run.log("written", file=files.table.name)
    render_cohort(cohort, files.report)
    run.log("written", file=files.report.name)
    write_manifest(run, "complete", _outcome(cohort, files))
    return files


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write the table as Parquet (zstd), whole or not at all; the same table gives the same bytes."""
    import pyarrow
    import pyarrow.parquet as pq

    pa: Any = pyarrow  # its types are not complete
    types = {"string": pa.string(), "double": pa.float64(), "int64": pa.int64(), "list": pa.list_(pa.string())}
    schema = pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    temporary = path.with_suffix(".tmp")
    columns = [pa.array(table[name].tolist(), schema.field(name).type) for name in COLUMNS]
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), temporary, compression="zstd", store_schema=False)
    temporary.replace(path)


def render_cohort(cohort: Cohort, path: str | Path) -> None:
    """Write the report.

    Args:
        cohort: the answer.
        path: the HTML file; an existing one is replaced.
    """
    page = environment().get_template("cohort.html.j2")
    order = figures_cohort.order_of(cohort, cohort.settings.regimens[0])
    text = page.render(
        version=__version__,
        research_use=RESEARCH_USE,
        css=style_sheet(),
        answer=cohort,
        limits=limits_of(cohort),
        counts=counts_of(cohort),
        exhibits=_exhibits(cohort),
        groups=_records(groups_table(cohort)),
        rows=_records(cohort.table.set_index("sample").loc[order].reset_index()),
        assumed=[remark for remark in cohort.study.ignored if not remark.sample],
        ok=OK,
    )
    Path(path).write_text(text, encoding="utf-8")


def _exhibits(cohort: Cohort) -> list[Exhibit]:
    return [exhibit(plan, cohort.settings.level, (cohort,)) for plan in (_WATERFALL, _STRIP)]


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def counts_of(cohort: Cohort) -> dict[str, int]:
    """How many samples came to what; the counts of samples add up."""
    status = cohort.table.groupby("sample", sort=False)["status"].agg(list)
    failed = sum(all(one == FAILED for one in words) for words in status)
    return {
        "in the study": len(cohort.study.samples) + len(cohort.study.rejected),
        "predicted": len(cohort.samples) - failed,
        "failed": failed,
        "left out": len(cohort.left_out),
        "rejected": len(cohort.study.rejected),
    }


def limits_of(cohort: Cohort) -> tuple[str, ...]:
    """What a reader must know before the numbers, the gravest first."""
    about = load_ensemble().about
    study, chosen = cohort.study, [cohort.study.samples[name] for name in cohort.samples]
    said = [
        f"{NO_PATIENT_FITTED}: {about['members']} parameter vectors, none fitted to the response of a patient. "
        "Compare samples with each other rather than with a trial."
    ]
    derived = Counter(one.her2_from for one in chosen if one.her2_from not in {"", "report"})
    if derived:
        how = ", ".join(f"{count} from {source}" for source, count in sorted(derived.items()))
        said.append(
            f"HER2 status of {derived.total()} of {len(chosen)} samples is derived, not reported by pathology: {how}."
        )
    others = Counter(one.her2 for one in cohort.left_out)
    if others:
        words = ", ".join(f"{count} HER2 {word}" for word, count in sorted(others.items()))
        said.append(f"{others.total()} samples were read and left out: {words}; left_out.csv lists them.")
    if study.rejected:
        said.append(f"{len(study.rejected)} samples could not be read; rejected.csv lists them with the reason.")
    grades = Counter(cohort.table.drop_duplicates("sample")["domain"])
    if grades["amber"] or grades["red"]:
        said.append(
            f"{grades['amber']} samples lie at the edge of what the model was made for (amber), "
            f"{grades['red']} outside of it (red)."
        )
    if cohort.failed_draws:
        bad = int((cohort.table["status"] != OK).sum())
        said.append(f"{cohort.failed_draws} draws in {bad} rows could not be simulated and are left out; see Samples.")
    return tuple(said)


def _outcome(cohort: Cohort, files: CohortFiles) -> dict[str, Any]:
    status = Counter(str(one) for one in cohort.table["status"])
    return {
        "provenance": cohort.provenance,
        "draws": cohort.settings.draws,
        "seed": cohort.settings.seed,
        "ensemble": load_ensemble().label,
        "counts": counts_of(cohort),
        "rows": dict(status),
        "failed_draws": cohort.failed_draws,
        "files": {path.name: sha256_of(path) for path in (files.table, files.rejected, files.left_out, files.report)},
    }

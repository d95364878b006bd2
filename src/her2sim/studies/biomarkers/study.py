"""How well each marker and small panels predict what a treatment adds, over a population of tumours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from her2sim.studies.arms import Measure
from her2sim.studies.biomarkers.benefit import Bench, Outcome, Round, bench_of, outcomes_of, run_rounds
from her2sim.studies.biomarkers.compare import clinic_of, comparison_summary, comparison_table
from her2sim.studies.biomarkers.conclusive import conclusive_table, statement_of
from her2sim.studies.biomarkers.markers import Reading, published_share, read_markers
from her2sim.studies.biomarkers.panels import columns_of, hidden_columns, pairs_table, panels_table
from her2sim.studies.biomarkers.results import Biomarkers
from her2sim.studies.biomarkers.sampler import population_case, sample_tumours
from her2sim.studies.biomarkers.scores import auc_table, effects_table, targets_of
from her2sim.studies.biomarkers.settings import settings
from her2sim.studies.biomarkers.trials import sample_sizes_table
from her2sim.studies.context import limits_of
from her2sim.studies.provenance import provenance
from her2sim.studies.telling import Progress

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class _Asked:
    """What is done with a population once it is there."""

    treated: str
    control: str
    measure: Measure
    panels: bool
    compare: bool
    members: int
    seed: int
    level: float
    jobs: int


def biomarkers(
    tumours: int = 400,
    *,
    treated: str = "TH",
    control: str = "T",
    setting: str = "metastatic",
    given: Sequence[str] = (),
    measure: str | None = None,
    members: int = 1,
    weeks: float | None = None,
    panels: bool = True,
    compare: bool = True,
    seed: int = 1,
    level: float = 0.95,
    progress: Progress | None = None,
    jobs: int = 1,
    keep: Path | None = None,
) -> Biomarkers:
    """Sample a population, treat every tumour in two arms on the same draws, and score every marker.

    Args:
        tumours, setting, given, seed: as in `sample_tumours` and `population_case`.
        treated, control: regimens; 'untreated' for no drug.
        measure: of the benefit (log10_kill, shrinkage, ttp, response, pcr); None for log10_kill.
        members, weeks, jobs: as in `bench_of`.
        panels: also score pairs and panels.
        compare: also set published subgroups beside simulated ones (some 15 more arms).
        level: of the intervals.
        progress: called with what is being done, steps done, and steps in all.
        keep: folder of finished arms, from which a run that was stopped goes on; None keeps nothing.

    Raises:
        InputError: a number out of range, an unknown measure or setting, both arms the same.
        RegimenError: a regimen is not known, or a drug of it acts on nothing of the model.
    """
    sampled = sample_tumours(population_case(setting, given), tumours, seed)
    bench = bench_of(sampled, members=members, weeks=weeks, seed=seed, jobs=jobs, keep=keep)
    chosen = bench.arms[0].measure(measure)
    asked = _Asked(treated, control, chosen, panels, compare, members, seed, level, jobs)
    return _answer(bench, asked, progress)


def _answer(bench: Bench, asked: _Asked, progress: Progress | None) -> Biomarkers:
    sampled, seed, level = bench.tumours, asked.seed, asked.level
    setting, measure = sampled.case.setting, asked.measure.name
    readings = read_markers(sampled, seed)
    rounds = run_rounds(bench, asked.treated, asked.control, progress)
    tables = _tables(rounds, readings, outcomes_of(asked.measure, setting), measure, level)
    pairs, small = _empty(), _empty()
    if asked.panels:
        pairs, small = _panels(bench, rounds, readings, measure, seed, level)
    compared, elsewhere = _compared(bench, asked, progress) if asked.compare else (_empty(), {})
    failures = Counter(why for one in rounds for why in _reasons(one) if why) + Counter(elsewhere)
    regimens = [bench.regimen(name) for name in (asked.control, asked.treated)]
    return Biomarkers(
        case=sampled.case, treated=asked.treated, control=asked.control, measure=asked.measure,
        weeks=bench.days / 7.0, markers=_markers_table(readings, setting), **tables, pairs=pairs, panels=small,
        comparison=compared, comparison_summary=comparison_summary(compared) if asked.compare else {},
        statements=tuple(statement_of(tables["conclusive"], target) for target in ("benefit", "response")),
        tumours=_tumours_table(bench, rounds, readings), n=sampled.n, members=asked.members, seed=seed, level=level,
        n_failed=sum(failures.values()), failures=dict(failures), notes=_notes(bench, asked, scored=len(small) > 0),
        provenance=provenance(sampled.case, regimens, sampled.n, seed, ()),
    )  # fmt: skip


def _compared(bench: Bench, asked: _Asked, progress: Progress | None) -> tuple[pd.DataFrame, dict[str, int]]:
    """Published subgroups beside those of HER2-positive populations, whatever else was asked, and what failed."""
    clinic = clinic_of(
        bench.tumours.n, members=asked.members, seed=asked.seed, jobs=asked.jobs, keep=bench.keep
    )  # fmt: skip
    return comparison_table(clinic, asked.level, progress), clinic.failures()


def _tables(
    rounds: Sequence[Round],
    readings: Mapping[str, Reading],
    outcomes: Sequence[Outcome],
    measure: str,
    level: float,
) -> dict[str, pd.DataFrame]:
    areas = auc_table(rounds, readings, measure, level)
    effects = effects_table(rounds, readings, outcomes, level)
    return {
        "auc": areas,
        "effects": effects,
        "sample_sizes": sample_sizes_table(effects, rounds, readings, outcomes),
        "conclusive": conclusive_table(areas, rounds, readings, measure, level),
    }


def _panels(
    bench: Bench, rounds: Sequence[Round], readings: Mapping[str, Reading], measure: str, seed: int, level: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pairs and panels for benefit; empty where a class is too small to be dealt into folds."""
    marked = [targets_of(one, measure)["benefit"] for one in rounds]
    if min(min(int((met & ok).sum()), int((~met & ok).sum())) for met, ok in marked) < _least():
        return _empty(), _empty()
    columns = columns_of(readings)
    pairs = pairs_table(columns, marked, seed, level)
    return pairs, panels_table(columns, hidden_columns(bench.tumours), marked, seed, level)


def _least() -> int:
    """Tumours of a class that can be dealt into inner and outer folds."""
    inner, outer = (int(settings()["panels"][name]["value"]) for name in ("inner_folds", "folds"))
    return 2 * inner * outer


def _empty() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame()


def _reasons(one: Round) -> list[str]:
    """Why each tumour failed in either arm, or ''."""
    return [a or b for a, b in zip(one.control.problems, one.treated.problems, strict=True)]


def _markers_table(readings: Mapping[str, Reading], setting: str) -> pd.DataFrame:
    import pandas as pd

    rows: list[dict[str, object]] = []
    for reading in readings.values():
        marker = reading.marker
        reads = "; ".join(f"{kind} {value}" for kind, value in marker.reads.items())
        beyond = marker.truth or marker.cut
        rows.append(
            {
                "marker": marker.id, "name": marker.name, "group": marker.group, "reads": reads,
                "positive": "" if beyond is None else f"{beyond[0]} {beyond[1]:g}",
                "error": ", ".join(f"{kind} {value:g}" for kind, value in marker.error.items()),
                "favours": marker.favours, "share_positive": reading.prevalence,
                "published_share": published_share(marker, setting), "says": marker.says,
                "status": marker.status, "references": ";".join(marker.sources), "note": marker.note,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _tumours_table(bench: Bench, rounds: Sequence[Round], readings: Mapping[str, Reading]) -> pd.DataFrame:
    import pandas as pd

    n, draws = bench.tumours.n, bench.tumours.draws
    parts: list[pd.DataFrame] = []
    for one in rounds:
        reasons = _reasons(one)
        member = draws.members if one.member is None else np.full(n, one.member, dtype=np.int64)
        columns: dict[str, Any] = {"tumour": np.arange(n), "member": member}
        for name, reading in readings.items():
            columns[f"positive_{name}"] = reading.positive
            columns[f"score_{name}"] = reading.score
        columns |= {f"hidden_{name}": values for name, values in draws.patient.items()}
        columns |= {f"finding_{name}": values for name, values in bench.tumours.findings.items()}
        for side, arm in (("control", one.control), ("treated", one.treated)):
            columns |= {f"{name}_{side}": values for name, values in arm.worth.items()}
        columns["status"] = ["failed" if why else "ok" for why in reasons]
        columns["status_reason"] = reasons
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def _notes(bench: Bench, asked: _Asked, *, scored: bool) -> tuple[str, ...]:
    members = asked.members
    few = f"Pairs and panels are not scored: fewer than {_least()} tumours lie above, or not above, the median benefit."
    mixed = (
        "Every tumour has a member of the ensemble of its own: tumours and what nobody knows of the model are mixed, "
        "which tends to pull an AUC towards one half. --members 10 tells them apart."
        if members == 1
        else f"The population was repeated with {members} members of the ensemble, each shared by all tumours."
    )
    said = limits_of(bench.tumours.case, bench.tumours.profile, ())[:2]
    return (
        *said,
        mixed,
        "Errors and cut-offs of most assays, and part of the dependences between markers, are guesses (marker table).",
        f"Both arms are watched for {bench.days / 7:g} weeks; benefit is the paired difference of one tumour in both "
        "arms, which no trial can see.",
        *((few,) if asked.panels and not scored else ()),
    )

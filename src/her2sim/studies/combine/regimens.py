"""Two or three regimens in patients: each alone, all together, and what independence would give.

Kill of cells: Bliss on the log10 kill, the better arm on log10 kill and on the best change of the tumour. Progression:
independent action, the better of the arms in every virtual patient (Palmer & Sorger 2017,
doi:10.1016/j.cell.2017.11.009).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from her2sim.case import Case, read_case
from her2sim.errors import InputError, RegimenError
from her2sim.pharmacology.regimens import regimen as find_regimen
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.combine.in_patients import attribute_regimens
from her2sim.studies.combine.resample import mean_over_patients
from her2sim.studies.combine.results import RegimenCombination
from her2sim.studies.predict import predict
from her2sim.studies.results import Interval, Prediction
from her2sim.studies.synergy import better_of, log_kill_bliss
from her2sim.studies.telling import Progress, silent

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

UNTREATED = "untreated"
_DEAL = 102
"""stream of random numbers"""


def combine_regimens(
    case: Case | str,
    regimens: str | Sequence[str],
    *,
    members: int = 100,
    seed: int = 1,
    level: float = 0.9,
    rho: float | None = None,
    duration_weeks: float | None = None,
    attribute: bool = True,
    progress: Progress | None = None,
    jobs: int = 1,
) -> RegimenCombination:
    """Each regimen alone and all together, on the same virtual patients, beside the nulls of independence.

    Args:
        case: a case of a patient, a case file, or the name of a shipped case.
        regimens: two or three names such as 'H,L'; the combination is 'H+L'.
        members: joint draws of the ensemble and of the patient.
        seed: of every random number.
        level: of the intervals.
        rho: correlation of the times to progression for independent action; None takes the virtual patients' own.
        duration_weeks: of treatment; None for that of the setting.
        attribute: also repair carried mechanisms and compare readouts (more simulations).
        progress: called with what is being done, steps done, and steps in all.
        jobs: processes that share the simulations.

    Raises:
        InputError: not two or three regimens, a cell line, or `rho` out of range; and as `predict`.
    """
    tumour = case if isinstance(case, Case) else read_case(case)
    arms = _arms(regimens)
    _refuse(tumour, rho)
    setting = "neoadjuvant" if tumour.setting == "neoadjuvant" else "metastatic"
    names = (*arms, "+".join(arms))
    asked = [find_regimen(name, setting=setting, duration_weeks=duration_weeks) for name in names]
    asked.append(Regimen(UNTREATED, "no drug, for the log10 kill of each arm", (), asked[-1].duration_d))
    answer = predict(tumour, asked, draws=members, seed=seed, level=level, progress=progress, jobs=jobs, repairs=False)
    found = _answer(answer, arms, rho, level)
    return _attributed(found, duration_weeks, jobs, progress or silent) if attribute else found


def _attributed(found: RegimenCombination, weeks: float | None, jobs: int, tell: Progress) -> RegimenCombination:
    why = attribute_regimens(
        found.case, found.arms, members=found.members, seed=found.seed, level=found.level, duration_weeks=weeks,
        jobs=jobs, tell=tell,
    )  # fmt: skip
    return replace(found, attribution=why)


def _refuse(tumour: Case, rho: float | None) -> None:
    if tumour.setting == "culture":
        raise InputError(
            "a cell line has no progression.", where="case", expected="a patient's case", got=tumour.name,
            hint="her2sim combine CASE --drugs ...",
        )  # fmt: skip
    if rho is not None and not 0.0 <= rho <= 1.0:
        raise InputError("a correlation of responses lies between 0 and 1.", where="rho", expected="0 to 1", got=rho)


def _arms(regimens: str | Sequence[str]) -> tuple[str, ...]:
    wanted = regimens.split(",") if isinstance(regimens, str) else list(regimens)
    arms = tuple(one.strip() for one in wanted if one.strip())
    if len(arms) not in (2, 3) or len(set(arms)) != len(arms):
        raise InputError(
            "two or three different regimens are needed.", where="regimens", expected="e.g. H,L", got=", ".join(arms)
        )
    if any(arm.endswith((".yaml", ".yml")) for arm in arms):
        raise RegimenError(
            "regimens from files cannot be joined here.", where="regimens", expected="names of the library, e.g. H,L",
            got=", ".join(arms), hint="her2sim regimen list",
        )  # fmt: skip
    return arms


def _answer(answer: Prediction, arms: tuple[str, ...], rho: float | None, level: float) -> RegimenCombination:
    tables = [result.patients for result in answer.regimens]
    untreated, both, alone = tables[-1], tables[-2], tables[:-2]
    ok = np.all([table["status"].eq("ok").to_numpy() for table in tables], axis=0)
    days = np.stack([np.where(ok, _numbers(table, "ttp_day"), np.nan) for table in alone])
    seen = np.stack([table["progressed"].to_numpy(dtype=bool) & ok for table in alone])
    rng = np.random.default_rng([answer.seed, _DEAL])
    better, better_seen = better_of(days, seen, rho=rho, rng=rng)
    patients = _patients(arms, answer, ok, better, better_seen)
    excesses = _excesses(untreated, both, alone, ok, level)
    difference = (_numbers(both, "ttp_day") - better)[ok]
    curves = {**dict(zip(arms, zip(days, seen, strict=True), strict=True))}
    curves["+".join(arms)] = (_numbers(both, "ttp_day"), both["progressed"].to_numpy(dtype=bool))
    curves["independent action"] = (better, better_seen)
    failures = Counter(reason for table in tables for reason in table["status_reason"] if reason)
    return RegimenCombination(
        case=answer.case,
        arms=arms,
        combination="+".join(arms),
        patients=patients,
        excesses=excesses,
        curves=_kaplan_meier(curves, ok),
        gain=mean_over_patients(difference, answer.seed, level),
        rho=rho,
        own_rho=_rank_correlation(days[:, ok]),
        members=answer.draws,
        seed=answer.seed,
        level=level,
        n_failed=int((~ok).sum()),
        failures=dict(failures),
        notes=_notes(rho),
        provenance=answer.provenance,
    )


def _notes(rho: float | None) -> tuple[str, ...]:
    how = (
        "the better arm within each virtual patient, whose tumour, exposure and second clone are the same in all arms"
        if rho is None
        else f"times of each arm dealt to patients again at a correlation of {rho:g}"
    )
    return (
        "log10 kill of an arm: cells of the untreated tumour over those of the treated one at the end of treatment",
        f"independent action: {how}",
        "progression is seen at visits during treatment only; later times are censored at the last visit",
    )


def _numbers(table: pd.DataFrame, name: str) -> Floats:
    return table[name].to_numpy(dtype=np.float64)


def _patients(arms: tuple[str, ...], answer: Prediction, ok: Bools, better: Floats, better_seen: Bools) -> pd.DataFrame:
    import pandas as pd

    first = answer.regimens[0].patients
    columns: dict[str, object] = {"draw": first["draw"], "member": first["member"]}
    reasons = [table.patients["status_reason"].tolist() for table in answer.regimens]
    columns["status"] = np.where(ok, "ok", "failed")
    columns["status_reason"] = ["; ".join(sorted(set(several) - {""})) for several in zip(*reasons, strict=True)]
    for name, result in zip((*arms, "+".join(arms), UNTREATED), answer.regimens, strict=True):
        for field in ("best_change_pct", "log10_kill", "ttp_day", "progressed"):
            columns[f"{field}_{name}"] = result.patients[field]
    columns["ttp_day_independent"] = better
    columns["progressed_independent"] = better_seen
    return pd.DataFrame(columns)


def _excesses(
    untreated: pd.DataFrame, both: pd.DataFrame, alone: Sequence[pd.DataFrame], ok: Bools, level: float
) -> dict[str, Interval]:
    grown = _numbers(untreated, "log10_kill")[ok]
    kills = np.stack([_numbers(table, "log10_kill")[ok] - grown for table in alone])
    kill = _numbers(both, "log10_kill")[ok] - grown
    changes = np.stack([_numbers(table, "best_change_pct") for table in alone])[:, ok]
    change = _numbers(both, "best_change_pct")[ok]
    return {
        "Bliss, log10 kill": Interval.of(kill - log_kill_bliss(kills), "log10", level),
        "HSA, log10 kill": Interval.of(kill - kills.max(axis=0), "log10", level),
        "HSA, shrinkage": Interval.of(changes.min(axis=0) - change, "percentage points", level),
    }


def _rank_correlation(days: Floats) -> float:
    """Mean Spearman correlation of the pairs of arms; NaN where an arm's times are all the same."""
    from itertools import combinations

    from scipy import stats  # pyright: ignore[reportMissingTypeStubs]

    library: Any = stats
    ranks: list[Floats] = [library.rankdata(one) for one in days]
    if days.shape[1] < 3 or any(np.ptp(one) == 0 for one in days):
        return float("nan")
    return float(np.mean([np.corrcoef(a, b)[0, 1] for a, b in combinations(ranks, 2)]))


def _kaplan_meier(arms: dict[str, tuple[Floats, Bools]], ok: Bools) -> pd.DataFrame:
    """Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452; one row a step of each arm."""
    import pandas as pd

    rows: list[tuple[str, float, float]] = []
    for name, (days, seen) in arms.items():
        day, event = days[ok], seen[ok]
        share = 1.0
        rows.append((name, 0.0, 1.0))
        for time in np.unique(day):
            share *= 1.0 - (event & (day == time)).sum() / max(1, int((day >= time).sum()))
            rows.append((name, float(time), float(share)))
    return pd.DataFrame(rows, columns=["arm", "day", "share"])

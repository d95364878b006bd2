"""One arm a regimen, and one more with patients and models dealt anew, say what is worth measuring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from her2sim.case import Case, read_case
from her2sim.errors import ConvergenceError, InputError
from her2sim.inference import variants_of
from her2sim.pharmacology.covariates import covariates
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.arms import Arm, Arms
from her2sim.studies.kept import Kept
from her2sim.studies.measure_next.readings import Field, fields_of
from her2sim.studies.measure_next.results import DEALT, FieldValue, MeasureNext, Sources
from her2sim.studies.measure_next.scores import Estimate, choice, estimate, false_discovery, first_order, information
from her2sim.studies.provenance import provenance
from her2sim.studies.results import Floats
from her2sim.studies.telling import Progress, silent

PERMUTATIONS, BOOTSTRAP, FEWEST = 1000, 200, 20
MEAN_OF = 100
"""reorderings over which a score by chance is averaged"""
_STREAM = 301


def measure_next(
    case: Case | str,
    regimens: str | Sequence[str] = "H",
    *,
    measure: str | None = None,
    members: int = 400,
    seed: int = 1,
    level: float = 0.9,
    split: bool = True,
    progress: Progress | None = None,
    jobs: int = 1,
    keep: Path | None = None,
) -> MeasureNext:
    """For each unknown field, how much less uncertain the answer would be if it were known.

    Args:
        case: a case, a case file, or the name of a shipped case.
        regimens: the first is that of the answer; with several, the value for the choice between them is given too.
        measure: that ranks; None for the default of the case.
        members, seed, level: draws; of every random number; of the intervals.
        split: also part the variance into tumour and model, which takes one more arm.
        progress: called with what is being done, steps done, and steps in all.
        jobs: threads; the numbers do not depend on it.
        keep: folder of finished arms, from which a run that was stopped goes on; None keeps nothing.

    Raises:
        CaseError: the case cannot be read. RegimenError: a regimen is not known.
        InputError: less than 20 draws, no such measure, or level out of range.
        ConvergenceError: less than 20 draws could be simulated.
    """
    _check(members, level)
    tumour = case if isinstance(case, Case) else read_case(case)
    bench = Arms.of(tumour, members, seed, jobs)
    chosen = bench.measure(measure).name
    plans = [bench.regimen(name) for name in _names(regimens)]
    runs = [(plan.name, bench, plan) for plan in plans]
    runs += [(DEALT, _dealt(bench), plans[0])] if split else []
    tell, n = progress or silent, len(runs)
    arms = [_told(tell, (name, step, n), one, plan, keep) for step, (name, one, plan) in enumerate(runs)]
    return _answer(bench, plans, arms[: len(plans)], arms[-1] if split else None, chosen, level)


def _names(regimens: str | Sequence[str]) -> list[str]:
    names = [one.strip() for one in (regimens.split(",") if isinstance(regimens, str) else regimens)]
    names = [one for one in names if one]
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice or not names:
        raise InputError(
            "a regimen stands twice." if twice else "no regimen is named.", where="regimens",
            expected="one or more, each once, e.g. TH,TH+P", got=twice or str(regimens),
        )  # fmt: skip
    return names


def _check(members: int, level: float) -> None:
    if members < FEWEST or not 0.0 < level < 1.0:
        raise InputError(
            "a setting lies outside of its range.", where="members, level", expected="20 draws or more; 0 < level < 1",
            got=f"{members}, {level}",
        )  # fmt: skip


def _told(tell: Progress, what: tuple[str, int, int], bench: Arms, plan: Regimen, keep: Path | None) -> Arm:
    tell(*what)
    return Kept.of(bench, keep).arm(bench, plan)


def _dealt(bench: Arms) -> Arms:
    """The same models with the patients of the next draw, other exposure and another second clone."""
    draws = bench.draws
    patient = {name: np.roll(values, -1) for name, values in draws.patient.items()}
    anew = replace(
        draws, seed=draws.seed + 1_000_003, patient=patient, covariates=covariates(draws.n, patient),
        acquired=np.roll(draws.acquired, -2),
    )  # fmt: skip
    return Arms(bench.case, bench.profile, anew, bench.jobs)


def _answer(
    bench: Arms, plans: Sequence[Regimen], arms: Sequence[Arm], other: Arm | None, chosen: str, level: float
) -> MeasureNext:
    ok = np.all([arm.ok for arm in arms], axis=0)
    if ok.sum() < FEWEST:
        raise ConvergenceError(f"{bench.case.name}: {ok.sum()} draws could be simulated, {FEWEST} are needed")
    drawn = {name: values[ok] for name, values in bench.draws.patient.items()}
    fields = fields_of(bench.case, bench.profile, drawn)
    rng = np.random.default_rng([bench.draws.seed, _STREAM])
    n = int(ok.sum())
    orders = rng.permuted(np.tile(np.arange(n), (PERMUTATIONS, 1)), axis=1).T
    picks = rng.integers(0, n, (BOOTSTRAP, n))
    values: list[FieldValue] = []
    for name in bench.measures:
        worth = np.stack([arm.worth[name][ok] for arm in arms])
        values += _values(fields, name, worth, orders, picks, level)
    sources = [] if other is None else [_sources(one, arms[0], other, rng, level) for one in bench.measures]
    most = {one: _perfect([arm.worth[one][ok] for arm in arms]) for one in bench.measures} if len(arms) > 1 else {}
    failed, failures = _failed(arms, other)
    used = variants_of(bench.draws.kinetics, bench.draws.tumour)
    return MeasureNext(
        case=bench.case, regimens=tuple(arm.regimen for arm in arms), measures=bench.measures, measure=chosen,
        fields=tuple(values), sources=tuple(sources), perfect_choice=most, arms=tuple(arms), dealt=other,
        members=bench.draws.n, seed=bench.draws.seed, level=level, n_failed=failed, failures=failures, notes=_NOTES,
        provenance=provenance(bench.case, plans, bench.draws.n, bench.draws.seed, used),
    )  # fmt: skip


def _failed(arms: Sequence[Arm], other: Arm | None) -> tuple[int, dict[str, int]]:
    """Draws that failed in one arm or more, and how often for which reason."""
    reasons = Counter(problem for arm in arms for problem in arm.problems if problem)
    every = [*arms] if other is None else [*arms, other]
    if other is not None:
        reasons += Counter(f"{DEALT}: {problem}" for problem in other.problems if problem)
    return int((~np.all([arm.ok for arm in every], axis=0)).sum()), dict(reasons)


_NOTES = (
    "Perfect: the true quantities were known. As read: the laboratory reports the field and the case room reads it, "
    "which leaves a spread. Both are expectations over what might be found, of each field alone.",
    "A field whose q is above 0.1 cannot be told from chance with these draws.",
    "A field that matters only together with another has no first-order effect and is not found here.",
)


def _values(
    fields: Sequence[Field], name: str, worth: Floats, orders: np.ndarray, picks: np.ndarray, level: float
) -> list[FieldValue]:
    found = [estimate(one.truth, worth[0], orders, picks, level) for one in fields]
    q = false_discovery(np.array([one.p for one in found]))
    values: list[FieldValue] = []
    for one, perfect, chance in zip(fields, found, q, strict=True):
        assay = _of_assay(one, worth[0], perfect.value)
        bits = _less_chance(information, one.truth, worth[0], orders) if name == "response" else float("nan")
        gain = _less_chance(choice, one.truth, worth, orders) if len(worth) > 1 else float("nan")
        values.append(FieldValue(one.name, one.kind, one.quantities, name, perfect, assay, float(chance), bits, gain))
    return values


def _of_assay(one: Field, answer: Floats, perfect: float) -> float:
    """The index of the reading, at most that of the truth it is a reading of."""
    if one.reading is None:
        return float("nan")
    return min(max(float(first_order(one.reading, answer[:, None])[0]), 0.0), perfect)


def _less_chance(
    score: Callable[[Floats, Floats], Floats], shares: Floats, answer: Floats, orders: np.ndarray
) -> float:
    """A score less its mean over reordered draws, at least 0."""
    own = float(score(shares, answer[..., None])[0])
    return max(own - float(score(shares, answer[..., orders[:, :MEAN_OF]]).mean()), 0.0)


def _perfect(worth: Sequence[Floats]) -> float:
    stacked = np.stack(worth)
    return float(stacked.max(axis=0).mean() - stacked.mean(axis=1).max())


def _sources(name: str, first: Arm, other: Arm, rng: np.random.Generator, level: float) -> Sources:
    """Correlation of answers that share the patient, and of those that share the model (Janon 2014,
    doi:10.1051/ps/2013040)."""
    one, two = first.worth[name], other.worth[name]
    tumour = _correlated(np.roll(one, -1), two, rng, level)
    model = _correlated(one, two, rng, level)
    return Sources(name, tumour, model, max(1.0 - tumour.value - model.value, 0.0))


def _correlated(one: Floats, two: Floats, rng: np.random.Generator, level: float) -> Estimate:
    """Over the pairs that were simulated; NaN where they are fewer than `FEWEST`."""
    good = np.isfinite(one) & np.isfinite(two)
    first, second = one[good], two[good]
    if first.size < FEWEST:
        return Estimate(*(4 * [float("nan")]))
    value = _correlation(first, second)
    again = [_correlation(first[pick], second[pick]) for pick in rng.integers(0, first.size, (BOOTSTRAP, first.size))]
    tail = 50.0 * (1.0 - level)
    low, high = np.percentile(again, [tail, 100.0 - tail])
    return Estimate(max(value, 0.0), max(float(low), 0.0), max(float(high), 0.0), float("nan"))


def _correlation(one: Floats, two: Floats) -> float:
    middle = 0.5 * (one.mean() + two.mean())
    spread = 0.5 * ((one - middle) ** 2 + (two - middle) ** 2).mean()
    return float(((one - middle) * (two - middle)).mean() / spread) if spread > 1e-18 else 0.0

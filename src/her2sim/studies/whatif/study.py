"""The case and its variants on the same virtual patients, with paired differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from her2sim.case import Case, Profile, change_case, read_case
from her2sim.errors import CaseError, ConvergenceError, InputError
from her2sim.inference import variants_of as structures_of
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.arms import Arm, Arms, Measure
from her2sim.studies.kept import Kept
from her2sim.studies.provenance import provenance
from her2sim.studies.resample import interval_of_mean
from her2sim.studies.results import Interval
from her2sim.studies.telling import Progress, silent
from her2sim.studies.whatif.results import Difference, WhatIf, WhatIfArm
from her2sim.studies.whatif.variants import Variant, regimen_name, variants_of

AS_IT_IS = "as it is"
BOOTSTRAP = 1000
_RESAMPLE = 201
"""stream of random numbers of this study"""


def whatif(
    case: Case | str,
    variants: Sequence[Variant | str] = (),
    *,
    together: Sequence[str] = (),
    drugs: Sequence[str] = (),
    regimen: str = "H",
    measure: str | None = None,
    members: int = 100,
    seed: int = 1,
    level: float = 0.9,
    progress: Progress | None = None,
    jobs: int = 1,
    keep: Path | None = None,
) -> WhatIf:
    """The case as it is and its variants, side by side.

    Args:
        case: a case, a case file, or the name of a shipped case.
        variants: each one more variant, `Variant` or text such as 'PTEN=wt MET=amp', '@ H+L', 'PTEN=wt @ +L'.
        together, drugs: words and drugs that together make the first variant.
        regimen: of the case as it is, and of every variant that names no other.
        measure: the one shown first; None for the default of the case.
        members, seed, level: of the draws; of every random number; of the intervals.
        progress: called with what is being done, steps done, and steps in all.
        jobs: threads; the numbers do not depend on it.
        keep: folder of finished arms, from which a run that was stopped goes on; None keeps nothing.

    Raises:
        CaseError: a case or word cannot be used, or a variant is a cell line of a patient or the other way round.
        RegimenError: a regimen is not known. InputError: no variant, or a setting out of range.
        ConvergenceError: not one draw could be simulated in every arm.
    """
    tumour = case if isinstance(case, Case) else read_case(case)
    asked = (Variant(), *variants_of(variants, together, drugs))
    _check(len(asked) - 1, level)
    benches = _benches([_changed(tumour, one) for one in asked], members, seed, jobs)
    chosen = benches[0].measure(measure)
    plans = [arms.regimen(regimen_name(regimen, one.regimen)) for arms, one in zip(benches, asked, strict=True)]
    return _answer(tumour, asked, benches, plans, _runs(asked, benches, plans, progress or silent, keep), chosen, level)


def _benches(cases: Sequence[Case], members: int, seed: int, jobs: int) -> list[Arms]:
    """One bench a case; like cases share theirs."""
    keys = [one.model_dump_json() for one in cases]
    bench: dict[str, Arms] = {}
    for key, one in zip(keys, cases, strict=True):
        if key not in bench:
            bench[key] = Arms.of(one, members, seed, jobs)
    return [bench[key] for key in keys]


def _runs(
    asked: Sequence[Variant], benches: Sequence[Arms], plans: Sequence[Regimen], tell: Progress, keep: Path | None
) -> list[Arm]:
    """One arm a variant; like cases under one regimen share theirs."""
    done: dict[tuple[int, Regimen], Arm] = {}
    keys = [(id(bench), plan) for bench, plan in zip(benches, plans, strict=True)]
    for step, (key, bench, plan, one) in enumerate(zip(keys, benches, plans, asked, strict=True)):
        tell(one.name or AS_IT_IS, step, len(asked))
        if key not in done:
            done[key] = Kept.of(bench, keep).arm(bench, plan)
    return [done[key] for key in keys]


def _check(count: int, level: float) -> None:
    if count < 1:
        raise InputError("no variant is given.", where="variants", expected="e.g. --set PTEN=wt, or --variant '@ H+L'")
    if not 0.0 < level < 1.0:
        raise InputError("the level lies outside of its range.", where="level", expected="between 0 and 1", got=level)


def _changed(case: Case, variant: Variant) -> Case:
    found = change_case(case, variant.words) if variant.words else case
    if (found.setting == "culture") != (case.setting == "culture"):
        raise CaseError(
            "a variant cannot turn a patient into a cell line, or back.", where=f"variant {variant.name}",
            expected=f"kind {case.kind}", got=found.kind,
        )  # fmt: skip
    return found


def _answer(
    case: Case, asked: Sequence[Variant], benches: Sequence[Arms], plans: Sequence[Regimen], runs: Sequence[Arm],
    chosen: Measure, level: float,
) -> WhatIf:  # fmt: skip
    first, draws = benches[0], benches[0].draws
    ok = np.all([run.ok for run in runs], axis=0)
    if not ok.any():
        raise ConvergenceError(f"{case.name}: not one draw could be simulated in every arm")
    arms = tuple(
        WhatIfArm(
            one.name or AS_IT_IS, one, bench.case, bench.profile, run, _moved(first, bench),
            _news(first.profile, bench.profile),
            {name: _difference(measure, run, runs[0], draws.seed, level) for name, measure in first.measures.items()},
        )
        for one, bench, run in zip(asked, benches, runs, strict=True)
    )  # fmt: skip
    failures = Counter(problem for run in runs for problem in run.problems if problem)
    return WhatIf(
        case=case, regimen=plans[0].name, arms=arms, measure=chosen.name, members=draws.n, seed=draws.seed,
        level=level, n_failed=int((~ok).sum()), failures=dict(failures), notes=_notes(arms),
        provenance=provenance(case, plans, draws.n, draws.seed, structures_of(draws.kinetics, draws.tumour)),
    )  # fmt: skip


def _moved(first: Arms, other: Arms) -> tuple[str, ...]:
    before, after = first.draws.patient, other.draws.patient
    return tuple(name for name in before if not np.array_equal(before[name], after[name]))


def _news(before: Profile, after: Profile) -> tuple[str, ...]:
    """Notices of the changed case alone: a word that is overruled or that the model has no place for."""
    old = {(one.field, one.text) for one in before.notices}
    return tuple(
        f"{one.field}: {one.text}"
        for one in after.notices
        if (one.field, one.text) not in old and one.field != "population"
    )


def _notes(arms: Sequence[WhatIfArm]) -> tuple[str, ...]:
    said = ["Differences are paired: every draw has the same model, patient and second clone in all arms."]
    said += [f"{arm.name}: {text}" for arm in arms for text in arm.notes]
    said += [
        f"{arm.name}: no quantity of the model differs from the case as it is."
        for arm in arms
        if arm.variant.words and not arm.moved
    ]
    return tuple(said)


def _difference(measure: Measure, run: Arm, base: Arm, seed: int, level: float) -> Difference:
    paired = run.worth[measure.name] - base.worth[measure.name]
    good = paired[np.isfinite(paired)]
    low, high = interval_of_mean(good, np.random.default_rng([seed, _RESAMPLE]), BOOTSTRAP, level)
    nothing = float("nan")
    return Difference(
        measure=measure,
        value=Interval.of(run.worth[measure.name], measure.unit, level),
        paired=paired,
        difference=Interval.of(paired, measure.unit, level),
        mean=float(good.mean()) if good.size else nothing,
        mean_low=low,
        mean_high=high,
        p_better=float((good > 0).mean()) if good.size else nothing,
        p_worse=float((good < 0).mean()) if good.size else nothing,
    )

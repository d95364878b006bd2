"""Will this tumour respond, why or why not, and how sure is that?

case -> profile -> draws -> drug-free balance -> signals under the regimen -> tumour -> endpoints
and once more for every resistance mechanism the case carries, with that mechanism alone put back (repair)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from her2sim.case import Case, read_case, understand
from her2sim.errors import ConvergenceError, InputError
from her2sim.inference import load_ensemble, variants_of
from her2sim.pharmacology.covariates import REFERENCE
from her2sim.pharmacology.regimens import regimen as find_regimen
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.context import conflicts_of, limits_of, references_of
from her2sim.studies.culture import culture_result
from her2sim.studies.draws import make_draws
from her2sim.studies.effects import check_drugs
from her2sim.studies.provenance import provenance
from her2sim.studies.response import Outcome, exposures, outcome
from her2sim.studies.results import Prediction, RegimenResult
from her2sim.studies.signalling import Under, clones_of, under_regimen
from her2sim.studies.summary import regimen_result
from her2sim.studies.telling import Progress
from her2sim.studies.work import Work

Tell = Callable[[int, str], None]


def predict(
    case: Case | str,
    regimens: str | Sequence[str | Regimen] = "TH",
    *,
    draws: int = 200,
    seed: int = 1,
    level: float = 0.9,
    progress: Progress | None = None,
    jobs: int = 1,
    repairs: bool = True,
) -> Prediction:
    """Predict how one tumour responds to one or more regimens.

    Args:
        case: a case, a case file, or the name of a shipped case.
        regimens: names such as 'TH' or 'TH+P' (comma separated or a sequence), regimen files, or regimens.
        draws: joint draws of model parameters and of the patient's unknown fields.
        seed: of every random number; the same seed gives the same answer.
        level: of the intervals, between 0 and 1.
        progress: called with what is being done, steps done, and steps in all.
        jobs: processes that share the simulations; the numbers do not depend on it.
        repairs: run every carried mechanism repaired too; False: the case as it is alone, and no effects.

    Raises:
        CaseError: the case cannot be read or contradicts itself.
        RegimenError: a regimen is not known, a drug is not modelled, or it acts on nothing here.
        InputError: `draws` or `level` is out of range.
        ConvergenceError: not one draw could be simulated.
    """
    _check(draws, level)
    tumour = case if isinstance(case, Case) else read_case(case)
    chosen = _regimens(regimens, tumour)
    for regimen in chosen:
        check_drugs(regimen, culture=tumour.setting == "culture")
    profile = understand(tumour)
    work = Work(tumour, profile, make_draws(profile, draws, seed), jobs, repairs)
    results = _answers(work, chosen, level, progress)
    _refuse_nothing(tumour, draws, results)
    return _prediction(work, chosen, results, level)


def _prediction(work: Work, chosen: Sequence[Regimen], results: tuple[RegimenResult, ...], level: float) -> Prediction:
    draws, profile = work.draws, work.profile
    structures = variants_of(draws.kinetics, draws.tumour)
    return Prediction(
        case=work.case,
        profile=profile,
        regimens=results,
        draws=draws.n,
        seed=draws.seed,
        level=level,
        ensemble=load_ensemble().label,
        limits=limits_of(work.case, profile, results),
        conflicts=conflicts_of(profile),
        references=references_of(profile, tuple(drug for regimen in chosen for drug in regimen.drugs)),
        variants=structures,
        provenance=provenance(work.case, chosen, draws.n, draws.seed, structures),
    )


def _check(draws: int, level: float) -> None:
    if draws < 1:
        raise InputError("there must be at least one draw.", where="draws", expected="1 or more", got=draws)
    if not 0 < level < 1:
        raise InputError("a level lies between 0 and 1.", where="level", expected="e.g. 0.9", got=level)


def _answers(
    work: Work, chosen: Sequence[Regimen], level: float, progress: Progress | None
) -> tuple[RegimenResult, ...]:
    answer = culture_result if work.case.setting == "culture" else _patient_result
    each = len(work.variants())
    total = each * len(chosen)
    results: list[RegimenResult] = []
    for place, regimen in enumerate(chosen):

        def tell(done: int, text: str, before: int = place * each) -> None:
            if progress:
                progress(text, before + done, total)

        results.append(answer(work, regimen, level, tell))
    if progress:
        progress("done", total, total)
    return tuple(results)


def _refuse_nothing(case: Case, draws: int, results: Sequence[RegimenResult]) -> None:
    if all(result.n_failed == draws for result in results):
        reason = "; ".join(sorted({reason for result in results for reason in result.failures}))
        raise ConvergenceError(f"{case.name}: none of the {draws} draws could be simulated: {reason}")


def _regimens(regimens: str | Sequence[str | Regimen], case: Case) -> tuple[Regimen, ...]:
    wanted = regimens.split(",") if isinstance(regimens, str) else list(regimens)
    cleaned = [one.strip() if isinstance(one, str) else one for one in wanted]
    setting: Literal["neoadjuvant", "metastatic"] = "neoadjuvant" if case.setting == "neoadjuvant" else "metastatic"
    found = tuple(find_regimen(one, setting=setting) if isinstance(one, str) else one for one in cleaned if one)
    if not found:
        raise InputError("no regimen is named.", where="regimen", expected="e.g. TH or TH,TH+P", got=regimens)
    return found


def _patient_result(work: Work, regimen: Regimen, level: float, tell: Tell) -> RegimenResult:
    """The answer for a patient's tumour: as it is, then with one mechanism repaired at a time."""
    runs: dict[str, tuple[Under, Under]] = {}
    for step, (variant, changes) in enumerate(work.variants().items()):
        tell(step, f"{regimen.name}: {'as it is' if variant == '' else variant + ' repaired'}")
        first, second = (
            under_regimen(work.draws, clone, work.rest(variant, number, clone), regimen, work.jobs)
            for number, clone in enumerate(clones_of(work.draws, changes))
        )
        runs[variant] = (first, second)
    main = runs[""][0]
    exposure = exposures(work.draws, regimen, main.days)
    outcomes: dict[str, Outcome] = {}
    for variant, changes in work.variants().items():
        exposed = exposures(work.draws, regimen, main.days, changes) if changes.keys() & REFERENCE.keys() else exposure
        outcomes[variant] = outcome(work.case, work.draws, runs[variant], exposed, changes)
    return regimen_result(work.profile, work.draws, regimen, main, exposure, outcomes, level)

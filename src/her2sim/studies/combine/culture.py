"""Two or three drugs in culture, on a grid of doses and over the ensemble."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from her2sim.case import Case, read_case, understand
from her2sim.errors import ConvergenceError, InputError, RegimenError
from her2sim.evidence.reading import nearest
from her2sim.inference import variants_of
from her2sim.pharmacology.drugs import DRUGS
from her2sim.studies.combine.attribution import fates_and_nodes, mechanisms
from her2sim.studies.combine.matrix import Matrix, dose_matrix
from her2sim.studies.combine.results import DrugCombination
from her2sim.studies.combine.scoring import isoboles_of, musyc_summary, scores_of
from her2sim.studies.combine.settings import settings
from her2sim.studies.culture import NO_EFFECTORS
from her2sim.studies.draws import make_draws
from her2sim.studies.effects import on_network
from her2sim.studies.provenance import provenance
from her2sim.studies.synergy import fit_musyc
from her2sim.studies.telling import Progress, silent
from her2sim.studies.work import Work
from her2sim.tumour.culture import culture_defaults, default_concentration
from her2sim.tumour.culture_damage import AGENTS

Floats = NDArray[np.float64]


def combine_drugs(
    case: Case | str,
    drugs: str | Sequence[str],
    *,
    doses: int | Mapping[str, Sequence[float]] = 8,
    members: int = 50,
    seed: int = 1,
    level: float = 0.9,
    attribute: bool = True,
    gammas: bool = False,
    progress: Progress | None = None,
    jobs: int = 1,
) -> DrugCombination:
    """Dose matrix of two or three drugs on the cells of a case, its scores, and what makes the synergy.

    Args:
        case: a case, a case file, or the name of a shipped case; of a patient's tumour the cells alone are grown.
        drugs: two or three INN, a sequence or comma separated.
        doses: doses of each drug, 0 among them, up to ten times the usual concentration of an assay; or free nM by
            INN, ascending from 0.
        members, seed: of the ensemble; of every random number, the same gives the same answer.
        level: of the intervals, between 0 and 1.
        attribute: also put carried mechanisms back (more matrices).
        gammas: fit MuSyC's cooperativity too.
        progress: called with what is being done, steps done, and steps in all.
        jobs: processes that share the simulations; the numbers do not depend on it.

    Raises:
        CaseError: the case cannot be read. RegimenError: a drug cannot be added to medium.
        InputError: not two or three drugs, or doses, members or level out of range.
        ConvergenceError: not one member could be simulated in every well.
    """
    tell = progress or silent
    names = _drugs(drugs)
    _check(members, level)
    grid = _grid(names, doses)
    tumour = case if isinstance(case, Case) else read_case(case)
    profile = understand(tumour)
    work = Work(tumour, profile, make_draws(profile, members, seed), jobs)
    return _answer(work, _grown(work, names, grid, tell), level, attribute, gammas, tell)


def _grown(work: Work, names: Sequence[str], grid: Sequence[Floats], tell: Progress) -> Matrix:
    tell("drug-free balance", 0, 3)
    rest = work.rest("", 0, {})
    tell("dose matrix", 1, 3)
    matrix = dose_matrix(work.draws, {}, rest, names, grid, jobs=work.jobs)
    members = work.draws.n
    if np.isnan(matrix.effects.reshape(members, -1)).any(axis=1).all():
        why = dict(_failures(matrix))
        raise ConvergenceError(f"{work.case.name}: none of the {members} members could be simulated: {why}")
    tell("scores", 2, 3)
    return matrix


def _failures(matrix: Matrix) -> Counter[str]:
    return Counter(problem for well in matrix.problems for problem in well if problem)


def _answer(
    work: Work,
    matrix: Matrix,
    level: float,
    attribute: bool,
    gammas: bool,
    tell: Progress,
) -> DrugCombination:
    scores, curves = scores_of(matrix, level)
    fits = fit_musyc(matrix.doses, matrix.effects, gammas=gammas) if len(matrix.drugs) == 2 else ()
    shares, how = mechanisms(work, matrix.drugs, matrix.doses, level, tell) if attribute else ((), "not asked for")
    tell("done", 1, 1)
    draws = work.draws
    return DrugCombination(
        case=work.case,
        matrix=matrix,
        scores=scores,
        musyc=fits,
        musyc_summary=musyc_summary(fits, level),
        isoboles=isoboles_of(matrix, curves, level),
        attribution=(*shares, *fates_and_nodes(matrix, level)),
        attribution_note=how,
        members=draws.n,
        seed=draws.seed,
        level=level,
        n_failed=int(np.isnan(matrix.effects.reshape(draws.n, -1)).any(axis=1).sum()),
        failures=dict(_failures(matrix)),
        notes=_notes(work.case, matrix, fits),
        provenance=provenance(work.case, (), draws.n, draws.seed, variants_of(draws.kinetics, draws.tumour)),
    )


def _notes(case: Case, matrix: Matrix, fits: Sequence[object]) -> tuple[str, ...]:
    notes = [
        f"cells in medium for {matrix.days:g} days, drugs at constant free concentration: {NO_EFFECTORS}",
        "doses, levels of the isoboles and the grid of the attribution are usual choices, not measured ones",
    ]
    if case.setting != "culture":
        notes.append("the case is a patient's tumour: its cells are grown here as if they were a line")
    if fits:
        good = sum(bool(getattr(fit, "converged", False)) for fit in fits)
        notes.append(f"MuSyC: {good} of {len(fits)} surfaces converged; only these and what they determine are counted")
    return tuple(notes)


def _drugs(drugs: str | Sequence[str]) -> tuple[str, ...]:
    wanted = drugs.split(",") if isinstance(drugs, str) else list(drugs)
    named = tuple(one.strip() for one in wanted if one.strip())
    if len(named) not in (2, 3) or len(set(named)) != len(named):
        raise InputError(
            "two or three different drugs are needed.", where="drugs", expected="e.g. trastuzumab,lapatinib",
            got=", ".join(named),
        )  # fmt: skip
    usual = culture_defaults()["concentrations"]
    known = [name for name in DRUGS if name in usual and (on_network(name) or name in AGENTS)]
    for name in named:
        if name not in known:
            raise RegimenError(
                f"{name!r} cannot be added to medium.", where="drugs", expected=", ".join(known), got=name,
                hint=nearest(name, known),
            )  # fmt: skip
    return named


def _check(members: int, level: float) -> None:
    if members < 2:
        raise InputError("there must be at least two members.", where="members", expected="2 or more", got=members)
    if not 0 < level < 1:
        raise InputError("a level lies between 0 and 1.", where="level", expected="e.g. 0.9", got=level)


def _grid(drugs: Sequence[str], doses: int | Mapping[str, Sequence[float]]) -> tuple[Floats, ...]:
    """Free nM of each drug."""
    if isinstance(doses, int):
        if not 4 <= doses <= 24:
            raise InputError("this number of doses is out of range.", where="doses", expected="4 to 24", got=doses)
        top, span = float(settings()["top_over_usual"]), float(settings()["span"])
        steps = np.concatenate([[0.0], np.geomspace(top / span, top, doses - 1)])
        return tuple(default_concentration(drug) * steps for drug in drugs)
    missing = [drug for drug in drugs if drug not in doses]
    if missing:
        raise InputError("a drug has no doses.", where="doses", expected=", ".join(drugs), got=", ".join(doses))
    found = tuple(np.asarray(doses[drug], dtype=np.float64) for drug in drugs)
    for drug, one in zip(drugs, found, strict=True):
        if one.ndim != 1 or len(one) < 4 or one[0] != 0.0 or not np.isfinite(one).all() or (np.diff(one) <= 0).any():
            raise InputError(
                "these doses cannot be used.", where=f"doses: {drug}", expected="4 or more free nM, ascending from 0",
                got=one.tolist(),
            )  # fmt: skip
    return found

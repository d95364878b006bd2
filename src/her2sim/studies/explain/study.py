"""Why a tumour gains less from a regimen than the sensitive reference would, attributed to what it carries.

loss(S)  = worth(all mechanisms repaired) - worth(only S carried)          shared out by Shapley values
gap      = worth(sensitive reference) - worth(as it is)
         = sum of the shares + unknown markers + unexplained               in every draw, by definition
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.case import Case, read_case
from her2sim.errors import ConvergenceError, InputError
from her2sim.inference import variants_of
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.arms import Arm, Arms, Changes, Measure
from her2sim.studies.context import conflicts_of, limits_of, references_of
from her2sim.studies.explain import shapley
from her2sim.studies.explain.coalitions import Answer, Variant, references, run_all, set_key, spread, variant_of
from her2sim.studies.explain.counterfactual import AS_IS, REPAIRED, WORSENED, Course, Worse, courses, worse
from her2sim.studies.explain.fates import Clones, Fate, clones_under, fates_of, has_payload
from her2sim.studies.explain.parts import Game, bars_of, counterfactuals_of, pairs_of
from her2sim.studies.explain.path import Path, Readouts, followed, more_readouts, outside_network, path_of
from her2sim.studies.explain.results import UNEXPLAINED, UNKNOWN, Explanation
from her2sim.studies.explain.settings import settings
from her2sim.studies.explain.tables import coalitions_table, draws_table
from her2sim.studies.explain.words import notes_of
from her2sim.studies.kept import Kept
from her2sim.studies.provenance import provenance
from her2sim.studies.response import exposures
from her2sim.studies.signalling import Under
from her2sim.studies.telling import Progress

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_ORDERS = 201
"""stream of random numbers of this study"""


@dataclass(frozen=True)
class Plan:
    """What is simulated."""

    orders: shapley.Ints | None
    """sampled permutations; None: every set"""
    sets: tuple[int, ...]
    variants: tuple[Variant, ...]
    worse: Mapping[str, Worse]
    """mechanism id -> how it is worsened"""


def explain(
    case: Case | str,
    regimen: str | Regimen = "H",
    *,
    measure: str | None = None,
    members: int = 100,
    seed: int = 1,
    level: float = 0.9,
    duration_weeks: float | None = None,
    exact_limit: int | None = None,
    blocks: int | None = None,
    antithetic: bool = True,
    progress: Progress | None = None,
    jobs: int = 1,
    keep: FilePath | None = None,
) -> Explanation:
    """Attribute the benefit that a case loses under a regimen to its mechanisms, with intervals over the ensemble.

    Args:
        case: a case, a case file, or the name of a shipped case; of a patient or of cells in culture.
        regimen: a name such as 'TH', a file, or a regimen; for `duration_weeks`, or as long as is usual.
        measure: of `her2sim.studies.arms.MEASURES`; None for log10 kill (in culture 1 - GR).
        members, seed: joint draws of the ensemble and of what the case leaves open; the same seed, the same answer.
        level: of the intervals.
        exact_limit: mechanisms up to which every set of them is simulated; None for the shipped setting.
        blocks, antithetic: of permutations beyond that (more, smaller error); and each of them backwards too.
        progress: called with what is being done, steps done, and steps in all.
        jobs: cores that share the simulations; no number depends on it.
        keep: folder of finished sets of mechanisms, so that a run that was stopped goes on; None keeps nothing.

    Raises:
        CaseError, RegimenError, InputError: something that was given cannot be used.
        ConvergenceError: not one draw could be simulated.
    """
    orders = _orders(level, exact_limit, blocks, antithetic)
    arms = Arms.of(case if isinstance(case, Case) else read_case(case), members, seed, jobs)
    chosen = arms.regimen(regimen, duration_weeks=duration_weeks)
    pieces = Kept.of(arms, keep)
    return _explain(arms, chosen, arms.measure(measure), _plan(arms, orders), level, progress, pieces)


def _explain(
    arms: Arms, regimen: Regimen, measure: Measure, plan: Plan, level: float, progress: Progress | None, pieces: Kept
) -> Explanation:  # fmt: skip
    k = len(arms.profile.mechanisms)
    total = len(plan.variants) + (k + 1 + (k > 1) if k else 0)  # and the paths: as it is, each alone, all
    count = iter(range(1, total + 1))

    def tell(text: str) -> None:
        if progress is not None:
            progress(f"{regimen.name}, {text}", next(count), total)

    answers = run_all(arms, regimen, measure.name, plan.variants, tell, pieces)
    ok, failures = _counted(answers)
    if not ok.any():
        seen = "; ".join(f"{times} x {reason}" for reason, times in failures.items())
        raise ConvergenceError(f"{arms.case.name}: none of the {arms.draws.n} draws could be simulated: {seen}")
    game = _game(arms, plan, answers, ok, measure, level)
    kept = {key: answer.arm for key, answer in answers.items() if answer.arm is not None}
    paths = _paths(arms, regimen, kept, game, ok, tell)
    return _explanation(arms, regimen, plan, game, ok, failures, _courses(arms, regimen, kept, ok), paths, answers)


@dataclass(frozen=True)
class Orders:
    """How many mechanisms are attributed exactly, and how permutations are sampled beyond."""

    exact_limit: int
    blocks: int
    antithetic: bool


def _orders(level: float, exact_limit: int | None, blocks: int | None, antithetic: bool) -> Orders:
    """The settings asked for, refused where they are out of range."""
    if not 0 < level < 1:
        raise InputError("a level lies between 0 and 1.", where="level", expected="e.g. 0.9", got=level)
    most = int(settings()["exact_limit"])
    if exact_limit is not None and not 0 <= exact_limit <= most:
        raise InputError(
            "so many mechanisms cannot be attributed exactly.", where="exact_limit", expected=f"0 to {most}",
            got=exact_limit,
        )  # fmt: skip
    if blocks is not None and blocks < 2:
        raise InputError("an error by sampling needs two blocks.", where="blocks", expected="2 or more", got=blocks)
    return Orders(most if exact_limit is None else exact_limit, blocks or int(settings()["blocks"]), antithetic)


def _plan(arms: Arms, how: Orders) -> Plan:
    mechanisms = arms.profile.mechanisms
    k, full = len(mechanisms), (1 << len(mechanisms)) - 1
    orders = None
    if k > how.exact_limit:
        rng = np.random.default_rng([arms.draws.seed, _ORDERS])
        orders = shapley.permutations(k, how.blocks, rng, antithetic=how.antithetic)
    sets = set(range(full + 1)) if orders is None else set(shapley.sets_of(orders))
    sets |= {full & ~(1 << i) & ~(1 << j) for i in range(k) for j in range(k)}
    worsened = {one.id: worse(arms.profile, one, arms.case.setting, arms.draws.patient) for one in mechanisms}
    last = {name: value for one in mechanisms for name, value in one.repair.items()}
    variants = [variant_of(mechanisms, carried) for carried in sorted(sets, reverse=True)]
    variants += [Variant(_worse_key(name), f"worsened: {name}", one.changes, True) for name, one in worsened.items()]
    unknown = {**last, **references(arms.profile, reported=False)}
    variants.append(Variant(UNKNOWN, "unknown markers at the reference", unknown))
    variants.append(Variant(UNEXPLAINED, "the sensitive reference", references(arms.profile)))
    return Plan(orders, tuple(sorted(sets)), tuple(variants), worsened)


def _worse_key(mechanism: str) -> str:
    return f"worse {mechanism}"


def _counted(answers: Mapping[str, Answer]) -> tuple[Bools, dict[str, int]]:
    """Draws that every variant could simulate, shape (N,), and why the others could not."""
    reasons = reasons_of(answers)
    return np.array([reason == "" for reason in reasons]), dict(Counter(reason for reason in reasons if reason))


def reasons_of(answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Of every draw '' or the first reason for which some variant has no answer."""
    found = [""] * len(next(iter(answers.values())).worth)
    for key in sorted(answers):
        answer = answers[key]
        for draw, (problem, worth) in enumerate(zip(answer.problems, answer.worth, strict=True)):
            if not found[draw] and (problem or not np.isfinite(worth)):
                found[draw] = problem or "the measure has no value"
    return tuple(found)


def _game(
    arms: Arms, plan: Plan, answers: Mapping[str, Answer], ok: Bools, measure: Measure, level: float
) -> Game:  # fmt: skip
    worth = {key: answer.worth[ok] for key, answer in answers.items()}
    healthy = worth[set_key(0)]
    losses = {carried: healthy - worth[set_key(carried)] for carried in plan.sets}
    if plan.orders is None:
        shares = shapley.exact(np.stack([losses[carried] for carried in plan.sets], axis=1))
    else:
        shares = shapley.sampled(plan.orders, losses)
    return Game(arms.profile.mechanisms, measure, level, worth, shares)


def _courses(arms: Arms, regimen: Regimen, kept: Mapping[str, Arm], ok: Bools) -> tuple[Course, ...]:
    mechanisms = arms.profile.mechanisms
    full, found = (1 << len(mechanisms)) - 1, list[Course]()
    for place, one in enumerate(mechanisms):
        keys = {AS_IS: set_key(full), REPAIRED: set_key(full & ~(1 << place)), WORSENED: _worse_key(one.id)}
        shown = {name: kept[key] for name, key in keys.items()}
        found += courses(one.id, shown, ok, culture=arms.culture, payload=has_payload(regimen))
    return tuple(found)


def _paths(
    arms: Arms, regimen: Regimen, kept: Mapping[str, Arm], game: Game, ok: Bools, tell: Callable[[str], None]
) -> tuple[Path, ...]:
    """All mechanisms repaired at once, then each alone; with one mechanism these are the same."""
    mechanisms = arms.profile.mechanisms
    if not mechanisms:
        return ()
    wanted = [] if len(mechanisms) == 1 else [("all mechanisms", 0)]
    wanted += [(one.name, game.full & ~(1 << place)) for place, one in enumerate(mechanisms)]
    main = kept[set_key(game.full)].signals
    as_is = _side(arms, regimen, {}, main)
    exposure = {} if arms.culture else exposures(arms.draws, regimen, main.days)
    begun = ok & followed(as_is.readouts, *(as_is.clones or ()))
    tell("path, as it is")

    def one(item: tuple[str, int]) -> Path:
        name, carried = item
        bench = replace(arms, jobs=1, balances={}, grown={})
        gone = {one.id: one.repair for place, one in enumerate(mechanisms) if not carried >> place & 1}
        changes = variant_of(mechanisms, carried).changes
        after, fates = _side(bench, regimen, changes, kept[set_key(carried)].signals), tuple[Fate, ...]()
        sides, whole = (as_is.readouts, after.readouts), game.of_set(carried) - game.of_set(game.full)
        fine = begun & followed(after.readouts, *(after.clones or ()))
        if as_is.clones is not None and after.clones is not None and fine.any():
            outside = {quantity: changes[quantity] for quantity in outside_network(tuple(changes))}
            fates = fates_of(
                bench, regimen, game.measure.name, as_is.clones, after.clones, exposure, outside, ok=fine,
                whole=whole[fine[ok]], unit=game.measure.unit, level=game.level,
            )  # fmt: skip
        lost, payload = int((ok & ~fine).sum()), has_payload(regimen)
        return path_of(name, gone, *sides, ok=fine, level=game.level, payload=payload, fates=fates, failed=lost)

    return tuple(spread(one, wanted, arms.jobs, lambda item: tell(f"path, {item[0]} repaired")))


@dataclass(frozen=True)
class Side:
    """One of two variants that a path compares."""

    readouts: Readouts
    clones: Clones | None
    """None in culture, where there is one"""


def _side(arms: Arms, regimen: Regimen, changes: Changes, main: Under) -> Side:
    clones = None if arms.culture else clones_under(arms, regimen, changes, main)
    return Side(more_readouts(arms, regimen, changes, main), clones)


def _explanation(
    arms: Arms, regimen: Regimen, plan: Plan, game: Game, ok: Bools, failures: Mapping[str, int],
    shown: tuple[Course, ...], paths: tuple[Path, ...], answers: Mapping[str, Answer],
) -> Explanation:  # fmt: skip
    texts = {
        one.id: {REPAIRED: _repaired_text(one.repair), WORSENED: plan.worse[one.id].text} for one in game.mechanisms
    }
    worsened = {one.id: _worse_key(one.id) for one in game.mechanisms}
    return Explanation(
        case=arms.case,
        profile=arms.profile,
        regimen=regimen.name,
        description=regimen.description,
        measure=game.measure,
        worth=game.interval(game.of_set(game.full)),
        worth_repaired=game.interval(game.of_set(0)),
        worth_reference=game.interval(game.worth[UNEXPLAINED]),
        loss=game.interval(game.loss),
        gap=game.interval(game.gap),
        mean_gap=float(game.gap.mean()),
        bars=bars_of(game, arms.profile),
        pairs=pairs_of(game),
        counterfactuals=counterfactuals_of(game, texts, worsened),
        courses=shown,
        paths=paths,
        coalitions=coalitions_table(game, plan.sets),
        table=draws_table(game, arms, ok, reasons_of(answers), worsened),
        exact=plan.orders is None,
        sampled_sets=len(plan.sets),
        members=arms.draws.n,
        seed=arms.draws.seed,
        level=game.level,
        n_failed=int((~ok).sum()),
        failures=failures,
        limits=limits_of(arms.case, arms.profile, ()),
        conflicts=conflicts_of(arms.profile),
        notes=notes_of(game, None if plan.orders is None else plan.orders.shape, len(plan.sets), culture=arms.culture),
        references=references_of(arms.profile, regimen.drugs),
        provenance=_provenance(arms, regimen),
    )


def _provenance(arms: Arms, regimen: Regimen) -> Mapping[str, Any]:
    structures = variants_of(arms.draws.kinetics, arms.draws.tumour)
    return provenance(arms.case, [regimen], arms.draws.n, arms.draws.seed, structures)


def _repaired_text(repair: Mapping[str, float]) -> str:
    return ", ".join(f"{name} to {value:.3g}" for name, value in repair.items())

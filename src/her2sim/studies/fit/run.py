"""A fit that survives being stopped: every step of the smoother is a file, and a run goes on from the last one.

The smoother takes the model for a line between its members. Where a step took a member to a worse place, it goes half
of the way, then a quarter; one that finds nothing better stays where it was. The practice of restricting steps is that
of Le, Emerick & Reynolds 2016 (SPE J 21:2195-2207, doi:10.2118/173214-PA), from memory; halving by member is ours.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import InputError
from her2sim.inference.likelihood import bounded_sd, compared, filled, misfit
from her2sim.inference.smoother import Assimilated, inflation, update
from her2sim.studies.fit.problem import Problem
from her2sim.studies.fit.reach import narrowed, reach
from her2sim.studies.whole import write_arrays, write_whole

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]


HALVINGS = 2
"""times that the step of a member which got worse is halved"""


class FitError(InputError):
    """A fit cannot be started, or its directory cannot be used."""


@dataclass(frozen=True)
class FitPlan:
    """How to fit; the same plan and data give the same bytes."""

    members: int
    steps: int
    geometric: float
    threshold: float
    seed: int
    reach: float = 0.0
    """effect on a datum, in units of its spread, below which a score is not moved by it; 0 to leave that out"""
    knee: float = np.inf
    """residual over its sd beyond which a datum pulls no harder (`bounded_sd`)"""


@dataclass(frozen=True)
class FitStep:
    """The ensemble after some steps."""

    number: int
    """steps done; 0 is the prior"""
    scores: Floats
    """shape (P, N)"""
    predicted: Floats
    """what these members predict, shape (D, N)"""
    misfit: Floats
    """shape (N,)"""
    seconds: float
    failed: int
    lanes: int


def run_fit(problem: Problem, plan: FitPlan, folder: Path, jobs: int, tell: Tell | None = None) -> FitStep:
    """Fit, or go on with the fit in `folder`.

    Returns:
        the last step; every step before is in `folder` (`read_step`).

    Raises:
        FitError: the folder holds a fit of another problem or plan.
        ConvergenceError: no member has an answer for a datum.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _check_plan(problem, plan, folder)
    factors = inflation(plan.steps, plan.geometric)
    step = _last_step(folder)
    if step is None:
        rng = np.random.default_rng([plan.seed, 0])
        drawn = rng.standard_normal((len(problem.names), plan.members))
        step = _evaluated(problem, plan, drawn, 0, jobs, tell)
        write_step(step, folder)
    targets, own = problem.targets, _own(problem, plan, folder, jobs, tell)
    while step.number < plan.steps:
        predicted, missing = compared(targets, step.predicted)
        data = Assimilated(predicted, missing, bounded_sd(targets, missing, plan.knee))
        rng = np.random.default_rng([plan.seed, 1, step.number])
        scores = update(
            step.scores, data, float(factors[step.number]), rng, own=own, threshold=plan.threshold
        )  # fmt: skip
        step = _careful(problem, plan, step, scores, jobs, tell)
        write_step(step, folder)
    return step


def _own(problem: Problem, plan: FitPlan, folder: Path, jobs: int, tell: Tell | None) -> Floats:
    """Which datum may move which score, (P, D): `Problem.own`, `can_be_met`, what a score reaches (reach.py)."""
    own = problem.own() * can_be_met(problem, read_step(folder, 0))
    if not plan.reach:
        return own
    path = folder / "reach.npz"
    if not path.is_file():
        predicted, _ = compared(problem.targets, read_step(folder, 0).predicted)
        found = reach(problem, predicted.std(axis=1), plan.reach, jobs, tell)
        write_arrays(path, reach=found.astype(np.float32))
    with np.load(path) as kept:
        return own * narrowed(kept["reach"].astype(np.float64))


def can_be_met(problem: Problem, prior: FitStep) -> Floats:
    """0 for a claim that no draw of the prior meets, 1 for every other datum, shape (D,).

    How far such a claim is from holding says nothing of where it would hold, and it pulls on what correlates with it
    by chance.
    """
    can = np.ones(len(prior.predicted))
    claims = slice(len(problem.measurements), len(problem.measurements) + len(problem.claim_ids))
    can[claims] = (prior.predicted[claims] > 0).any(axis=1)  # margins
    return can


def _careful(problem: Problem, plan: FitPlan, before: FitStep, scores: Floats, jobs: int, tell: Tell | None) -> FitStep:
    """The next step at these scores, but for members that got worse there: see the top."""
    step = _evaluated(problem, plan, scores, before.number + 1, jobs, tell)
    for _ in range(HALVINGS):
        worse = step.misfit > before.misfit
        if not worse.any():
            return step
        nearer = 0.5 * (before.scores[:, worse] + step.scores[:, worse])
        step = _with_members(problem, plan, step, worse, nearer, jobs, tell)
    worse = step.misfit > before.misfit
    return replace(
        step,
        scores=np.where(worse, before.scores, step.scores),
        predicted=np.where(worse, before.predicted, step.predicted),
        misfit=np.where(worse, before.misfit, step.misfit),
    )


def _with_members(
    problem: Problem, plan: FitPlan, step: FitStep, which: NDArray[np.bool_], scores: Floats, jobs: int,
    tell: Tell | None,
) -> FitStep:  # fmt: skip
    """The step with other scores for some members."""
    begun = time.perf_counter()
    found = problem.forward(scores, jobs, tell)
    moved, values = step.scores.copy(), step.predicted.copy()
    moved[:, which], values[:, which] = scores, found.values
    seconds = step.seconds + time.perf_counter() - begun
    return _judged(
        problem, plan, step.number, moved, values, seconds, step.failed + found.failed, step.lanes + found.lanes
    )  # fmt: skip


def _evaluated(
    problem: Problem, plan: FitPlan, scores: Floats, number: int, jobs: int, tell: Tell | None
) -> FitStep:  # fmt: skip
    begun = time.perf_counter()
    found = problem.forward(scores, jobs, tell)
    return _judged(
        problem, plan, number, scores, found.values, time.perf_counter() - begun, found.failed, found.lanes
    )  # fmt: skip


def _judged(
    problem: Problem, plan: FitPlan, number: int, scores: Floats, values: Floats, seconds: float, failed: int,
    lanes: int,
) -> FitStep:  # fmt: skip
    predicted = filled(values).astype(np.float32).astype(np.float64)  # as it is kept, so that resuming is exact
    return FitStep(number, scores, predicted, misfit(problem.targets, predicted, plan.knee), seconds, failed, lanes)


def _check_plan(problem: Problem, plan: FitPlan, folder: Path) -> None:
    import hashlib

    told = [problem.measurements, problem.claim_ids, problem.names]
    if problem.own_data.measurements:
        told.append(problem.own_data.content())
    data = hashlib.sha256(repr(tuple(told)).encode()).hexdigest()
    about = {"schema": "her2sim/fit-run/1", "plan": asdict(plan), "network": problem.network.content_hash, "data": data}
    path = folder / "plan.json"
    if path.is_file():
        before: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        changed = [name for name in about if before.get(name) != about[name]]
        if changed:
            raise FitError(
                f"the fit in this folder has another {' and '.join(changed)}.", file=str(folder), where=changed[0],
                hint="take a new folder, or run with what the fit was started with",
            )  # fmt: skip
        return
    write_whole(path, json.dumps(about, indent=2).encode())


def write_step(step: FitStep, folder: Path) -> None:
    """One file a step; written whole or not at all."""
    write_arrays(
        folder / f"step-{step.number:02d}.npz", scores=step.scores, predicted=step.predicted.astype(np.float32),
        misfit=step.misfit, about=np.array([step.seconds, step.failed, step.lanes]),
    )  # fmt: skip


def read_step(folder: Path, number: int) -> FitStep:
    """A step of a fit.

    Raises:
        FitError: it was not reached.
    """
    path = folder / f"step-{number:02d}.npz"
    if not path.is_file():
        raise FitError("this step of the fit was not reached.", file=str(folder), where=f"step {number}")
    with np.load(path) as found:
        seconds, failed, lanes = found["about"]
        predicted = found["predicted"].astype(np.float64)
        return FitStep(number, found["scores"], predicted, found["misfit"], float(seconds), int(failed), int(lanes))


def steps_done(folder: Path) -> tuple[int, ...]:
    """Numbers of the steps that a fit has reached."""
    return tuple(sorted(int(path.stem.removeprefix("step-")) for path in folder.glob("step-*.npz")))


def _last_step(folder: Path) -> FitStep | None:
    done = steps_done(folder)
    return read_step(folder, done[-1]) if done else None

"""What each score reaches: the data that answer when it moves alone.

A sample of members correlates everything with everything a little, and thousands of readings of one blot do so in
concert, so that a score which no datum tells anything about would drift. Whether a datum answers to a score is not a
question of the sample, though: one run with each score moved alone, up and down from the typical cell, tells it.

    share of a datum that a score reaches = |answer to one standard deviation of the score| / spread over the prior
    0 below `least`, 1 from twice that on; 1 where draws beside the scores hide the answer (grafts, effector cells)

Localisation of an ensemble by what is known of the model, in place of distance; the distance of a score from a datum is
its effect here. Amounts of one kind are moved in all lines at once: a line's amounts reach its own data only.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from her2sim.inference.likelihood import compared, filled
from her2sim.studies.fit.problem import Problem

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

STEP = 1.5
"""standard deviations of its prior that a score is moved"""
WIDE = 0.01
"""share of the data from which on a score is not held to those it reaches"""
TYPICAL = 4
"""members left where they are: their spread is what the forward run draws beside the scores"""


def reach(problem: Problem, spread: Floats, least: float, jobs: int, tell: Tell | None = None) -> Floats:
    """What each score reaches, shape (P, D), from 0 to 1.

    Args:
        spread: of each datum over members of the prior, as it is compared, shape (D,).
        least: effect, in units of the spread, from which on a datum is reached.

    Raises:
        ConvergenceError: no member has an answer for a datum.
    """
    kinds = [_kind(name) for name in problem.names]
    distinct = tuple(dict.fromkeys(kinds))
    place = {kind: number for number, kind in enumerate(distinct)}
    which = np.array([place[kind] for kind in kinds])
    up = np.zeros((len(kinds), len(distinct)))
    up[np.arange(len(kinds)), which] = STEP
    scores = np.concatenate([np.zeros((len(kinds), TYPICAL)), up, -up], axis=1)
    values, _ = compared(problem.targets, filled(problem.forward(scores, jobs, tell).values))
    still, above, below = np.split(values, [TYPICAL, TYPICAL + len(distinct)], axis=1)
    middle, unit = still.mean(axis=1, keepdims=True), np.maximum(spread, 1e-12)[:, None]
    effect = np.maximum(np.abs(above - middle), np.abs(below - middle)) / STEP / unit
    reached = np.clip(effect / least - 1.0, 0.0, 1.0)
    reached[still.std(axis=1) > 0.5 * least * unit[:, 0]] = 1.0
    return reached.T[which]


def narrowed(reached: Floats) -> Floats:
    """The same with 1 everywhere for scores that reach a hundredth of the data or more, shape (P, D).

    Those move along what sets members apart, which meets data best (C_yy holds for whole members); the others, which
    that takes along for nothing, are held to the data they reach.
    """
    wide = np.mean(reached > 0, axis=1) >= WIDE
    return np.where(wide[:, None], 1.0, reached)


def _kind(name: str) -> str:
    """The score itself, or the quantity of which a line has an amount."""
    return ":" + name.split(":", maxsplit=1)[1] if ":" in name else name

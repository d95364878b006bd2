"""From simulated arms to places: scores, fronts, evidence, constraints and reasons."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.arms import Arms, Measure
from her2sim.studies.rank import why as reasons
from her2sim.studies.rank.constraints import Limits, limits
from her2sim.studies.rank.evidence import Support, support
from her2sim.studies.rank.library import Candidate
from her2sim.studies.rank.pareto import non_dominated
from her2sim.studies.rank.results import Place
from her2sim.studies.rank.scores import common, expected_regret, p_best, pairwise, standard_error
from her2sim.studies.results import Interval

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Repair:
    """What is kept of a regimen in the tumour with one mechanism put back."""

    worth: Mapping[str, Floats]
    """measure -> shape (N,)"""
    problems: tuple[str, ...]


Repaired = Mapping[str, Mapping[str, Repair]]
"""regimen -> mechanism"""


@dataclass(frozen=True)
class Ran:
    """What is kept of one simulated regimen."""

    candidate: Candidate
    worth: Mapping[str, Floats]
    """measure -> shape (N,)"""
    problems: tuple[str, ...]
    """N entries: '' or why the draw has no worth"""
    means: Mapping[str, Floats]
    """readout -> its time mean, shape (N,)"""

    @property
    def failed(self) -> int:
        """Draws that failed."""
        return sum(bool(problem) for problem in self.problems)


@dataclass(frozen=True)
class Parts:
    """The simulated parts of a `Ranking`, under its names."""

    places: tuple[Place, ...]
    worth: Floats
    shared: NDArray[np.bool_]
    pairs: Floats
    draws: pd.DataFrame
    tie: float
    n_failed: int
    failures: Mapping[str, int]


def assemble(ran: Sequence[Ran], arms: Arms, measure: Measure, tie: float, level: float, repaired: Repaired) -> Parts:
    """Put the regimens in order.

    Args:
        ran: the reference first.
        arms: the bench they ran on.
        measure: what they are worth by.
        tie: worths closer than this count as the same.
        level: of the intervals.
        repaired: arms with carried mechanisms put back.
    """
    raw = np.stack([one.worth[measure.name] for one in ran])
    shared = common(raw)
    scores = _Scores(raw[:, shared], tie)
    order = order_of(ran, scores.expected)
    held = [limits(one.candidate.regimen) for one in ran]
    fronts = _fronts(scores.expected, ran, held, tie)
    places = tuple(
        scores.place(
            number, row, ran[row], held[row], fronts[row],
            _why(ran, row, arms, shared, measure, level, repaired), measure.unit, level,
        )
        for number, row in enumerate(order, start=1)
    )  # fmt: skip
    return Parts(
        places, raw[order], shared, scores.pairs[np.ix_(order, order)],
        _draws([ran[row] for row in order], arms, shared), tie, int((~shared).sum()), _failures(ran, repaired),
    )  # fmt: skip


def order_of(ran: Sequence[Ran], expected: Floats) -> list[int]:
    """Rows from the first place to the last; regimens of the same expected worth go by their names."""
    return sorted(range(len(ran)), key=lambda row: (-expected[row], ran[row].candidate.name))


class _Scores:
    """Scores of every regimen over the shared draws; the first row is the reference."""

    def __init__(self, good: Floats, tie: float) -> None:
        self.good = good
        self.expected = good.mean(axis=1)
        self.best = p_best(good, tie=tie)
        self.error = standard_error(self.best, good.shape[1])
        self.regret = expected_regret(good)
        self.pairs = pairwise(good, tie=tie)

    def place(
        self, number: int, row: int, one: Ran, held: Limits, fronts: tuple[str, ...], why: reasons.Why, unit: str,
        level: float,
    ) -> Place:  # fmt: skip
        """One regimen with all that is said of it."""
        return Place(
            place=number,
            candidate=one.candidate,
            worth=Interval.of(self.good[row], unit, level),
            expected=float(self.expected[row]),
            gain=Interval.of(self.good[row] - self.good[0], unit, level),
            p_better=float(self.pairs[row, 0]),
            p_best=float(self.best[row]),
            p_best_error=float(self.error[row]),
            regret=float(self.regret[row]),
            support=_support(one.candidate),
            limits=held,
            fronts=fronts,
            why=why,
            failed=one.failed,
        )


def _fronts(expected: Floats, ran: Sequence[Ran], held: Sequence[Limits], tie: float) -> list[tuple[str, ...]]:
    prices = {
        "agents": [float(len(one.candidate.agents)) for one in ran],
        "exposure": [one.exposure for one in held],
        "toxicity": [one.toxicity for one in held],
    }
    on = {name: non_dominated(expected, np.array(price), tie=tie) for name, price in prices.items()}
    return [tuple(name for name in on if on[name][row]) for row in range(len(ran))]


def _support(candidate: Candidate) -> Support:
    """Evidence of the drugs; of a schedule that is not a usual one, only the drugs were looked up."""
    found = support(candidate.agents)
    if candidate.usual:
        return found
    note = "; ".join(part for part in (found.note, "of the drugs, not of this schedule") if part)
    return dataclasses.replace(found, note=note)


def _why(
    ran: Sequence[Ran], row: int, arms: Arms, shared: NDArray[np.bool_], measure: Measure, level: float,
    repaired: Repaired,
) -> reasons.Why:  # fmt: skip
    one, first = ran[row], ran[0]
    reliefs = _reliefs(one, first, arms, measure, level, repaired)
    if row == 0:
        return dataclasses.replace(reasons.NOTHING, reliefs=reliefs)
    signals, fates = reasons.changes(one.means, first.means, shared, level)
    drugs, reference = one.candidate.agents, first.candidate.agents
    added = [drug for drug in drugs if drug not in reference]
    return reasons.Why(
        drugs=reasons.drugs_in_words(drugs, reference, arms.profile),
        signals=signals,
        fates=fates,
        outside=reasons.kills_outside(added),
        reliefs=reliefs,
    )


def _reliefs(
    one: Ran, first: Ran, arms: Arms, measure: Measure, level: float, repaired: Repaired
) -> tuple[reasons.Relief, ...]:
    own, reference = (repaired.get(item.candidate.name, {}) for item in (one, first))
    before, before_reference = one.worth[measure.name], first.worth[measure.name]
    return tuple(
        reasons.relief(
            (mechanism.id, mechanism.name),
            own[mechanism.id].worth[measure.name] - before,
            reference[mechanism.id].worth[measure.name] - before_reference,
            before,
            before_reference,
            measure.unit,
            level,
        )
        for mechanism in arms.profile.mechanisms
        if mechanism.id in own and mechanism.id in reference
    )


def _failures(ran: Sequence[Ran], repaired: Repaired) -> dict[str, int]:
    found: Counter[str] = Counter()
    for one in ran:
        found.update(f"{one.candidate.name}: {problem}" for problem in one.problems if problem)
    for name, put_back in repaired.items():
        for mechanism, repair in put_back.items():
            found.update(f"{name}, {mechanism} put back: {problem}" for problem in repair.problems if problem)
    return dict(found)


def _draws(ran: Sequence[Ran], arms: Arms, shared: NDArray[np.bool_]) -> pd.DataFrame:
    import pandas as pd

    n = arms.draws.n
    problems = [problem for one in ran for problem in one.problems]
    columns: dict[str, object] = {
        "regimen": np.repeat([one.candidate.name for one in ran], n),
        "draw": np.tile(np.arange(n), len(ran)),
        "member": np.tile(arms.draws.members, len(ran)),
        "status": ["failed" if problem else "ok" for problem in problems],
        "status_reason": problems,
        "shared": np.tile(shared, len(ran)),
    }
    for name in arms.measures:
        columns[name] = np.concatenate([one.worth[name] for one in ran])
    return pd.DataFrame(columns)

"""Which fate of the cells carries an effect: the tumour as it is, given one thing of the repaired one at a time.

    gain(fate) = worth(as it is, but this fate's signals of both clones as in the repaired tumour) - worth(as it is)

The signals are those that `studies/response.py` hands to the tumour. What acts outside of the network (effector cells,
the body) is changed alone in the same way. Fates act together, so that these gains need not sum to the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.arms import Arms, Changes
from her2sim.studies.explain.settings import payload_only, ways
from her2sim.studies.explain.shares import clear_mean, share_of
from her2sim.studies.response import Outcome, outcome
from her2sim.studies.results import Interval
from her2sim.studies.signalling import Under, at_rest, clones_of, under_regimen
from her2sim.tumour import PAYLOADS

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Clones = tuple[Under, Under]

OUTSIDE = "outside"


@dataclass(frozen=True)
class Fate:
    """What one fate alone carries of an effect."""

    name: str
    label: str
    gain: Interval
    share: float
    """mean gain over the mean gain of the whole repair; NaN where that is not clear of zero"""


def has_payload(regimen: Regimen) -> bool:
    """Whether a drug of the regimen carries a payload."""
    return any(DRUGS[drug].inn in PAYLOADS for drug in regimen.drugs)


def clones_under(arms: Arms, regimen: Regimen, changes: Changes, main: Under) -> Clones:
    """Both clones of a variant; the first is known from its arm."""
    second = clones_of(arms.draws, changes)[1]
    rest = at_rest(arms.draws, second, arms.jobs)
    return main, under_regimen(arms.draws, second, rest, regimen, arms.jobs)


def fates_of(
    arms: Arms, regimen: Regimen, measure: str, before: Clones, after: Clones, exposure: Mapping[str, Floats],
    outside: Changes, *, ok: Bools, whole: Floats, unit: str, level: float,
) -> tuple[Fate, ...]:  # fmt: skip
    """What each fate alone carries, the largest first.

    Args:
        before: clones as they are; after: clones repaired.
        exposure: of the case as it is, from `studies.response.exposures`.
        outside: changed quantities that are no parameter of the network.
        ok: draws that count, shape (N,).
        whole: gain of the whole repair in these draws, shape (G,).
        unit: of the measure.
        level: of the intervals.
    """

    def worth(clones: Clones) -> Floats:
        return _worth(outcome(arms.case, arms.draws, clones, exposure, {}), measure)[ok]

    as_is, gains = worth(before), dict[str, tuple[str, Floats]]()
    for way in ways():
        if payload_only() & set(way.readouts) and not has_payload(regimen):
            continue
        swapped = (_given(before[0], after[0], way.readouts), _given(before[1], after[1], way.readouts))
        gains[way.name] = (way.label, worth(swapped) - as_is)
    if outside:
        bench = replace(arms, balances={}, grown={})
        changed, same = bench.run(regimen, outside), bench.run(regimen)
        gains[OUTSIDE] = ("what acts outside of the network", (changed.worth[measure] - same.worth[measure])[ok])
    mean = clear_mean(whole)
    found = [
        Fate(name, label, Interval.of(gain, unit, level), share_of(float(gain.mean()), mean))
        for name, (label, gain) in gains.items()
    ]
    order = {name: -float(np.mean(gain)) for name, (_, gain) in gains.items()}
    return tuple(sorted(found, key=lambda fate: order[fate.name]))


def _given(before: Under, after: Under, readouts: tuple[str, ...]) -> Under:
    taken: Mapping[str, Floats] = {name: after.values[name] for name in readouts}
    return replace(before, values={**before.values, **taken})


def _worth(answer: Outcome, measure: str) -> Floats:
    """The measure but for what is the same in both: the growth without a drug, which cancels in a difference."""
    if measure == "shrinkage":
        return -answer.best_change_pct
    if measure == "response":
        return np.where(answer.ok, answer.responded, np.nan)
    return {"log10_kill": answer.log10_kill, "ttp": answer.ttp_day, "pcr": answer.pcr}[measure]

"""What makes the synergy: mechanisms put back, fates held as in untreated cells, and the nodes where excess is seen.

Mechanisms by Shapley values of the Bliss excess: f(S) with the mechanisms S put back; the shares sum to the excess of
the case less that with all put back. Shapley 1953, doi:10.1515/9781400881970-018.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.combine.matrix import HOLDS, Matrix, dose_matrix
from her2sim.studies.combine.results import Share
from her2sim.studies.combine.scoring import mean_excess
from her2sim.studies.combine.settings import settings
from her2sim.studies.explain.shapley import exact
from her2sim.studies.results import Interval
from her2sim.studies.work import Work

Floats = NDArray[np.float64]
_UNIT = "share of untreated cells"
_FATE_WORDS = {
    "division": "drive of division", "death": "drive of death", "kill": "kill by payload and cytotoxic drugs",
}  # fmt: skip


def shapley(players: Sequence[str], value: Mapping[frozenset[str], Floats]) -> dict[str, Floats]:
    """Shapley values, (N,) each, of a game whose value (N,) of every set of players is known."""
    sets = [
        frozenset(one for place, one in enumerate(players) if bits >> place & 1) for bits in range(1 << len(players))
    ]
    found = exact(np.stack([value[group] for group in sets], axis=1)).values
    return {player: found[:, place] for place, player in enumerate(players)}


def fates_and_nodes(matrix: Matrix, level: float) -> tuple[Share, ...]:
    """The part of the excess that goes when one fate is held, and the excess of the inhibition of every node."""
    drugs = len(matrix.drugs)
    whole = mean_excess(matrix.effects, drugs)
    shares = [
        Share("fate", name, _FATE_WORDS[name], Interval.of(left, _UNIT, level), Interval.of(whole - left, _UNIT, level))
        for name in HOLDS
        for left in (mean_excess(matrix.held[name], drugs),)
    ]
    for name, ratio in matrix.nodes.items():
        seen = Interval.of(mean_excess(1.0 - ratio, drugs), "share of the value before the drugs", level)
        shares.append(Share("node", name, name, seen, seen))
    return tuple(shares)


def mechanisms(
    work: Work, drugs: Sequence[str], doses: Sequence[Floats], level: float, tell: Callable[[str, int, int], None]
) -> tuple[tuple[Share, ...], str]:
    """Shares of the excess by carried mechanism, on a coarser grid, and a sentence on how they were made."""
    carried = {one.id: one for one in work.profile.mechanisms}
    if not carried:
        return (), "the case carries no mechanism that could be put back"
    coarse = [_coarse(one) for one in doses]
    exact = len(carried) <= int(settings()["attribution_most"])
    sizes = range(len(carried) + 1) if exact else (0, 1)
    sets = [frozenset(group) for size in sizes for group in combinations(carried, size)]
    value: dict[frozenset[str], Floats] = {}
    for step, group in enumerate(sets):
        tell("put back: " + (", ".join(sorted(group)) or "nothing"), step, len(sets))
        changes = {key: v for one in carried if one in group for key, v in carried[one].repair.items()}
        rest = work.rest("+".join(sorted(group)), 0, changes)
        found = dose_matrix(work.draws, changes, rest, drugs, coarse, jobs=work.jobs)
        value[group] = mean_excess(found.effects, len(drugs))
    none = value[frozenset()]
    # what carrying it adds to the excess is minus what putting it back does
    parts = shapley(list(carried), value) if exact else {one: value[frozenset((one,))] - none for one in carried}
    shares = tuple(
        Share("mechanism", one.id, one.name, Interval.of(value[frozenset((one.id,))], _UNIT, level),
              Interval.of(-parts[one.id], _UNIT, level), one.references)
        for one in carried.values()
    )  # fmt: skip
    how = "Shapley values over every set of mechanisms put back" if exact else "each mechanism put back alone: no sums"
    return shares, f"{how}; mean Bliss excess on {' x '.join(str(len(one)) for one in coarse)} doses"


def _coarse(doses: Floats) -> Floats:
    """Some of the doses: 0, the highest and some between."""
    count = min(int(settings()["attribution_doses"]), len(doses))
    places = np.unique(np.round(np.linspace(1, len(doses) - 1, count - 1)).astype(int))
    return np.concatenate([doses[:1], doses[places]])

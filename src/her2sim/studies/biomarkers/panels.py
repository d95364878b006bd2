"""Small panels of markers by cross-validated logistic regression with a ridge; out-of-fold AUC alone is told.

All pairs; and, chosen anew inside every training set (nested, Varma & Simon 2006, doi:10.1186/1471-2105-7-91), the best
marker, the best pair and a forward panel of up to three: the best of many is too good on the data it was chosen on.
AUCs are means over folds, because scores of different folds are not on one scale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.biomarkers.auc import auc
from her2sim.studies.biomarkers.glm import ridge_logistic
from her2sim.studies.biomarkers.markers import CONTROL, Reading
from her2sim.studies.biomarkers.sampler import Tumours
from her2sim.studies.biomarkers.scores import Pooled, pool
from her2sim.studies.biomarkers.settings import settings
from her2sim.studies.biomarkers.untyped import stats

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Sets = Sequence[tuple[int, ...]]

_FOLDS = 304
"""stream of random numbers of this file"""


@dataclass(frozen=True)
class Columns:
    """Markers as standardised columns."""

    names: tuple[str, ...]
    values: Floats
    """shape (N, M)"""


def columns_of(readings: Mapping[str, Reading]) -> Columns:
    """Every marker that varies and is no control."""
    used = {k: r for k, r in readings.items() if r.marker.group != CONTROL and r.score.std() > 0}
    return Columns(tuple(used), _standard(np.column_stack([one.score for one in used.values()])))


def hidden_columns(tumours: Tumours) -> Columns:
    """What the model holds of every tumour: all profile quantities that vary, as ranks. No laboratory sees these."""
    varied = {name: values for name, values in tumours.draws.patient.items() if np.ptp(values) > 0}
    return Columns(tuple(varied), _standard(np.column_stack([stats.rankdata(one) for one in varied.values()])))


def _standard(values: Floats) -> Floats:
    return (values - values.mean(axis=0)) / values.std(axis=0)


def folds_of(positive: Bools, k: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Fold of every tumour, shape (N,); each class is dealt evenly."""
    fold = np.zeros(positive.size, dtype=np.intp)
    for group in (positive, ~positive):
        places = rng.permutation(np.flatnonzero(group))
        fold[places] = np.arange(places.size) % k
    return fold


def out_of_fold(values: Floats, positive: Bools, sets: Sets, fold: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Mean AUC over the held-out folds of every set of columns, and its variance.

    Args:
        values: shape (N, M).
        positive: shape (N,).
        sets: columns of each panel, all of one size.
        fold: from `folds_of`.

    Returns:
        AUC and variance of it, shape (S,) each.
    """
    k = int(fold.max()) + 1
    areas, variances = np.empty((k, len(sets))), np.empty((k, len(sets)))
    design = _designs(values, sets)
    penalty = float(settings()["panels"]["penalty"]["value"])
    for held in range(k):
        inside, outside = fold != held, fold == held
        beta = ridge_logistic(design[:, inside], positive[inside].astype(np.float64), penalty)
        scores = np.einsum("bnp,bp->bn", design[:, outside], beta)
        found = [auc(score, positive[outside]) for score in scores]
        areas[held] = [one.value for one in found]
        variances[held] = [one.variance for one in found]
    return areas.mean(axis=0), variances.mean(axis=0) / k


def _designs(values: Floats, sets: Sets) -> Floats:
    """Designs with a column of ones, shape (S, N, size + 1)."""
    chosen = values[:, np.asarray(sets, dtype=np.intp)].transpose(1, 0, 2)
    return np.concatenate([np.ones((*chosen.shape[:2], 1)), chosen], axis=2)


def pairs_table(columns: Columns, marked: Sequence[tuple[Bools, Bools]], seed: int, level: float) -> pd.DataFrame:
    """One row a pair of markers, the best first: out-of-fold AUC with interval, and that of the better marker alone.

    Args:
        columns: from `columns_of`.
        marked: of every round, whether the target is met and whether the tumour counts.
        seed: of the folds.
        level: of the intervals.
    """
    import pandas as pd

    sets = list(combinations(range(len(columns.names)), 2))
    alone = [(place,) for place in range(len(columns.names))]
    k = int(settings()["panels"]["folds"]["value"])
    both: list[tuple[Floats, Floats]] = []
    single: list[Floats] = []
    for place, (met, ok) in enumerate(marked):
        fold = folds_of(met[ok], k, np.random.default_rng([seed, _FOLDS, place]))
        both.append(out_of_fold(columns.values[ok], met[ok], sets, fold))
        single.append(out_of_fold(columns.values[ok], met[ok], alone, fold)[0])
    one = np.mean(single, axis=0)
    rows: list[dict[str, object]] = []
    for place, (first, second) in enumerate(sets):
        pooled = pool([a[place] for a, _ in both], [v[place] for _, v in both])
        names = {"first": columns.names[first], "second": columns.names[second]}
        rows.append({**names, **_area(pooled, level), "better_alone": max(one[first], one[second])})
    return pd.DataFrame(rows).sort_values("auc", ascending=False, kind="stable", ignore_index=True)


def _area(pooled: Pooled, level: float) -> dict[str, object]:
    low, high = pooled.interval(level)
    return {"auc": pooled.value, "low": max(0.0, low), "high": min(1.0, high)}


def panels_table(
    columns: Columns, hidden: Columns, marked: Sequence[tuple[Bools, Bools]], seed: int, level: float
) -> pd.DataFrame:
    """One row a size of panel: honest out-of-fold AUC, what is chosen on all data, and how often in training sets.

    The last rows are no panels to use but ends of the scale: all markers at once, and all that the model itself holds.
    """
    import pandas as pd

    largest, k = (int(settings()["panels"][name]["value"]) for name in ("largest", "folds"))
    pieces: dict[str, list[tuple[float, float]]] = {}
    chosen: dict[str, Counter[str]] = {}
    final: dict[str, str] = {}
    for place, (met, ok) in enumerate(marked):
        rng = np.random.default_rng([seed, _FOLDS, place])
        values, target = columns.values[ok], met[ok]
        fold = folds_of(target, k, rng)
        for size, name in ((1, "best marker"), (2, "best pair"), (largest, f"forward panel of up to {largest}")):
            area, picks = _nested(values, target, fold, size, rng)
            pieces.setdefault(name, []).append(area)
            chosen.setdefault(name, Counter()).update(columns.names[one] for pick in picks for one in pick)
            final.setdefault(name, " + ".join(columns.names[one] for one in _choose(values, target, size, rng)))
        for name, other in (("all markers", columns), ("all the model holds", hidden)):
            area, variance = out_of_fold(other.values[ok], target, [tuple(range(len(other.names)))], fold)
            pieces.setdefault(name, []).append((float(area[0]), float(variance[0])))
    rounds = k * len(marked)
    rows: list[dict[str, object]] = []
    for name, found in pieces.items():
        often = [f"{one} {count / rounds:.0%}" for one, count in chosen.get(name, Counter()).most_common(5)]
        pooled = pool([area for area, _ in found], [variance for _, variance in found])
        about = {"panel": name, **_area(pooled, level), "chosen_on_all": final.get(name, "")}
        rows.append({**about, "chosen_in_training_sets": ", ".join(often)})
    return pd.DataFrame(rows)


def _nested(
    values: Floats, positive: Bools, fold: NDArray[np.intp], size: int, rng: np.random.Generator
) -> tuple[tuple[float, float], list[tuple[int, ...]]]:
    """AUC and variance over held-out folds of a panel chosen in each training set, and the panels."""
    penalty = float(settings()["panels"]["penalty"]["value"])
    areas: list[float] = []
    variances: list[float] = []
    picks: list[tuple[int, ...]] = []
    for held in range(int(fold.max()) + 1):
        inside, outside = fold != held, fold == held
        pick = _choose(values[inside], positive[inside], size, rng)
        design = _designs(values, [pick])
        beta = ridge_logistic(design[:, inside], positive[inside].astype(np.float64), penalty)
        found = auc(design[0, outside] @ beta[0], positive[outside])
        areas.append(found.value)
        variances.append(found.variance)
        picks.append(pick)
    return (float(np.mean(areas)), float(np.mean(variances)) / len(areas)), picks


def _choose(values: Floats, positive: Bools, size: int, rng: np.random.Generator) -> tuple[int, ...]:
    """Columns of the best marker (1), the best of all pairs (2), or a forward panel (3 and more), by inner folds."""
    fold = folds_of(positive, int(settings()["panels"]["inner_folds"]["value"]), rng)
    width = values.shape[1]
    if size <= 2:
        sets: Sets = list(combinations(range(width), size))
        return sets[int(np.argmax(out_of_fold(values, positive, sets, fold)[0]))]
    pick: tuple[int, ...] = ()
    best = 0.5
    while len(pick) < size:
        sets = [(*pick, one) for one in range(width) if one not in pick]
        areas = out_of_fold(values, positive, sets, fold)[0]
        if pick and float(areas.max()) <= best:
            break
        pick, best = sets[int(np.argmax(areas))], float(areas.max())
    return pick

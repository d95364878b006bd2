"""All scores of one dose matrix, and its isoboles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.combine.matrix import Matrix
from her2sim.studies.combine.results import Isobole, Score
from her2sim.studies.combine.settings import settings
from her2sim.studies.results import Interval
from her2sim.studies.synergy import (
    Hill,
    MusycFit,
    bliss_excess,
    combination_index,
    hsa_excess,
    interaction_index,
    loewe,
    zip_scores,
)
from her2sim.studies.synergy.loewe import expectation
from her2sim.studies.verify.measure_doses import crossing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Floats = NDArray[np.float64]

_BLISS = "Bliss 1939, doi:10.1111/j.1744-7348.1939.tb06990.x"
_BERENBAUM = "Berenbaum 1989, PMID 2692037"
_LOEWE = "Loewe & Muischnek 1926, doi:10.1007/BF01952257"
_CHOU = "Chou & Talalay 1984, PMID 6382953"
_ZIP = "Yadav 2015, PMID 26949479"


def together(effects: Floats, drugs: int) -> Floats:
    """The wells with every drug in them, (N, wells)."""
    inner = effects[(slice(None), *(slice(1, None),) * drugs)]
    return inner.reshape(len(effects), -1)


def mean_excess(effects: Floats, drugs: int) -> Floats:
    """Mean Bliss excess over the wells with every drug in them, (N,); NaN where a well failed."""
    return together(bliss_excess(effects, drugs), drugs).mean(axis=1)


def scores_of(matrix: Matrix, level: float) -> tuple[tuple[Score, ...], tuple[Hill, ...]]:
    """Every score, and the single agents' curves."""
    effects, drugs = matrix.effects, len(matrix.drugs)
    additive = loewe(matrix.doses, effects)
    inside = np.where(additive.out_of_range, np.nan, additive.excess)
    beyond = float(together(additive.out_of_range.astype(np.float64), drugs).mean())
    found = [
        _score("Bliss", bliss_excess(effects, drugs), drugs, level, _BLISS),
        _score("HSA", hsa_excess(effects, drugs), drugs, level, _BERENBAUM),
        _score("Loewe", additive.excess, drugs, level, _LOEWE,
               f"{beyond:.0%} of wells lie above what a drug in them reaches alone; the stronger drug counts there"),
        _score("Loewe in range", inside, drugs, level, _LOEWE, "only the wells whose expectation every drug reaches"),
    ]  # fmt: skip
    if drugs == 2:
        found.append(_score("ZIP", zip_scores(matrix.doses, effects).delta, drugs, level, _ZIP))
    found += [
        _score("CI", combination_index(matrix.doses, effects), drugs, level, _CHOU,
               "below 1 synergy; median-effect lines take every drug to end at an effect of 1", index=True),
        _score("interaction index", interaction_index(matrix.doses, effects, additive.curves), drugs, level, _BERENBAUM,
               "below 1 synergy; doses alone from Hill curves, a drug that cannot reach the effect adds 0", index=True),
    ]  # fmt: skip
    return tuple(found), additive.curves


def _score(
    name: str, wells: Floats, drugs: int, level: float, source: str, note: str = "", *, index: bool = False
) -> Score:
    inner = together(np.where(np.isfinite(wells), wells, np.nan), drugs)
    some = np.isfinite(inner)
    members = np.full(len(inner), np.nan)
    for lane in range(len(inner)):
        if some[lane].any():
            members[lane] = np.median(inner[lane][some[lane]]) if index else inner[lane][some[lane]].mean()
    unit = "1" if index else "share of untreated cells"
    return Score(
        name, wells, members, Interval.of(members, unit, level), float(index), float(some.mean()), source, note
    )


def isoboles_of(matrix: Matrix, curves: Sequence[Hill], level: float) -> tuple[Isobole, ...]:
    """Isoboles of two drugs, with those of Loewe additivity; none for three."""
    if len(matrix.drugs) != 2:
        return ()
    return tuple(_isobole(matrix, curves, float(effect), level) for effect in settings()["isobole_levels"])


def _isobole(matrix: Matrix, curves: Sequence[Hill], effect: float, level: float) -> Isobole:
    import pandas as pd

    first, second = matrix.doses
    grid = np.meshgrid(first, second, indexing="ij")
    additive = expectation(curves, grid)[0]
    tail = 50.0 * (1.0 - level)
    rows: list[dict[str, float]] = []
    for place, dose in enumerate(first):
        found, expected = (_second_dose(second, values[:, place, :], effect) for values in (matrix.effects, additive))
        good = found[~np.isnan(found)]
        low, middle, high = _percentiles(good, (tail, 50.0, 100.0 - tail))
        rows.append({
            "first_nM": float(dose), "second_nM": middle, "low_nM": low, "high_nM": high,
            "loewe_nM": _percentiles(expected[~np.isnan(expected)], (50.0,))[0],
            "reached": float(np.isfinite(good).mean()) if good.size else float("nan"),
        })  # fmt: skip
    return Isobole(effect, pd.DataFrame(rows))


def _second_dose(doses: Floats, effects: Floats, effect: float) -> Floats:
    """Dose of the second drug that brings an effect, (N,): 0 where the first alone does, inf where none does."""
    found = crossing(doses[1:], effects[:, 1:], np.full(len(effects), effect))
    return np.where(effects[:, 0] >= effect, np.where(np.isnan(found), np.nan, 0.0), found)


def _percentiles(values: Floats, shares: tuple[float, ...]) -> list[float]:
    """Percentiles by order, so that 'not reached' (inf) stays what it is; NaN of nothing."""
    if not values.size:
        return [float("nan")] * len(shares)
    return [float(np.percentile(values, share, method="lower")) for share in shares]


def musyc_summary(fits: Sequence[MusycFit], level: float) -> Mapping[str, Interval]:
    """Intervals of alpha and beta over the members whose fit converged and determined them."""
    found: dict[str, Interval] = {}
    for name in ("alpha12", "alpha21", "beta", "gamma12", "gamma21"):
        needs = {"beta": ("E1", "E2", "E3")}.get(name, (name,))
        values = [
            float(getattr(fit.surface, name))
            for fit in fits
            if fit.converged and fit.surface is not None and not set(needs) & set(fit.undetermined)
        ]
        if name.startswith("gamma") and all(value == 1.0 for value in values):
            continue  # not fitted
        found[name] = Interval.of(np.array(values, dtype=np.float64), "1", level)
    return found

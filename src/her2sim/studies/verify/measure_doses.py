"""Dose series: half-maximal doses, GR metrics, combinations by Bliss, by the better drug, by Chou and Talalay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import RegimenError
from her2sim.studies.verify import kinds
from her2sim.studies.verify.amounts import Amount
from her2sim.studies.verify.bench import Bench
from her2sim.studies.verify.conditions import Condition, drug_given
from her2sim.studies.verify.form import DrugForm
from her2sim.studies.verify.measure_growth import gr_of, viability_of
from her2sim.studies.verify.measure_immune import lysis_of
from her2sim.studies.verify.problems import CannotAskError
from her2sim.tumour.culture import free_concentration

Floats = NDArray[np.float64]

_FACTORS = np.geomspace(1e-3, 1e3, 25)
"""doses of a drug alone, over its dose in the arm, between which the dose of equal effect is looked for"""


def _series(condition: Condition, drug: str, doses: Sequence[Amount], bench: Bench) -> list[Condition]:
    """The condition at each dose of one drug."""
    found: list[Condition] = []
    for dose in doses:
        form = DrugForm.model_validate({"drug": drug, "dose": dose})
        given = drug_given(form, condition.serum, bench.lab.network)
        before = next((one for one in (*condition.drugs, *condition.cytotoxics) if one.name == drug), None)
        if before is not None:
            given = replace(given, start_h=before.start_h, until_h=before.until_h)
        found.append(condition.with_drug(given))
    return found


def half_dose(readout: kinds.Ic50 | kinds.Ec50, bench: Bench) -> Floats:
    """Nominal nM at half of the effect, (N,) or (N, C); inf where the doses do not reach it.

    Growth inhibition and viability cross 0.5; a growth rate value (GR) crosses 0.5 (GR50); else half of the change.
    """
    arm = readout.ic50 if isinstance(readout, kinds.Ic50) else readout.ec50
    nominal = np.array([nominal_nM(readout.drug, dose) for dose in readout.doses])
    take = _effect(readout, bench)

    def of_cell(condition: Condition) -> Floats:
        series = [take(one) for one in _series(condition, readout.drug, readout.doses, bench)]
        values = np.stack(series, axis=1)
        if readout.of in {"growth_inhibition", "growth_rate_value"}:
            return crossing(nominal, values, np.full(bench.lab.n, 0.5))
        if readout.of == "viability":
            return crossing(nominal, 1.0 - values, np.full(bench.lab.n, 0.5))
        start = take(condition.without_drug(readout.drug))
        change = np.abs(values - start[:, None])
        return crossing(nominal, change, 0.5 * change[:, -1])

    return bench.each(arm, of_cell)


def _effect(readout: kinds.Ic50 | kinds.Ec50, bench: Bench) -> Callable[[Condition], Floats]:
    if readout.of in {"growth_inhibition", "viability"}:
        sign = readout.of == "viability"
        return lambda condition: _viability(bench, condition, readout.days, sign)
    if readout.of == "growth_rate_value":
        return lambda condition: 1.0 - gr_of(bench.lab, condition, readout.days)
    if readout.of == "lysis":
        return lambda condition: lysis_of(bench.lab, condition)
    return lambda condition: bench.lab.at(condition, readout.of, readout.at)


def _viability(bench: Bench, condition: Condition, days: float, plain: bool) -> Floats:
    found = viability_of(bench.lab, condition, days)
    return found if plain else 1.0 - found


def nominal_nM(drug: str, dose: Amount) -> float:
    """A dose in nM, nothing taken off for serum.

    Raises:
        CannotAskError: nothing is known of the drug.
    """
    try:
        return free_concentration(drug, dose.value, dose.unit, serum_share=0.0)
    except RegimenError:
        raise CannotAskError(f"nothing is known of a drug {drug[:60]!r}", unknown=True) from None


def crossing(doses: Floats, effect: Floats, level: Floats) -> Floats:
    """First dose at which effects (N, D) reach a level (N,), by straight lines over the logarithm of the dose.

    Returns:
        (N,): the lowest dose where it is reached there already, inf where never, NaN where an effect is NaN.
    """
    reached = effect >= level[:, None]
    place = np.argmax(reached, axis=1)
    lane = np.arange(len(effect))
    before = np.maximum(place - 1, 0)
    low, high = effect[lane, before], effect[lane, place]
    rise = np.where(high > low, high - low, 1.0)
    share = np.clip((level - low) / rise, 0.0, 1.0)
    logs = np.log(doses)
    found = np.exp(logs[before] + share * (logs[place] - logs[before]))
    found = np.where(place == 0, doses[0], found)
    found = np.where(reached.any(axis=1), found, np.inf)
    return np.where(np.isnan(effect).any(axis=1) | np.isnan(level), np.nan, found)


def gr_aoc(readout: kinds.GrAoc, bench: Bench) -> Floats:
    """Mean of 1 - GR over the logarithm of the dose."""
    logs = np.log([dose.value for dose in readout.doses])

    def take(condition: Condition) -> Floats:
        series = _series(condition, readout.drug, readout.doses, bench)
        missed = 1.0 - np.stack([gr_of(bench.lab, one, readout.days) for one in series], axis=1)
        area = (0.5 * (missed[:, 1:] + missed[:, :-1]) * np.diff(logs)).sum(axis=1)
        return area / (logs[-1] - logs[0])

    return bench.each(readout.GR_AOC, take)


def gr_max(readout: kinds.GrMax, bench: Bench) -> Floats:
    """GR at the highest dose."""

    def take(condition: Condition) -> Floats:
        return gr_of(bench.lab, _series(condition, readout.drug, readout.doses[-1:], bench)[0], readout.days)

    return bench.each(readout.GRmax, take)


def _effects(arms: tuple[Condition, ...], bench: Bench, days: float) -> list[Floats]:
    return [1.0 - viability_of(bench.lab, condition, days) for condition in arms]


def bliss_excess(readout: kinds.BlissExcess, bench: Bench) -> Floats:
    """Inhibition of the combination less that of independent drugs."""

    def take(arms: tuple[Condition, ...]) -> Floats:
        both, first, second = _effects(arms, bench, readout.days)
        return both - (first + second - first * second)

    return bench.matched(_three(readout.bliss_excess), take)


def hsa_excess(readout: kinds.HsaExcess, bench: Bench) -> Floats:
    """Inhibition of the combination less that of the better drug."""

    def take(arms: tuple[Condition, ...]) -> Floats:
        both, first, second = _effects(arms, bench, readout.days)
        return both - np.maximum(first, second)

    return bench.matched(_three(readout.hsa_excess), take)


def combination_index(readout: kinds.CombinationIndex, bench: Bench) -> Floats:
    """Sum over both drugs of the dose in the combination over the dose alone of the same effect."""

    def take(arms: tuple[Condition, ...]) -> Floats:
        both = 1.0 - viability_of(bench.lab, arms[0], readout.days)
        index = np.zeros(bench.lab.n)
        for alone in arms[1:]:
            series = [1.0 - viability_of(bench.lab, alone.dosed(float(factor)), readout.days) for factor in _FACTORS]
            index = index + 1.0 / crossing(_FACTORS, np.stack(series, axis=1), both)
        return index

    return bench.matched(_three(readout.combination_index), take)


def _three(arms: kinds.Combination) -> tuple[str, str, str]:
    return arms.combination, arms.first, arms.second

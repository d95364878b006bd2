"""Which function takes which kind of readout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.verify import (
    killing,
    kinds,
    measure_doses,
    measure_growth,
    measure_immune,
    measure_signals,
    measure_xenograft,
)
from her2sim.studies.verify.bench import Bench, Step
from her2sim.studies.verify.conditions import check_parameter
from her2sim.studies.verify.form import Claim
from her2sim.studies.verify.problems import CannotAskError

Floats = NDArray[np.float64]

MEASURES: Mapping[type[kinds.Form], Callable[[Any, Bench], Floats]] = {
    kinds.Value: measure_signals.value,
    kinds.Fold: measure_signals.fold,
    kinds.Lowest: measure_signals.window,
    kinds.Highest: measure_signals.window,
    kinds.Mean: measure_signals.window,
    kinds.Area: measure_signals.window,
    kinds.HalfTime: measure_signals.half_time,
    kinds.InternalisationHalfTime: measure_signals.internalisation_half_time,
    kinds.ParameterOf: measure_signals.parameter,
    kinds.QuantityOf: measure_signals.quantity,
    kinds.GrowthInhibition: measure_growth.growth_inhibition,
    kinds.Viability: measure_growth.viability,
    kinds.GrowthRateValue: measure_growth.growth_rate_value,
    kinds.Cells: measure_growth.cell_number,
    kinds.Death: measure_growth.death,
    kinds.Apoptosis: measure_growth.apoptosis,
    kinds.G1Fraction: measure_growth.g1_fraction,
    kinds.Ic50: measure_doses.half_dose,
    kinds.Ec50: measure_doses.half_dose,
    kinds.GrAoc: measure_doses.gr_aoc,
    kinds.GrMax: measure_doses.gr_max,
    kinds.BlissExcess: measure_doses.bliss_excess,
    kinds.HsaExcess: measure_doses.hsa_excess,
    kinds.CombinationIndex: measure_doses.combination_index,
    kinds.Lysis: measure_immune.lysis,
    kinds.Payload: killing.payload,
    kinds.VolumeChange: measure_xenograft.volume_change,
    kinds.VolumeOf: measure_xenograft.volume,
    kinds.Tgi: measure_xenograft.tgi,
    kinds.Regrowth: measure_xenograft.regrowth,
    kinds.Vessels: measure_xenograft.vessels,
}


def measure(name: str, claim: Claim, bench: Bench) -> Floats:
    """A readout of a claim, (N,) or (N, C).

    Raises:
        CannotAskError: the model does not hold something the readout needs.
    """
    readout = claim.readouts[name]
    if isinstance(readout, kinds.Sensitivity):
        return _sensitivity(readout.sensitivity, claim, bench)
    function = MEASURES.get(type(readout))
    if function is None:
        raise CannotAskError(f"the model cannot be asked for {type(readout).__name__} yet")
    with np.errstate(all="ignore"):
        return function(readout, bench)


def _sensitivity(asked: kinds.SensitivityOf, claim: Claim, bench: Bench) -> Floats:
    """d ln readout / d ln parameter by central differences."""
    check_parameter(asked.to, bench.lab.network)
    up, down = 1.0 + asked.step, 1.0 - asked.step
    high = measure(asked.of, claim, bench.stepped(Step(asked.to, up, asked.arm)))
    low = measure(asked.of, claim, bench.stepped(Step(asked.to, down, asked.arm)))
    with np.errstate(all="ignore"):
        return np.log(high / low) / np.log(up / down)

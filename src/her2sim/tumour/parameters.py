"""The tumour's parameters from the evidence, in the units of this room: day, mm, molecules per cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence import load_evidence
from her2sim.evidence.quantities import ParameterRecord
from her2sim.units import convert, same_dimension

Floats = NDArray[np.float64]

MECHANISMS = ("fate", "growth", "adcc", "chemotherapy", "endpoints")
_UNITS = ("1", "day", "1/day", "mm", "mm**3", "1/mm**3", "molecule", "mg*h/L", "1/M")


@dataclass(frozen=True)
class TumourParameters:
    """One set of tumour parameters for each of N lanes; every field has shape (N,), unit as said beside it.

    Meaning, source and prior of each: the parameter of the same name in the evidence.
    """

    cell_cycle: Floats  # day
    net_growth_limit: Floats
    death_max_fold: Floats
    dead_cell_half_life: Floats  # day
    doubling_time_primary: Floats  # day
    doubling_time_metastatic: Floats  # day
    cell_density: Floats  # 1/mm3
    tumour_cell_fraction: Floats
    carrying_volume: Floats  # mm3
    vessel_weight: Floats
    vessel_time: Floats  # day
    resistance_switch: Floats
    resistant_adcc_share: Floats
    adcc_kill_max: Floats  # 1/day
    adcc_effector_half: Floats
    adcc_tumour_efficiency: Floats
    adcc_opsonin_threshold: Floats  # molecules
    adcc_opsonin_half: Floats  # molecules
    adcc_affinity_half: Floats
    adcc_pertuzumab_weight: Floats
    fcgr3a_V158_Ka: Floats  # 1/M
    fcgr3a_F158_Ka: Floats  # 1/M
    taxane_log10_kill: Floats
    taxane_kill_half_life: Floats  # day
    taxane_proliferation_weight: Floats
    taxane_reference_division: Floats  # 1/day
    docetaxel_reference_auc: Floats  # mg h/L
    paclitaxel_reference_auc: Floats  # mg h/L
    pcr_cell_threshold: Floats
    response_fall: Floats
    progression_rise: Floats
    progression_rise_mm: Floats  # mm
    detection_limit_mm: Floats  # mm
    visit_interval: Floats  # day

    @property
    def n(self) -> int:
        """Number of lanes."""
        return int(self.cell_cycle.size)


def tumour_records() -> dict[str, ParameterRecord]:
    """The evidence behind every tumour parameter, by name."""
    return {name: record for name, record in load_evidence().parameters.items() if record.mechanism in MECHANISMS}


def typical_tumour(n: int = 1, **changes: float | Floats) -> TumourParameters:
    """The parameters as published or guessed, the same in every lane.

    Args:
        n: number of lanes.
        changes: values to use instead, by name, in the units of `TumourParameters`.
    """
    values = {name: np.full(n, _working(record)) for name, record in tumour_records().items()}
    return _build(values, n, changes)


def draw_tumour(rng: np.random.Generator, n: int, **changes: float | Floats) -> TumourParameters:
    """Draws from the priors, independent between parameters and lanes.

    Args:
        rng: source of the draws; the parameters are drawn in the order of their names.
        n: number of lanes.
        changes: values to use instead, by name, in the units of `TumourParameters`.
    """
    records = tumour_records()
    values = {
        name: record.prior.sample(rng, n, record.value) * _factor(record) for name, record in sorted(records.items())
    }
    return _build(values, n, changes)


def _build(values: Mapping[str, Floats], n: int, changes: Mapping[str, float | Floats]) -> TumourParameters:
    merged = dict(values)
    for name, value in changes.items():
        merged[name] = np.broadcast_to(np.asarray(value, dtype=np.float64), (n,)).copy()
    return TumourParameters(**{field.name: merged[field.name] for field in fields(TumourParameters)})


def _working(record: ParameterRecord) -> float:
    return record.value * _factor(record)


def _factor(record: ParameterRecord) -> float:
    unit = next(unit for unit in _UNITS if same_dimension(record.unit, unit))
    return convert(1.0, record.unit, unit)

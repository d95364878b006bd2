"""The tumour's parameters from the evidence, in the units of this room: day, mm, molecules per cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence import load_evidence
from her2sim.evidence.quantities import ParameterRecord
from her2sim.units import convert, same_dimension

Floats = NDArray[np.float64]

MECHANISMS = (
    "fate", "growth", "vessels", "adcc", "fcgr3a", "fcgr2a", "fcgr2b", "nk_cells", "fc_engineering", "mucin", "tils",
    "antigen_presentation", "payload", "payload_kill", "bystander", "dna_repair", "chemotherapy", "taxanes", "platinum",
    "antimetabolites", "vincas", "anthracyclines", "culture", "culture_damage", "in_patients", "xenograft", "endpoints",
)  # fmt: skip
_UNITS = ("1", "day", "1/day", "mm", "mm**3", "1/mm**3", "molecule", "mg*h/L", "1/M", "nM", "1/Gy", "1/Gy**2")


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
    resistance_switch: Floats
    resistant_adcc_share: Floats
    vessel_weight: Floats
    vessel_time: Floats  # day
    thrombospondin_power: Floats
    adcc_kill_max: Floats  # 1/day
    adcc_effector_half: Floats
    adcc_tumour_efficiency: Floats
    adcc_opsonin_threshold: Floats  # molecules
    adcc_opsonin_half: Floats  # molecules
    adcc_affinity_half: Floats
    adcc_pertuzumab_weight: Floats
    variant_adcc_dominant: Floats
    adcc_dominant_efficiency: Floats
    fcgr3a_V158_Ka: Floats  # 1/M
    fcgr3a_F158_Ka: Floats  # 1/M
    variant_fcgr3a_in_patients: Floats
    fcgr2a_H131_Ka: Floats  # 1/M
    fcgr2a_R131_Ka: Floats  # 1/M
    variant_myeloid_share: Floats
    fcgr2b_inhibition: Floats
    fcgr2b_T_weight: Floats
    variant_fcgr2b: Floats
    nk_share_of_blood: Floats
    nk_after_chemotherapy: Floats
    margetuximab_F158_fold: Floats
    margetuximab_V158_fold: Floats
    margetuximab_FCGR2B_fold: Floats
    afucosylated_fold: Floats
    mucin_contact_block: Floats
    til_reference: Floats  # %
    til_power: Floats
    variant_adaptive: Floats
    antigen_priming_time: Floats  # day
    antigen_half_kill: Floats  # 1/day
    antigen_kill_max: Floats  # 1/day
    payload_degradation_half_life: Floats  # day
    payload_efflux_half_life: Floats  # day
    payload_pump_share: Floats
    payload_transport_half_life: Floats  # day
    payload_lysosome_loss_half_life: Floats  # day
    payload_DM1_DAR: Floats
    payload_DXd_DAR: Floats
    payload_cell_volume: Floats  # mm3
    payload_DXd_efflux: Floats  # 1/day
    payload_DXd_influx: Floats  # 1/day
    payload_DM1_IC50: Floats  # nM
    payload_DXd_IC50: Floats  # nM
    payload_DM1_kill_max: Floats  # 1/day
    payload_DXd_kill_max: Floats  # 1/day
    payload_DM1_cycle_weight: Floats
    payload_DXd_cycle_weight: Floats
    payload_reference_division: Floats  # 1/day
    payload_DM1_tumour_efficiency: Floats
    payload_DXd_tumour_efficiency: Floats
    bystander_washout: Floats  # 1/day
    repair_gain: Floats
    reference_division: Floats  # 1/day
    taxane_log10_kill: Floats
    taxane_kill_half_life: Floats  # day
    taxane_proliferation_weight: Floats
    docetaxel_reference_auc: Floats  # mg h/L
    paclitaxel_reference_auc: Floats  # mg h/L
    platinum_log10_kill: Floats
    platinum_kill_half_life: Floats  # day
    platinum_proliferation_weight: Floats
    carboplatin_reference_auc: Floats  # mg h/L
    antimetabolite_log10_kill: Floats
    antimetabolite_kill_half_life: Floats  # day
    antimetabolite_proliferation_weight: Floats
    capecitabine_reference_auc: Floats  # mg h/L
    vinca_log10_kill: Floats
    vinca_kill_half_life: Floats  # day
    vinca_proliferation_weight: Floats
    vinorelbine_reference_auc: Floats  # mg h/L
    anthracycline_log10_kill: Floats
    anthracycline_kill_half_life: Floats  # day
    anthracycline_proliferation_weight: Floats
    doxorubicin_reference_auc: Floats  # mg h/L
    culture_G1_untreated: Floats
    culture_G1_power: Floats
    culture_FBS_binding: Floats
    culture_death: Floats  # 1/day
    culture_kill_max: Floats  # 1/day
    culture_EC50_docetaxel: Floats  # nM
    culture_EC50_paclitaxel: Floats  # nM
    culture_EC50_vinorelbine: Floats  # nM
    culture_EC50_carboplatin: Floats  # nM
    culture_EC50_cisplatin: Floats  # nM
    culture_EC50_doxorubicin: Floats  # nM
    culture_EC50_fluorouracil: Floats  # nM
    radiation_alpha: Floats  # 1/Gy
    radiation_beta: Floats  # 1/Gy2
    radiation_kill_half_life: Floats  # day
    tumour_signal_share: Floats
    metastatic_cytotoxic_share: Floats
    xenograft_doubling_time: Floats  # day
    xenograft_ki67: Floats
    xenograft_carrying_volume: Floats  # mm3
    xenograft_debris_half_life: Floats  # day
    xenograft_effector_ratio: Floats
    xenograft_signal_share: Floats
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

    Every parameter has a stream of its own, so that one that is added moves no draw of another.

    Args:
        rng: source of the draws; one number is taken from it.
        n: number of lanes.
        changes: values to use instead, by name, in the units of `TumourParameters`.
    """
    seed = int(rng.integers(2**63))
    values: dict[str, Floats] = {}
    for name, record in tumour_records().items():
        own = np.random.default_rng([seed, crc32(name.encode())])
        values[name] = record.prior.sample(own, n, record.value) * field_factor(record)
    return _build(values, n, changes)


def _build(values: Mapping[str, Floats], n: int, changes: Mapping[str, float | Floats]) -> TumourParameters:
    merged = dict(values)
    for name, value in changes.items():
        merged[name] = np.broadcast_to(np.asarray(value, dtype=np.float64), (n,)).copy()
    return TumourParameters(**{field.name: merged[field.name] for field in fields(TumourParameters)})


def _working(record: ParameterRecord) -> float:
    return record.value * field_factor(record)


def field_factor(record: ParameterRecord) -> float:
    """Factor from the unit of a record to that of the field of `TumourParameters` with its name."""
    unit = next(unit for unit in _UNITS if same_dimension(record.unit, unit))
    return convert(1.0, record.unit, unit)

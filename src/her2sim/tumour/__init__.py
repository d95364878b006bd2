"""From signals to the tumour: fate, immune killing, chemotherapy, payload, clones, endpoints, culture, xenografts."""

from her2sim.tumour.adcc import adcc_kill_rate, specific_lysis
from her2sim.tumour.chemotherapy import CYTOTOXIC_DRUGS, chemotherapy_kill_rate
from her2sim.tumour.culture import Culture, culture_growth, medium
from her2sim.tumour.culture_damage import damage_in_culture
from her2sim.tumour.endpoints import best_response, pcr_probability, recist_at_visits, time_to_progression
from her2sim.tumour.fate import Kinetics, baseline_kinetics
from her2sim.tumour.fc_engineering import Fc, fc
from her2sim.tumour.fcgr2a import fcgr2a_affinity
from her2sim.tumour.fcgr2b import fcgr2b_weight
from her2sim.tumour.fcgr3a import fcgr3a_affinity
from her2sim.tumour.growth import Rates, Start, TumourCourse, grow
from her2sim.tumour.immune import Effectors, assay_lysis, effectors, immune_kill_rate
from her2sim.tumour.parameters import TumourParameters, draw_tumour, tumour_records, typical_tumour
from her2sim.tumour.payload import PAYLOADS, Uptake, cytosol_nM, payload_exposure, payload_pools
from her2sim.tumour.payload_kill import payload_kill_in_culture, payload_kill_rate
from her2sim.tumour.response import Chemotherapy, Host, Response, Signals, host, insensitive, respond
from her2sim.tumour.xenograft import (
    Xenograft,
    grow_xenograft,
    mouse_effectors,
    tumour_growth_inhibition,
    untreated,
    xenograft_of,
)

__all__ = [
    "CYTOTOXIC_DRUGS",
    "PAYLOADS",
    "Chemotherapy",
    "Culture",
    "Effectors",
    "Fc",
    "Host",
    "Kinetics",
    "Rates",
    "Response",
    "Signals",
    "Start",
    "TumourCourse",
    "TumourParameters",
    "Uptake",
    "Xenograft",
    "adcc_kill_rate",
    "assay_lysis",
    "baseline_kinetics",
    "best_response",
    "chemotherapy_kill_rate",
    "culture_growth",
    "cytosol_nM",
    "damage_in_culture",
    "draw_tumour",
    "effectors",
    "fc",
    "fcgr2a_affinity",
    "fcgr2b_weight",
    "fcgr3a_affinity",
    "grow",
    "grow_xenograft",
    "host",
    "immune_kill_rate",
    "insensitive",
    "medium",
    "mouse_effectors",
    "payload_exposure",
    "payload_kill_in_culture",
    "payload_kill_rate",
    "payload_pools",
    "pcr_probability",
    "recist_at_visits",
    "respond",
    "specific_lysis",
    "time_to_progression",
    "tumour_growth_inhibition",
    "tumour_records",
    "typical_tumour",
    "untreated",
    "xenograft_of",
]

"""From signals to the tumour: cell fate, immune killing, chemotherapy, clones and growth, endpoints, cell culture."""

from her2sim.tumour.adcc import adcc_kill_rate, fcgr3a_affinity, specific_lysis
from her2sim.tumour.culture import Culture, culture_growth, medium
from her2sim.tumour.endpoints import best_response, pcr_probability, recist_at_visits, time_to_progression
from her2sim.tumour.fate import Kinetics, baseline_kinetics
from her2sim.tumour.growth import Rates, Start, TumourCourse, grow
from her2sim.tumour.parameters import TumourParameters, draw_tumour, tumour_records, typical_tumour
from her2sim.tumour.response import Chemotherapy, Host, Response, Signals, host, insensitive, respond

__all__ = [
    "Chemotherapy",
    "Culture",
    "Host",
    "Kinetics",
    "Rates",
    "Response",
    "Signals",
    "Start",
    "TumourCourse",
    "TumourParameters",
    "adcc_kill_rate",
    "baseline_kinetics",
    "best_response",
    "culture_growth",
    "draw_tumour",
    "fcgr3a_affinity",
    "grow",
    "host",
    "insensitive",
    "medium",
    "pcr_probability",
    "recist_at_visits",
    "respond",
    "specific_lysis",
    "time_to_progression",
    "tumour_records",
    "typical_tumour",
]

"""Dose to exposure: regimens, population pharmacokinetics, free drug at the tumour cell."""

from her2sim.pharmacology.covariates import Covariates, covariates
from her2sim.pharmacology.doses import dose_events, pk_network, serum_concentration, simulate_exposure
from her2sim.pharmacology.drugs import DRUGS, Drug
from her2sim.pharmacology.events_run import EventCourse, lane_doses, simulate_events
from her2sim.pharmacology.events_table import Subject, read_events
from her2sim.pharmacology.exposure import pk_fragment, signalling_drugs, with_drugs
from her2sim.pharmacology.population import draw_pk, draw_typical_pk, typical_pk
from her2sim.pharmacology.regimens import list_regimens, regimen, regimens
from her2sim.pharmacology.schedule import Course, Regimen

__all__ = [
    "DRUGS",
    "Course",
    "Covariates",
    "Drug",
    "EventCourse",
    "Regimen",
    "Subject",
    "covariates",
    "dose_events",
    "draw_pk",
    "draw_typical_pk",
    "lane_doses",
    "list_regimens",
    "pk_fragment",
    "pk_network",
    "read_events",
    "regimen",
    "regimens",
    "serum_concentration",
    "signalling_drugs",
    "simulate_events",
    "simulate_exposure",
    "typical_pk",
    "with_drugs",
]

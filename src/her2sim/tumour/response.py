"""One tumour under one regimen: signals and exposure in, course and endpoints out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.endpoints import (
    Progression,
    Texts,
    best_change_percent,
    best_response,
    log10_kill,
    pcr_probability,
    see,
    time_to_progression,
    visit_schedule,
)
from her2sim.tumour.fate import Kinetics, baseline_kinetics
from her2sim.tumour.growth import Start, TumourCourse
from her2sim.tumour.in_patients import seen_in_tumour, weakened
from her2sim.tumour.inputs import Chemotherapy, Host, Setting, Signals, host, insensitive
from her2sim.tumour.killing import Burden, grow_clones
from her2sim.tumour.lesions import sum_of_diameters, volume_of_lesions
from her2sim.tumour.parameters import TumourParameters
from her2sim.tumour.tils import til_factor

__all__ = ["Chemotherapy", "Host", "Response", "Setting", "Signals", "host", "insensitive", "respond"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Response:
    """The answer of this room; fields have shape (N,) unless said. Killing is that of the first clone, (N, T)."""

    course: TumourCourse
    kinetics: Kinetics
    sums_mm: Floats
    """sum of diameters, shape (N, T)"""
    visit_days: Floats
    """shape (V,), baseline first"""
    best_change_pct: Floats
    recist: Texts
    progression: Progression
    log10_kill: Floats
    pcr: Floats
    """probability, were the tumour removed on the last day"""
    adcc_per_day: Floats
    """by effector cells that bind the antibody"""
    taxane_per_day: Floats
    chemotherapy_per_day: Floats
    """by all chemotherapy, taxanes among it"""
    payload_per_day: Floats
    adaptive_per_day: Floats
    """by T cells"""


def respond(
    patient: Host,
    sensitive: Signals,
    parameters: TumourParameters,
    *,
    resistant: Signals | None = None,
    chemotherapy: Chemotherapy | None = None,
    visit_days: Floats | None = None,
) -> Response:
    """Course and endpoints of N tumours over the grid of the signals.

    Args:
        patient: N hosts.
        sensitive: the main clone under drug.
        parameters: N lanes.
        resistant: the second clone on the same grid; None for `insensitive`.
        chemotherapy: exposure to cytotoxic drugs; None without.
        visit_days: when size is measured; None for every `visit_interval` and the last day.
    """
    parameters = weakened(parameters, patient.cytotoxic_share)
    kinetics = baseline_kinetics(patient.ki67, patient.doubling_time_day, parameters)
    both = (sensitive, resistant if resistant is not None else insensitive(sensitive, parameters))
    clones = tuple(seen_in_tumour(clone, parameters) for clone in both)
    start = Start(volume_of_lesions(patient.diameter_mm, patient.lesions), patient.resistant_fraction, patient.lesions)
    burden = grow_clones(
        start, kinetics, clones, patient.effectors(parameters), parameters,
        chemotherapy=chemotherapy or Chemotherapy(), til=til_factor(patient.til_pct, parameters),
    )  # fmt: skip
    if visit_days is None:
        visit_days = visit_schedule(float(sensitive.times_day[-1]), float(np.median(parameters.visit_interval)))
    return _endpoints(burden, patient, kinetics, parameters, visit_days)


def _endpoints(
    burden: Burden, patient: Host, kinetics: Kinetics, parameters: TumourParameters, visit_days: Floats
) -> Response:
    course = burden.course
    sums = sum_of_diameters(course.volume_mm3, patient.lesions)
    visits = see(course.times_day, sums, patient.lesions, visit_days)
    return Response(
        course=course,
        kinetics=kinetics,
        sums_mm=sums,
        visit_days=visits.days,
        best_change_pct=best_change_percent(visits),
        recist=best_response(visits, parameters),
        progression=time_to_progression(visits, parameters),
        log10_kill=log10_kill(course.cells),
        pcr=pcr_probability(course.cells[:, :, -1].sum(axis=1), parameters),
        adcc_per_day=burden.main.immune,
        taxane_per_day=burden.main.taxane,
        chemotherapy_per_day=burden.main.chemotherapy,
        payload_per_day=burden.payload,
        adaptive_per_day=burden.adaptive,
    )

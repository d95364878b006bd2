"""One tumour under one regimen: signals and exposure in, course and endpoints out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.adcc import adcc_kill_rate
from her2sim.tumour.chemotherapy import taxane_kill_rate
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
from her2sim.tumour.fate import Kinetics, baseline_kinetics, death_rate, division_rate
from her2sim.tumour.growth import Rates, Start, TumourCourse, grow
from her2sim.tumour.lesions import sum_of_diameters, volume_of_lesions
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]
Setting = Literal["metastatic", "neoadjuvant"]


@dataclass(frozen=True)
class Host:
    """What of N patients and tumours this room needs; every field has shape (N,)."""

    ki67: Floats
    """fraction"""
    diameter_mm: Floats
    """sum of longest diameters"""
    effector_ratio: Floats
    """effector cells per tumour cell"""
    FCGR3A_affinity: Floats
    """relative to F/F"""
    resistant_fraction: Floats
    lesions: Floats
    doubling_time_day: Floats


@dataclass(frozen=True)
class Signals:
    """Readouts of the network of one clone under drug, on a grid of days; values have shape (N, T)."""

    times_day: Floats
    """shape (T,), from 0, ascending"""
    division: Floats
    """division_drive over its drug-free value"""
    death: Floats
    """death_drive over its drug-free value"""
    bound_trastuzumab: Floats
    """molecules per cell"""
    bound_pertuzumab: Floats
    """molecules per cell"""
    vegf: Floats
    """VEGF over its drug-free value"""
    adcc_share: Floats | None = None
    """share of immune killing the clone suffers, shape (N,); None for all of it"""


@dataclass(frozen=True)
class Response:
    """The answer of this room; fields have shape (N,) unless said."""

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
    """immune killing of the first clone, shape (N, T)"""
    taxane_per_day: Floats
    """killing by taxanes of the first clone, shape (N, T)"""


@dataclass(frozen=True)
class Chemotherapy:
    """Cumulative plasma exposure by taxane, mg h/L, shape (N, T), on the grid of the signals."""

    cumulative_auc: Mapping[str, Floats] = field(default_factory=dict[str, Floats])


def host(values: Mapping[str, Floats], n: int, setting: Setting, parameters: TumourParameters) -> Host:
    """A host from a drawn profile, with defaults for what it does not say.

    Args:
        values: by name of the profile quantity, shape (n,); `lesions` and `doubling_time_day` may be among them.
        n: number of lanes.
        setting: picks the doubling time of the tumour.
        parameters: n lanes.
    """

    def get(name: str, default: float) -> Floats:
        return np.broadcast_to(np.asarray(values.get(name, default), dtype=np.float64), (n,)).copy()

    primary = setting == "neoadjuvant"
    doubling = parameters.doubling_time_primary if primary else parameters.doubling_time_metastatic
    return Host(
        ki67=get("ki67", 0.30),
        diameter_mm=get("diameter_mm", 40.0 if primary else 70.0),
        effector_ratio=get("effector_ratio", 0.007),
        FCGR3A_affinity=get("FCGR3A_affinity", 1.33),
        resistant_fraction=10.0 ** get("resistant_fraction_log10", -4.0),
        lesions=get("lesions", 1.0 if primary else 3.0),
        doubling_time_day=np.asarray(values.get("doubling_time_day", doubling), dtype=np.float64),
    )


def insensitive(signals: Signals, parameters: TumourParameters) -> Signals:
    """A clone whose signals ignore the drugs and that suffers `resistant_adcc_share` of the immune killing."""
    flat = np.ones_like(signals.division)
    return Signals(
        signals.times_day, flat, flat, signals.bound_trastuzumab, signals.bound_pertuzumab, flat,
        parameters.resistant_adcc_share,
    )  # fmt: skip


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
        chemotherapy: taxane exposure; None without.
        visit_days: when size is measured; None for every `visit_interval` and the last day.
    """
    kinetics = baseline_kinetics(patient.ki67, patient.doubling_time_day, parameters)
    clones = (sensitive, resistant if resistant is not None else insensitive(sensitive, parameters))
    fates = [_fate(clone, kinetics, patient, parameters, chemotherapy or Chemotherapy()) for clone in clones]
    rates = Rates(
        sensitive.times_day,
        np.stack([fate.division for fate in fates], axis=1),
        np.stack([fate.death + fate.adcc + fate.taxane for fate in fates], axis=1),
        sensitive.vegf,
    )
    start = Start(volume_of_lesions(patient.diameter_mm, patient.lesions), patient.resistant_fraction, patient.lesions)
    course = grow(start, kinetics, rates, parameters)
    if visit_days is None:
        visit_days = visit_schedule(float(course.times_day[-1]), float(np.median(parameters.visit_interval)))
    return _endpoints(course, patient, kinetics, parameters, main=fates[0], visit_days=visit_days)


def _endpoints(
    course: TumourCourse,
    patient: Host,
    kinetics: Kinetics,
    parameters: TumourParameters,
    *,
    main: _Fate,
    visit_days: Floats,
) -> Response:
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
        adcc_per_day=main.adcc,
        taxane_per_day=main.taxane,
    )


@dataclass(frozen=True)
class _Fate:
    division: Floats
    death: Floats
    adcc: Floats
    taxane: Floats


def _fate(
    clone: Signals, kinetics: Kinetics, patient: Host, parameters: TumourParameters, chemotherapy: Chemotherapy
) -> _Fate:
    division = division_rate(kinetics, clone.division)
    adcc = adcc_kill_rate(
        clone.bound_trastuzumab, clone.bound_pertuzumab, patient.effector_ratio, patient.FCGR3A_affinity, parameters
    )
    if clone.adcc_share is not None:
        adcc = adcc * clone.adcc_share[:, None]
    taxane = taxane_kill_rate(chemotherapy.cumulative_auc, clone.times_day, division, parameters)
    return _Fate(division, death_rate(kinetics, clone.death, parameters), adcc, taxane)

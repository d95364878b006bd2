"""Xenografts: volume, growth inhibition, regrowth, vessels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.verify import kinds
from her2sim.studies.verify.bench import Bench
from her2sim.studies.verify.conditions import Condition, is_protein
from her2sim.studies.verify.form import EffectorsForm, XenograftForm
from her2sim.studies.verify.killing import uptakes
from her2sim.studies.verify.lab import Lab
from her2sim.studies.verify.measure_immune import antibody_fc
from her2sim.studies.verify.measure_signals import ratio, relative
from her2sim.tumour import Signals, TumourCourse, TumourParameters
from her2sim.tumour.mucin import contact_left
from her2sim.tumour.payload import PAYLOADS
from her2sim.tumour.vessels import angiogenic_balance, capacity_target
from her2sim.tumour.xenograft import Mouse, grow_xenograft, tumour_growth_inhibition, xenograft_of

Floats = NDArray[np.float64]


def _form(condition: Condition) -> XenograftForm:
    form = condition.form.xenograft if condition.form else None
    return form or XenograftForm()


def _days(condition: Condition, at_h: float | None) -> Floats:
    """Days of the grid: the first close together, then one by one, to the day that is read."""
    end = _form(condition).days if at_h is None else at_h / 24.0
    return np.unique(np.round([*(day for day in (0.0, 0.125, 0.25, 0.5) if day < end), *np.arange(1.0, end), end], 9))


def _signals(lab: Lab, condition: Condition, days: Floats, parameters: TumourParameters) -> Signals:
    hours = [float(hour) for hour in 24.0 * days]
    readouts = {*lab.network.readouts}
    coat = lab.course(condition, hours, ["bound_trastuzumab", "bound_pertuzumab", "MUC4_hides"])
    effects = {
        name: relative(lab, condition, name, hours)
        for name in ("division_drive", "death_drive", "VEGF", "THBS1", "DNA_repair")
        if name in readouts
    }
    effectors = _form(condition).effectors
    form = effectors if isinstance(effectors, EffectorsForm) else None
    return Signals(
        times_day=days,
        division=effects["division_drive"],
        death=effects["death_drive"],
        bound_trastuzumab=coat["bound_trastuzumab"],
        bound_pertuzumab=coat["bound_pertuzumab"],
        vegf=effects["VEGF"],
        adcc_share=contact_left(coat["MUC4_hides"], parameters),
        thbs1=effects.get("THBS1"),
        dna_repair=effects.get("DNA_repair"),
        payload=uptakes(lab, condition, hours),
        antibody=antibody_fc(condition, form, parameters),
    )


def course(lab: Lab, condition: Condition, at_h: float | None) -> TumourCourse:
    """The graft of a condition up to an hour; to the end of its arm if None."""
    form, days = _form(condition), _days(condition, at_h)
    parameters, mouse = _mouse(form, lab.tumour_of(condition))
    signals = _signals(lab, condition, days, parameters)
    graft = xenograft_of(parameters, volume_mm3=form.volume, doubling_time_day=form.doubling_time)
    alone = bool(condition.drugs) and all(_plain_antibody(drug.name) for drug in condition.drugs)
    return grow_xenograft(graft, (signals,), parameters, mouse=mouse, antibody_only=alone)


def _plain_antibody(drug: str) -> bool:
    return is_protein(drug) and drug not in PAYLOADS


def _mouse(form: XenograftForm, parameters: TumourParameters) -> tuple[TumourParameters, Mouse]:
    if isinstance(form.effectors, EffectorsForm):
        if form.effectors.cells == "none":
            return parameters, "none"
        return replace(parameters, xenograft_effector_ratio=np.full(parameters.n, form.effectors.ratio)), "nude"
    return parameters, form.effectors


def volume(readout: kinds.VolumeOf, bench: Bench) -> Floats:
    """Volume, mm3."""
    return bench.each(readout.volume, lambda one: course(bench.lab, one, readout.at).volume_mm3[:, -1])


def volume_change(readout: kinds.VolumeChange, bench: Bench) -> Floats:
    """V/V0 - 1."""
    return bench.each(readout.volume_change, lambda one: course(bench.lab, one, readout.at).volume_ratio[:, -1] - 1.0)


def regrowth(readout: kinds.Regrowth, bench: Bench) -> Floats:
    """Volume over the lowest until then."""

    def take(condition: Condition) -> Floats:
        sizes = course(bench.lab, condition, readout.at).volume_mm3
        return ratio(sizes[:, -1], sizes.min(axis=1))

    return bench.each(readout.regrowth, take)


def tgi(readout: kinds.Tgi, bench: Bench) -> Floats:
    """Growth inhibition against the untreated graft."""

    def take(condition: Condition) -> Floats:
        treated = course(bench.lab, condition, readout.at)
        control = course(bench.lab, condition.untreated(), readout.at)
        return tumour_growth_inhibition(treated, control)[:, -1]

    return bench.each(readout.tgi, take)


def vessels(readout: kinds.Vessels, bench: Bench) -> Floats:
    """Vessel capacity over that of the untreated tumour."""

    def take(condition: Condition) -> Floats:
        treated = _capacity(bench.lab, condition, readout.at)
        return ratio(treated, _capacity(bench.lab, condition.untreated(), readout.at))

    return bench.each(readout.vessels, take)


def _capacity(lab: Lab, condition: Condition, at_h: float) -> Floats:
    """Capacity over that at the start: it follows VEGF and thrombospondin-1 with the time of vessels, (N,)."""
    days, parameters = _days(condition, at_h), lab.tumour_of(condition)
    hours = [float(hour) for hour in 24.0 * days]
    vegf = relative(lab, condition, "VEGF", hours)
    thbs1 = relative(lab, condition, "THBS1", hours) if "THBS1" in lab.network.readouts else None
    balance = angiogenic_balance(vegf, thbs1, parameters)
    capacity = np.ones(lab.n)
    for day in range(days.size - 1):
        target = capacity_target(0.5 * (balance[:, day] + balance[:, day + 1]), parameters)
        capacity = target + (capacity - target) * np.exp(-(days[day + 1] - days[day]) / parameters.vessel_time)
    return capacity

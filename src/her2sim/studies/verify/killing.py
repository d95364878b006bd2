"""What kills cells outside of the network: payload of conjugates, cytotoxic drugs, damage of DNA."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.antibodies import DOMAIN_IV, UPTAKE_LEVELS
from her2sim.studies.antibodies import uptakes as uptakes_of
from her2sim.studies.culture_kill import Cytotoxic, culture_kill
from her2sim.studies.verify import kinds
from her2sim.studies.verify.bench import Bench
from her2sim.studies.verify.conditions import Condition, members_of
from her2sim.studies.verify.lab import Lab
from her2sim.studies.verify.measure_signals import grid, relative, trapezoid
from her2sim.studies.verify.problems import CannotAskError
from her2sim.tumour.culture import culture_rates
from her2sim.tumour.culture_damage import AGENTS
from her2sim.tumour.dna_repair import sensitisation
from her2sim.tumour.payload import PAYLOADS, Uptake, cytosol_nM, payload_pools

Floats = NDArray[np.float64]

_REPAIR, _FLUX = "DNA_repair", "lysosomal_antibody"


def kill_rate(lab: Lab, condition: Condition, hours: list[float], division: Floats) -> Floats | None:
    """Kill in culture, per day, (N, T); None where nothing kills outside of the network.

    Args:
        hours: T hours, from 0.
        division: over that of the cell alone, (N, T).
    """
    kill = culture_kill(
        np.asarray(hours) / 24.0,
        division,
        condition.doubling_h,
        lab.tumour_of(condition),
        uptakes=uptakes(lab, condition, hours),
        cytotoxics=[
            Cytotoxic(drug.name, drug.nM, np.array([drug.at(hour) for hour in hours], dtype=np.float64))
            for drug in condition.cytotoxics
        ],
        repair=repair_of(lab, condition, hours) if condition.cytotoxics else None,
    )
    if condition.damage is None:
        return kill
    damage = _damage(lab, condition, hours, division)
    return damage if kill is None else kill + damage


def _damage(lab: Lab, condition: Condition, hours: list[float], division: Floats) -> Floats:
    """Kill by damage of a given size: log10 per day without other drugs; drugs kill cells in cycle first."""
    form = condition.damage
    if form is None:
        return np.zeros(division.shape)
    parameters = lab.tumour_of(condition)
    factor = sensitisation(repair_of(lab, condition, hours), parameters)
    cycling = np.ones(division.shape)
    if form.agent in AGENTS:
        weight = AGENTS[form.agent].parameter("proliferation_weight", parameters)[:, None]
        cycling = 1.0 - weight + weight * np.maximum(division, 0.0)
    return np.log(10.0) * form.dose * factor * cycling


def repair_of(lab: Lab, condition: Condition, hours: list[float]) -> Floats:
    """Repair of DNA over that of the cell alone, (N, T).

    Raises:
        CannotAskError: the network has no readout of repair.
    """
    return relative(lab, condition, _REPAIR, hours)


def uptakes(lab: Lab, condition: Condition, hours: list[float]) -> tuple[Uptake, ...]:
    """What cells take up of each conjugate of a condition.

    Raises:
        CannotAskError: the network has no readout of antibody in lysosomes.
    """
    antibodies: dict[str, Floats] = {}
    for drug in (one for one in condition.drugs if one.name in DOMAIN_IV):
        there = drug.nM * np.array([[drug.at(hour) for hour in hours]], dtype=np.float64)
        antibodies[drug.name] = antibodies.get(drug.name, np.zeros(there.shape)) + there
    if not antibodies.keys() & PAYLOADS.keys():
        return ()
    flux = lab.course(condition, hours, [_FLUX])[_FLUX]
    return uptakes_of(flux, antibodies, {name: _level(lab, condition, name) for name in UPTAKE_LEVELS})


def _level(lab: Lab, condition: Condition, name: str) -> Floats:
    given = condition.value(name)
    return members_of(1.0 if given is None else given, lab.n)


def payload(readout: kinds.Payload, bench: Bench) -> Floats:
    """Free payload in the cytosol: nM at a time, or nM h up to one; 0 without a conjugate."""
    end = readout.at if readout.at is not None else readout.area or 0.0
    hours = grid(0.0, end)

    def take(condition: Condition) -> Floats:
        lab, total = bench.lab, np.zeros(bench.lab.n)
        if not any(drug.name in PAYLOADS for drug in condition.drugs):
            raise CannotAskError("the arm holds no conjugate with a payload")
        division = (
            relative(lab, condition, "division_drive", hours)
            * culture_rates(condition.doubling_h, lab.tumour_of(condition))[0][:, None]
        )
        for uptake in uptakes(lab, condition, hours):
            parameters = lab.tumour_of(condition)
            pools = payload_pools(uptake, np.asarray(hours) / 24.0, division, parameters)
            inside = cytosol_nM(uptake, pools, parameters)
            total = total + (inside[:, -1] if readout.at is not None else trapezoid(inside, np.asarray(hours)))
        return total

    return bench.each(readout.payload, take)

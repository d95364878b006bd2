"""The doses of a regimen as events of a simulation, and serum concentrations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.engine import Dose, simulate
from her2sim.errors import RegimenError
from her2sim.network import Network, attach
from her2sim.pharmacology.covariates import Covariates, covariates
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.exposure import pk_fragment
from her2sim.pharmacology.population import absorption_lag_h, typical_pk
from her2sim.pharmacology.schedule import HOURS, Course, Regimen

Floats = NDArray[np.float64]
Oral = Literal["exact", "averaged"]

EXACT_DAYS = 7.0
"""Days an oral drug is dosed tablet by tablet before 'averaged' takes over."""


def dose_events(
    regimen: Regimen, patients: Covariates, *, drugs: tuple[str, ...] | None = None, oral: Oral = "exact"
) -> tuple[tuple[Dose, ...], ...]:
    """Doses of every patient in mg, ready for `engine.simulate` on a network with the drugs' fragments.

    Args:
        regimen: drugs and schedule.
        patients: weight, surface and filtration for doses in mg/kg, mg/m2 and AUC.
        drugs: those attached to the network, e.g. `signalling_drugs(regimen.drugs)`; None for all.
        oral: 'exact' gives every tablet; 'averaged' replaces a drug taken daily or more often, after its first week, by
            its mean rate into the gut, for each stretch of days without a break. That spares a restart of the
            integrator every day. A day's average is off by up to 14 % on the day of the switch and within 1 % two days
            later, the total of six weeks within 0.6 %; the swing within a day is lost
            (tests/pharmacology/test_averaging.py).

    Returns:
        one tuple of doses per patient, ascending in time.
    """
    lanes: list[list[Dose]] = [[] for _ in range(patients.n)]
    wanted = regimen.drugs if drugs is None else drugs
    for course in (item for item in regimen.courses if item.drug in wanted):
        for time_h, amount, duration_h in _course_events(course, regimen.duration_d, patients, oral):
            for lane, mg in zip(lanes, amount, strict=True):
                lane.append(Dose(time_h, DRUGS[course.drug].dosed_species, float(mg), duration_h))
    return tuple(tuple(sorted(lane, key=lambda dose: dose.time_h)) for lane in lanes)


def _course_events(
    course: Course, duration_d: float, patients: Covariates, oral: Oral
) -> list[tuple[float, Floats, float]]:
    """(hour, mg for every patient, hours of infusion) of every dose of one drug."""
    lag = absorption_lag_h(course.drug)
    days = course.days(duration_d)
    tablets = days
    events: list[tuple[float, Floats, float]] = []
    if oral == "averaged" and course.route == "oral" and course.interval_d <= 1.0:
        tablets = days[days < course.start_d + EXACT_DAYS]
        events = _averaged(course, days[tablets.size :], patients, lag)
    for number, day in enumerate(tablets):
        first = number == 0
        amount = course.dose_mg(patients, first=first)
        events.append((HOURS * float(day) + lag, amount, course.infusion_of(first=first)))
    return events


def _averaged(course: Course, days: Floats, patients: Covariates, lag_h: float) -> list[tuple[float, Floats, float]]:
    """Tablets as a steady rate, one event for each stretch of days without a break."""
    if days.size == 0:
        return []
    dose, interval = course.dose_mg(patients), course.interval_d
    if course.on_d is None:
        # each tablet is spread over the day around it, so that the switch neither adds nor loses exposure; half a
        # tablet more at the end keeps the last day up
        spread = days.size + 0.5
        return [(HOURS * (float(days[0]) - 0.5 * interval) + lag_h, spread * dose, HOURS * interval * spread)]
    breaks = np.flatnonzero(np.diff(days) > 1.5 * interval) + 1
    # after a break a tablet is spread over the time until the next one
    return [
        (HOURS * float(part[0]) + lag_h, part.size * dose, HOURS * interval * part.size)
        for part in np.split(days, breaks)
    ]


@lru_cache(maxsize=64)
def pk_network(drugs: tuple[str, ...]) -> Network:
    """The pharmacokinetics of some drugs alone, without a tumour cell."""
    network = Network(
        name="pharmacokinetics", version="1", species=(), parameters=(), inputs=(), assignments=(), observables=(),
        reactions=(), initial=(),
    )  # fmt: skip
    for drug in drugs:
        network = attach(network, pk_fragment(drug))
    return network


def simulate_exposure(
    regimen: Regimen,
    times_day: Floats,
    outputs: tuple[str, ...],
    parameters: Mapping[str, Floats] | None = None,
    patients: Covariates | None = None,
    *,
    rtol: float = 1e-8,
    oral: Oral = "exact",
) -> Floats:
    """Readouts of the pharmacokinetics of a regimen, e.g. 'trastuzumab_mg_L'; each drug is simulated on its own.

    Args:
        regimen: drugs and schedule.
        times_day: shape (T,), days since the start, ascending, none negative.
        outputs: names of readouts, O of them.
        parameters: from `draw_pk`, merged over the drugs; None for the typical patient.
        patients: covariates, for the dose; must be those the parameters were drawn with.
        rtol: relative tolerance of the integrator; its absolute one is a hundredth of it, mg and mg/L.
        oral: as in `dose_events`.

    Returns:
        shape (N, T, O); NaN where a patient's simulation failed.

    Raises:
        RegimenError: `times_day` is not ascending or starts before 0.
    """
    times = _ascending(times_day)
    values = dict(parameters or {})
    n = patients.n if patients is not None else next((value.size for value in values.values()), 1)
    people = patients if patients is not None else covariates(n)
    found = np.empty((n, times.size, len(outputs)))
    for drug, places in _outputs_of(regimen.drugs, outputs).items():
        network = pk_network((drug,))
        own = {name: value for name, value in (typical_pk(drug, n) | values).items() if name in network.parameter_index}
        doses = dose_events(regimen, people, drugs=(drug,), oral=oral)
        names = [outputs[place] for place in places]
        run = simulate(network, own, HOURS * times, doses=doses, outputs=names, rtol=rtol, atol=0.01 * rtol)
        found[:, :, places] = run.values
    return found


def _ascending(times_day: Floats) -> Floats:
    times = np.asarray(times_day, dtype=np.float64)
    if times.size == 0 or times[0] < 0 or np.any(np.diff(times) < 0):
        raise RegimenError("times must be ascending and not negative.", where="times_day", got=times[:5].tolist())
    return times


def _outputs_of(drugs: tuple[str, ...], outputs: tuple[str, ...]) -> dict[str, list[int]]:
    """Places of the outputs that belong to each drug; the engine refuses those that belong to none."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(outputs):
        owners = [drug for drug in drugs if name in _readouts(drug)]
        places.setdefault(owners[0] if owners else drugs[0], []).append(place)
    return places


@lru_cache(maxsize=64)
def _readouts(drug: str) -> frozenset[str]:
    network = pk_network((drug,))
    return frozenset(item.name for item in (*network.assignments, *network.observables, *network.species))


def serum_concentration(
    regimen: Regimen,
    drug: str,
    times_day: Floats,
    parameters: Mapping[str, Floats] | None = None,
    patients: Covariates | None = None,
) -> Floats:
    """Total concentration of one drug in serum after a regimen.

    Args:
        regimen: must contain the drug.
        drug: INN.
        times_day: shape (T,), days since the start, ascending.
        parameters: patients from `draw_pk`; None for the typical patient.
        patients: their covariates.

    Returns:
        shape (N, T), mg/L (= ug/mL).

    Raises:
        RegimenError: the regimen has no such drug, or `times_day` is not ascending.

    Source: the models named in `parameters/pk_<drug>.yaml`. Checked: tests/pharmacology/test_serum.py against an
    independent solution, test_label.py against the label of trastuzumab.
    """
    if drug not in regimen.drugs:
        raise RegimenError(f"{regimen.name} has no {drug}.", where="drug", expected=", ".join(regimen.drugs), got=drug)
    return simulate_exposure(regimen, times_day, (DRUGS[drug].plasma,), parameters, patients)[:, :, 0]

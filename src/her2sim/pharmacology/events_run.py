"""Event records simulated: parts of equal shape go through the engine together, at full width."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from her2sim.engine import Dose, Status, simulate
from her2sim.engine.batch import output_names, parameter_place
from her2sim.engine.integrators import Method
from her2sim.errors import NetworkError, RegimenError
from her2sim.network import Network
from her2sim.network.check import nearest
from her2sim.network.expression import names
from her2sim.pharmacology.events_periodic import Setting, periodic
from her2sim.pharmacology.events_table import Given, Subject, observed
from her2sim.pharmacology.events_timeline import Part, arrivals, timeline

Floats = NDArray[np.float64]
_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


@dataclass(frozen=True)
class EventCourse:
    """Readouts at the records.

    Args:
        outputs: O names.
        values: (rows, O) in the order of the table; at a dose: after it; NaN from where an individual failed.
        status: one entry an individual, `stopped_at_h` on the table's clock.
    """

    outputs: tuple[str, ...]
    values: Floats
    status: tuple[Status, ...]


@dataclass
class _Course:
    """An individual on the way: the parts ahead, its parameters by record, and where it stands."""

    parts: tuple[Part, ...]
    rows: tuple[int, ...]
    times: tuple[float, ...]
    parameters: Floats
    state: Floats
    status: Status

    def part(self, number: int) -> Part:
        return self.parts[number]

    def values(self, number: int) -> Floats:
        """Parameters that hold in a part, shape (P,)."""
        return self.parameters[self.parts[number].values]


def lane_doses(subjects: Sequence[Subject], compartments: Sequence[str]) -> tuple[tuple[Dose, ...], ...]:
    """Doses of every individual for `engine.simulate`, where records only give: no reset, no steady state.

    Args:
        compartments: species by compartment number.

    Raises:
        RegimenError: a record resets or asks for a steady state (`simulate_events` takes those), or names a
            compartment that is not there.
    """
    lanes: list[list[Dose]] = [[] for _ in subjects]
    for place, record in observed(subjects):
        if record.reset or (record.given is not None and record.given.steady != "no"):
            raise RegimenError(
                "a reset or a steady state is no dose.", where=f"row {record.row + 1}: EVID, SS", hint="simulate_events"
            )
        if record.given is not None:
            lanes[place] += _named(arrivals(record.given, record.time_h), compartments, record.row)
    return tuple(tuple(sorted(lane, key=lambda dose: dose.time_h)) for lane in lanes)


def simulate_events(
    network: Network,
    subjects: Sequence[Subject],
    compartments: Sequence[str],
    *,
    parameters: Mapping[str, float | Floats] | None = None,
    outputs: Sequence[str] | None = None,
    rtol: float = 1e-6,
    atol: float | Floats | None = None,
    method: Method = "auto",
    threads: int | None = None,
) -> EventCourse:
    """Readouts at every record of a table, with resets, steady states and parameters that change with time.

    Args:
        subjects: from `read_events`.
        compartments: species by compartment number, the first for CMT 1.
        parameters: one number, or one a row of the table; a row's values hold from the record before it on (NONMEM's
            rule for covariates). The rest keep the network's values.
        outputs: observables, assignments or species; all observables when None.
        rtol, atol, method, threads: as for `engine.simulate`; steady states are reached to `rtol` too.

    Raises:
        RegimenError: a record names a compartment that is not there.
        NetworkError: a name is not known, the parameters do not fit the table, or a rate reads the time although the
            table restarts the clock.

    Checked: tests/pharmacology/test_nonmem.py and test_events_run.py.
    """
    wanted = output_names(network, outputs)
    _check_species(network, compartments)
    count = 1 + max((record.row for _, record in observed(subjects)), default=-1)
    rows = _parameter_rows(network, parameters or {}, count)
    courses = [_course(subject, compartments, rows) for subject in subjects]
    _check_clock(network, courses)
    setting = Setting(network, wanted, tuple(compartments), rtol, atol, method, threads)
    values = np.full((count, len(wanted)), np.nan)
    for number in range(max((len(course.parts) for course in courses), default=0)):
        _advance([c for c in courses if number < len(c.parts) and c.status.ok], number, setting, values)
    return EventCourse(wanted, values, tuple(course.status for course in courses))


def _check_species(network: Network, compartments: Sequence[str]) -> None:
    for name in compartments:
        if name not in network.species_index:
            hint = nearest(name, network.species_index)
            raise NetworkError(f"{name!r} is no species.", where="compartments", got=name, hint=hint)


def _named(doses: Sequence[Dose], compartments: Sequence[str], row: int) -> list[Dose]:
    found: list[Dose] = []
    for dose in doses:
        if int(dose.species) > len(compartments):
            raise RegimenError(
                "there is no such compartment.",
                where=f"row {row + 1}: CMT",
                expected=f"1 to {len(compartments)} ({', '.join(compartments)})",
                got=int(dose.species),
            )
        found.append(replace(dose, species=compartments[int(dose.species) - 1]))
    return found


def _parameter_rows(network: Network, parameters: Mapping[str, float | Floats], count: int) -> Floats:
    """Parameters at every record, shape (rows, P)."""
    rows = np.tile(network.parameter_values, (count, 1))
    for name, value in parameters.items():
        place = parameter_place(network, name, "parameters")
        given = np.asarray(value, dtype=float)
        if given.shape not in ((), (count,)):
            raise NetworkError(
                "a parameter is one number or one a row of the table.",
                where=f"parameters: {name}",
                expected=f"({count},)",
                got=given.shape,
            )
        rows[:, place] = given
    return rows


def _course(subject: Subject, compartments: Sequence[str], rows: Floats) -> _Course:
    for record in subject.records:
        if record.given is not None:
            _named([Dose(0.0, str(record.given.compartment), 0.0)], compartments, record.row)
    places = tuple(record.row for record in subject.records)
    own = rows[list(places)]
    changed = [False, *np.any(own[1:] != own[:-1], axis=1).tolist()]
    times = tuple(record.time_h for record in subject.records)
    return _Course(timeline(subject.records, changed), places, times, own, np.zeros(0), Status(True))


def _check_clock(network: Network, courses: Sequence[_Course]) -> None:
    """Refuse a rate law that reads the time where a part does not begin at 0: the engine's clock would be wrong."""
    timed = [item.name for item in network.assignments if "time" in names(item.expression)]
    if timed and any(part.start_h > 0 or part.steady is not None for course in courses for part in course.parts):
        raise NetworkError(
            "a rate reads the time, which starts again at resets, steady states and changed parameters.",
            where=f"assignment {timed[0]}",
            expected="records from 0 on without EVID 3 or 4, SS and parameters that change",
        )


def _advance(courses: Sequence[_Course], number: int, setting: Setting, values: Floats) -> None:
    """Carry individuals over their part `number`, those with the same output times together."""
    _start(courses, number, setting)
    for times, group in _grouped([c for c in courses if c.status.ok], lambda c: _times(c, number)).items():
        parts = [course.parts[number] for course in group]
        found = simulate(
            setting.network,
            np.array([course.values(number) for course in group]),
            times,
            initial=np.array([course.state for course in group]),
            doses=[setting.named(part.doses) for part in parts],
            outputs=(*setting.outputs, *setting.species),
            rtol=setting.rtol,
            atol=setting.atol,
            method=setting.method,
            threads=setting.threads,
        )
        for lane, (course, part) in enumerate(zip(group, parts, strict=True)):
            for place in part.records:
                at = int(np.argmin(np.abs(np.array(times) - (course.times[place] - part.start_h))))
                values[course.rows[place]] = found.values[lane, at, : len(setting.outputs)]
            course.state = found.values[lane, -1, len(setting.outputs) :]
            course.status = _later(found.status[lane], part.start_h)


def _times(course: _Course, number: int) -> tuple[float, ...]:
    part = course.parts[number]
    return tuple(sorted({part.end_h - part.start_h, *(course.times[place] - part.start_h for place in part.records)}))


def _later(status: Status, hours: float) -> Status:
    return status if status.stopped_at_h is None else replace(status, stopped_at_h=status.stopped_at_h + hours)


def _start(courses: Sequence[_Course], number: int, setting: Setting) -> None:
    """Set the state in which part `number` begins."""
    anew = [course for course in courses if course.part(number).fresh or course.part(number).steady is not None]
    if not anew:
        return
    own = setting.starts(np.array([course.values(number) for course in anew]))
    steady: list[tuple[_Course, Floats, Given]] = []
    for course, start in zip(anew, own, strict=True):
        given = course.part(number).steady
        if course.part(number).fresh:
            course.state = start
        if given is not None:
            steady.append((course, start, given))
    for interval, group in _grouped(steady, lambda item: 0.0 if item[2].endless else item[2].interval_h).items():
        rows = np.array([course.values(number) for course, _, _ in group])
        starts = np.array([start for _, start, _ in group])
        found = periodic(setting, rows, starts, [given for _, _, given in group], interval)
        for (course, start, _), state, status in zip(group, found.states, found.status, strict=True):
            course.state = course.state + (state - start)
            course.status = _later(status, course.part(number).start_h)


def _grouped(items: Sequence[_Item], key: Callable[[_Item], _Key]) -> dict[_Key, list[_Item]]:
    groups: dict[_Key, list[_Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups

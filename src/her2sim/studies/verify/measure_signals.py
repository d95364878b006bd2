"""Readouts of the network: values, folds, windows, half times."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence import load_evidence
from her2sim.studies.verify import kinds
from her2sim.studies.verify.bench import Bench
from her2sim.studies.verify.changes import own_values, usable
from her2sim.studies.verify.conditions import Condition, check_parameter, members_of
from her2sim.studies.verify.lab import Lab
from her2sim.studies.verify.problems import CannotAskError

Floats = NDArray[np.float64]


def value(readout: kinds.Value, bench: Bench) -> Floats:
    """A readout at a time, (N,) or (N, C)."""
    return bench.each(readout.arm, lambda condition: bench.lab.at(condition, readout.value, readout.at))


def fold(readout: kinds.Fold, bench: Bench) -> Floats:
    """A readout over that of another arm, or over its own at time 0."""
    name, hour = readout.fold, readout.at

    def over_start(condition: Condition) -> Floats:
        course = bench.lab.course(condition, [0.0, hour], [name])[name]
        return ratio(course[:, 1], course[:, 0])

    if readout.over is None:
        return bench.each(readout.arm, over_start)
    return bench.matched(
        (readout.arm, readout.over),
        lambda pair: ratio(bench.lab.at(pair[0], name, hour), bench.lab.at(pair[1], name, hour)),
    )


def ratio(above: Floats, below: Floats) -> Floats:
    """A quotient; NaN where the divisor is 0."""
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0)


def relative(lab: Lab, condition: Condition, name: str, hours: list[float]) -> Floats:
    """A readout over that of the cell alone at rest, (N, T)."""
    base = lab.at(condition.baseline(), name, 0.0)
    course = lab.course(condition, hours, [name])[name]
    return ratio(course, np.broadcast_to(base[:, None], course.shape))


def grid(start: float, end: float) -> list[float]:
    """Hours of a window: close together at its start."""
    span = end - start
    points = np.concatenate([np.linspace(0.0, span, 25), span * np.geomspace(1e-3, 1.0, 17)])
    return [float(point) for point in np.unique(np.round(start + points, 9))]


Window = kinds.Lowest | kinds.Highest | kinds.Mean | kinds.Area


def window(readout: Window, bench: Bench) -> Floats:
    """Lowest, highest, mean or area of a readout in a window."""
    kind = "lowest" if isinstance(readout, kinds.Lowest) else "highest" if isinstance(readout, kinds.Highest) else ""
    kind = kind or ("mean" if isinstance(readout, kinds.Mean) else "area")
    name, hours = str(getattr(readout, kind)), grid(readout.start, readout.until)

    def take(condition: Condition) -> Floats:
        course = bench.lab.course(condition, [0.0, *hours], [name])[name]
        values = course[:, 1:]
        if readout.relative:
            values = ratio(values, np.broadcast_to(course[:, :1], values.shape))
        if kind in {"lowest", "highest"}:
            return values.min(axis=1) if kind == "lowest" else values.max(axis=1)
        area = trapezoid(values, np.asarray(hours))
        return area / (hours[-1] - hours[0]) if kind == "mean" else area

    return bench.each(readout.arm, take)


def trapezoid(values: Floats, times: Floats) -> Floats:
    """Area under straight lines between the times, (N,)."""
    return (0.5 * (values[:, 1:] + values[:, :-1]) * np.diff(times)).sum(axis=1)


def half_time(readout: kinds.HalfTime, bench: Bench) -> Floats:
    """Hours until half of the total change has happened; 0 where nothing changes."""
    name, hours = readout.half_time, grid(0.0, readout.until)

    def take(condition: Condition) -> Floats:
        course = bench.lab.course(condition, hours, [name])[name]
        change = np.abs(course - course[:, :1])
        return first_reach(np.asarray(hours), change, 0.5 * change[:, -1:])

    return bench.each(readout.arm, take)


def first_reach(times: Floats, values: Floats, level: Floats) -> Floats:
    """First time at which values (N, T) reach a level (N, 1), by straight lines; inf if never, NaN where one is NaN."""
    reached = values >= level
    found = np.full(len(values), np.inf)
    for lane in np.flatnonzero(reached.any(axis=1)):
        place = int(np.argmax(reached[lane]))
        if place == 0:
            found[lane] = times[0]
            continue
        low, high, wanted = (
            values[lane, place - 1],
            values[lane, place],
            float(np.broadcast_to(level, (len(values), 1))[lane, 0]),
        )
        share = (wanted - low) / (high - low) if high > low else 1.0
        found[lane] = times[place - 1] + share * (times[place] - times[place - 1])
    lost = np.isnan(values).any(axis=1) | np.isnan(level[:, 0])
    return np.where(lost, np.nan, found)


def internalisation_half_time(readout: kinds.InternalisationHalfTime, bench: Bench) -> Floats:
    """Hours until half of the antibody on, in and degraded by the cell is no longer on it, from the end of a pulse."""
    outside, inside, flux = "bound_trastuzumab", "internalised_trastuzumab", "lysosomal_antibody"

    def take(condition: Condition) -> Floats:
        pulse = max((drug.until_h or 0.0 for drug in condition.drugs), default=0.0)
        after = np.asarray(grid(0.0, readout.until))
        course = bench.lab.course(condition, [float(pulse + hour) for hour in after], [outside, inside, flux])
        steps = 0.5 * (course[flux][:, 1:] + course[flux][:, :-1]) * np.diff(after)
        gone = course[inside] + np.concatenate([np.zeros((bench.lab.n, 1)), np.cumsum(steps, axis=1)], axis=1)
        total = course[outside] + gone
        share = np.divide(gone, total, out=np.where(np.isnan(total), np.nan, 0.0), where=total > 0)
        return first_reach(after, share, np.full((len(share), 1), 0.5))

    return bench.each(readout.internalisation_half_time, take)


def parameter(readout: kinds.ParameterOf, bench: Bench) -> Floats:
    """The members' own value of a parameter of the network."""
    check_parameter(readout.parameter, bench.lab.network)
    return bench.lab.parameter(readout.parameter)


def quantity(readout: kinds.QuantityOf, bench: Bench) -> Floats:
    """A profile quantity of the arm's cells."""
    name, network = readout.quantity, bench.lab.network
    if not usable(name, network):
        raise CannotAskError(f"the model has no quantity {name[:60]!r}", unknown=name not in load_evidence().profile)

    def take(condition: Condition) -> Floats:
        given = condition.value(name)
        return members_of(own_values({}, network)(name) if given is None else given, bench.lab.n)

    return bench.each(readout.arm, take)

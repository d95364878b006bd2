"""Doses of many simulations as plain arrays: stops in time, and what happens at each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.engine.doses import Stretch
from her2sim.engine.solution import Floats

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Schedule:
    """Stops of every schedule, one schedule for simulations that share their doses.

    Args:
        of: (N,) schedule of every simulation.
        first: stops first[k]..first[k+1] belong to schedule k; the last of each is the end.
        times: (stops,) hours. actions: actions[j]..actions[j+1] happen at stop j.
        kinds: 0 adds `amounts` to species `targets`, 1 sets the inflow of dosed species `targets` to it, per hour.
        dosed: places of the species that have an inflow.
    """

    of: Ints
    first: Ints
    times: Floats
    actions: Ints
    kinds: Ints
    targets: Ints
    amounts: Floats
    dosed: Ints


def build_schedule(plans: Sequence[tuple[Stretch, ...]]) -> Schedule:
    """Schedules from the stretches of every simulation (`doses.stretches`)."""
    number: dict[int, int] = {}
    kept: list[tuple[Stretch, ...]] = []
    of = np.empty(len(plans), dtype=np.int32)
    for lane, plan in enumerate(plans):
        if id(plan) not in number:
            number[id(plan)] = len(kept)
            kept.append(plan)
        of[lane] = number[id(plan)]
    dosed = sorted({place for plan in kept for stretch in plan for place, _ in stretch.inflow})
    first, times, actions = [0], list[float](), [0]
    what: list[tuple[int, int, float]] = []
    for plan in kept:
        flows = any(stretch.inflow for stretch in plan)
        for stretch in plan:
            times.append(stretch.start_h)
            what.extend((0, place, amount) for place, amount in stretch.jump)
            what.extend(_inflows(stretch, dosed) if flows else ())
            actions.append(len(what))
        if plan[-1].end_h > plan[-1].start_h:
            times.append(plan[-1].end_h)
            actions.append(len(what))
        first.append(len(times))
    return Schedule(
        of=of,
        first=np.array(first, dtype=np.int32),
        times=np.array(times, dtype=float),
        actions=np.array(actions, dtype=np.int32),
        kinds=np.array([kind for kind, _, _ in what] or [0], dtype=np.int32),
        targets=np.array([target for _, target, _ in what] or [0], dtype=np.int32),
        amounts=np.array([amount for _, _, amount in what] or [0.0], dtype=float),
        dosed=np.array(dosed, dtype=np.int32),
    )


def _inflows(stretch: Stretch, dosed: Sequence[int]) -> list[tuple[int, int, float]]:
    rate = dict.fromkeys(dosed, 0.0)
    for place, amount in stretch.inflow:
        rate[place] += amount
    return [(1, number, rate[place]) for number, place in enumerate(dosed)]

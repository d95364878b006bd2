"""Where conditions are simulated: every condition once for all claims, many of them in one call of the engine.

A study runs twice over the same code: first in planning, where every request is noted and answered with NaN, then with
the courses that `run` has simulated. A request that planning did not see is simulated when it comes.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from her2sim.engine import SteadyState, simulate, steady_state
from her2sim.inference import Ensemble
from her2sim.network import Network
from her2sim.studies.telling import Progress
from her2sim.studies.verify.conditions import Condition, Given, check_readouts, members_of
from her2sim.tumour import TumourParameters, draw_tumour
from her2sim.tumour.culture import typical_binding

Floats = NDArray[np.float64]
_Item = TypeVar("_Item")

RTOL = 1e-5
"""relative tolerance of a course: claims ask for differences of a thousandth and more"""
_LANES = 3000
"""lanes in one call of the engine, so that progress is told and an interruption heard"""
_MEMBER_STREAM, _TUMOUR_STREAM = 0, 2


@dataclass
class _Wanted:
    """What planning asked of one condition."""

    condition: Condition
    times: set[float] = field(default_factory=set[float])
    outputs: set[str] = field(default_factory=set[str])


@dataclass(frozen=True)
class Course:
    """Readouts of one condition at the times that were asked for; the first time is before anything was added."""

    times: Floats
    values: Mapping[str, Floats]
    """readout -> (N, T); NaN where a lane failed"""

    def at(self, output: str, times: Sequence[float]) -> Floats:
        """A readout at some of the times, (N, len(times))."""
        places = np.searchsorted(self.times, np.asarray(times) - 1e-9)
        return self.values[output][:, places]

    def holds(self, times: Iterable[float], outputs: Iterable[str]) -> bool:
        """Whether it can answer a request."""
        known = {round(float(time), 9) for time in self.times}
        return known >= {round(time, 9) for time in times} and set(outputs) <= set(self.values)


class Lab:
    """N members of the ensemble, and every course simulated with them so far."""

    def __init__(self, network: Network, ensemble: Ensemble, n: int, seed: int, jobs: int = 1) -> None:
        self.network, self.n, self.seed, self.jobs = network, n, seed, jobs
        self.numbers = ensemble.pick(np.random.default_rng([seed, _MEMBER_STREAM]), n)
        self.kinetics = ensemble.members(self.numbers)
        self.ensemble = ensemble
        self.planning = False
        self.lanes = self.failed = 0
        self.reasons: Counter[str] = Counter()
        self._wanted: dict[str, _Wanted] = {}
        self._courses: dict[str, Course] = {}
        self._rests: dict[str, Floats] = {}

    @cached_property
    def tumour(self) -> TumourParameters:
        """Parameters of the tumour room, one draw a member."""
        drawn = draw_tumour(np.random.default_rng([self.seed, _TUMOUR_STREAM]), self.n)
        return self.ensemble.tumours(drawn, self.numbers)

    def tumour_of(self, condition: Condition) -> TumourParameters:
        """Parameters of the tumour room with what a condition changes."""
        known = {item.name for item in fields(TumourParameters)}
        changes: dict[str, Floats] = {name: np.full(self.n, value) for name, value in condition.fixed if name in known}
        for name, factor in condition.scaled:
            if name in known:
                before: Floats = changes[name] if name in changes else getattr(self.tumour, name)
                changes[name] = factor * before
        return replace(self.tumour, **changes) if changes else self.tumour

    def free(self, given: Given) -> Floats:
        """Free concentration of what is in the medium, nM, (N,): members differ in what its serum binds."""
        typical, own = typical_binding(), self.tumour.culture_FBS_binding
        return given.nM * (1.0 + typical * given.bound) / (1.0 + own * given.bound)

    def course(self, condition: Condition, times: Sequence[float], outputs: Sequence[str]) -> dict[str, Floats]:
        """Readouts at some hours, (N, T) each; hour 0 is before anything is added.

        Raises:
            CannotAskError: the network has no readout of a name.
        """
        check_readouts(tuple(outputs), self.network)
        hours = [round(float(time), 9) for time in times]
        found = self._courses.get(condition.key)
        if found is None or not found.holds(hours, outputs):
            wanted = self._wanted.setdefault(condition.key, _Wanted(condition))
            if found is not None:
                wanted.times |= {float(time) for time in found.times}
                wanted.outputs |= set(found.values)
            wanted.times |= {0.0, *hours}
            wanted.outputs |= set(outputs)
            if self.planning:
                return {name: np.full((self.n, len(hours)), np.nan) for name in outputs}
            self.run()
            found = self._courses[condition.key]
        return {name: found.at(name, hours) for name in outputs}

    def at(self, condition: Condition, output: str, hour: float) -> Floats:
        """One readout at one hour, (N,)."""
        return self.course(condition, [hour], [output])[output][:, 0]

    def parameter(self, name: str) -> Floats:
        """The members' values of a parameter of the network or of the tumour room, (N,)."""
        if name not in self.network.parameter_index:
            return np.asarray(getattr(self.tumour, name), dtype=np.float64)
        default = self.network.parameter_values[self.network.parameter_index[name]]
        return np.asarray(self.kinetics.get(name, np.full(self.n, default)), dtype=np.float64)

    def run(self, progress: Progress | None = None) -> None:
        """Simulate everything that was asked for."""
        wanted = list(self._wanted.values())
        if not wanted:
            return
        groups = _grouped(wanted, max(1, _LANES // self.n))
        rests = {one.condition.rest_key: one.condition for one in wanted if one.condition.rest_key not in self._rests}
        batches = list(_chunks(list(rests.values()), max(1, _LANES // self.n)))
        total = len(batches) + len(groups)
        for done, batch in enumerate(batches):
            _tell(progress, "drug-free balances", done, total)
            self._settle(batch)
        for done, group in enumerate(groups, start=len(batches)):
            _tell(progress, f"courses over {max(group[0].times):g} h", done, total)
            self._simulate(group)
        _tell(progress, "answers", total, total)
        self._wanted.clear()

    def rows(self, condition: Condition, hour: float | None = None) -> Floats:
        """Parameters of every member under a condition, (N, P): at rest, or just after an hour."""
        place = self.network.parameter_index
        rows = np.tile(self.network.parameter_values, (self.n, 1))
        for name, values in self.kinetics.items():
            rows[:, place[name]] = values
        for name, value in {**condition.cell.quantities, **condition.quantities}.items():
            if name in place:
                rows[:, place[name]] = members_of(value, self.n)
        for name, factor in condition.scaled:
            if name in place:
                rows[:, place[name]] *= factor
        for name, value in condition.fixed:
            if name in place:
                rows[:, place[name]] = value
        if hour is not None:
            for given in (*condition.drugs, *condition.ligands):
                if given.at(hour):
                    rows[:, place[given.parameter]] += self.free(given)
        return rows

    def _settle(self, batch: Sequence[Condition]) -> None:
        rows = np.concatenate([self.rows(condition) for condition in batch])
        found = steady_state(self.network, rows, threads=self.jobs)
        self._count(found)
        for place, condition in enumerate(batch):
            self._rests[condition.rest_key] = found.values[place * self.n : (place + 1) * self.n]

    def _count(self, found: SteadyState) -> None:
        self.lanes += len(found.status)
        self.failed += sum(not status.ok for status in found.status)
        self.reasons.update(status.reason[:200] for status in found.status if not status.ok)

    def _simulate(self, group: Sequence[_Wanted]) -> None:
        """Courses of conditions that share the hours at which something is added."""
        times = np.array(sorted({time for one in group for time in one.times}))
        outputs = sorted({name for one in group for name in one.outputs})
        conditions = [one.condition for one in group]
        state = np.concatenate([self._rests[condition.rest_key] for condition in conditions])
        at_rest = np.concatenate([self.rows(condition) for condition in conditions])
        before = simulate(self.network, at_rest, [0.0], initial=state, outputs=outputs, rtol=RTOL, threads=self.jobs)
        values = np.full((len(state), times.size, len(outputs)), np.nan)
        values[:, 0] = before.values[:, 0]
        edges = [0.0, *(cut for cut in conditions[0].cuts if cut < times[-1]), float(times[-1])]
        for start, end in itertools.pairwise(edges):
            if end > start:
                state = self._stretch(conditions, state, start, end, times, outputs, values)
        self._keep(group, times, outputs, values)

    def _stretch(
        self,
        conditions: Sequence[Condition],
        state: Floats,
        start: float,
        end: float,
        times: Floats,
        outputs: Sequence[str],
        values: Floats,
    ) -> Floats:
        """Fill in the values after `start` up to `end`; the state at the end, (L, S)."""
        inside = (times > start + 1e-9) & (times < end + 1e-9)
        hours = times[inside] - start
        grid = hours if hours.size and abs(hours[-1] - (end - start)) < 1e-9 else np.append(hours, end - start)
        rows = np.concatenate([self.rows(condition, start) for condition in conditions])
        found = simulate(
            self.network, rows, grid, initial=state, outputs=list(outputs), rtol=RTOL, threads=self.jobs
        )  # fmt: skip
        values[:, inside] = found.values[:, : hours.size]
        self.lanes += len(found.status)
        fresh = [s for s, row in zip(found.status, state, strict=True) if not s.ok and np.isfinite(row).all()]
        self.failed += len(fresh)
        self.reasons.update((status.reason or "the simulation stopped")[:200] for status in fresh)
        return found.final

    def _keep(self, group: Sequence[_Wanted], times: Floats, outputs: Sequence[str], values: Floats) -> None:
        for place, one in enumerate(group):
            part = values[place * self.n : (place + 1) * self.n]
            own = np.isin(np.round(times, 9), sorted(round(time, 9) for time in one.times))
            found = {name: part[:, own, number] for number, name in enumerate(outputs) if name in one.outputs}
            self._courses[one.condition.key] = Course(times[own], found)


def _grouped(wanted: Sequence[_Wanted], most: int) -> list[list[_Wanted]]:
    """Conditions that can go in one call: the same hours of change and the same end."""
    groups: dict[tuple[tuple[float, ...], float], list[_Wanted]] = {}
    for one in wanted:
        groups.setdefault((one.condition.cuts, max(one.times)), []).append(one)
    return [list(part) for group in groups.values() for part in _chunks(group, most)]


def _chunks(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _tell(progress: Progress | None, text: str, done: int, total: int) -> None:
    if progress:
        progress(text, done, total)

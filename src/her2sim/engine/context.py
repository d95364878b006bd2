"""The arrays a kernel works on, and the layout that reaches them: what threads share, and an arena for each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.engine.doses import SAME_H
from her2sim.engine.job import Job
from her2sim.engine.layout import END, LANE_ROWS, MOST_STEPS, NOT_RUN, RTOL, SAME, WORK, Layout
from her2sim.engine.prepared import Prepared, arena_slots, prepare
from her2sim.engine.readout import Readout, compile_readout
from her2sim.engine.schedule import Schedule, build_schedule
from her2sim.engine.solution import Floats
from her2sim.engine.tableau import METHODS, Tableau
from her2sim.engine.units import tangent_address, unit_addresses
from her2sim.engine.vector import WIDTH

Longs = NDArray[np.int64]
_ALIGN = 128


@dataclass(frozen=True)
class Results:
    """Per lane: values (N, T, O), final (N, S), reason code and detail (N,), time reached, work (N, 4), derivatives
    (N, T, O, Q)."""

    values: Floats
    final: Floats
    code: Longs
    detail: Longs
    stopped: Floats
    work: Longs
    tangents: Floats


def _or_empty(array: Floats | None) -> Floats:
    return np.zeros(0) if array is None else array


@dataclass(frozen=True)
class Context:
    """One thread's arena and lanes; the arrays are held so that their addresses stay good."""

    layout: int
    """address of the layout"""
    held: tuple[NDArray[np.generic], ...]


@dataclass(frozen=True)
class Shared:
    """What all threads of a run read and write."""

    job: Job
    prepared: Prepared
    readout: Readout
    schedule: Schedule
    tableau: Tableau
    slots: Mapping[str, int]
    size: int
    packed: Floats
    options: Floats
    every: NDArray[np.int32]
    control: Longs
    initial: Floats
    parameters: Floats
    by: NDArray[np.int32]
    initial_by: Floats
    result: Results

    @classmethod
    def of(cls, job: Job) -> "Shared":
        """Compile and lay out a job."""
        prepared, tableau, schedule = prepare(job.network), METHODS[job.method], build_schedule(job.plans)
        counts = prepared.program.counts
        readout = compile_readout(job.network, job.outputs, int(counts[0]), int(counts[3]), prepared.program.size)
        slots, size = arena_slots(
            job.network, prepared, first=readout.size, stages=tableau.stages, dosed=len(schedule.dosed)
        )  # fmt: skip
        n, s = len(job.parameters), prepared.species
        options = np.zeros(4)
        options[[RTOL, END, MOST_STEPS]] = job.rtol, job.times[-1], job.max_steps
        options[SAME] = SAME_H if any(len(plan) > 1 for plan in job.plans) else 0.0
        result = Results(
            values=np.full((n, len(job.times), len(job.outputs)), np.nan),
            final=np.full((n, s), np.nan),
            code=np.array([0 if status is None else NOT_RUN for status in job.blocked], dtype=np.int64),
            detail=np.zeros(n, dtype=np.int64),
            stopped=np.zeros(n),
            work=np.zeros((n, WORK), dtype=np.int64),
            tangents=np.full((n, len(job.times), len(job.outputs), len(job.by)), np.nan),
        )
        return cls(
            job, prepared, readout, schedule, tableau, slots, size, tableau.packed(), options,
            np.arange(s, dtype=np.int32), np.zeros(2, dtype=np.int64),
            np.ascontiguousarray(_or_empty(job.initial)),
            np.ascontiguousarray(job.parameters),
            np.array(job.by, dtype=np.int32), np.ascontiguousarray(_or_empty(job.initial_by)), result,
        )  # fmt: skip

    def context(self) -> Context:
        """A new arena with its numbers filled in, and the layout that reaches everything."""
        size = self.size * (1 + len(self.job.by))
        memory = np.zeros(size * WIDTH + _ALIGN // 8)
        start = (-memory.ctypes.data // 8) % (_ALIGN // 8)
        arena = memory[start : start + size * WIDTH].reshape(size, WIDTH)
        program, readout = self.prepared.program, self.readout
        arena[: len(program.numbers)] = program.numbers[:, None]
        base = program.size
        arena[base : base + len(readout.numbers)] = readout.numbers[:, None]
        lanes = np.zeros((LANE_ROWS, WIDTH), dtype=np.int64)
        fired = np.zeros((max(1, int(program.counts[4])), WIDTH))
        values = {
            **self._tapes(),
            **self._counts(),
            **self._addresses(),
            **unit_addresses()[0],
            **self._tangents(),
            **self.slots,
        }
        values |= {"arena": arena.ctypes.data, "lanes_at": lanes.ctypes.data, "fired_at": fired.ctypes.data}
        layout = np.array(Layout(**values), dtype=np.int64)
        return Context(layout.ctypes.data, (layout, memory, lanes, fired))

    def _tapes(self) -> dict[str, int]:
        names = ("load", "rates", "slopes", "switches", "triggers", "changes")
        found: dict[str, int] = {}
        for name, (first, last) in zip(names, self.prepared.program.tapes.tolist(), strict=True):
            found |= {f"{name}_a": int(first), f"{name}_b": int(last)}
        for name in ("rate", "slope", "drift"):
            first, last = getattr(self.prepared, name)
            found |= {f"{name}_a": first, f"{name}_b": last}
        for name, (first, last) in (("read_load", self.readout.load), ("read", self.readout.read)):
            found |= {f"{name}_a": first, f"{name}_b": last}
        return found

    def _tangents(self) -> dict[str, int]:
        job = self.job
        given = self.initial_by.ctypes.data if job.initial_by is not None else 0
        return {
            "by": len(job.by),
            "by_at": self.by.ctypes.data,
            "block": self.size,
            "entries": len(self.prepared.entries),
            "entries_at": self.prepared.entries.ctypes.data,
            "initial_by_at": given,
            "tangents_at": self.result.tangents.ctypes.data,
            "tangent_at": tangent_address()[0] if job.by else 0,
        }

    def _counts(self) -> dict[str, int]:
        program, factor, job = self.prepared.program, self.prepared.factor, self.job
        return {
            "species": self.prepared.species,
            "changing": self.prepared.changing,
            "parameters": int(program.counts[1]),
            "switches": int(program.counts[3]),
            "events": int(program.counts[4]),
            "changes": len(program.change_event),
            "outputs": len(job.outputs),
            "needed": len(self.readout.needed),
            "times": len(job.times),
            "simulations": len(job.parameters),
            "guarded": len(self.prepared.guarded),
            "checked": len(self.prepared.checked),
            "dosed": len(self.schedule.dosed),
            "lu_rows": len(factor.lu),
            "forward_rows": len(factor.forward),
            "backward_rows": len(factor.backward),
            "lower": factor.lower,
            "pivots": factor.pivots,
            "stages": self.tableau.stages,
            "full": len(self.tableau.a),
            "order": self.tableau.order,
        }

    def _addresses(self) -> dict[str, int]:
        program, factor, ready, read = self.prepared.program, self.prepared.factor, self.prepared, self.readout
        plan, job, result = self.schedule, self.job, self.result
        arrays: dict[str, NDArray[np.generic]] = {
            "table_at": program.table, "stream_at": ready.offsets.tapes, "weights_at": program.weights,
            "gather_table_at": ready.gather_table, "gather_stream_at": ready.offsets.gather,
            "gather_weights_at": ready.gather_weights, "read_table_at": read.table, "read_stream_at": read.stream,
            "read_weights_at": read.weights, "outputs_at": read.outputs, "needed_at": read.needed,
            "every_at": self.every, "lu_at": factor.lu, "lu_stream_at": ready.offsets.lu,
            "forward_at": factor.forward, "forward_stream_at": ready.offsets.forward, "backward_at": factor.backward,
            "backward_stream_at": ready.offsets.backward, "tableau_at": self.packed,
            "initial_slots_at": program.initial, "atol_at": job.atol, "guarded_at": ready.guarded,
            "checked_at": ready.checked, "dosed_at": plan.dosed, "differences_at": program.differences,
            "strict_at": program.strict, "trigger_slots_at": program.triggers, "at_start_at": program.at_start,
            "change_event_at": program.change_event, "change_species_at": program.change_species,
            "change_slots_at": program.change_slots,
            "parameters_at": self.parameters, "times_at": job.times, "values_at": result.values,
            "final_at": result.final, "code_at": result.code, "detail_at": result.detail, "stopped_at": result.stopped,
            "work_at": result.work, "schedule_at": plan.of, "stops_from_at": plan.first, "stop_time_at": plan.times,
            "actions_from_at": plan.actions, "action_species_at": plan.targets, "action_kind_at": plan.kinds,
            "action_amount_at": plan.amounts, "control_at": self.control, "options_at": self.options,
        }  # fmt: skip
        found = {name: array.ctypes.data for name, array in arrays.items()}
        found["initial_at"] = self.initial.ctypes.data if job.initial is not None else 0
        return found

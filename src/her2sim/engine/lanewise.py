"""One lane after another, by an integrator of the field's: the peers the batched engine is checked against."""

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np

from her2sim.engine.integrators import Problem, choose
from her2sim.engine.job import Job
from her2sim.engine.lane import LaneResult, run_lane
from her2sim.engine.pool import over_lanes
from her2sim.engine.solution import Solution, Statistics, Status
from her2sim.errors import InputError
from her2sim.network.compiled import program_of
from her2sim.network.program import amounts_of
from her2sim.network.rates import bind, compile_rates, readout_function


def simulate_lanes(job: Job, workers: int) -> Solution:
    """Run a job in up to `workers` processes.

    Raises:
        InputError: the network has events, which these integrators do not look for.
    """
    if job.network.events:
        raise InputError(
            "this method does not look for events.",
            where="method",
            expected="auto, rodas5p or rodas4p2 for a network with events",
            got=job.method,
        )
    return _join(over_lanes(_run, lambda lanes: _part(job, lanes), len(job.parameters), workers))


def _part(job: Job, lanes: slice) -> Job:
    return replace(
        job,
        parameters=job.parameters[lanes],
        initial=None if job.initial is None else job.initial[lanes],
        blocked=job.blocked[lanes],
        plans=job.plans[lanes],
    )


def _join(parts: Sequence[Solution]) -> Solution:
    work = [part.statistics for part in parts]
    return Solution(
        times=parts[0].times,
        outputs=parts[0].outputs,
        values=np.concatenate([part.values for part in parts]),
        status=tuple(status for part in parts for status in part.status),
        statistics=Statistics(
            *(np.concatenate([getattr(item, field.name) for item in work]) for field in fields(Statistics))
        ),
        final=np.concatenate([part.final for part in parts]),
    )


def _run(job: Job) -> Solution:
    laws, read = compile_rates(job.network), readout_function(job.network, job.outputs)
    integrator = choose(job.method)
    names = [species.name for species in job.network.species]
    lanes, count = len(job.parameters), len(names)
    signed = ~np.isin(np.arange(count), list(amounts_of(job.network))) & ~program_of(job.network).nonnegative
    values = np.full((lanes, len(job.times), len(job.outputs)), np.nan)
    final, work, status = np.full((lanes, count), np.nan), np.zeros((6, lanes), dtype=np.int64), list[Status]()
    for lane, parameters in enumerate(job.parameters):
        barred = job.blocked[lane]
        if barred is not None:
            status.append(barred)
            continue
        bound = bind(laws, parameters)
        start = bound.initial
        if job.initial is not None:
            start = np.where(np.isnan(job.initial[lane]), bound.initial, job.initial[lane])
        problem = Problem(bound, job.rtol, job.atol, signed)
        found: LaneResult = run_lane(integrator, problem, start, job.plans[lane], times=job.times, species=names)
        values[lane, : len(found.states)] = read(parameters, found.states)
        final[lane] = found.final
        work[:3, lane] = found.rate_evaluations, found.jacobians, found.restarts
        status.append(found.status)
    return Solution(job.times, job.outputs, values, tuple(status), Statistics(*work), final)

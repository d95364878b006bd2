"""Forward sensitivities of outputs by parameters, and gradients of sums of squares, in the pass that simulates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from her2sim.engine.batch import Doses, Parameters, parameter_place
from her2sim.engine.batched import run_kernel, solution_of
from her2sim.engine.integrators import Method, batched
from her2sim.engine.job import Job
from her2sim.engine.pool import worker_count
from her2sim.engine.simulate import job_of
from her2sim.engine.solution import Floats, Solution, SteadyState
from her2sim.errors import InputError
from her2sim.network.form import Network


@dataclass(frozen=True)
class Sensitivities:
    """Trajectories and their derivatives.

    Args:
        solution: as `simulate` returns it.
        by: Q names of parameters.
        values: (N, T, O, Q) derivative of output o by parameter q; NaN where a lane stopped.
    """

    solution: Solution
    by: tuple[str, ...]
    values: Floats


def sensitivities(
    network: Network,
    parameters: Parameters,
    times: Floats | Sequence[float],
    *,
    by: Sequence[str],
    initial: Floats | SteadyState | None = None,
    initial_by: Floats | None = None,
    doses: Doses | None = None,
    outputs: Sequence[str] | None = None,
    rtol: float = 1e-6,
    atol: float | Floats | None = None,
    method: Method = "auto",
    threads: int | None = None,
) -> Sensitivities:
    """Derivatives of the outputs of N lanes by Q parameters, with the trajectories.

    Args:
        by: Q names of parameters. The other arguments are those of `simulate`.
        initial_by: (N, S, Q) derivatives of the amounts in `initial`; None: those amounts do not depend on parameters.
            A species that takes the network's own start follows it.

    Returns:
        The derivative of the numerical solution at fixed step sizes, exact up to rounding. Steps are chosen so that
        derivatives, too, keep the tolerance (absolute: divided by the size of the parameter), so the trajectory is
        that of somewhat smaller steps than `simulate` takes.

    Raises:
        NetworkError, RegimenError, InputError: as `simulate`; also for a network with events or with rates that jump
            (piecewise in the state or time), where sensitivities jump too, which is not followed.

    Checked: tests/engine/test_sensitivities.py, against finite differences and closed forms; benchmarks.ensemble
    --sensitivities, against AMICI.
    """
    if batched(method, rtol) is None:
        raise InputError("this method has no sensitivities.", where="method", expected="rodas5p, rodas4p2", got=method)
    _check_smooth(network)
    job = job_of(network, parameters, times, initial, doses, outputs, rtol, atol, method)
    return _run(_differentiated(job, by, initial_by), tuple(by), worker_count(threads))


def _differentiated(job: Job, by: Sequence[str], initial_by: Floats | None) -> Job:
    places = tuple(parameter_place(job.network, name, "by") for name in by)
    shape = (len(job.parameters), len(job.network.species), len(places))
    if initial_by is not None and np.shape(initial_by) != shape:
        raise InputError("the derivatives of the start do not fit.", where="initial_by", expected=str(shape))
    return replace(job, by=places, initial_by=initial_by)


def _run(job: Job, by: tuple[str, ...], threads: int) -> Sensitivities:
    from her2sim.engine.context import Shared
    from her2sim.engine.run import run

    shared = Shared.of(job)
    run_kernel(run, shared, threads)
    return Sensitivities(solution_of(job, shared), by, shared.result.tangents)


def _check_smooth(network: Network) -> None:
    from her2sim.engine.prepared import prepare

    if network.events or prepare(network).program.counts[3]:
        what = "events" if network.events else "rates that jump"
        raise InputError(f"sensitivities of a network with {what} are not supported.", where=f"network {network.name}")


def least_squares(found: Sensitivities, data: Floats, sigma: Floats | float = 1.0) -> tuple[Floats, Floats]:
    """Half the weighted sum of squares of every lane and its gradient.

    Args:
        data: (T, O) or (N, T, O); NaN where nothing was measured.
        sigma: standard deviation, of a shape that broadcasts to (N, T, O).

    Returns:
        objective (N,) and gradient (N, Q); infinite and NaN for a lane that stopped before its last measurement.
    """
    simulated = found.solution.values
    residual = (simulated - data) / sigma
    measured = np.broadcast_to(np.isfinite(data), simulated.shape)
    lost = (measured & ~np.isfinite(simulated)).any(axis=(1, 2))
    residual = np.where(measured, residual, 0.0)
    objective = 0.5 * np.einsum("nto,nto->n", residual, residual)
    weighted = residual / sigma
    slopes = np.where(measured[..., None], found.values, 0.0)
    gradient = np.einsum("nto,ntoq->nq", weighted, slopes)
    objective[lost], gradient[lost] = np.inf, np.nan
    return objective, gradient

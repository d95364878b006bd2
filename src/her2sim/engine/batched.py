"""The batched engine from Python: threads that share the lanes of a job, and what their kernels found."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

from her2sim.engine.compiling import announced, make_ready
from her2sim.engine.context import Results, Shared
from her2sim.engine.job import Job
from her2sim.engine.layout import (
    BAD_RATE,
    BAD_START,
    HALT,
    MANY_EVENTS,
    MANY_STEPS,
    NEGATIVE,
    OK,
    SMALL_STEP,
    STOPPED,
)
from her2sim.engine.solution import Solution, Statistics, Status
from her2sim.engine.vector import WIDTH

Kernel = Callable[[int], None]

_REASONS = {
    BAD_START: "the starting amount of {species} is not finite",
    BAD_RATE: "the rate of {species} cannot be computed at the start",
    SMALL_STEP: "the step size fell below what the time can tell apart; {species} changed most",
    MANY_STEPS: "it took more than {most} steps; {species} was hardest to follow",
    STOPPED: "it was stopped before its end",
    MANY_EVENTS: "events fired without end",
    NEGATIVE: "the amount of {species} became negative",
}


def simulate_batch(job: Job, threads: int) -> Solution:
    """Run all lanes of a job on a number of threads; results do not depend on it."""
    from her2sim.engine.run import run

    shared = Shared.of(job)
    run_kernel(run, shared, threads)
    return solution_of(job, shared)


def solution_of(job: Job, shared: Shared) -> Solution:
    """What a run of a job found."""
    found, stages = shared.result, shared.tableau.stages
    steps = found.work[:, 0]
    return Solution(
        times=job.times,
        outputs=job.outputs,
        values=found.values,
        status=statuses(job, found),
        statistics=Statistics(stages * steps, steps, found.work[:, 2], steps, found.work[:, 1], found.work[:, 3]),
        final=found.final,
    )


def run_kernel(kernel: Kernel, shared: Shared, threads: int) -> None:
    """Run a kernel on an arena per thread; an interrupt or the time limit halts it at its next step."""
    workers = max(1, min(threads, -(-len(shared.job.parameters) // WIDTH)))
    with announced():
        make_ready(kernel)
        contexts = [shared.context() for _ in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        waiting = {pool.submit(kernel, context.layout) for context in contexts}
        try:
            wait(waiting, timeout=shared.job.time_limit_s)
        finally:
            shared.control[HALT] = 1
    for future in waiting:
        future.result()


def statuses(job: Job, found: Results) -> tuple[Status, ...]:
    """How every lane ended, in words."""
    good, names = Status(True), [item.name for item in job.network.species]
    made: list[Status] = []
    for lane, blocked in enumerate(job.blocked):
        code = int(found.code[lane])
        if blocked is not None:
            made.append(blocked)
        elif code == OK:
            made.append(good)
        else:
            text = _REASONS[code].format(species=names[int(found.detail[lane])], most=job.max_steps)
            made.append(Status(False, text, float(found.stopped[lane])))
    return tuple(made)

"""The engine beside its peers on one course: errors, the engine's tolerance of equal error, then time in turn."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.peers import accuracy, amici_peer, engine_tool, roadrunner_peer
from benchmarks.peers.accuracy import LADDER, summary
from benchmarks.peers.courses import Course, Sets, draw
from benchmarks.peers.measure import alternate, peak_mb
from benchmarks.peers.tool import Run, Tool

from her2sim.engine.integrators import Method

PEERS: Mapping[str, Callable[[Course, Path], Tool]] = {
    "amici": amici_peer.prepare,
    "roadrunner": roadrunner_peer.prepare,
}
PEER_RTOL = 1e-6
_RADAU_SETS = 10  # of the reference where AMICI is not there to make it: Radau takes up to a minute each
EQUAL = (1e-4, 1e-6, 1e-8)


@dataclass(frozen=True)
class Plan:
    """How much is run.

    Args:
        sets: parameter sets of a timed run; error_sets: of those whose error is measured.
        budget_s: CPU seconds a peer may take for its error and, again, for its timed runs; it then gets fewer sets.
        cross_check: sets of the reference that a second solver repeats.
        method: of the engine.
    """

    sets: int
    error_sets: int
    budget_s: float
    repeats: int
    cross_check: int
    cache: Path
    method: Method = "auto"


@dataclass(frozen=True)
class Bench:
    """One course with its tools made ready and its sets drawn; reference trajectories of the first sets."""

    course: Course
    plan: Plan
    sets: Sets
    engine: Tool
    peers: tuple[Tool, ...]
    reference: np.ndarray
    reference_by: str


def compare(course: Course, names: Sequence[str], plan: Plan) -> dict[str, Any]:
    """Everything measured on one course, as plain data."""
    bench, check = _prepare(course, names, plan)
    peers = {tool.name: _peer_errors(bench, tool) for tool in bench.peers}
    engine = _engine_errors(bench, peers)
    matched = {name: _match(engine, found) for name, found in peers.items()}
    say(f"{course.key}: timing")
    tools = {tool.name: tool for tool in (bench.engine, *bench.peers)}
    return {
        "model": course.key,
        "species": len(course.flat.species),
        "reactions": course.flat.reactions,
        "parameters": len(course.flat.parameters),
        "sets": plan.sets,
        "horizon": float(course.times[-1]),
        "atol": course.atol,
        "reference": {"by": bench.reference_by, "sets": len(bench.reference), "cross-check": check},
        "compile_s": {name: tool.compile_s for name, tool in tools.items()},
        "version": {name: tool.version for name, tool in tools.items()},
        "error": {name: asdict(summary(found[PEER_RTOL])) for name, found in peers.items()},
        "engine_error": {f"{rtol:g}": asdict(summary(found)) for rtol, found in engine.items()},
        "equal_rtol": {f"{rtol:g}": _equal(rtol, engine, peers) for rtol in EQUAL},
        "engine_error_falls": _falls(engine),
        "matched_rtol": matched,
        **_timed(bench, matched),
    }


def say(text: str) -> None:
    """Progress, apart from the results."""
    print(text, file=sys.stderr, flush=True)


def _prepare(course: Course, names: Sequence[str], plan: Plan) -> tuple[Bench, dict[str, Any]]:
    say(f"{course.key}: compiling")
    engine = engine_tool.prepare(course, plan.cache, method=plan.method)
    peers = tuple(PEERS[name](course, plan.cache) for name in names)
    sets = draw(course, plan.sets)
    radau = engine_tool.prepare(course, plan.cache, name="radau", warm=False, method="radau")
    by = next((tool for tool in peers if tool.name == "amici"), radau)
    count = min(plan.error_sets if by is not radau else _RADAU_SETS, plan.sets)
    say(f"{course.key}: reference by {by.name}, {count} sets")
    reference = accuracy.reference_values(course, by, sets.first(count), plan.cache)
    check: dict[str, Any] = {}
    if by is not radau and plan.cross_check:
        second = accuracy.reference_values(course, radau, sets.first(min(plan.cross_check, count)), plan.cache)
        check = {"by": "radau", "sets": len(second), "differs": summary(accuracy.errors(course, second, reference)).p95}
    return Bench(course, plan, sets, engine, peers, reference, by.name), check


def _errors(bench: Bench, run: Run) -> np.ndarray:
    return accuracy.errors(bench.course, run.values, bench.reference)


Errors = Mapping[float, np.ndarray]
"""error of every set by tolerance"""


def _peer_errors(bench: Bench, tool: Tool) -> Errors:
    """Errors of a peer at its tolerance, on as many sets as its budget allows; of AMICI at other tolerances too."""
    say(f"{bench.course.key}: error of {tool.name}")
    rtols = EQUAL if tool.name == "amici" else (PEER_RTOL,)
    trial = tool.run(bench.sets.first(2), PEER_RTOL, bench.course.atol)
    sets = bench.sets.first(_affordable(bench.plan.budget_s / len(rtols), trial, len(bench.reference)))
    return {rtol: _errors(bench, tool.run(sets, rtol, bench.course.absolute(rtol))) for rtol in rtols}


def _affordable(budget_s: float, trial: Run, most: int) -> int:
    """How many sets fit into the budget; at least ten, or all there are."""
    per_set = max(trial.cpu_s / len(trial.values), 1e-9)
    return min(most, max(10, int(budget_s / per_set)))


def _engine_errors(bench: Bench, peers: Mapping[str, Errors]) -> Errors:
    """Errors of the engine down the ladder, until it is matched with every peer; always at EQUAL."""
    say(f"{bench.course.key}: error of the engine")
    sets, found = bench.sets.first(len(bench.reference)), dict[float, np.ndarray]()
    for rtol in LADDER:
        reached = all(_match(found, peer) is not None for peer in peers.values())
        if not reached or rtol in EQUAL:
            found[rtol] = _errors(bench, bench.engine.run(sets, rtol, bench.course.absolute(rtol)))
    return found


def _match(engine: Errors, peer: Errors) -> float | None:
    """The loosest tolerance at which the engine's median error, on the same sets, is no larger than the peer's, and
    no set fails.
    """
    goal, count = summary(peer[PEER_RTOL]).median, len(peer[PEER_RTOL])
    good = (rtol for rtol, found in engine.items() if summary(found, count).median <= goal and np.isfinite(found).all())
    return max(good, default=None)


def _equal(rtol: float, engine: Errors, peers: Mapping[str, Errors]) -> dict[str, float]:
    """Median errors at one tolerance."""
    by_tool = {"engine": engine, **peers}
    return {name: summary(found[rtol]).median for name, found in by_tool.items() if rtol in found}


def _falls(engine: Errors) -> bool:
    """Whether the engine's median error falls from each of the tolerances EQUAL to the next."""
    medians = [summary(engine[rtol]).median for rtol in EQUAL]
    return all(later < earlier for earlier, later in itertools.pairwise(medians))


def _timed(bench: Bench, matched: Mapping[str, float | None]) -> dict[str, Any]:
    """Simulations per second of every tool, engine and peers in turn, and the ratios."""
    plan, memory, counts = bench.plan, dict[str, float](), dict[str, int]()

    def job(tool: Tool, name: str, sets: Sets, rtol: float) -> Callable[[], dict[str, float]]:
        def once() -> dict[str, float]:
            runs: list[Run] = []
            memory[name] = peak_mb(lambda: runs.append(tool.run(sets, rtol, bench.course.absolute(rtol))))
            seconds = {name: runs[0].cpu_s}
            if runs[0].integrator_s is not None:
                seconds[f"{name} integrator"] = runs[0].integrator_s
            return {key: value / len(sets) for key, value in seconds.items()}

        counts[name] = len(sets)
        return once

    chosen = {rtol for rtol in matched.values() if rtol is not None} or {PEER_RTOL}
    jobs = {f"engine {rtol:g}": job(bench.engine, f"engine {rtol:g}", bench.sets, rtol) for rtol in sorted(chosen)}
    for tool in bench.peers:
        trial = tool.run(bench.sets.first(4), PEER_RTOL, bench.course.atol)
        sets = bench.sets.first(_affordable(plan.budget_s / plan.repeats, trial, plan.sets))
        jobs[tool.name] = job(tool, tool.name, sets, PEER_RTOL)
    seconds = alternate(jobs, plan.repeats)
    ratios = {
        name: seconds[name] / seconds[f"engine {matched[name.split()[0]]:g}"]
        for name in seconds
        if not name.startswith("engine") and matched[name.split()[0]] is not None
    }
    per_second = {name: 1.0 / value for name, value in seconds.items()}
    return {"per_second": per_second, "timed_sets": counts, "ratio": ratios, "memory_mb": memory}

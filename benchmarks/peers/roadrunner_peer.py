"""libRoadRunner: CVODE with a dense Jacobian by differences, rates compiled by LLVM when the model is loaded."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.peers.courses import Course, Sets
from benchmarks.peers.tool import Run, Tool, cpu_with_children, one_by_one

from her2sim.engine import Dose

_STEPS = 1_000_000


def prepare(course: Course, cache: Path, doses: Sequence[Dose] = ()) -> Tool:
    """Load the flat model; nothing is cached.

    Args:
        doses: boluses at output times; the simulation is cut there and the amount added.

    Raises:
        ImportError: libroadrunner is not installed.
    """
    import roadrunner

    runner, compile_s = _load(course)
    shape = (len(course.times), len(course.flat.species))
    model, spans = runner.model, _spans(course, doses)
    constants = _places(model.getGlobalParameterIds(), course.flat.parameters)
    order = _places(model.getFloatingSpeciesIds(), course.flat.species)
    values = np.empty(shape)

    def simulate(parameters: np.ndarray, initial: np.ndarray) -> np.ndarray | None:
        runner.reset()
        model.setGlobalParameterValues(constants, parameters)
        model.setFloatingSpeciesAmounts(order, initial)
        try:
            for first, last, added in spans:
                if added is not None:
                    model.setFloatingSpeciesAmounts(order, added + model.getFloatingSpeciesAmounts(order))
                count = last - first + 1
                values[first : last + 1] = runner.simulate(course.times[first], course.times[last], count)
        except (RuntimeError, ValueError):
            return None
        return values

    def run(sets: Sets, rtol: float, atol: float) -> Run:
        _tolerances(runner.getIntegrator(), rtol, atol)
        return one_by_one(shape, sets, simulate)

    return Tool("roadrunner", roadrunner.__version__, compile_s, run)


def _load(course: Course) -> tuple[Any, float]:
    """The loaded model, returning amounts of all species, and the CPU seconds that took."""
    import roadrunner

    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_FATAL)
    start = cpu_with_children()
    runner = roadrunner.RoadRunner(course.flat.sbml)
    compile_s = cpu_with_children() - start
    runner.timeCourseSelections = list(course.flat.species)
    return runner, compile_s


def _tolerances(integrator: Any, rtol: float, atol: float) -> None:
    for name, value in (("relative_tolerance", rtol), ("absolute_tolerance", atol), ("maximum_num_steps", _STEPS)):
        integrator.setValue(name, value)


def _spans(course: Course, doses: Sequence[Dose]) -> list[tuple[int, int, np.ndarray | None]]:
    """First and last output between doses, and what is added before; the outputs of a span are evenly spaced."""
    added = dict[int, np.ndarray]()
    for dose in doses:
        at = int(np.argmin(np.abs(course.times - dose.time_h)))
        amounts = added.setdefault(at, np.zeros(len(course.flat.species)))
        amounts[course.flat.species.index(dose.species)] += dose.amount
    edges = sorted({0, len(course.times) - 1, *added})
    return [(first, last, added.get(first)) for first, last in itertools.pairwise(edges)]


def _places(found: Sequence[str], wanted: Sequence[str]) -> np.ndarray:
    """Where the wanted names are in the tool's own order."""
    place = {name: number for number, name in enumerate(found)}
    return np.array([place[name] for name in wanted], dtype=np.int32)

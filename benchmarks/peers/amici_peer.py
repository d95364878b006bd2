"""AMICI: CVODES with a sparse Jacobian (KLU), C++ made from the model and compiled once; compiled models are cached."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shutil
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.peers.courses import Course, Sets
from benchmarks.peers.tool import Run, Tool, cpu_with_children, one_by_one

_STEPS = 1_000_000


def compiled(course: Course, cache: Path, *, sensitivities: bool = False) -> tuple[Any, float]:
    """The model, and the CPU seconds its compilation took (NaN when it was in the cache).

    Raises:
        ImportError: AMICI is not installed.
    """
    import amici
    from amici.sim.sundials import import_model_module

    name = re.sub(r"\W", "_", f"{course.key}_{course.digest}_{'fsa' if sensitivities else 'plain'}")
    folder = cache / f"amici-{amici.__version__}" / name
    finished = folder / "finished"
    compile_s = float("nan")
    if not finished.exists():
        shutil.rmtree(folder, ignore_errors=True)
        start = cpu_with_children()
        importer = amici.SbmlImporter(course.flat.sbml, from_file=False)
        # no observables: the states are returned anyhow, and computing them twice would count against AMICI
        with _own_swig():
            importer.sbml2amici(
                name, folder, observation_model=[], generate_sensitivity_code=sensitivities, verbose=logging.ERROR
            )
        compile_s = cpu_with_children() - start
        finished.write_text(f"{compile_s:.1f}", encoding="ascii")
    return import_model_module(name, folder).get_model(), compile_s


@contextlib.contextmanager
def _own_swig() -> Iterator[None]:
    """SWIG of this environment first on the path: Debian's 4.1 makes models that import but fail."""
    before = os.environ["PATH"]
    os.environ["PATH"] = os.pathsep.join((sysconfig.get_path("scripts"), before))
    try:
        yield
    finally:
        os.environ["PATH"] = before


def prepare(course: Course, cache: Path) -> Tool:
    """Compile the flat model, or take it from the cache.

    Raises:
        ImportError: AMICI is not installed.
    """
    import amici
    from amici.sim.sundials import AMICI_SUCCESS

    model, compile_s = compiled(course, cache)
    setter, order = Setter(model, course), _order(model, course)
    solver = model.create_solver()
    solver.set_max_steps(_STEPS)
    shape = (len(course.times), len(course.flat.species))
    spent: list[float] = []

    def simulate(parameters: np.ndarray, initial: np.ndarray) -> np.ndarray | None:
        setter(parameters, initial)
        found = model.simulate(solver=solver)
        spent.append(found.cpu_time / 1e3)
        return found.x[:, order] if found.status == AMICI_SUCCESS else None

    def run(sets: Sets, rtol: float, atol: float) -> Run:
        spent.clear()
        solver.set_relative_tolerance(rtol)
        solver.set_absolute_tolerance(atol)
        found = one_by_one(shape, sets, simulate)
        return Run(found.values, found.cpu_s, sum(spent))

    return Tool("amici", amici.__version__, compile_s, run)


class Setter:
    """Puts one parameter set into an AMICI model, in whole vectors."""

    def __init__(self, model: Any, course: Course) -> None:
        self.model = model
        self.parameters = np.array(model.get_free_parameters())
        self.places = positions(model.get_free_parameter_ids(), course.flat.parameters)
        self.states = positions(model.get_state_ids(), course.flat.species)
        self.initial = np.zeros(len(model.get_state_ids()))
        model.set_timepoints(course.times)

    def __call__(self, parameters: np.ndarray, initial: np.ndarray) -> None:
        """Set parameters and starting state."""
        self.parameters[self.places] = parameters
        self.model.set_free_parameters(self.parameters)
        self.initial[self.states] = initial
        self.model.set_initial_state(self.initial)


def positions(found: Sequence[str], wanted: Sequence[str]) -> np.ndarray:
    """Where the wanted names are in AMICI's order."""
    place = {name: number for number, name in enumerate(found)}
    return np.array([place[name] for name in wanted])


def _order(model: Any, course: Course) -> np.ndarray:
    return positions(model.get_state_ids(), course.flat.species)

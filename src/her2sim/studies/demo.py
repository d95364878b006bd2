"""The review's own figures run as experiments, and two real cell lines taken through the main job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from her2sim.errors import InputError
from her2sim.inference import load_ensemble
from her2sim.pharmacology.regimens import regimen
from her2sim.studies.figure1 import FIGURE_1
from her2sim.studies.figure2 import CASES, GROUPS, group_of_resistance
from her2sim.studies.predict import predict
from her2sim.studies.provenance import provenance
from her2sim.studies.results import Demonstration, Experiment, Prediction
from her2sim.studies.telling import Progress

LINES = ("SK-BR-3", "JIMT-1")
"""real lines: one that trastuzumab stops in culture, one that it does not"""

WEEKS = 12.0
"""of trastuzumab alone, three-weekly: long enough to part the cases, short enough for a demonstration"""


def run_demo(*, draws: int = 40, seed: int = 1, progress: Progress | None = None, jobs: int = 1) -> Demonstration:
    """Run figure 1, figure 2 and two cell lines.

    Args:
        draws: members of the ensemble and draws per case.
        seed: of every random number.
        progress: called with what is being done, steps done, and steps in all.
        jobs: processes that share the simulations.

    Raises:
        InputError: `draws` is less than 2 (a share needs more than one draw).
    """
    if draws < 2:
        raise InputError("a demonstration needs at least two draws.", where="draws", expected="2 or more", got=draws)
    total = len(FIGURE_1) + len(CASES) + len(LINES)
    members = load_ensemble().pick(np.random.default_rng([seed, 0]), draws)
    experiments: list[Experiment] = []
    for experiment in FIGURE_1:
        _tell(progress, f"figure 1: {experiment.__name__}", len(experiments), total)
        experiments.append(experiment(members, 1))
    names = (*CASES, *LINES)
    predictions: dict[str, Prediction] = {}
    for name, prediction in zip(names, _predictions(names, draws, seed, jobs), strict=True):
        predictions[name] = prediction
        _tell(progress, f"figure 2: {name}", len(FIGURE_1) + len(predictions), total)
    experiments += [group_of_resistance(key, predictions) for key in GROUPS]
    _tell(progress, "done", total, total)
    return Demonstration(
        experiments=tuple(experiments),
        predictions=tuple(predictions.values()),
        draws=draws,
        seed=seed,
        provenance=provenance(None, (), draws, seed, predictions[names[0]].variants),
    )


def _predictions(names: Sequence[str], draws: int, seed: int, jobs: int) -> Iterator[Prediction]:
    """Predictions in the order of the names; with several jobs whole cases are shared out, not lanes."""
    tasks = [(name, draws, seed) for name in names]
    if jobs == 1:
        yield from map(_predict, tasks)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(min(jobs, len(tasks))) as pool:
        yield from pool.map(_predict, tasks)


def _predict(task: tuple[str, int, int]) -> Prediction:
    name, draws, seed = task
    return predict(name, [regimen("H", duration_weeks=WEEKS)], draws=draws, seed=seed)


def _tell(progress: Progress | None, text: str, done: int, total: int) -> None:
    if progress:
        progress(text, done, total)

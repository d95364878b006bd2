"""What a fit found: the ensemble as an artefact, how well each data set is met, what the data say of each parameter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.inference.ensemble import Ensemble
from her2sim.inference.likelihood import Z90, compared
from her2sim.inference.measurements.form import Measurement
from her2sim.studies.fit.problem import Problem, ensemble_of
from her2sim.studies.fit.run import FitStep, read_step, steps_done

Floats = NDArray[np.float64]

LABEL = "calibrated on cell lines in the laboratory and on claims of the literature"


def ensemble_from(problem: Problem, folder: Path, data: Sequence[dict[str, str]], seed: int) -> Ensemble:
    """The last step of a fit as an ensemble with all that is to be said of it.

    Args:
        data: name and sha256 of every data set that was read.
    """
    steps = [read_step(folder, number) for number in steps_done(folder)]
    step = steps[-1]
    members = ensemble_of(dict(zip(problem.names, step.scores, strict=True)), problem.network, problem.own_data)
    about: dict[str, Any] = {
        "method": "ensemble smoother with multiple data assimilation",
        "seed": seed,
        "steps": step.number,
        "weights": "equal",
        "data": list(data),
        "readings": len(problem.measurements),
        "claims": list(problem.claim_ids),
        "misfit": {f"step {one.number}": _middle(one) for one in steps},
        "seconds": round(sum(one.seconds for one in steps), 1),
        "failed_lanes": step.failed,
        "lanes": step.lanes,
        "fit": fit_statistics(problem, step),
        "scores": score_moments(problem, step),
        "fitted": fitted_keys(problem.measurements),
    }
    beliefs = problem.own_data.beliefs()
    if beliefs:
        about["own_beliefs"] = beliefs
    return Ensemble(LABEL, members.values, about, members.tumour)


def _middle(step: FitStep) -> list[float]:
    return [round(float(value), 1) for value in np.quantile(step.misfit, [0.05, 0.5, 0.95])]


def fitted_keys(measurements: Sequence[Measurement]) -> list[dict[str, str]]:
    """What was fitted, one entry a line, compound and observable of a data set."""
    keys = {(one.dataset, one.cell_line, treatment(one), one.observable) for one in measurements}
    names = ("dataset", "cell_line", "treatment", "observable")
    return [dict(zip(names, key, strict=True)) for key in sorted(keys)]


def treatment(one: Measurement) -> str:
    """Compounds and ligands of a measurement, without their doses."""
    return " + ".join(sorted({dose.name for dose in (*one.drugs, *one.ligands)})) or "untreated"


def fit_statistics(problem: Problem, step: FitStep) -> list[dict[str, Any]]:
    """By data set and observable: error of the middle of the ensemble, of replicates, and without dynamics."""
    targets = problem.targets
    predicted, missing = compared(targets, step.predicted)
    value = np.median(predicted + missing, axis=1)
    middle = np.median(predicted, axis=1)
    low, high = np.quantile(predicted, [0.05, 0.95], axis=1)
    found: list[dict[str, Any]] = []
    keys = [(one.dataset, one.observable) for one in problem.measurements]
    for key in sorted(set(keys)):
        at = np.array([number for number, other in enumerate(keys) if other == key], dtype=np.int64)
        noise = np.asarray([problem.measurements[int(number)].sd for number in at], dtype=np.float64)
        still = _without_dynamics([problem.measurements[int(number)] for number in at], value[at])
        wide = Z90 * targets.sd[at]
        inside: NDArray[np.bool_] = (value[at] >= low[at] - wide) & (value[at] <= high[at] + wide)
        found.append(
            {
                "dataset": key[0],
                "observable": key[1],
                "readings": len(at),
                "rmse": _rms(value[at] - middle[at]),
                "rmse_baseline": _rms(still),
                "replicate_sd": _rms(noise),
                "nrmse": _ratio(_rms(value[at] - middle[at]), _rms(still)),
                "covered_90": round(int(inside.sum()) / len(at), 3),
            }
        )
    return found


def _without_dynamics(measurements: Sequence[Measurement], value: Floats) -> Floats:
    """Residuals of a model in which nothing happens: no fold change, the mean of a relative group, the drug's mean."""
    if measurements[0].over_start:
        return value
    if measurements[0].group:
        return value  # the mean of its group is taken off already
    residuals = value.copy()
    drugs = [(one.drugs[0].name, one.drugs[0].value) if one.drugs else ("", 0.0) for one in measurements]
    for drug in set(drugs):
        at = np.array([number for number, other in enumerate(drugs) if other == drug])
        residuals[at] -= value[at].mean()
    return residuals


def _rms(values: Floats) -> float:
    return round(float(np.sqrt(np.mean(values**2))), 4)


def _ratio(a: float, b: float) -> float | None:
    return round(a / b, 3) if b > 0 else None


def score_moments(problem: Problem, step: FitStep) -> dict[str, list[float]]:
    """Mean and standard deviation of every parameter's score; the prior has 0 and 1."""
    return {
        name: [round(float(values.mean()), 3), round(float(values.std()), 3)]
        for name, values in zip(problem.names, step.scores, strict=True)
        if ":" not in name
    }

"""Leave lines out: fit on four fifths of the lines, predict dose responses of the rest, for every fifth.

No claims are used, because they speak of the very lines that are held out. The amounts of a held-out line are drawn
within the error of their assays: nothing of its responses, and nothing of its signalling, is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from her2sim.inference.likelihood import widened
from her2sim.inference.measurements import read_measurements
from her2sim.inference.measurements.form import Measurement
from her2sim.studies.fit.forward import fit_settings
from her2sim.studies.fit.lines import is_line, line_record
from her2sim.studies.fit.problem import ensemble_of, run_measurements
from her2sim.studies.fit.run import read_step, steps_done
from her2sim.studies.fit.study import FitOptions, problem_of, start

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

SCORED = ("heiser_lincs_gr", "ccle_np24_drug")
"""data sets whose dose responses are predicted"""


def folds(lines: Sequence[str], number: int) -> list[tuple[str, ...]]:
    """Lines dealt to folds in the order of their HER2 level, so that each fold has amplified and other lines."""

    def level(line: str) -> float:
        given = line_record(line).quantities.get("ERBB2_total")
        return -float(given.value or 0.0) if given else 0.0

    ordered = sorted(dict.fromkeys(line_record(line).id for line in lines), key=lambda line: (level(line), line))
    return [tuple(ordered[place::number]) for place in range(number)]


def scored() -> tuple[Measurement, ...]:
    """Dose responses to predict: areas of the growth-rate screen, viability at single doses of the other."""
    found = read_measurements(SCORED)
    return tuple(
        one
        for one in found
        if is_line(one.cell_line)
        and (one.observable == "GR_AOC" or (one.dataset == "ccle_np24_drug" and one.use == "fit"))
        and (one.use in {"score", "fit"} or one.use.startswith("class"))
    )


def hold_out_lines(
    options: FitOptions, folder: Path, jobs: int, number: int = 5, tell: Tell | None = None
) -> pd.DataFrame:
    """Fit every fold in a folder of its own (resumable) and predict its lines.

    Returns:
        one row a dose response: what was measured, predicted (median, 90 % interval), in which fold.
    """
    import pandas as pd

    every = scored()
    groups = folds([one.cell_line for one in every], number)
    parts: list[pd.DataFrame] = []
    for place, held in enumerate(groups):
        own = folder / f"fold-{place}"
        chosen = replace(options.filled(), hold_out=held, claims=False)
        start(chosen, own, jobs, tell)
        rows = [one for one in every if line_record(one.cell_line).id in set(held)]
        parts.append(_predicted(rows, chosen, own, jobs, tell).assign(fold=place))
    return pd.concat(parts, ignore_index=True)


def _predicted(
    rows: Sequence[Measurement], options: FitOptions, folder: Path, jobs: int, tell: Tell | None
) -> pd.DataFrame:
    import pandas as pd

    problem = problem_of(options, jobs)
    scores = read_step(folder, steps_done(folder)[-1]).scores
    members = ensemble_of(dict(zip(problem.names, scores, strict=True)), problem.network)
    values = run_measurements(rows, members, {}, options.seed, jobs, tell).values
    error = np.array([float(fit_settings()["score_sd"][one.observable]) for one in rows])
    low, middle, high = np.nanquantile(values, [0.05, 0.5, 0.95], axis=0)
    low, high = widened(low, middle, high, error)
    return pd.DataFrame(
        {
            "dataset": [one.dataset for one in rows],
            "cell_line": [one.cell_line for one in rows],
            "drug": [one.drugs[0].name for one in rows],
            "compound": [
                one.use.removeprefix("class stand-in: ") if ":" in one.use else one.drugs[0].name for one in rows
            ],
            "metric": [one.observable for one in rows],
            "dose_nM": [one.drugs[0].value for one in rows],
            "value": [one.value for one in rows],
            "predicted": middle,
            "low": low,
            "high": high,
        }
    )

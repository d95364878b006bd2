"""How many patients a randomised trial of these two arms needs to see that a marker is predictive."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.biomarkers.benefit import Outcome, Round
from her2sim.studies.biomarkers.markers import Reading
from her2sim.studies.biomarkers.sample_size import Power, for_difference, for_hazard_ratio, for_odds_ratio
from her2sim.studies.biomarkers.scores import event_and_time
from her2sim.studies.biomarkers.settings import settings

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

_WAYS: Mapping[str, tuple[Callable[[float, float, Floats, Power], float], str]] = {
    "linear": (for_difference, "difference of differences of means"),
    "logistic": (for_odds_ratio, "interaction of odds ratios"),
    "exponential": (for_hazard_ratio, "interaction of hazard ratios, Schoenfeld 1983, Peterson & George 1993"),
}


def power_asked() -> Power:
    """Power, level and allocation of the settings."""
    row = settings()["trial"]
    return Power(*(float(row[name]["value"]) for name in ("power", "two_sided", "allocation")))


def sample_sizes_table(
    effects: pd.DataFrame,
    rounds: Sequence[Round],
    readings: Mapping[str, Reading],
    outcomes: Sequence[Outcome],
) -> pd.DataFrame:
    """One row a marker and outcome: patients at the estimated interaction and at the ends of its interval.

    `patients_high` is infinite where the interval holds no effect: a number from such an interval is not a promise.
    """
    import pandas as pd

    predictive = effects[effects["effect"].eq("predictive") & effects["scale"].eq("positive")]
    known = {outcome.name: outcome for outcome in outcomes}
    rows: list[dict[str, object]] = []
    for row in predictive.to_dict("records"):
        outcome, reading = known[str(row["outcome"])], readings[str(row["marker"])]
        about = {"marker": row["marker"], "outcome": outcome.name, "prevalence": reading.prevalence}
        rows.append({**about, **_patients(row, outcome, reading, rounds)})
    return pd.DataFrame(rows)


def _patients(
    row: Mapping[Hashable, object], outcome: Outcome, reading: Reading, rounds: Sequence[Round]
) -> dict[str, object]:
    ends = {name: float(str(row[name])) for name in ("estimate", "low", "high")}
    way, method = _WAYS[outcome.family]
    about = {"interaction": ends["estimate"], "method": method, "why_not": row["why_not"]}
    if np.isnan(ends["estimate"]):
        return {"patients": np.nan, "patients_low": np.nan, "patients_high": np.nan, **about}
    cells = cells_of(rounds, reading, outcome)
    sizes = {name: way(value, reading.prevalence, cells, power_asked()) for name, value in ends.items()}
    crosses = not (ends["low"] > 0.0 or ends["high"] < 0.0)
    low = min(sizes["low"], sizes["high"])
    high = np.inf if crosses else max(sizes["low"], sizes["high"])
    return {"patients": sizes["estimate"], "patients_low": low, "patients_high": high, **about}


def cells_of(rounds: Sequence[Round], reading: Reading, outcome: Outcome) -> Floats:
    """What a patient of each cell brings, shape (2, 2): arm (control, treated), marker (negative, positive).

    Shares with the event for proportions and progression, variances for means; over all rounds.
    """
    cells = np.full((2, 2), np.nan)
    for row, side in enumerate(("control", "treated")):
        for column, wanted in enumerate((False, True)):
            values: list[Floats] = []
            for one in rounds:
                arm = one.control if side == "control" else one.treated
                here = one.ok & (reading.positive == wanted)
                values.append(event_and_time(arm, outcome)[0][here])
            everyone = np.concatenate(values)
            if everyone.size:
                cells[row, column] = everyone.var() if outcome.family == "linear" else everyone.mean()
    return cells

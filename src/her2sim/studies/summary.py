"""From the draws to what is said about them: intervals, shares, the table of draws, the effect of each repair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from her2sim.case import CarriedMechanism, Profile
from her2sim.inference import acquired_states
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.draws import Draws
from her2sim.studies.response import Outcome
from her2sim.studies.results import Interval, MechanismEffect, RegimenResult, Series
from her2sim.studies.signalling import Under

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

RECIST = ("CR", "PR", "SD", "PD")

SIGNALS = {
    "HER2_HER3_free": ("HER2:HER3 without ligand", "x baseline"),
    "surface_ERBB2": ("HER2 at the surface", "x baseline"),
    "pERBB2": ("phospho-HER2", "x baseline"),
    "SRC_active": ("active SRC", "x baseline"),
    "PTEN_active": ("PTEN at the membrane", "x baseline"),
    "pAKT": ("phospho-AKT (T308, S473)", "x baseline"),
    "pS6": ("phospho-S6", "x baseline"),
    "pERK": ("phospho-ERK", "x baseline"),
    "p27_nuclear": ("nuclear p27", "x baseline"),
    "CDK46_active": ("CDK4/6 activity", "x baseline"),
    "CDK2_active": ("CDK2 activity", "x baseline"),
    "division_drive": ("drive of division", "x baseline"),
    "death_drive": ("drive of apoptosis", "x baseline"),
    "VEGF": ("VEGF", "x baseline"),
    "DNA_repair": ("DNA repair", "x baseline"),
    "bound_trastuzumab": ("antibody on subdomain IV", "molecules/cell"),
}

IN_SERUM = {"capecitabine": "fluorouracil"}
"""what the readouts of a drug are of, where that is not the drug itself"""


def wilson(hits: int, n: int, level: float) -> tuple[float, float]:
    """Wilson's interval of a share of `n` draws: the error of a finite number of draws, not of the model.

    Source: Wilson 1927, J Am Stat Assoc 22:209, doi:10.1080/01621459.1927.10502953.
    """
    if n == 0:
        return (float("nan"), float("nan"))
    z = NormalDist().inv_cdf(0.5 + level / 2)
    p = hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return (max(0.0, float(middle - half)), min(1.0, float(middle + half)))


def quantiles(values: Floats, level: float) -> tuple[float, float]:
    """Ends of the equal-tailed interval over the draws that could be simulated."""
    interval = Interval.of(values, "1", level)
    return interval.low, interval.high


def mean_of(values: Floats) -> float:
    """Mean over the draws that could be simulated; NaN if there is none."""
    good = values[np.isfinite(values)]
    return float(good.mean()) if good.size else float("nan")


def regimen_result(
    profile: Profile,
    draws: Draws,
    regimen: Regimen,
    main: Under,
    exposure: Mapping[str, Floats],
    outcomes: Mapping[str, Outcome],
    level: float,
) -> RegimenResult:
    """Everything that is said about one case under one regimen.

    Args:
        main: signals of the first clone of the case as it is.
        outcomes: by variant; '' is the case as it is, others are repairs by mechanism id.
    """
    answer = outcomes[""]
    counted = int(answer.ok.sum())
    share = float(answer.responded.sum() / counted) if counted else float("nan")
    return RegimenResult(
        regimen=regimen.name,
        description=regimen.description,
        drugs=regimen.drugs,
        doses={drug: regimen.dose_days(drug) for drug in regimen.drugs},
        exposure=_exposure_series(regimen, main.days, exposure),
        signals=signal_series(main),
        diameter=Series("diameter", "sum of diameters", "mm", main.days, answer.sums_mm),
        patients=patients_table(profile, draws, outcomes),
        best_change=Interval.of(answer.best_change_pct, "%", level),
        ttp=Interval.of(answer.ttp_day, "day", level),
        p_response=share,
        p_response_interval=wilson(int(answer.responded.sum()), counted, level),
        p_pcr=mean_of(answer.pcr),
        p_pcr_interval=quantiles(answer.pcr, level),
        recist_shares={kind: float((answer.recist == kind).sum() / max(counted, 1)) for kind in RECIST},
        mechanisms=_effects(profile, outcomes, level),
        n_failed=draws.n - counted,
        failures=dict(Counter(problem for problem in answer.problems if problem)),
    )


def _exposure_series(regimen: Regimen, days: Floats, exposure: Mapping[str, Floats]) -> tuple[Series, ...]:
    series: list[Series] = []
    for drug in regimen.drugs:
        factor, unit = (1.0, "ug/mL") if DRUGS[drug].protein else (1000.0, "ng/mL")
        seen = IN_SERUM.get(drug, drug)
        series.append(Series(drug, f"{seen} in serum", unit, days, exposure[DRUGS[drug].plasma] * factor))
    return tuple(series)


def signal_series(run: Under) -> tuple[Series, ...]:
    """The readouts of a run that a reader is shown, relative to before the drug unless in molecules."""
    series: list[Series] = []
    for name, (label, unit) in SIGNALS.items():
        values = run.relative(name) if unit == "x baseline" else run.values[name]
        series.append(Series(name, label, unit, run.days, values))
    return tuple(series)


def patients_table(profile: Profile, draws: Draws, outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """One row per draw, failed ones included; a repair adds its best change and what it gains."""
    import pandas as pd

    answer = outcomes[""]
    states = acquired_states()
    columns: dict[str, object] = {
        "draw": np.arange(draws.n),
        "member": draws.members,
        "status": np.where(answer.ok, "ok", "failed"),
        "status_reason": list(answer.problems),
        "best_change_pct": answer.best_change_pct,
        "recist": list(answer.recist),
        "response": answer.responded,
        "ttp_day": answer.ttp_day,
        "progressed": answer.progressed,
        "log10_kill": answer.log10_kill,
        "pcr": answer.pcr,
        "baseline_mm": answer.sums_mm[:, 0],
        "second_clone": [states[int(kind)].name for kind in draws.acquired],
    }
    for mechanism in _repaired(profile, outcomes):
        repaired = outcomes[mechanism.id].best_change_pct
        columns[f"best_change_pct_{mechanism.id}_repaired"] = repaired
        columns[f"gain_{mechanism.id}"] = repaired - answer.best_change_pct
    for name, values in draws.patient.items():
        columns[f"patient_{name}"] = values
    return pd.DataFrame(columns)


def _repaired(profile: Profile, outcomes: Mapping[str, Outcome]) -> list[CarriedMechanism]:
    return [mechanism for mechanism in profile.mechanisms if mechanism.id in outcomes]


def _effects(profile: Profile, outcomes: Mapping[str, Outcome], level: float) -> tuple[MechanismEffect, ...]:
    """Every repair against the case as it is, the greatest gain first; pairs the same draws."""
    before = outcomes[""]
    effects: list[MechanismEffect] = []
    for mechanism in _repaired(profile, outcomes):
        after = outcomes[mechanism.id]
        counted = int(after.ok.sum())
        effects.append(
            MechanismEffect(
                id=mechanism.id,
                name=mechanism.name,
                field=mechanism.field,
                seen=mechanism.seen,
                best_change=Interval.of(after.best_change_pct, "%", level),
                gain=Interval.of(after.best_change_pct - before.best_change_pct, "percentage points", level),
                p_response=float(after.responded.sum() / counted) if counted else float("nan"),
                p_pcr=mean_of(after.pcr),
                references=mechanism.references,
                note=mechanism.note,
            )
        )
    return tuple(sorted(effects, key=lambda effect: effect.gain.median))

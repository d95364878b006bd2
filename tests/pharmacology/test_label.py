"""Trastuzumab against the exposures of its label (medians over patients), typical patient and population.

What the label calls Cmax is what this model holds half a day after the dose, to one part in a hundred, weekly and
three-weekly, in cycle 1 and at steady state, as if the label's simulation had been written out on half days. The peak,
at the end of the infusion, lies 12 % above in cycle 1; `PEAK_RATIO` watches it.
"""

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from her2sim.evidence import load_evidence
from her2sim.pharmacology import Covariates, covariates, draw_pk, regimen, serum_concentration

WITHIN = 0.10
"""relative; what the project asks of label exposures"""
PEAK_RATIO = (1.08, 1.15)
HALF_A_DAY = 0.5
STEADY_STATE_CMAX = 182.0
"""three-weekly, mg/L: median of Quartino 2019, table 2, as a re-implementation of the model quotes it"""
STEADY_STATE = {"Cmin": 47.3, "AUC": 1793.0}
"""three-weekly, mg/L and mg day/L: the label, as the drug table of the evidence base quotes it"""


def cycle(name: str, first_day: float, pk: dict[str, np.ndarray] | None = None, who: Covariates | None = None) -> dict:
    """Cmin, Cmax and AUC over 21 days, shape (N,); with every end of an infusion among the times."""
    ends = [0.5 / 24, 1.5 / 24] if name == "H" else [day + h / 24 for day in (0, 7, 14) for h in (0.5, 1.5)]
    days = first_day + np.unique(np.concatenate([np.arange(0.0, 21.0, 0.5), ends, [20.99]]))
    level = serum_concentration(regimen(name), "trastuzumab", days, pk, who)
    return {"Cmin": level[:, -1], "Cmax": level.max(axis=1), "AUC": np.trapezoid(level, days, axis=1)}


def label(name: str) -> dict[str, float]:
    """The label of the United States for breast cancer (n = 1195), from our evidence."""
    exposure = load_evidence().drugs["trastuzumab_iv"].exposure
    word = {"H": "q3w", "H_qw": "qw"}[name]
    keys = {"Cmin": "Cmin", "Cmax": "Cmax", "AUC": "AUC 21 days"}
    return {short: float(exposure[f"{word} cycle 1 {long}"].value or np.nan) for short, long in keys.items()}


def population(n: int, seed: int) -> tuple[Covariates, dict[str, np.ndarray]]:
    """Patients like those of the population facts: weight, albumin, AST; a quarter with liver metastases."""
    rng = np.random.default_rng(seed)
    who = covariates(
        n,
        {
            "weight_kg": np.clip(rng.normal(66, 14, n), 40, 120),
            "albumin_g_L": np.clip(rng.normal(40, 4, n), 25, 50),
            "AST_U_L": 24 * np.exp(0.45 * rng.standard_normal(n)),
            "liver_metastases": (rng.random(n) < 0.27).astype(float),
        },
    )
    return who, draw_pk("trastuzumab", rng, n, who)


@pytest.mark.parametrize("name", ["H", "H_qw"])
def test_trough_and_area_of_cycle_one_match_the_label(name: str) -> None:
    found, expected = cycle(name, 0.0), label(name)
    assert found["Cmin"][0] == pytest.approx(expected["Cmin"], rel=WITHIN)
    assert found["AUC"][0] == pytest.approx(expected["AUC"], rel=WITHIN)


def test_trough_and_area_at_steady_state_match_the_label() -> None:
    found = cycle("H", 147.0)
    assert found["Cmin"][0] == pytest.approx(STEADY_STATE["Cmin"], rel=WITHIN)
    assert found["AUC"][0] == pytest.approx(STEADY_STATE["AUC"], rel=WITHIN)


@pytest.mark.parametrize(("name", "since"), [("H", 0.0), ("H_qw", 0.0), ("H", 21.0 * 17)])
def test_cmax_of_the_label_is_the_level_half_a_day_after_the_dose(name: str, since: float) -> None:
    regimen_of_a_year = regimen(name, duration_weeks=60)
    level = serum_concentration(regimen_of_a_year, "trastuzumab", np.array([since + HALF_A_DAY]))[0, 0]
    expected = label(name)["Cmax"] if since == 0.0 else STEADY_STATE_CMAX
    assert level == pytest.approx(expected, rel=0.02)  # far inside the 10 % asked; a coincidence would not hold thrice


@pytest.mark.parametrize("name", ["H", "H_qw"])
def test_the_typical_peak_lies_just_above_the_label_by_a_known_share(name: str) -> None:
    ratio = cycle(name, 0.0)["Cmax"][0] / label(name)["Cmax"]
    assert PEAK_RATIO[0] < ratio < PEAK_RATIO[1]


def test_the_median_area_of_a_population_matches_the_label() -> None:
    who, pk = population(150, 11)
    area = cycle("H", 0.0, pk, who)["AUC"]
    # 150 patients: the standard error of the median is 4 %
    assert np.median(area) == pytest.approx(label("H")["AUC"], rel=WITHIN)
    low, high = np.percentile(area, [5, 95])
    assert low == pytest.approx(736, rel=0.2)  # twice the tolerance of a median: tails of 150 patients
    assert high == pytest.approx(2245, rel=0.2)


def test_the_published_table_holds_the_same_numbers_as_our_evidence() -> None:
    folder = os.environ.get("HER2SIM_DATA")
    if folder is None:
        pytest.skip("HER2SIM_DATA does not point to the measurements")
    path = Path(folder) / "trastuzumab_pk_label" / "trastuzumab_poppk_exposures.csv"
    with path.open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["tumour_type"].startswith("BC")]
    columns = {"Cmin": "Cmin_ug_ml_median", "Cmax": "Cmax_ug_ml_median", "AUC": "AUC0_21d_ug_day_ml_median"}
    for row in rows:
        ours = label("H" if "q3w" in row["regimen"] else "H_qw")
        assert {key: float(row[column]) for key, column in columns.items()} == ours


def test_the_european_label_of_metastatic_disease_is_met() -> None:
    folder = os.environ.get("HER2SIM_DATA")
    if folder is None:
        pytest.skip("HER2SIM_DATA does not point to the measurements")
    path = Path(folder) / "trastuzumab_pk_label" / "trastuzumab_poppk_exposures.csv"
    with path.open(encoding="utf-8") as stream:
        rows = {(row["tumour_type"], row["period"], row["regimen"][-3:]): row for row in csv.DictReader(stream)}
    row = rows["MBC", "steady_state", "q3w"]
    found = cycle("H", 147.0)
    assert found["Cmin"][0] == pytest.approx(float(row["Cmin_ug_ml_median"]), rel=WITHIN)
    assert found["AUC"][0] == pytest.approx(float(row["AUC0_21d_ug_day_ml_median"]), rel=WITHIN)

"""Pharmacokinetic numbers derived again, from what the papers and labels say and not from our models."""

import math

import numpy as np
import pytest

from her2sim.evidence import load_evidence

VALUE = {name: record.value for name, record in load_evidence().parameters.items()}


def terminal_half_life_d(drug: str) -> float:
    """Of a two-compartment drug, from its macro constants."""
    k10, k12, k21 = (VALUE[f"{drug}_{a}"] / VALUE[f"{drug}_{b}"] for a, b in (("CL", "V1"), ("Q", "V1"), ("Q", "V2")))
    total = k10 + k12 + k21
    return math.log(2) / ((total - math.sqrt(total**2 - 4 * k10 * k21)) / 2)


def test_typical_values_are_those_of_the_table_of_published_parameters() -> None:
    published = load_evidence().published
    ids = {"trastuzumab": range(429, 443), "pertuzumab": range(448, 454)}
    for drug, numbers in ids.items():
        cited = {
            record.sources[0]: record
            for name, record in load_evidence().parameters.items()
            if name.startswith(f"{drug}_") and record.sources and record.sources[0].startswith("P")
        }
        for number in numbers:
            row, record = published[f"P{number}"], cited[f"P{number}"]
            assert abs(record.value) == pytest.approx(abs(row.value)), row.id  # the table prints one exponent unsigned


def test_trastuzumab_given_every_three_weeks_washes_out_in_seven_months() -> None:
    """Label: at least 97 % gone after seven months; at low levels saturable elimination only helps."""
    low_level = VALUE["trastuzumab_CL"] + VALUE["trastuzumab_Vmax"] / VALUE["trastuzumab_Km"]
    assert low_level == pytest.approx(0.127 + 0.988, abs=1e-3)  # L/day once saturation is over
    assert 2 ** -(210 / terminal_half_life_d("trastuzumab")) < 0.03


def test_average_serum_level_at_steady_state_balances_dose_and_elimination() -> None:
    """Label: AUC 1793 over 21 days at 6 mg/kg and 66 kg; at that mean level the two ways out must carry the dose."""
    mean = 1793 / 21
    leaving = VALUE["trastuzumab_CL"] * mean + VALUE["trastuzumab_Vmax"] * mean / (VALUE["trastuzumab_Km"] + mean)
    assert leaving * 21 == pytest.approx(6 * 66, rel=0.03)  # the mean of a saturable rate is not the rate at the mean


def test_pertuzumab_stays_for_about_eighteen_days() -> None:
    assert terminal_half_life_d("pertuzumab") == pytest.approx(18, abs=2)  # label, from memory


def test_covariance_matrices_are_possible() -> None:
    for drug, names in (("trastuzumab", ("CL", "V1")), ("pertuzumab", ("CL", "V1", "V2"))):
        matrix = np.diag([math.log(1 + VALUE[f"{drug}_{name}_cv"] ** 2) for name in names])
        for i, first in enumerate(names):
            for j, second in enumerate(names[i + 1 :], start=i + 1):
                matrix[i, j] = matrix[j, i] = VALUE[f"{drug}_{first}_{second}_cov"]
        assert np.linalg.eigvalsh(matrix).min() > 0


def test_lapatinib_clearance_is_dose_over_the_area_of_the_label() -> None:
    assert VALUE["lapatinib_CL"] == pytest.approx(1250 / 36.2, rel=0.01)
    assert math.log(2) * VALUE["lapatinib_V1"] / VALUE["lapatinib_CL"] == pytest.approx(
        22, abs=3
    )  # effective half-life, h


def test_lapatinib_peaks_near_the_label_at_steady_state() -> None:
    """Label, from memory: 2.43 mg/L about 4 h after 1250 mg."""
    ke, ka = VALUE["lapatinib_CL"] / VALUE["lapatinib_V1"], VALUE["lapatinib_ka"]
    hours = np.linspace(0, 24, 2401)
    scale = 1250 * ka / (VALUE["lapatinib_V1"] * (ka - ke))
    level = scale * (np.exp(-ke * hours) / -np.expm1(-24 * ke) - np.exp(-ka * hours) / -np.expm1(-24 * ka))
    assert level.max() == pytest.approx(2.43, rel=0.25)  # a one-compartment shape for a drug that has more
    assert hours[level.argmax()] == pytest.approx(4, abs=1.5)


def test_alpelisib_area_is_that_of_the_check_value() -> None:
    assert 300 / VALUE["alpelisib_CL"] == pytest.approx(33.2, rel=0.03)  # mg h/L, from memory
    assert math.log(2) * VALUE["alpelisib_V1"] / VALUE["alpelisib_CL"] == pytest.approx(8.5, rel=0.03)


def test_paclitaxel_clears_like_the_literature_at_low_levels() -> None:
    clearance = VALUE["paclitaxel_VMel"] / VALUE["paclitaxel_KMel"]
    assert clearance == pytest.approx(76.8, rel=0.01)  # L/h; 80 mg/m2 leave most of the time below half-saturation


def test_one_milligram_of_antibody_per_litre_is_6_9_nanomolar() -> None:
    assert 1e6 / VALUE["trastuzumab_MW"] == pytest.approx(6.87, abs=0.01)


def test_tissue_distribution_time_leaves_the_tumour_settled_within_a_cycle() -> None:
    assert 21 * 24 / VALUE["antibody_tumour_half_time"] > 10

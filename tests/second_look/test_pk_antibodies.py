"""Numbers of antibodies and other proteins derived again, from what the drug table says beside the model's values."""

import math

import numpy as np
import pytest
from tests.second_look.sources import EVIDENCE, measured, value


def terminal_half_life_d(drug: str) -> float:
    """Of a two-compartment drug with volumes in L and flows in L/day."""
    k10, k12, k21 = (value(f"{drug}_{a}") / value(f"{drug}_{b}") for a, b in (("CL", "V1"), ("Q", "V1"), ("Q", "V2")))
    total = k10 + k12 + k21
    return math.log(2) / ((total - math.sqrt(total**2 - 4 * k10 * k21)) / 2)


@pytest.mark.parametrize(
    ("drug", "days", "within"),
    [
        ("margetuximab", 19.2, 0.10),  # label, remembered
        ("trastuzumab_emtansine", 3.94, 0.10),  # lu2014
        ("pertuzumab_sc", 24.3, 0.10),  # label, remembered
        ("bevacizumab", 20.0, 0.15),  # label, remembered
        ("onartuzumab", 12.0, 0.35),  # no half-life in the table; that of antibodies cleared twice as fast
    ],
)
def test_half_lives_follow_from_clearances_and_volumes(drug: str, days: float, within: float) -> None:
    assert terminal_half_life_d(drug) == pytest.approx(days, rel=within)


def test_volumes_of_margetuximab_make_up_the_volume_at_steady_state() -> None:
    vss = next(iter(EVIDENCE.drugs["margetuximab"].pk)).parameters["Vss"].value
    assert value("margetuximab_V1") + value("margetuximab_V2") == pytest.approx(vss, rel=0.01)


def test_antibodies_with_little_known_behave_like_antibodies() -> None:
    for drug in ("ganitumab", "cixutumumab", "patritumab", "elgemtumab"):
        assert 5 < terminal_half_life_d(drug) < 14  # cleared by their target: faster than 20 days
        assert 4 < value(f"{drug}_V1") + value(f"{drug}_V2") < 8  # L; plasma and interstitial fluid
        assert 0.2 < value(f"{drug}_CL_cv") < 0.6


def test_spreads_of_deruxtecan_follow_from_its_variances() -> None:
    variances = {"CL": 0.0630, "V1": 0.0250, "Q": 0.0900, "V2": 0.430}
    for name, variance in variances.items():
        assert math.log(1 + value(f"trastuzumab_deruxtecan_{name}_cv") ** 2) == pytest.approx(variance, rel=1e-3)


@pytest.mark.parametrize(
    ("drug", "names"),
    [("trastuzumab_emtansine", ("CL", "V1")), ("trastuzumab_deruxtecan", ("CL", "V1"))],
)
def test_covariance_matrices_are_possible(drug: str, names: tuple[str, str]) -> None:
    matrix = np.diag([math.log(1 + value(f"{drug}_{name}_cv") ** 2) for name in names])
    matrix[0, 1] = matrix[1, 0] = value(f"{drug}_{names[0]}_{names[1]}_cov")
    assert np.linalg.eigvalsh(matrix).min() > 0


def test_the_area_of_emtansine_that_its_clearance_gives_is_the_one_the_table_warns_of() -> None:
    assert 3.6 * 70 / value("trastuzumab_emtansine_CL") == pytest.approx(373, rel=0.005)


def test_the_area_of_deruxtecan_is_dose_over_clearance() -> None:
    area = EVIDENCE.drugs["tdxd"].exposure["cycle 1 AUC"].value
    assert 5.4 * 57.8 / value("trastuzumab_deruxtecan_CL") == pytest.approx(area, rel=0.05)


def test_a_conjugate_weighs_its_antibody_and_its_load() -> None:
    antibody = value("trastuzumab_MW")
    # DM1 with its linker about 960 g/mol each, DXd with its linker about 1030
    assert value("trastuzumab_emtansine_MW") == pytest.approx(antibody + 3.5 * 960, rel=0.02)
    assert value("trastuzumab_deruxtecan_MW") == pytest.approx(antibody + 8 * 1030, rel=0.02)
    same = ("margetuximab", "pertuzumab_sc", "trastuzumab_sc", "ganitumab", "cixutumumab", "patritumab", "elgemtumab")
    assert {value(f"{drug}_MW") for drug in (*same, "bevacizumab")} == {antibody}
    assert value("onartuzumab_MW") == pytest.approx(antibody * 2 / 3, rel=0.05)  # one of two arms is missing


def test_under_the_skin_the_average_level_is_the_share_that_arrives() -> None:
    """Pertuzumab 600 mg: average 600 F/(21 CL); its trough of 88.7 mg/L must lie below."""
    average = 600 * value("pertuzumab_sc_F") / (21 * value("pertuzumab_sc_CL"))
    assert 88.7 < average < 1.6 * 88.7
    absorbed = math.log(2) / value("trastuzumab_sc_ka")
    assert absorbed == pytest.approx(1.7, abs=0.1)  # days; peaks on day 3 to 4


def test_etanercept_carries_the_exposure_of_its_label() -> None:
    """50 mg a week: area 297 mg h/L, peak 2.4, trough 1.2 mg/L; half-life 102 h."""
    assert value("etanercept_CL") == pytest.approx(50 / 297, rel=0.01)
    fast, slow = value("etanercept_CL") / value("etanercept_V1"), value("etanercept_ka")
    hours = np.linspace(0, 168, 1681)
    scale = 50 * slow / (value("etanercept_V1") * (slow - fast))
    level = scale * (np.exp(-fast * hours) / -np.expm1(-168 * fast) - np.exp(-slow * hours) / -np.expm1(-168 * slow))
    assert level.max() == pytest.approx(2.4, rel=0.15)
    assert level[-1] == pytest.approx(1.2, rel=0.15)
    assert value("etanercept_CL_cv") == 0.45
    assert math.log(2) / fast + math.log(2) / slow == pytest.approx(102, rel=0.05)  # each half-life near 50 h


def test_soluble_her2_enters_as_published() -> None:
    bruno = next(model for model in EVIDENCE.drugs["trastuzumab_iv"].pk if model.name == "Bruno 2005")
    reference = value("trastuzumab_ECD_reference")
    powers = {"CL": value("trastuzumab_CL_ECD"), "V1": value("trastuzumab_V1_ECD")}
    assert all(f"(ECD/{reference})^{power}" in bruno.covariates[name] for name, power in powers.items())
    assert powers == {"CL": value("trastuzumab_sc_CL_ECD"), "V1": value("trastuzumab_sc_V1_ECD")}
    assert value("trastuzumab_sc_ECD_reference") == reference
    assert f"capped at {value('trastuzumab_ECD_cap'):g}" in bruno.note
    assert value("trastuzumab_sc_ECD_cap") == value("trastuzumab_ECD_cap")
    assert value("trastuzumab_emtansine_ECD_reference") == 25


def test_soluble_her2_of_patients_follows_from_the_share_below_the_cut_off() -> None:
    """36.9 % below 15 ng/mL (zheng2019) with a standard deviation of 1.2: 0.334 of them below the median."""
    assert value("serum_ECD") == pytest.approx(15 * math.exp(0.334 * 1.2), rel=0.01)
    assert math.exp(1.96 * 1.2) == pytest.approx(10.5, rel=0.01)
    assert measured("Q093") < value("serum_ECD")  # health: 8 ng/mL

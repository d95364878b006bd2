"""Numbers of chemotherapy derived again: Calvert's formula, 5-fluorouracil, three compartments."""

import math

import numpy as np
import pytest
from tests.second_look.sources import EVIDENCE, value


def last_half_life_h(drug: str) -> float:
    """Of a three-compartment drug, from the slowest eigenvalue."""
    v1, v2, v3, cl, q2, q3 = (value(f"{drug}_{name}") for name in ("V1", "V2", "V3", "CL", "Q2", "Q3"))
    matrix = np.array(
        [[-(cl + q2 + q3) / v1, q2 / v2, q3 / v3], [q2 / v1, -q2 / v2, 0.0], [q3 / v1, 0.0, -q3 / v3]]
    )  # fmt: skip
    return math.log(2) / float(np.min(-np.linalg.eigvals(matrix).real))


def test_carboplatin_clears_by_calvert_s_formula() -> None:
    """The creatinine clearance of the typical patient is that of royer2021, 78.9 mL/min; 25 mL/min besides."""
    assert value("carboplatin_CL") == pytest.approx((78.9 + 25) * 0.06, rel=1e-3)
    # ekhart2009: 8.38 L/h at 126 mL/min, volumes 15.4 L and Q/k21
    assert pytest.approx(8.38, rel=0.1) == (126 + 25) * 0.06
    assert value("carboplatin_V1") == pytest.approx(15.4, rel=0.1)
    assert value("carboplatin_Q") == pytest.approx(0.135 * 15.4, rel=0.1)
    assert value("carboplatin_V2") == pytest.approx(0.135 * 15.4 / 0.215, rel=0.25)
    assert value("carboplatin_CL_cv") == pytest.approx(0.194, rel=0.05)


def test_an_area_of_six_is_reached() -> None:
    milligram = 6 * (78.9 + 25)
    area = milligram / value("carboplatin_CL")  # mg/L*h
    assert area * 60 / 1000 == pytest.approx(6, rel=1e-3)  # mg/mL*min


def test_fluorouracil_has_its_area_and_is_limited_by_its_making() -> None:
    exposure = EVIDENCE.drugs["capecitabine"].exposure
    surface = math.sqrt(66 * 163 / 3600)
    assert 1250 * surface / value("capecitabine_CL") == pytest.approx(exposure["5-FU AUC"].value, rel=0.01)
    own = math.log(2) * value("capecitabine_V1") / value("capecitabine_CL")
    assert own == pytest.approx(0.2, rel=0.02)  # h; 8 to 20 minutes once in blood
    parent = math.log(2) * value("capecitabine_V_prodrug") / value("capecitabine_CL_prodrug")
    assert parent == pytest.approx(0.85, rel=0.15)  # h; seen for both
    facts = next(iter(EVIDENCE.drugs["capecitabine"].pk)).parameters
    assert value("capecitabine_CL_prodrug") == facts["CL"].value
    assert value("capecitabine_V_prodrug") == facts["V"].value
    assert 100 * value("capecitabine_CL_prodrug_cv") == facts["CL"].cv
    assert value("capecitabine_CL_cv") == 0.85  # label, remembered: above 85 %
    assert value("capecitabine_MW") == pytest.approx(
        4 * 12.011 + 3 * 1.008 + 18.998 + 2 * 14.007 + 2 * 15.999, abs=0.02
    )
    assert value("capecitabine_fu") == 0.90  # a tenth bound, remembered


def test_vinorelbine_has_its_volume_and_its_last_half_life() -> None:
    facts = next(iter(EVIDENCE.drugs["vinorelbine"].pk)).parameters
    total = value("vinorelbine_V1") + value("vinorelbine_V2") + value("vinorelbine_V3")
    assert total == pytest.approx(facts["Vss"].value)
    assert last_half_life_h("vinorelbine") == pytest.approx(
        facts["half_life"].value, rel=0.01
    )  # vinorelbine_Q3 is set so
    assert 0.8 * 66 < value("vinorelbine_CL") < 1.3 * 66  # L/h per kg


def test_doxorubicin_lies_within_its_label() -> None:
    """Label, remembered: clearance 324 to 809 mL/min/m2, volume 809 to 1214 L/m2, last half-life 20 to 48 h."""
    surface = math.sqrt(66 * 163 / 3600)
    assert 324 < value("doxorubicin_CL") / 60 * 1000 / surface < 809
    volume = sum(value(f"doxorubicin_{name}") for name in ("V1", "V2", "V3"))
    assert 809 < volume / surface < 1214
    assert 20 < last_half_life_h("doxorubicin") < 60

"""Soluble HER2 in serum: how it moves exposure, what is assumed where nobody measured it."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from her2sim.evidence import load_evidence
from her2sim.pharmacology import DRUGS, covariates, draw_pk, regimen, serum_concentration
from her2sim.pharmacology.ecd_sink import EVIDENCE, draw_serum_ecd


def drawn(drug: str, level: float | None) -> dict[str, np.ndarray]:
    patients = covariates(1, {} if level is None else {"serum_ECD_ng_mL": level})
    return draw_pk(drug, np.random.default_rng(7), 1, patients)


def ratio(drug: str, name: str, level: float, base: float | None = None) -> float:
    return float(drawn(drug, level)[f"{drug}_{name}"][0] / drawn(drug, base)[f"{drug}_{name}"][0])


def test_it_rests_on_a_mechanism_of_the_review() -> None:
    assert set(EVIDENCE) <= set(load_evidence().mechanisms)


@pytest.mark.parametrize("drug", ["trastuzumab", "trastuzumab_sc"])
def test_a_patient_without_a_measurement_has_the_reference_level(drug: str) -> None:
    for name in drawn(drug, None):
        assert_allclose(drawn(drug, None)[name], drawn(drug, 8.23)[name], rtol=1e-12)  # rounding


@pytest.mark.parametrize("drug", ["trastuzumab", "trastuzumab_sc"])
def test_clearance_and_volume_rise_as_published(drug: str) -> None:
    assert ratio(drug, "CL", 100.0) == pytest.approx((100 / 8.23) ** 0.041)
    assert ratio(drug, "V1", 100.0) == pytest.approx((100 / 8.23) ** 0.105)


def test_levels_above_the_ceiling_do_no_more() -> None:
    assert ratio("trastuzumab", "CL", 1880.0, 200.0) == 1.0
    assert ratio("trastuzumab", "CL", 0.0, 1.0) == 1.0  # nothing detected


def test_the_conjugate_is_lost_a_little_faster_too() -> None:
    assert ratio("trastuzumab_emtansine", "CL", 250.0, 25.0) == pytest.approx(10**0.035)
    assert ratio("trastuzumab_emtansine", "V1", 250.0, 25.0) == 1.0


@pytest.mark.parametrize("drug", sorted(set(DRUGS) - {"trastuzumab", "trastuzumab_sc", "trastuzumab_emtansine"}))
def test_no_other_drug_is_touched(drug: str) -> None:
    low, high = drawn(drug, 1.0), drawn(drug, 500.0)
    assert all(np.array_equal(low[name], high[name]) for name in low)


def test_a_high_level_lowers_the_trough_by_less_than_patients_differ_anyway() -> None:
    trough = [
        float(serum_concentration(regimen("H"), "trastuzumab", np.array([20.99]), drawn("trastuzumab", level))[0, 0])
        for level in (8.23, 200.0)
    ]
    assert 0.75 < trough[1] / trough[0] < 1.0  # clearance alone varies by 40 % between patients


def test_a_virtual_patient_s_level_follows_what_was_counted() -> None:
    levels = draw_serum_ecd(np.random.default_rng(1), 20_000)
    assert np.mean(levels < 15.0) == pytest.approx(0.369, abs=0.02)  # zheng2019; a standard error is 0.003
    assert np.median(levels) > 8.0  # health (scheuher2023)
    assert 0.0005 < np.mean(levels > 500.0) < 0.02  # "up to 500 and more"; 1880 ng/mL was the largest of 286

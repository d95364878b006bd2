"""Patients around a typical patient, and what is not known about that one, kept apart."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from her2sim.evidence import load_evidence
from her2sim.network import check_dimensions, load_network
from her2sim.pharmacology import DRUGS, covariates, draw_pk, draw_typical_pk, pk_fragment, typical_pk, with_drugs

NAMES = sorted(DRUGS)


@pytest.mark.parametrize("drug", NAMES)
def test_drawn_patients_have_the_published_variances_and_covariances(drug: str) -> None:
    n = 20_000
    drawn, typical = draw_pk(drug, np.random.default_rng(1), n), typical_pk(drug, n)
    logs = np.stack([np.log(drawn[f"{drug}_{name}"] / typical[f"{drug}_{name}"]) for name in DRUGS[drug].varies])
    found = np.cov(logs)
    records = load_evidence().parameters
    for place, name in enumerate(DRUGS[drug].varies):
        expected = np.log(1 + records[f"{drug}_{name}_cv"].value ** 2)
        assert found[place, place] == pytest.approx(
            expected, rel=0.05
        )  # five standard errors of a variance at n = 20 000
    for first, second in DRUGS[drug].covary:
        i, j = DRUGS[drug].varies.index(first), DRUGS[drug].varies.index(second)
        assert found[i, j] == pytest.approx(records[f"{drug}_{first}_{second}_cov"].value, abs=0.006)  # as above


@pytest.mark.parametrize("drug", NAMES)
def test_variability_leaves_the_median_patient_typical(drug: str) -> None:
    drawn, typical = draw_pk(drug, np.random.default_rng(2), 4001), typical_pk(drug, 1)
    for name, value in typical.items():
        assert np.median(drawn[name]) == pytest.approx(value[0], rel=0.1)  # five standard errors where cv is 1.39


def test_uncertainty_of_the_typical_patient_touches_what_does_not_vary_between_patients() -> None:
    rng = np.random.default_rng(3)
    assert np.ptp(draw_typical_pk("trastuzumab", rng, 50)["trastuzumab_tumour_ratio"]) > 0.1
    assert np.ptp(draw_pk("trastuzumab", rng, 50)["trastuzumab_tumour_ratio"]) == 0.0


def test_same_seed_same_patients() -> None:
    first, second = (draw_pk("trastuzumab", np.random.default_rng(9), 5) for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_covariates_move_clearance_as_published() -> None:
    def clearance(**changes: float) -> float:
        drawn = draw_pk("trastuzumab", np.random.default_rng(4), 1, covariates(1, changes))
        return float(drawn["trastuzumab_CL"][0])

    base = clearance()
    assert clearance(weight_kg=132.0) / base == pytest.approx(2**0.967)
    assert clearance(AST_U_L=48.0) / base == pytest.approx(2**0.205)
    assert clearance(albumin_g_L=20.0) / base == pytest.approx(2**0.998)
    assert clearance(liver_metastases=1.0) / base == pytest.approx(np.exp(0.152))


def test_names_of_a_drawn_profile_that_are_no_covariates_are_passed_over() -> None:
    patients = covariates(2, {"weight_kg": 80.0, "ERBB2_total": np.array([1.0, 2.0])})
    assert_allclose(patients.weight_kg, 80.0)


@pytest.mark.parametrize("drug", NAMES)
def test_every_drawn_parameter_belongs_to_the_fragment(drug: str) -> None:
    names = {item.name for item in pk_fragment(drug).parameters}
    assert set(draw_pk(drug, np.random.default_rng(5), 2)) == names


def test_units_of_every_drug_hold_together_once_attached() -> None:
    network = with_drugs(load_network(), tuple(DRUGS))
    assert not check_dimensions(network)
    assert not {DRUGS[drug].input for drug in DRUGS} & set(network.inputs)

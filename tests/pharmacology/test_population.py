"""Patients around a typical patient, and what is not known about that one, kept apart."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from her2sim.evidence import load_evidence
from her2sim.network import check_dimensions, load_network
from her2sim.network.expression import names
from her2sim.pharmacology import (
    DRUGS,
    covariates,
    draw_pk,
    draw_typical_pk,
    pk_fragment,
    pk_network,
    typical_pk,
    with_drugs,
)
from her2sim.pharmacology.drugs import other_route

NAMES = sorted(DRUGS)


@pytest.mark.parametrize("drug", NAMES)
def test_drawn_patients_have_the_published_variances_and_covariances(drug: str) -> None:
    n = 20_000
    drawn, centre = draw_pk(drug, np.random.default_rng(1), n), centres(drug)
    logs = np.stack([np.log(drawn[f"{drug}_{name}"] / centre[f"{drug}_{name}"]) for name in DRUGS[drug].varies])
    found = np.atleast_2d(np.cov(logs))
    records = load_evidence().parameters
    for place, name in enumerate(DRUGS[drug].varies):
        expected = np.log(1 + records[f"{drug}_{name}_cv"].value ** 2)
        # five standard errors of a variance at n = 20 000; what is cut off above a share of 1 takes up to a tenth
        assert found[place, place] == pytest.approx(expected, rel=0.10 if name == "F" else 0.05)
    for first, second in DRUGS[drug].covary:
        i, j = DRUGS[drug].varies.index(first), DRUGS[drug].varies.index(second)
        expected = records[f"{drug}_{first}_{second}_cov"].value
        error = np.sqrt((found[i, i] * found[j, j] + expected**2) / n)
        assert found[i, j] == pytest.approx(expected, abs=5 * error)


def centres(drug: str) -> dict[str, np.ndarray]:
    """Published values, moved to the covariates of the typical patient."""
    records = load_evidence().parameters
    centre = typical_pk(drug, 1)
    for name, factor in DRUGS[drug].factors(lambda name: records[f"{drug}_{name}"].value, covariates(1)).items():
        centre[f"{drug}_{name}"] = centre[f"{drug}_{name}"] * factor
    return centre


@pytest.mark.parametrize("drug", NAMES)
def test_variability_leaves_the_median_patient_typical(drug: str) -> None:
    drawn = draw_pk(drug, np.random.default_rng(2), 4001)
    for name, value in centres(drug).items():
        assert np.median(drawn[name]) == pytest.approx(value[0], rel=0.12)  # five standard errors where cv is 1.81


@pytest.mark.parametrize("drug", NAMES)
def test_the_typical_patient_is_near_the_one_each_model_was_written_for(drug: str) -> None:
    published = typical_pk(drug, 1)
    # a woman of 66 kg has 41 kg of fat-free mass, the reference of everolimus is a man's 57 kg; others within 20 %
    within = 0.35 if drug == "everolimus" else 0.20
    for name, value in centres(drug).items():
        assert value[0] == pytest.approx(published[name][0], rel=within)


def test_no_more_than_a_whole_dose_arrives() -> None:
    for drug in ("trastuzumab_sc", "pertuzumab_sc"):
        share = draw_pk(drug, np.random.default_rng(3), 5000)[f"{drug}_F"]
        assert share.max() == 1.0
        assert np.mean(share == 1.0) < 0.05  # ln(1/0.71) lies 1.9 standard deviations up: 3 %


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
    known = {item.name for item in pk_fragment(drug).parameters}
    assert set(draw_pk(drug, np.random.default_rng(5), 2)) == known


def test_units_of_every_drug_hold_together() -> None:
    assert not check_dimensions(pk_network(tuple(DRUGS)))


def test_drugs_bind_the_inputs_of_the_network() -> None:
    bare = load_network()
    drugs = tuple(name for name, drug in DRUGS.items() if drug.input in bare.inputs)
    assert {"trastuzumab", "pertuzumab", "lapatinib", "alpelisib"} <= set(drugs)
    network = with_drugs(bare, drugs)
    assert not check_dimensions(network)
    assert not {DRUGS[drug].input for drug in drugs} & set(network.inputs)


def test_a_drug_by_two_routes_adds_up_at_its_input() -> None:
    network = with_drugs(load_network(), ("trastuzumab", "trastuzumab_sc"))
    bound = next(item for item in network.assignments if item.name == "trastuzumab_nM")
    assert names(bound.expression) == {"trastuzumab_tumour_nM", "trastuzumab_sc_tumour_nM"}


def test_the_second_route_is_an_entry_with_the_same_input() -> None:
    for inn in ("trastuzumab", "pertuzumab"):
        assert DRUGS[f"{inn}_sc"].inn == DRUGS[inn].inn == inn
        assert DRUGS[f"{inn}_sc"].input == DRUGS[inn].input
        assert other_route(inn, "sc") == f"{inn}_sc"


def test_every_input_is_named_after_its_drug() -> None:
    assert {drug.input for drug in DRUGS.values() if drug.input} == {
        f"{drug.inn}_nM" for drug in DRUGS.values() if drug.input
    }


def test_every_drug_has_a_record_of_its_own() -> None:
    records = load_evidence()
    ids = [drug.evidence_id for drug in DRUGS.values()]
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(records.drugs)


def test_the_documentation_has_a_line_for_every_drug() -> None:
    text = (Path(__file__).parents[2] / "docs" / "pharmacology.md").read_text("utf-8")
    assert [name for name in DRUGS if f"| {name} |" not in text] == []

"""A dose matrix is what single wells are, scores follow from it, shares add up, nothing fails silently."""

import dataclasses

import numpy as np
import pytest
from numpy.testing import assert_allclose

from her2sim.case import read_case, understand
from her2sim.errors import InputError, RegimenError
from her2sim.studies.combine import combine_drugs
from her2sim.studies.combine.attribution import shapley
from her2sim.studies.combine.matrix import dose_matrix
from her2sim.studies.combine.scoring import mean_excess
from her2sim.studies.culture_kill import culture_kill
from her2sim.studies.draws import make_draws
from her2sim.studies.signalling import at_rest, in_medium
from her2sim.tumour import culture_growth


def test_a_well_is_what_the_culture_study_grows(pair):
    draws = make_draws(understand(read_case("PTEN-loss-p95HER2-shed")), 4, 3)
    dose = [one[3] for one in pair.matrix.doses]
    days = np.concatenate([np.array([0.0, 1.0, 3.0, 6.0, 12.0]) / 24, np.arange(1.0, 5.25, 0.5)])
    inputs = {"trastuzumab_nM": dose[0], "lapatinib_nM": dose[1]}
    run = in_medium(draws, {}, at_rest(draws, {}, 1), inputs, days, jobs=1)
    assert culture_kill(days, run.relative("division_drive"), 48.0, draws.tumour) is None
    doubling = draws.patient.get("doubling_time_h", np.array([48.0]))
    grown = culture_growth(
        days, run.relative("division_drive"), run.relative("death_drive"), float(np.median(doubling)), draws.tumour
    )
    assert_allclose(pair.matrix.effects[:, 3, 3], grown.growth_inhibition, atol=1e-6)


def test_no_drug_no_effect_and_more_of_both_more_effect(pair):
    effects = pair.matrix.effects
    assert_allclose(effects[:, 0, 0], 0.0, atol=2e-3)  # the drug-free balance is one to a tolerance
    assert (effects[:, -1, -1] >= effects[:, 1, 1] - 1e-6).all()


def test_scores_are_those_of_the_matrix(pair):
    scores = {score.name: score for score in pair.scores}
    assert {"Bliss", "HSA", "Loewe", "Loewe in range", "ZIP", "CI", "interaction index"} == set(scores)
    assert_allclose(scores["Bliss"].members, mean_excess(pair.matrix.effects, 2))
    assert (scores["HSA"].members >= scores["Bliss"].members - 1e-9).all()
    assert scores["Bliss"].summary.low <= scores["Bliss"].summary.median <= scores["Bliss"].summary.high
    assert len(pair.musyc) == 4
    assert all(fit.converged or fit.why for fit in pair.musyc)


def test_shapley_shares_add_up_to_what_all_repairs_do():
    rng = np.random.default_rng(1)
    value = {frozenset(group): rng.normal(size=3) for group in ((), ("a",), ("b",), ("a", "b"))}
    value |= {frozenset((*group, "null")): value[frozenset(group)] for group in ((), ("a",), ("b",), ("a", "b"))}
    found = shapley(("a", "b", "null"), value)
    assert_allclose(sum(found.values()), value[frozenset(("a", "b"))] - value[frozenset()])
    assert_allclose(found["null"], 0.0, atol=1e-12)


def test_every_carried_mechanism_has_a_share_with_its_sources(pair):
    shares = {share.id: share for share in pair.attribution if share.kind == "mechanism"}
    assert set(shares) == {one.id for one in understand(read_case("PTEN-loss-p95HER2-shed")).mechanisms}
    assert all(share.references for share in shares.values())
    assert "Shapley" in pair.attribution_note


def test_isoboles_start_at_the_doses_alone(pair):
    assert [one.level for one in pair.isoboles] == [0.25, 0.5, 0.75]
    for isobole in pair.isoboles:
        doses = isobole.table["second_nM"].to_numpy()
        assert (np.diff(doses[np.isfinite(doses)]) <= 1e-6).all()  # more of the first, less of the second


def test_same_seed_same_numbers_and_the_order_of_drugs_does_not_matter(pair, doses_nM):
    again = combine_drugs(
        "PTEN-loss-p95HER2-shed", ["lapatinib", "trastuzumab"], doses=doses_nM, members=4, seed=3, attribute=False
    )
    assert_allclose(again.matrix.effects.swapaxes(1, 2), pair.matrix.effects, atol=1e-9)


def test_a_cytotoxic_drug_shares_the_wells_of_the_network():
    found = combine_drugs("SK-BR-3", "docetaxel,lapatinib", doses=4, members=2, attribute=False)
    assert found.matrix.effects.shape == (2, 4, 4)
    assert (found.matrix.effects[:, -1, 0] > 0.05).all()
    assert_allclose(found.matrix.nodes["pAKT"][:, 0], found.matrix.nodes["pAKT"][:, -1])


def test_three_drugs_are_scored_without_what_is_made_for_two():
    found = combine_drugs("SK-BR-3", "trastuzumab,lapatinib,alpelisib", doses=4, members=2, attribute=False)
    assert {score.name for score in found.scores} == {
        "Bliss", "HSA", "Loewe", "Loewe in range", "CI", "interaction index"
    }  # fmt: skip
    assert found.musyc == ()
    assert found.isoboles == ()


def test_a_failed_member_is_kept_and_named():
    draws = make_draws(understand(read_case("SK-BR-3")), 3, 1)
    broken = {name: values.copy() for name, values in draws.kinetics.items()}
    broken["gain_PI3K"][1] = 1e300
    draws = dataclasses.replace(draws, kinetics=broken)
    doses = [np.array([0.0, 1.0, 10.0, 100.0])] * 2
    found = dose_matrix(draws, {}, at_rest(draws, {}, 1), ("trastuzumab", "lapatinib"), doses)
    assert np.isnan(found.effects[1]).all()
    assert np.isfinite(found.effects[[0, 2]]).all()
    assert all(bool(well[1]) and not well[0] for well in found.problems)


@pytest.mark.parametrize(
    ("drugs", "error", "words"),
    [
        ("trastuzumab", InputError, "two or three"),
        ("trastuzumab,trastuzumab", InputError, "different"),
        ("trastuzumab,lapatinb", RegimenError, "lapatinb"),
    ],
)
def test_drugs_that_cannot_be_combined_are_refused(drugs, error, words):
    with pytest.raises(error, match=words):
        combine_drugs("SK-BR-3", drugs)


def test_doses_that_cannot_be_used_are_refused():
    with pytest.raises(InputError, match="cannot be used"):
        combine_drugs(
            "SK-BR-3", "trastuzumab,lapatinib", doses={"trastuzumab": [0, 3, 2, 1], "lapatinib": [0, 1, 2, 3]}
        )
    with pytest.raises(InputError, match="out of range"):
        combine_drugs("SK-BR-3", "trastuzumab,lapatinib", doses=2)

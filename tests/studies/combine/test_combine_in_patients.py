"""What makes the excess in patients: parts add up draw by draw, agree with the excess told, and failures are kept."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from her2sim.case import parse_inline
from her2sim.studies.arms import Arms
from her2sim.studies.combine import combine_regimens, in_patients
from her2sim.studies.combine.in_patients import BLISS, HSA, INDEPENDENT
from her2sim.studies.signalling import Under

CASE = "PTEN-loss-p95HER2-shed"


@pytest.fixture(scope="module")
def answer():
    return combine_regimens(CASE, "H,L", members=4, seed=2, duration_weeks=6)


def test_excess_as_it_is_is_that_of_the_study(answer):
    assert answer.attribution.as_is[BLISS] == answer.excesses[BLISS]
    assert answer.attribution.as_is[HSA] == answer.excesses[HSA]
    assert answer.attribution.as_is[INDEPENDENT] == answer.gain


def test_every_set_of_mechanisms_is_simulated_on_the_same_draws(answer):
    draws = answer.attribution.draws
    ids = {share.id for share in answer.attribution.shares}
    assert len(ids) == 2
    assert set(draws["repaired"]) == {"", *ids, "+".join(sorted(ids))}
    assert (draws.groupby("repaired")["draw"].apply(list).apply(lambda one: one == [0, 1, 2, 3])).all()
    kill = draws[["log10_kill_H", "log10_kill_L", "log10_kill_H+L"]].to_numpy()
    assert_allclose(draws[BLISS], kill[:, 2] - kill[:, 0] - kill[:, 1])


def test_mean_parts_sum_to_as_it_is_less_all_repaired(answer):
    draws, shares = answer.attribution.draws, answer.attribution.shares
    last = "+".join(sorted({share.id for share in shares}))
    for measure in (BLISS, HSA, INDEPENDENT):
        mean = draws.groupby("repaired")[measure].mean()
        parts = sum(share.mean for share in shares if share.measure == measure)
        assert parts == pytest.approx(mean[""] - mean[last], abs=1e-9)
    assert "Shapley" in answer.attribution.note


def test_change_is_paired_with_the_mechanism_repaired_alone(answer):
    draws = answer.attribution.draws.set_index(["repaired", "draw"])
    for share in answer.attribution.shares:
        if share.measure == INDEPENDENT:
            continue
        alone = draws.loc[share.id, share.measure].to_numpy()
        assert share.excess.median == pytest.approx(np.median(alone))
        assert share.change.median == pytest.approx(np.median(draws.loc["", share.measure].to_numpy() - alone))
        assert share.references


def test_a_readout_is_compared_with_the_better_arm_of_every_draw(answer):
    bench = Arms.of(answer.case, 4, 2)
    arms = [bench.run(bench.regimen(name, duration_weeks=6)).signals for name in ("H", "L", "H+L")]
    mean = [np.trapezoid(one.values["pAKT"], one.days, axis=1) / one.days[-1] for one in arms]
    found = {one.name: one for one in answer.attribution.readouts}
    assert found["pAKT"].ratio.median == pytest.approx(np.median(mean[2] / np.minimum(mean[0], mean[1])))
    assert sum(found["pAKT"].best_arm.values()) == 4
    assert found["bound"].best_arm == {"H": 4, "L": 0}  # only H has an antibody
    assert "lysosomal_antibody" not in found  # no payload is given
    for one in found.values():
        outside = one.ratio.low > 1.01 or one.ratio.high < 0.99
        assert (one.word != "not told apart") == outside


def test_a_case_without_mechanisms_has_readouts_only():
    found = combine_regimens("sensitive-reference", "H,P", members=2, duration_weeks=4).attribution
    assert found.shares == ()
    assert found.repaired == {}
    assert found.readouts
    assert "no mechanism" in found.note


def test_many_mechanisms_are_repaired_one_at_a_time():
    facts = ["HER2_IHC=3+", "PTEN=loss", "PIK3CA=H1047R", "MET=amplified", "IGF1R=high", "MUC4=high", "p95HER2=pos"]
    case = parse_inline(facts, "many")
    found = combine_regimens(case, "H,L", members=2, duration_weeks=3).attribution
    ids = {share.id for share in found.shares}
    assert len(ids) > 4
    assert set(found.draws["repaired"]) == {"", *ids}
    assert "alone" in found.note
    assert all(share.share == share.change for share in found.shares)


def test_a_failed_draw_is_kept_with_its_reason_and_left_out_of_all(monkeypatch):
    whole = Arms.run

    def fails(self, regimen, changes=None):
        arm = whole(self, regimen, changes)
        if not changes or regimen.name != "L":
            return arm
        worth = {name: np.where(np.arange(3) == 1, np.nan, values) for name, values in arm.worth.items()}
        return dataclasses.replace(arm, worth=worth, problems=("", "made to fail", ""))

    monkeypatch.setattr(Arms, "run", fails)
    found = combine_regimens("PTEN-loss", "H,L", members=3, duration_weeks=3).attribution
    assert found.counted == 2
    assert "1 draws that failed" in found.note
    lost = found.draws[found.draws["status"].eq("failed")]
    assert lost[["repaired", "draw", "status_reason"]].to_numpy().tolist() == [["R11", 1, "made to fail"]]
    assert len(found.draws) == 2 * 3


def test_attribution_is_left_out_on_demand_and_changes_nothing_else(answer):
    without = combine_regimens(CASE, "H,L", members=4, seed=2, duration_weeks=6, attribute=False)
    assert without.attribution is None
    pd.testing.assert_frame_equal(without.patients, answer.patients)


def test_an_absent_antibody_is_no_readout():
    days = np.array([0.0, 1.0, 2.0])
    none = Under(days, {"bound_trastuzumab": np.zeros((2, 3)), "bound_pertuzumab": np.zeros((2, 3))}, ("", ""))
    assert_allclose(in_patients._average(none, "bound"), 0.0)

"""A ranking is what single arms are, nothing is dropped without a word, and failures are counted for all."""

import dataclasses

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from her2sim.case import read_case, understand
from her2sim.errors import ConvergenceError, InputError, RegimenError
from her2sim.studies.arms import Arm, Arms
from her2sim.studies.rank import rank
from her2sim.studies.rank.scores import expected_regret, p_best, pairwise


def test_places_are_in_the_order_of_the_expected_benefit(answer):
    assert [one.place for one in answer.places] == list(range(1, 7))
    expected = [one.expected for one in answer.places]
    assert expected == sorted(expected, reverse=True)
    regret = [one.regret for one in answer.places]
    assert regret == sorted(regret)
    assert answer.reference == "H"


def test_scores_are_those_of_the_draws(answer):
    worth = answer.worth[:, answer.shared]
    assert_allclose([one.p_best for one in answer.places], p_best(worth, tie=answer.tie))
    assert sum(one.p_best for one in answer.places) == pytest.approx(1.0, abs=1e-12)
    assert_allclose([one.regret for one in answer.places], expected_regret(worth))
    assert_allclose(answer.pairs, pairwise(worth, tie=answer.tie))
    row = [one.name for one in answer.places].index("H")
    assert_allclose([one.p_better for one in answer.places], answer.pairs[:, row])


def test_a_row_is_the_arm_of_the_base(answer):
    arms = Arms.of(read_case("PTEN-loss"), 6, 3)
    arm = arms.run(arms.regimen("H+L", duration_weeks=6))
    row = [one.name for one in answer.places].index("H+L")
    assert_array_equal(answer.worth[row], arm.worth["log10_kill"])
    kept = answer.draws[answer.draws["regimen"] == "H+L"]
    assert_array_equal(kept["shrinkage"], arm.worth["shrinkage"])


def test_relief_is_the_difference_of_the_gains_by_repair(answer):
    arms = Arms.of(read_case("PTEN-loss"), 6, 3)
    (mechanism,) = understand(read_case("PTEN-loss")).mechanisms
    first = answer.places[0]
    gains = {}
    for name in ("H", first.name):
        regimen = arms.regimen(name, duration_weeks=6)
        gains[name] = arms.run(regimen, mechanism.repair).worth["log10_kill"] - arms.run(regimen).worth["log10_kill"]
    (part,) = first.why.reliefs
    assert part.id == mechanism.id
    assert part.cost.median == pytest.approx(np.median(gains[first.name]))
    assert part.relief.median == pytest.approx(np.median(gains["H"] - gains[first.name]))
    with_reliefs = {one.name for one in answer.places if one.why.reliefs}
    assert with_reliefs == {"H", *(one.name for one in answer.places[:2])}


def test_reasons_name_what_was_added(answer):
    assert not answer["H"].why.signals
    both = answer["H+L"].why
    assert both.drugs[0].startswith("lapatinib: ")
    assert [one.readout for one in both.fates] == ["division_drive", "death_drive"]
    changed = {one.readout: one for one in both.signals}
    assert changed["pERBB2"].log2.high < 0  # lapatinib blocks the kinase in every draw
    assert "pertuzumab" in answer["THP"].why.text
    assert any("docetaxel" in text for text in answer["THP"].why.outside)
    assert "without trastuzumab" in answer["L+A"].why.text
    sizes = [one.size for one in both.signals]
    assert sizes == sorted(sizes, reverse=True)


def test_the_order_asked_for_does_not_matter(answer):
    again = rank("PTEN-loss", regimens="T-DM1,L+A,THP,H+L,H_qw", members=6, seed=3, weeks=6, why=0)
    assert [one.name for one in again.places] == [one.name for one in answer.places]
    assert_allclose(again.worth, answer.worth)
    assert not any(one.why.reliefs for one in again.places)


def test_what_breaks_a_rule_stays_with_a_flag_and_can_be_left_out():
    options = {"regimens": "Dox+H", "members": 2, "weeks": 6, "why": 0}
    kept = rank("PTEN-loss", **options)
    assert not kept["Dox+H"].limits.feasible
    left = rank("PTEN-loss", **options, feasible_only=True)
    assert [one.name for one in left.places] == ["H"]
    (reason,) = [one.reason for one in left.unranked if one.name == "Dox+H"]
    assert reason.startswith("not feasible")
    with pytest.raises(KeyError):
        left["Dox+H"]


def test_in_culture_schedules_are_one_and_what_cannot_be_added_is_listed():
    found = rank("SK-BR-3", regimens="H_qw,H+L,XH,H+Bup", members=3, why=0)
    assert found.measure.name == "growth_rate_inhibition"
    reasons = {one.name: one.reason for one in found.unranked}
    assert "same as H" in reasons["H_qw"]
    assert "capecitabine" in reasons["XH"]
    assert {one.name for one in found.places} | set(reasons) == {"H", "H_qw", "H+L", "XH", "H+Bup"}


def _broken(original, broken):
    """The arm of the base, with the draws that `broken` names for a regimen made to fail."""

    def run(self, regimen, changes=None):
        arm = original(self, regimen, changes)
        lost = broken.get(regimen.name, ())
        worth = {name: np.where(np.isin(np.arange(len(v)), lost), np.nan, v) for name, v in arm.worth.items()}
        problems = tuple("made to fail" if draw in lost else "" for draw in range(len(arm.problems)))
        return Arm(arm.regimen, worth, problems, arm.signals, arm.sums_mm, arm.progressed)

    return run


def test_a_draw_that_fails_under_one_regimen_is_left_out_for_all(monkeypatch, answer):
    monkeypatch.setattr(Arms, "run", _broken(Arms.run, {"H+L": (1,), "L+A": (4,)}))
    found = rank("PTEN-loss", regimens="H+L,L+A", members=6, seed=3, weeks=6, why=0)
    assert found.shared.tolist() == [True, False, True, True, False, True]
    assert found.n_failed == 2
    assert found.failures == {"H+L: made to fail": 1, "L+A: made to fail": 1}
    assert found["H+L"].failed == 1
    row = [one.name for one in answer.places].index("H")
    assert found["H"].expected == pytest.approx(answer.worth[row][found.shared].mean())
    assert sum(one.p_best for one in found.places) == pytest.approx(1.0)
    failed = found.draws[found.draws["status"] == "failed"]
    assert set(zip(failed["regimen"], failed["draw"], strict=True)) == {("H+L", 1), ("L+A", 4)}
    assert len(found.draws) == 3 * 6


def test_a_regimen_that_always_fails_is_listed_and_none_shared_is_said(monkeypatch):
    options = {"members": 2, "weeks": 4, "why": 0}
    original = Arms.run
    monkeypatch.setattr(Arms, "run", _broken(original, {"H+L": (0, 1)}))
    found = rank("PTEN-loss", regimens="H+L", **options)
    assert found.unranked[0].reason == "no draw could be simulated: made to fail"
    monkeypatch.setattr(Arms, "run", _broken(original, {"H+L": (0,), "L": (1,)}))
    with pytest.raises(ConvergenceError, match="under every regimen"):
        rank("PTEN-loss", regimens="H+L,L", **options)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"measure": "survival"}, InputError, "no such measure"),
        ({"sets": "standard,best"}, InputError, "no such set"),
        ({"sets": ","}, InputError, "neither a set nor a regimen"),
        ({"members": 0}, InputError, "at least one draw"),
        ({"level": 1.5}, InputError, "between 0 and 1"),
        ({"regimens": "H+Nothing"}, RegimenError, "no regimen"),
        ({"agents": 4}, InputError, "out of range"),
    ],
)
def test_what_cannot_be_ranked_is_refused(options, error, words):
    with pytest.raises(error, match=words):
        rank("PTEN-loss", **options)


def test_where_all_are_worth_the_same_the_first_places_are_those_put_back(monkeypatch):
    original = Arms.run

    def run(self, regimen, changes=None):
        arm = original(self, regimen, changes)
        return dataclasses.replace(arm, worth={name: np.zeros_like(value) for name, value in arm.worth.items()})

    monkeypatch.setattr(Arms, "run", run)
    found = rank("PTEN-loss", regimens="L,H+L,A+H", backbone="L+P", members=2, weeks=2, why=1)
    assert {one.name for one in found.places if one.why.reliefs} == {found.places[0].name, "L+P"}


def test_a_worth_without_a_value_is_a_failure_with_a_reason(monkeypatch):
    original = Arms.run

    def run(self, regimen, changes=None):
        arm = original(self, regimen, changes)
        if regimen.name == "H+L":
            arm.worth["log10_kill"][1] = np.nan
        return arm

    monkeypatch.setattr(Arms, "run", run)
    found = rank("PTEN-loss", regimens="H+L", members=3, weeks=2, why=0)
    assert found.n_failed == found["H+L"].failed == 1
    assert found.failures == {"H+L: the measure has no value": 1}
    assert found.draws["status"].tolist().count("failed") == 1


def test_another_name_finds_the_place_and_is_said():
    found = rank("PTEN-loss", regimens="H+L,L+H", members=2, weeks=2, why=0)
    assert found["L+H"] is found["H+L"]
    assert any("L+H" in note for note in found.notes)


def test_in_culture_weeks_do_not_count_and_that_is_said():
    short, long = (rank("SK-BR-3", regimens="H+L", members=2, weeks=weeks, why=0) for weeks in (2, 12))
    assert_array_equal(short.worth, long.worth)
    assert any("weeks do not count" in note for note in long.notes)

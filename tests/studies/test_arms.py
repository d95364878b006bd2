"""The bench of one case: what it shares, what it refuses, and that nothing is lost in between."""

import numpy as np
import pytest

from her2sim.case import read_case
from her2sim.errors import InputError, RegimenError
from her2sim.studies.arms import Arms
from her2sim.studies.predict import predict


@pytest.fixture(scope="module")
def arms():
    return Arms.of(read_case("PTEN-loss"), 6, 2)


def test_an_arm_is_what_predict_says_of_the_same_draws(arms):
    arm = arms.run(arms.regimen("H"))
    told = predict("PTEN-loss", "H", draws=6, seed=2, repairs=False).regimens[0].patients
    assert np.array_equal(-arm.worth["shrinkage"], told["best_change_pct"].to_numpy())
    assert np.array_equal(arm.worth["ttp"], told["ttp_day"].to_numpy())
    assert np.array_equal(arm.progressed, told["progressed"].to_numpy())


def test_no_drug_kills_nothing(arms):
    from her2sim.pharmacology.schedule import Regimen

    nothing = Regimen("nothing", "no drug", (), arms.regimen("H").duration_d)
    assert np.array_equal(arms.run(nothing).worth["log10_kill"], np.zeros(6))


def test_changes_that_change_nothing_give_the_same_arm(arms):
    regimen = arms.regimen("H")
    same = {"PTEN_level": arms.draws.patient["PTEN_level"]}
    assert np.array_equal(arms.run(regimen, same).worth["log10_kill"], arms.run(regimen).worth["log10_kill"])


def test_balances_are_shared_by_regimens_of_one_variant(arms):
    arms.run(arms.regimen("H"))
    before = len(arms.balances)
    arms.run(arms.regimen("H+L"))
    assert len(arms.balances) == before


def test_what_cannot_be_asked_is_refused(arms):
    with pytest.raises(InputError, match="log10_kill"):
        arms.measure("log10_kil")
    with pytest.raises(InputError, match="at least one draw"):
        Arms.of(arms.case, 0, 1)
    with pytest.raises(InputError, match="not negative"):
        Arms.of(arms.case, 2, -1)
    with pytest.raises(RegimenError):
        arms.regimen("no such regimen")

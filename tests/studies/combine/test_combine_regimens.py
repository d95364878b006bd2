"""Regimens in patients: the combination beside its arms and beside independence."""

import numpy as np
import pytest

from her2sim.errors import InputError
from her2sim.studies.combine import combine_regimens


@pytest.fixture(scope="module")
def answer():
    return combine_regimens("PTEN-loss", "H,L", members=3, seed=2, duration_weeks=6)


def test_independent_action_is_the_better_arm_of_each_patient(answer):
    table = answer.patients
    assert (table["ttp_day_independent"] == table[["ttp_day_H", "ttp_day_L"]].max(axis=1)).all()
    assert answer.combination == "H+L"


def test_excess_over_bliss_is_on_the_kill_against_untreated_tumours(answer):
    table = answer.patients
    kill = {arm: table[f"log10_kill_{arm}"] - table["log10_kill_untreated"] for arm in ("H", "L", "H+L")}
    assert (kill["H+L"] > 0).all()  # a treated tumour has fewer cells than an untreated one
    expected = np.median(kill["H+L"] - kill["H"] - kill["L"])
    assert answer.excesses["Bliss, log10 kill"].median == pytest.approx(expected)


def test_curves_fall_from_one_in_every_arm(answer):
    assert set(answer.curves["arm"]) == {"H", "L", "H+L", "independent action"}
    for _, curve in answer.curves.groupby("arm"):
        assert curve["share"].iloc[0] == 1.0
        assert (curve["share"].diff().dropna() <= 0).all()


def test_a_cell_line_has_no_progression():
    with pytest.raises(InputError, match="no progression"):
        combine_regimens("SK-BR-3", "H,L")


def test_one_regimen_is_no_combination():
    with pytest.raises(InputError, match="two or three"):
        combine_regimens("PTEN-loss", "H")


def test_a_correlation_out_of_range_is_refused():
    with pytest.raises(InputError, match="correlation"):
        combine_regimens("PTEN-loss", "H,L", rho=-0.5)

"""Signals to rates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from her2sim.tumour import baseline_kinetics, typical_tumour
from her2sim.tumour.fate import death_factor, death_rate, division_rate

ONE = np.ones((1, 1))


def test_untreated_rates_grow_at_the_doubling_time_and_lose_nine_in_ten_cells() -> None:
    found = baseline_kinetics(np.array([0.3]), np.array([60.0]), typical_tumour())
    assert found.net[0] == pytest.approx(np.log(2) / 60)
    assert np.log(2) / found.division[0] == pytest.approx(6.25)  # potential doubling time, days: 4 to 10
    assert found.cell_loss[0] == pytest.approx(0.9, abs=0.02)


def test_a_drug_free_cell_divides_and_dies_at_its_own_rates() -> None:
    base = baseline_kinetics(np.array([0.3]), np.array([152.0]), typical_tumour())
    assert division_rate(base, ONE)[0, 0] == base.division[0]
    assert death_rate(base, ONE, typical_tumour())[0, 0] == pytest.approx(base.death[0])


@given(ki67=st.floats(0.0, 1.0), doubling=st.floats(5.0, 900.0))
def test_death_stays_positive_whatever_ki67_and_doubling_time_say(ki67: float, doubling: float) -> None:
    found = baseline_kinetics(np.array([ki67]), np.array([doubling]), typical_tumour())
    assert found.death[0] > 0
    assert found.net[0] > 0


@given(ratio=st.floats(0.0, 1e6), more=st.floats(0.0, 1e3), fold=st.floats(1.5, 8.0))
def test_death_rises_with_its_drive_and_stays_below_its_limit(ratio: float, more: float, fold: float) -> None:
    low, high = (
        death_factor(np.array([ratio]), np.array([fold])),
        death_factor(np.array([ratio + more]), np.array([fold])),
    )
    assert 0 <= low[0] <= high[0] * (1 + 1e-12)  # rounding
    assert high[0] <= fold * (1 + 1e-12)


def test_around_baseline_death_follows_its_drive_one_to_one() -> None:
    up, down = death_factor(np.array([1.001, 0.999]), np.array([4.0, 4.0]))
    assert up == pytest.approx(1.001, abs=1e-6)
    assert down == pytest.approx(0.999, abs=1e-9)


@pytest.mark.evidence("T107")
def test_a_third_more_death_drive_is_a_third_more_apoptosis() -> None:
    factor = death_factor(np.array([1.35]), typical_tumour().death_max_fold)[0]
    assert 1.1 < factor < 1.8  # apoptotic index +35 % after one week of trastuzumab

"""Taxane kill: one standard dose kills what it should, however the grid is cut."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from her2sim.pharmacology import regimen, simulate_exposure
from her2sim.tumour import typical_tumour
from her2sim.tumour.chemotherapy import taxane_kill_rate
from her2sim.tumour.cytotoxic import delayed_effect

PARAMETERS = typical_tumour()
REFERENCE = float(PARAMETERS.reference_division[0])


def log10_killed(name: str, division: float, days: float = 126.0, step: float = 1.0) -> float:
    times = np.arange(0.0, days + 0.5 * step, step)
    course = regimen(name, setting="neoadjuvant")
    drug = course.drugs[0]
    auc = simulate_exposure(course, times, (f"{drug}_auc",))[:, :, 0]
    rate = taxane_kill_rate({drug: auc}, times, np.full((1, times.size), division), PARAMETERS)
    return float(np.trapezoid(rate[0], times) / np.log(10.0))


@pytest.mark.parametrize("name", ["T", "Tpac"])
def test_eighteen_weeks_kill_six_times_what_one_standard_dose_kills(name: str) -> None:
    assert log10_killed(name, REFERENCE) == pytest.approx(6 * 0.8, rel=0.05)  # patient of 1.73, not 1.75 m2; the tail


def test_fifteen_weeks_alone_come_near_the_four_logs_they_were_set_by() -> None:
    assert log10_killed("T", REFERENCE, days=105.0) == pytest.approx(4.0, abs=0.3)


def test_resting_cells_are_killed_half_as_well() -> None:
    assert log10_killed("T", 0.0) / log10_killed("T", REFERENCE) == pytest.approx(0.5)


def test_the_grid_does_not_change_the_kill() -> None:
    assert log10_killed("T", REFERENCE, step=0.5) == pytest.approx(log10_killed("T", REFERENCE), rel=0.01)


@given(rise=st.lists(st.floats(0, 2), min_size=2, max_size=40), half_life=st.floats(0.2, 20))
def test_effect_never_exceeds_exposure(rise: list[float], half_life: float) -> None:
    times = np.arange(float(len(rise)))
    doses = np.cumsum(rise)[None]
    effect = delayed_effect(doses, times, np.array([half_life]))
    assert np.all(effect >= 0)
    assert effect[0].max() <= max(rise[1:]) + 1e-12  # rounding


def test_without_a_taxane_nothing_is_killed() -> None:
    assert not taxane_kill_rate({}, np.arange(3.0), np.ones((2, 3)), typical_tumour(2)).any()

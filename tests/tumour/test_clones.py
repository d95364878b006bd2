"""Growth of clones: against an independent integration, and what must hold whatever the numbers."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from tests.reference.clones_twin import volume_ratio

from her2sim.tumour import Kinetics, Rates, Start, TumourCourse, baseline_kinetics, grow, typical_tumour
from her2sim.tumour.lesions import sum_of_diameters, volume_of_lesions

Floats = NDArray[np.float64]
DAYS = np.arange(0.0, 127.0)
RATE = st.floats(0.0, 0.3)


def start(diameter_mm: float = 40.0, resistant: float = 1e-4) -> Start:
    one = np.ones(1)
    return Start(volume_of_lesions(diameter_mm * one, one), resistant * one)


def kinetics() -> Kinetics:
    return baseline_kinetics(np.array([0.3]), np.array([152.0]), typical_tumour())


def course(division: Floats, death: Floats, vegf: Floats | None = None, at: Start | None = None) -> TumourCourse:
    """One lane; `division` and `death` have shape (C, T)."""
    rates = Rates(
        DAYS[: division.shape[1]],
        division[None],
        death[None],
        np.ones((1, division.shape[1])) if vegf is None else vegf,
    )
    return grow(at or start(), kinetics(), rates, typical_tumour())


def steady(division: float, death: float, clones: int = 2, days: int = DAYS.size) -> TumourCourse:
    shape = (clones, days)
    return course(np.full(shape, division), np.full(shape, death))


def test_the_course_agrees_with_an_independent_integration() -> None:
    base = kinetics()
    swing = np.sin(DAYS / 9.0)
    division = np.stack([0.06 + 0.03 * swing, np.full(DAYS.size, base.division[0])])
    death = np.stack([0.12 - 0.04 * swing, np.full(DAYS.size, base.death[0])])
    vegf = 0.7 + 0.2 * swing

    def pair(values: Floats) -> Callable[[float], Floats]:
        return lambda day: np.array([np.interp(day, DAYS, row) for row in values])

    expected = volume_ratio(
        start(), base, division=pair(division), death=pair(death), vegf=lambda day: float(np.interp(day, DAYS, vegf)),
        parameters=typical_tumour(), days=DAYS,
    )  # fmt: skip
    found = course(division, death, vegf[None]).volume_ratio[0]
    assert_allclose(found, expected, rtol=3e-3)  # steps of a quarter day, rates constant within each
    assert_allclose(np.cbrt(found), np.cbrt(expected), rtol=1e-3)  # what is measured is the diameter


def test_an_untreated_tumour_doubles_in_its_doubling_time_less_what_crowding_takes() -> None:
    base = kinetics()
    days = 153
    at = start(diameter_mm=10.0)
    shape = (2, days)
    rates = Rates(
        np.arange(float(days)),
        np.full((1, *shape), base.division[0]),
        np.full((1, *shape), base.death[0]),
        np.ones((1, days)),
    )
    ratio = grow(at, base, rates, typical_tumour()).volume_ratio[0, -1]
    assert ratio == pytest.approx(2.0, rel=0.01)  # 1 cm is 0.1 % of the carrying volume


def test_a_larger_untreated_tumour_grows_more_slowly() -> None:
    base = kinetics()
    shape = (2, DAYS.size)
    ratios = [
        course(np.full(shape, base.division[0]), np.full(shape, base.death[0]), at=start(mm)).volume_ratio[0, -1]
        for mm in (10.0, 50.0, 70.0)
    ]
    assert ratios[0] > ratios[1] > ratios[2] > 1.0


def test_division_at_six_tenths_turns_growth_into_shrinkage() -> None:
    base = kinetics()
    treated = steady(0.6 * float(base.division[0]), float(base.death[0]), days=22)
    diameter = float(np.cbrt(treated.volume_ratio[0, -1])) - 1.0
    assert -0.30 < diameter < -0.12  # T106: about a fifth in three weeks of trastuzumab alone


@settings(max_examples=40, deadline=None)
@given(division=RATE, death=st.floats(0.0, 5.0), resistant=st.floats(0.0, 1.0))
def test_cells_are_never_negative(division: float, death: float, resistant: float) -> None:
    shape = (2, 22)
    found = course(np.full(shape, division), np.full(shape, death), at=start(resistant=resistant))
    assert np.all(found.cells >= 0)
    assert np.all(found.debris >= 0)
    assert np.all(np.isfinite(found.volume_ratio))


@settings(max_examples=40, deadline=None)
@given(division=RATE, death=RATE, more=st.floats(0.0, 1.0), mm=st.floats(5.0, 95.0))
def test_more_killing_of_all_cells_never_leaves_a_larger_tumour(
    division: float, death: float, more: float, mm: float
) -> None:
    shape = (2, DAYS.size)
    small, large = (
        course(np.full(shape, division), np.full(shape, death + extra), at=start(mm)).volume_ratio[0]
        for extra in (more, 0.0)
    )
    assert np.all(small <= large * (1 + 1e-9))  # rounding


def test_the_order_of_lanes_changes_nothing() -> None:
    parameters, rng = typical_tumour(3), np.random.default_rng(1)
    base = baseline_kinetics(np.array([0.1, 0.3, 0.5]), np.full(3, 100.0), parameters)
    at = Start(np.array([1e3, 1e4, 1e5]), np.full(3, 1e-4))
    division, death = rng.uniform(0.0, 0.2, (2, 3, 2, 22))
    days, vegf = np.arange(22.0), np.ones((3, 22))
    forward = grow(at, base, Rates(days, division, death, vegf), parameters)
    back = grow(
        Start(at.volume_mm3[::-1], at.resistant_fraction), Kinetics(base.division[::-1], base.death[::-1]),
        Rates(days, division[::-1], death[::-1], vegf), parameters,
    )  # fmt: skip
    assert np.array_equal(forward.cells, back.cells[::-1])


def test_a_resistant_clone_takes_over() -> None:
    base = kinetics()
    shape = DAYS.size
    division = np.stack([np.full(shape, 0.3 * base.division[0]), np.full(shape, base.division[0])])
    found = course(division, np.full((2, shape), base.death[0]))
    share = found.cells[0, 1] / found.cells[0].sum(axis=0)
    assert share[0] == pytest.approx(1e-4)
    assert share[-1] > 0.5


def test_killing_one_clone_gives_the_other_room() -> None:
    base = kinetics()
    division = np.full((2, DAYS.size), base.division[0])
    death = np.full((2, DAYS.size), base.death[0])
    spared = course(division, death, at=start(70.0)).cells[0, 1, -1]
    killed = course(division, death + np.array([[0.2], [0.0]]), at=start(70.0)).cells[0, 1, -1]
    assert killed > spared


def test_resistant_cells_arise_even_where_there_were_none() -> None:
    base = kinetics()
    shape = (2, DAYS.size)
    found = course(np.full(shape, base.division[0]), np.full(shape, base.death[0]), at=start(resistant=0.0))
    assert found.cells[0, 1, 0] == 0.0
    assert found.cells[0, 1, -1] > 1e4  # 1.7e10 cells, 0.11 divisions per day, one in a million


def test_less_vegf_slows_growth_of_a_large_tumour() -> None:
    base = kinetics()
    shape = (2, DAYS.size)
    rates = np.full(shape, base.division[0]), np.full(shape, base.death[0])
    normal = course(*rates, at=start(80.0)).volume_ratio[0, -1]
    starved = course(*rates, np.full((1, DAYS.size), 0.3), start(80.0)).volume_ratio[0, -1]
    assert starved < normal


def test_dead_cells_leave_with_their_half_life() -> None:
    found = steady(0.0, 100.0, days=7)  # all die on the first day
    assert found.debris[0, 6] / found.debris[0, 1] == pytest.approx(0.5, rel=1e-3)


@given(mm=st.floats(1.0, 300.0), lesions=st.integers(1, 5))
def test_volume_and_diameters_are_two_ways_to_say_the_same(mm: float, lesions: int) -> None:
    count = np.array([float(lesions)])
    assert sum_of_diameters(volume_of_lesions(np.array([mm]), count), count)[0] == pytest.approx(mm)

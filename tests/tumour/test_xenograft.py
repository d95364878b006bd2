"""Grafts in mice: growth, Fc receptors, growth inhibition."""

import numpy as np
import pytest
from numpy.typing import NDArray

from her2sim.errors import RegimenError
from her2sim.tumour import Signals, TumourCourse, typical_tumour
from her2sim.tumour.payload import Uptake
from her2sim.tumour.xenograft import (
    Mouse,
    grow_xenograft,
    mouse_effectors,
    tumour_growth_inhibition,
    untreated,
    xenograft_of,
)

Floats = NDArray[np.float64]
P = typical_tumour()
DAYS = np.arange(0.0, 29.0)
ON = -np.expm1(-DAYS)[None]
GRAFT = xenograft_of(P)
CONTROL = grow_xenograft(GRAFT, (untreated(1, DAYS),), P)


def trastuzumab(division: float = 0.6, death: float = 1.35, bound: float = 4e5) -> Signals:
    """BT-474 under antibody, made up: what culture shows of it."""
    return Signals(DAYS, 1 + (division - 1) * ON, 1 + (death - 1) * ON, bound * ON, 0 * ON, 1 + 0 * ON)


def tgi(mouse: Mouse, myeloid: float = 0.0) -> float:
    parameters = typical_tumour(1, variant_myeloid_share=myeloid)
    treated = grow_xenograft(GRAFT, (trastuzumab(),), parameters, mouse=mouse, antibody_only=True)
    return float(tumour_growth_inhibition(treated, CONTROL)[0, -1])


def test_a_graft_doubles_in_its_doubling_time_less_what_crowding_takes() -> None:
    small = grow_xenograft(xenograft_of(P, volume_mm3=5.0), (untreated(1, np.arange(0.0, 12.4, 0.1)),), P)
    assert np.interp(11.4, small.times_day, small.volume_ratio[0]) == pytest.approx(2.0, rel=0.01)
    slow = grow_xenograft(xenograft_of(P, doubling_time_day=41.8), (untreated(1, DAYS),), P)
    assert slow.volume_mm3[0, -1] < CONTROL.volume_mm3[0, -1]


def test_an_untreated_graft_is_not_inhibited() -> None:
    found = tumour_growth_inhibition(CONTROL, CONTROL)
    assert np.isnan(found[0, 0])
    assert np.array_equal(found[0, 1:], np.zeros(DAYS.size - 1))


@pytest.mark.evidence("T094", "MOA07")
@pytest.mark.parametrize("myeloid", [0.0, 0.5, 0.9])
def test_mice_without_activating_receptors_lose_most_of_the_effect(myeloid: float) -> None:
    nude, without, free = (tgi(mouse, myeloid) for mouse in ("nude", "FcRg-/-", "FCGR2B-/-"))
    assert nude > 0.8
    assert 0 < without <= 0.5 * nude
    assert free >= nude


@pytest.mark.evidence("T095")
def test_who_kills_is_a_structure() -> None:
    assert tgi("no NK cells", 0.0) == pytest.approx(tgi("FcRg-/-"))
    assert tgi("no myeloid cells", 0.0) == pytest.approx(tgi("nude"))
    assert tgi("no myeloid cells", 0.9) < tgi("no NK cells", 0.9)


@pytest.mark.evidence("T053")
def test_a_line_that_resists_in_culture_is_inhibited_by_effectors_in_mice() -> None:
    resistant = trastuzumab(division=0.97, death=1.0, bound=1.2e5)
    small = xenograft_of(P, volume_mm3=5.0)
    control = grow_xenograft(small, (untreated(1, DAYS),), P)
    treated = grow_xenograft(small, (resistant,), P, antibody_only=True)
    bare = grow_xenograft(small, (resistant,), P, mouse="none", antibody_only=True)
    assert tumour_growth_inhibition(treated, control)[0, -1] > 0.2
    assert tumour_growth_inhibition(bare, control)[0, -1] < 0.05


@pytest.mark.evidence("T076")
def test_a_deep_block_with_death_clears_a_graft_in_ten_days() -> None:
    deep = grow_xenograft(GRAFT, (trastuzumab(division=0.1, death=4.0),), P)
    assert deep.volume_ratio[0, 10] < 0.1


@pytest.mark.evidence("TX06", "R11")
def test_payload_shrinks_a_graft_whose_signals_do_not_respond() -> None:
    flat = np.ones((1, DAYS.size))
    signals = Signals(DAYS, flat, flat, 0 * flat, 0 * flat, flat, payload=(Uptake("DM1", 2e4 * flat),))
    treated = grow_xenograft(GRAFT, (signals,), P, mouse="none")
    assert tumour_growth_inhibition(treated, CONTROL)[0, -1] > 0.8


def courses_are_finite(course: TumourCourse) -> bool:
    return bool(np.all(np.isfinite(course.volume_mm3)) and np.all(course.volume_mm3 >= 0))


def test_two_clones_may_share_a_graft() -> None:
    mixed = xenograft_of(P, second_share=0.5)
    found = grow_xenograft(mixed, (trastuzumab(division=0.2, death=3.0), untreated(1, DAYS)), P)
    assert courses_are_finite(found)
    assert found.cells[0, 1, -1] > found.cells[0, 0, -1]


def test_an_unknown_mouse_is_refused() -> None:
    with pytest.raises(RegimenError, match="no kind of mouse"):
        mouse_effectors("Mickey", P)

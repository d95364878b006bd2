"""Bystanders: DXd reaches cells without HER2, DM1 does not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from her2sim.tumour import Response, Signals, growth, host, respond, typical_tumour
from her2sim.tumour.bystander import outside_nM
from her2sim.tumour.payload import PayloadName, Uptake

Floats = NDArray[np.float64]
P = typical_tumour()
DAYS = np.arange(0.0, 64.0)
FLAT = np.ones((1, DAYS.size))


def clone(conjugates: tuple[Uptake, ...] = ()) -> Signals:
    return Signals(DAYS, FLAT, FLAT, 0 * FLAT, 0 * FLAT, FLAT, payload=conjugates)


def mixed(name: PayloadName | None, low: float = 0.3, low_flux: float = 0.0) -> Response:
    """A tumour with a share of HER2-low cells under a conjugate, without any other effect."""
    taken = () if name is None else (Uptake(name, 1.5e4 * FLAT),)
    little = (Uptake(name, low_flux * FLAT),) if name is not None and low_flux else ()
    patient = host({"resistant_fraction_log10": np.array([np.log10(low)])}, 1, "neoadjuvant", P)
    return respond(patient, clone(taken), P, resistant=clone(little))


def low_cells(answer: Response) -> float:
    return float(answer.course.cells[0, 1, -1] / answer.course.cells[0, 1, 0])


@pytest.mark.evidence("TX07", "P04")
def test_dxd_kills_neighbours_without_her2_and_dm1_does_not() -> None:
    untreated, dm1, dxd = (mixed(name) for name in (None, "DM1", "DXd"))
    assert low_cells(dxd) < 0.2 * low_cells(untreated)
    assert low_cells(dm1) > 0.99 * low_cells(untreated)  # more room, if anything


@pytest.mark.evidence("P04", "T119")
def test_a_mixed_tumour_escapes_dm1() -> None:
    assert mixed("DM1", low=1e-4).log10_kill[0] > 0.5
    assert mixed("DM1", low=0.3).log10_kill[0] < 0.5
    assert mixed("DXd", low=0.3).log10_kill[0] > mixed("DM1", low=0.3).log10_kill[0]


def test_fewer_cells_that_release_kill_fewer_neighbours() -> None:
    left = [low_cells(mixed("DXd", low=share)) for share in (0.1, 0.5, 0.9)]
    assert left == sorted(left)


def test_the_killing_of_neighbours_fades_as_the_cells_that_release_die() -> None:
    cells = mixed("DXd", low=0.9).course.cells[0]
    early, late = (np.log(cells[1, day + 7] / cells[1, day]) for day in (7, 50))
    assert late > early


@pytest.mark.parametrize("low", [0.05, 0.5, 0.95])
def test_shorter_steps_change_nothing_that_is_seen(low: float, monkeypatch: pytest.MonkeyPatch) -> None:
    before = mixed("DXd", low=low).sums_mm[0]
    monkeypatch.setattr(growth, "STEP_DAY", growth.STEP_DAY / 4)
    assert_allclose(mixed("DXd", low=low).sums_mm[0], before, rtol=0.01)


@given(release=st.floats(0, 1e8), share=st.floats(0, 1))
def test_the_surroundings_hold_payload_in_proportion_to_what_is_released(release: float, share: float) -> None:
    released = np.full((1, 1, 1), release)
    assert outside_nM(released, np.full((1, 1, 1), share), P)[0, 0] == pytest.approx(
        share * outside_nM(released, np.ones((1, 1, 1)), P)[0, 0]
    )


def test_without_exchange_with_vessels_more_stays() -> None:
    released, whole = np.full((1, 1, 1), 1e6), np.ones((1, 1, 1))
    slow = replace(P, bystander_washout=P.bystander_washout / 10)
    assert outside_nM(released, whole, slow)[0, 0] == pytest.approx(10 * outside_nM(released, whole, P)[0, 0])

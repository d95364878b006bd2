"""Payload in a cell: against an independent integration, and what must hold whatever the numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from her2sim.tumour import payload
from her2sim.tumour.parameters import TumourParameters, typical_tumour
from her2sim.tumour.payload import PayloadName, Uptake, cytosol_nM, payload_exposure, payload_pools
from her2sim.tumour.payload_kill import payload_kill_in_culture, payload_kill_rate

Floats = NDArray[np.float64]
P = typical_tumour()
DAYS = np.arange(0.0, 22.0)
FLAT = np.ones((1, DAYS.size))
DIVISION = 0.11 * FLAT


def exposure(
    name: PayloadName = "DM1",
    flux: float = 1e4,
    share: float = 1.0,
    slc46a3: float = 1.0,
    abcb1: float = 1.0,
    parameters: TumourParameters = P,
) -> float:
    """nM day in the cytosol over three weeks of constant uptake."""
    uptake = Uptake(name, flux * FLAT, share, slc46a3, abcb1)
    pools = payload_pools(uptake, DAYS, DIVISION, parameters)
    return float(payload_exposure(DAYS, cytosol_nM(uptake, pools, parameters))[0])


def test_the_pools_agree_with_an_independent_integration() -> None:
    flux, division = 1e4 * (1 + np.sin(DAYS / 3.0)), 0.1 + 0.05 * np.cos(DAYS / 2.0)
    k_deg, k_out, k_tr, k_loss = (
        np.log(2) / float(value[0])
        for value in (
            P.payload_degradation_half_life, P.payload_efflux_half_life, P.payload_transport_half_life,
            P.payload_lysosome_loss_half_life,
        )
    )  # fmt: skip

    def flow(day: float, state: Floats) -> list[float]:
        into, thin = 24 * 3.5 * np.interp(day, DAYS, flux), np.interp(day, DAYS, division)
        bound, free, cytosol = state
        return [
            float(into - (k_deg + thin) * bound),
            float(k_deg * bound - (k_tr + k_loss + thin) * free),
            float(k_tr * free - (k_out + thin) * cytosol),
        ]

    run = solve_ivp(flow, (0, 21), [0.0, 0.0, 0.0], t_eval=DAYS, rtol=1e-9, atol=1e-3, max_step=0.2)
    found = payload_pools(Uptake("DM1", flux[None]), DAYS, division[None], P)
    assert_allclose(found.bound[0], run.y[0], rtol=1e-3, atol=1.0)
    assert_allclose(found.free[0], run.y[1], rtol=2e-3, atol=1.0)
    assert_allclose(found.cytosol[0], run.y[2], rtol=2e-3, atol=1.0)


def test_halving_the_step_changes_little(monkeypatch: pytest.MonkeyPatch) -> None:
    before = exposure()
    monkeypatch.setattr(payload, "STEP_DAY", payload.STEP_DAY / 2)
    assert exposure() == pytest.approx(before, rel=1e-3)


@pytest.mark.parametrize("name", ["DM1", "DXd"])
def test_without_conjugate_nothing_is_killed(name: PayloadName) -> None:
    assert exposure(name, flux=0.0) == 0.0
    assert exposure(name, share=0.0) == 0.0
    assert not payload_kill_rate(name, 0.0 * FLAT, DIVISION, P).any()


@given(flux=st.floats(0, 1e6), more=st.floats(0, 1e6), name=st.sampled_from(["DM1", "DXd"]))
@settings(max_examples=25, deadline=None)
def test_more_uptake_is_more_payload_in_proportion(flux: float, more: float, name: PayloadName) -> None:
    assert exposure(name, flux + more) >= exposure(name, flux) * (1 - 1e-12)  # rounding
    assert exposure(name, 2 * flux) == pytest.approx(2 * exposure(name, flux))


@given(dose=st.floats(0, 1e4), more=st.floats(0, 1e4), division=st.floats(0, 0.5))
def test_the_kill_rises_with_payload_and_is_bounded(dose: float, more: float, division: float) -> None:
    low, high = (
        payload_kill_rate("DM1", np.full((1, 1), c), np.full((1, 1), division), P) for c in (dose, dose + more)
    )
    assert 0 <= low[0, 0] <= high[0, 0] * (1 + 1e-12)  # rounding
    assert high[0, 0] <= P.payload_DM1_kill_max[0] * (1 + 0.5 * (0.5 / 0.445))


def test_naked_antibody_on_the_same_receptors_takes_payload_away() -> None:
    assert exposure(share=0.25) == pytest.approx(0.25 * exposure())


@pytest.mark.evidence("P10", "T135")
def test_loss_of_the_carrier_and_pumps_cost_dm1_and_leave_dxd_alone() -> None:
    assert exposure(slc46a3=0.0) == 0.0
    assert exposure(slc46a3=0.1) < 0.7 * exposure()
    assert exposure(abcb1=10.0) < 0.6 * exposure()
    assert exposure("DXd", slc46a3=0.1, abcb1=10.0) == exposure("DXd")


@pytest.mark.evidence("T135")
def test_uptake_and_efflux_matter_most_for_the_exposure() -> None:
    def slope(**changes: float) -> float:
        factor = 1.05
        values = {name: getattr(P, name) / factor for name in changes}
        return abs(np.log(exposure(parameters=replace(P, **values)) / exposure()) / np.log(factor))

    uptake = np.log(exposure(flux=1.05e4) / exposure()) / np.log(1.05)
    efflux = slope(payload_efflux_half_life=1)
    others = [slope(**{f"payload_{name}_half_life": 1}) for name in ("degradation", "transport", "lysosome_loss")]
    assert uptake == pytest.approx(1.0)
    assert efflux > max(others)


@pytest.mark.evidence("T098")
def test_payload_leaves_a_cell_that_takes_no_more_up_with_its_half_life() -> None:
    days = np.arange(0.0, 40.0)
    flux = np.where(days < 10, 1e4, 0.0)[None]
    found = payload_pools(Uptake("DM1", flux), days, np.zeros((1, days.size)), P).cytosol[0]
    assert np.log(2) / np.log(found[30] / found[31]) * 24 == pytest.approx(56.7, rel=0.01)  # 44 to 73 h


def viability(name: PayloadName, ug_per_ml: float, days: float) -> float:
    """Cells over control for a line with SK-BR-3's receptors; binding and uptake as published, without signals."""
    times = np.linspace(0.0, days, int(days * 20) + 1)
    free, step = ug_per_ml * 6.87, 0.05 * 24 / 50
    bound, flux = 0.0, []
    for _ in times:
        flux.append(bound * 0.075)  # per h, half-time 9.2 h
        for _ in range(50):
            bound += step * (0.37 * free * (1.12e6 - bound) - (0.097 + 0.075) * bound)
    kill = payload_kill_in_culture(Uptake(name, np.array([flux])), times, np.full((1, times.size), 0.445), P)
    return float(np.exp(-np.trapezoid(kill[0], times)))


@pytest.mark.parametrize(("name", "days", "half"), [("DM1", 3.0, 0.011), ("DXd", 6.0, 0.018)])
def test_the_dose_with_half_the_effect_lies_near_that_of_published_curves(
    name: PayloadName, days: float, half: float
) -> None:
    most = 1 - viability(name, 10.0, days)
    assert 1 - viability(name, half / 3, days) < 0.5 * most  # three-fold either way: lines differ as much
    assert 1 - viability(name, half * 3, days) > 0.5 * most


@pytest.mark.parametrize(("name", "days", "low", "high"), [("DM1", 3.0, 0.3, 0.6), ("DXd", 6.0, 0.05, 0.2)])
def test_excess_conjugate_spares_as_many_cells_as_in_published_curves(
    name: PayloadName, days: float, low: float, high: float
) -> None:
    assert low < viability(name, 10.0, days) < high

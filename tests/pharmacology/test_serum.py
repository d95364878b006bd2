"""Serum concentrations against independent solutions, and what must hold whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.reference.pk_twin import by_mouth, two_compartments

from her2sim.engine import Dose, simulate
from her2sim.errors import NetworkError, RegimenError
from her2sim.pharmacology import (
    covariates,
    dose_events,
    draw_pk,
    pk_network,
    regimen,
    serum_concentration,
    simulate_exposure,
    typical_pk,
)

DAYS = np.array([0.02, 0.5, 1.0, 7.0, 20.9, 21.5, 30.0, 41.9])


def one_patient(drug: str, seed: int) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    drawn = draw_pk(drug, np.random.default_rng(seed), 1)
    return drawn, {name.removeprefix(f"{drug}_"): float(value[0]) for name, value in drawn.items()}


@pytest.mark.parametrize("name", ["trastuzumab", "pertuzumab"])
def test_antibodies_agree_with_an_independent_solution(name: str) -> None:
    drawn, values = one_patient(name, 3)
    course = regimen({"trastuzumab": "H", "pertuzumab": "P"}[name])
    doses = [(dose.time_h, dose.amount, dose.duration_h) for dose in dose_events(course, covariates(1))[0]]
    expected = two_compartments(values, [dose for dose in doses if dose[0] < 1000], 24.0 * DAYS)
    # rtol: the engine runs at 1e-8, the twin at 1e-9; errors add up over two doses
    assert_allclose(serum_concentration(course, name, DAYS, drawn)[0], expected, rtol=1e-5)


@pytest.mark.parametrize("name", ["lapatinib", "alpelisib"])
def test_oral_drugs_agree_with_the_closed_form(name: str) -> None:
    drawn, values = one_patient(name, 5)
    course = regimen({"lapatinib": "L", "alpelisib": "A"}[name])
    hours = np.array([1.0, 4.0, 23.9, 30.0, 100.0, 167.0])
    doses = [(dose.time_h, dose.amount, 0.0) for dose in dose_events(course, covariates(1))[0] if dose.time_h < 168]
    expected = by_mouth(values["CL"], values["V1"], values["ka"], doses, hours)
    assert_allclose(serum_concentration(course, name, hours / 24.0, drawn)[0], expected, rtol=1e-5)  # as above


def test_nothing_is_in_serum_before_the_first_dose() -> None:
    assert serum_concentration(regimen("H"), "trastuzumab", np.array([0.0]))[0, 0] == 0.0


@pytest.mark.parametrize("drug", ["trastuzumab", "docetaxel", "paclitaxel", "lapatinib"])
def test_what_is_not_eliminated_stays_in_the_body(drug: str) -> None:
    network = pk_network((drug,))
    still = {f"{drug}_{name}": 0.0 for name in ("CL", "Vmax", "VMel") if f"{drug}_{name}" in network.parameter_index}
    into = {"lapatinib": "depot"}.get(drug, "central")
    run = simulate(network, still, [0.0, 500.0], doses=[Dose(0.0, f"{drug}_{into}", 100.0, 1.0)], rtol=1e-8)
    mass = sum(run.final[0, place] for place, item in enumerate(network.species) if item.unit == "mg")
    assert_allclose(mass, 100.0, rtol=1e-6)  # two orders above the tolerance of the integrator


@pytest.mark.parametrize(("name", "drug"), [("T", "docetaxel"), ("L", "lapatinib"), ("P", "pertuzumab")])
def test_exposure_to_a_linear_drug_is_dose_over_clearance(name: str, drug: str) -> None:
    course = regimen(name)
    patients = covariates(1)
    first = dose_events(course, patients)[0][0]
    values = typical_pk(drug, 1)
    network = pk_network((drug,))
    hours = np.concatenate([np.linspace(0.0, 24.0, 2000), np.linspace(25.0, 24.0 * 400, 4000)])
    run = simulate(network, values, hours, doses=[first], outputs=[f"{drug}_mg_L"], rtol=1e-8)
    area = np.trapezoid(run[f"{drug}_mg_L"][0], hours)
    assert_allclose(area, first.amount / values[f"{drug}_CL"][0], rtol=0.005)  # trapezoids


def test_a_taxane_counts_its_exposure_exactly() -> None:
    total = simulate_exposure(regimen("T"), np.array([20.9]), ("docetaxel_auc",))[0, 0, 0]
    dose = 75.0 * float(covariates(1).surface_m2[0])
    assert_allclose(total, dose / 35.7, rtol=1e-3)  # what the deep compartment still holds after three weeks


def test_saturable_elimination_makes_exposure_rise_faster_than_the_dose() -> None:
    days = np.linspace(0.0, 21.0, 200)
    single, double = (
        np.trapezoid(
            serum_concentration(regimen("H"), "trastuzumab", days, patients=covariates(1, {"weight_kg": kg})), days
        )
        for kg in (40.0, 80.0)
    )
    assert double[0] > 2.05 * single[0]


@settings(max_examples=10, deadline=None)  # a simulation each
@given(small=st.floats(30, 90), more=st.floats(1.05, 2.0))
def test_a_larger_dose_never_gives_a_lower_concentration(small: float, more: float) -> None:
    days = np.array([0.1, 3.0, 14.0, 20.0])
    patients = covariates(2, {"weight_kg": np.array([small, small * more])})
    low, high = serum_concentration(regimen("H"), "trastuzumab", days, typical_pk("trastuzumab", 2), patients)
    assert np.all(high > low)


def test_free_antibody_at_the_tumour_lags_behind_serum_and_settles_at_its_share() -> None:
    values = typical_pk("trastuzumab", 1)
    hours = np.array([0.0, 35.0, 24.0 * 60])
    infusion = Dose(0.0, "trastuzumab_central", 1000.0 * 60, 24.0 * 60)
    run = simulate(
        pk_network(("trastuzumab",)),
        values,
        hours,
        doses=[infusion],
        outputs=["trastuzumab_mg_L", "trastuzumab_tumour_nM"],
    )
    share = run["trastuzumab_tumour_nM"][0, 1:] / (
        run["trastuzumab_mg_L"][0, 1:] * values["trastuzumab_nM_per_mg_L"][0]
    )
    assert share[0] < 0.5 * 0.2
    assert share[1] == pytest.approx(0.2, rel=0.05)  # serum still rises slowly, the tumour 35 h behind


def test_even_at_trough_free_antibody_lies_far_above_its_affinity() -> None:
    free = simulate_exposure(regimen("H"), np.array([20.9, 146.9]), ("trastuzumab_tumour_nM",))[0, :, 0]
    assert np.all(free > 20.0 * 0.5)  # affinity 0.5 nM (P124): occupancy stays above 95 %


def test_a_drug_that_is_not_in_the_regimen_is_refused() -> None:
    with pytest.raises(RegimenError, match="has no pertuzumab"):
        serum_concentration(regimen("H"), "pertuzumab", np.array([1.0]))


def test_times_must_ascend() -> None:
    with pytest.raises(RegimenError, match="ascending"):
        serum_concentration(regimen("H"), "trastuzumab", np.array([2.0, 1.0]))


def test_drugs_given_together_have_the_exposure_they_have_alone() -> None:
    days = np.array([1.0, 10.0, 21.5])
    names = ("pertuzumab_mg_L", "trastuzumab_mg_L", "docetaxel_auc")
    together = simulate_exposure(regimen("THP"), days, names)[0]
    for place, (name, course) in enumerate(zip(names, ("P", "H", "T"), strict=True)):
        alone = simulate_exposure(regimen(course), days, (name,))[0, :, 0]
        assert np.array_equal(together[:, place], alone)


def test_a_readout_of_no_drug_is_refused() -> None:
    with pytest.raises(NetworkError, match="nothing_mg_L"):
        simulate_exposure(regimen("H"), np.array([1.0]), ("nothing_mg_L",))


def test_averaged_tablets_keep_what_chemotherapy_sums_up() -> None:
    exact, averaged = (
        simulate_exposure(regimen("X"), np.array([62.9]), ("capecitabine_auc",), oral=oral)[0, 0, 0]
        for oral in ("exact", "averaged")
    )
    assert averaged == pytest.approx(exact, rel=1e-3)  # three cycles, each over before the day

"""The structures of drugs against independent solutions: absorption, the liver, a prodrug, mass."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import solve_ivp
from tests.reference.pk_twin import by_mouth

from her2sim.engine import Dose, simulate
from her2sim.pharmacology import (
    DRUGS,
    covariates,
    dose_events,
    draw_pk,
    pk_network,
    regimen,
    serum_concentration,
    simulate_exposure,
    typical_pk,
)

HOURS = np.array([0.5, 2.0, 8.0, 24.0, 100.0, 300.0])


def patient(drug: str, seed: int = 3) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    drawn = draw_pk(drug, np.random.default_rng(seed), 1)
    return drawn, {name.removeprefix(f"{drug}_"): float(value[0]) for name, value in drawn.items()}


def single(drug: str, drawn: dict[str, np.ndarray], amount: float) -> np.ndarray:
    doses = [Dose(0.0, DRUGS[drug].dosed_species, amount, 0.0)]
    run = simulate(pk_network((drug,)), drawn, HOURS, doses=doses, outputs=[f"{drug}_mg_L"], rtol=1e-9, atol=1e-11)
    return run[f"{drug}_mg_L"][0]


def absorbed_twin(values: dict[str, float], amount: float) -> np.ndarray:
    """Depot and two compartments, F and saturable loss where there are any."""

    def flow(_: float, state: np.ndarray) -> list[float]:
        depot, central, peripheral = state
        level = central / values["V1"]
        out = values["CL"] * level + values.get("Vmax", 0.0) * level / (values.get("Km", 1.0) + level)
        across = values["Q"] * (level - peripheral / values["V2"])
        gone = values["ka"] * depot
        return [-gone, values.get("F", 1.0) * gone - out - across, across]

    run = solve_ivp(flow, (0, HOURS[-1]), [amount, 0, 0], method="LSODA", t_eval=HOURS, rtol=1e-10, atol=1e-12)
    return run.y[1] / values["V1"]


@pytest.mark.parametrize("drug", ["tucatinib", "trametinib", "trastuzumab_sc", "pertuzumab_sc"])
def test_two_compartments_with_a_depot_agree_with_an_independent_solution(drug: str) -> None:
    drawn, values = patient(drug)
    # rtol: the engine at 1e-9, the twin at 1e-10; atol: what is left after ten half-lives is below both
    assert_allclose(single(drug, drawn, 300.0), absorbed_twin(values, 300.0), rtol=1e-6, atol=1e-10)


def test_everolimus_agrees_with_an_independent_solution() -> None:
    drawn, values = patient("everolimus")
    plasma_flow = values["QH"] * (1 - values["haematocrit"])
    intrinsic = values["fu"] * values["CLint"]
    extracted = intrinsic / (plasma_flow + intrinsic)

    def flow(_: float, state: np.ndarray) -> list[float]:
        row, central, peripheral = state[:5], state[5], state[6]
        moved = row * 5.0 / values["MAT"]
        across = values["Q"] * (central / values["V1"] - peripheral / values["V2"])
        out = plasma_flow * extracted * central / values["V1"]
        return [
            -moved[0],
            *(moved[place - 1] - moved[place] for place in range(1, 5)),
            (1 - extracted) * moved[4] - across - out,
            across,
        ]

    start = [10.0, *[0.0] * 6]
    run = solve_ivp(flow, (0, HOURS[-1]), start, method="LSODA", t_eval=HOURS, rtol=1e-10, atol=1e-13)
    assert_allclose(single("everolimus", drawn, 10.0), run.y[5] / values["V1"], rtol=1e-6, atol=1e-12)  # as above


def test_the_liver_leaves_an_exposure_that_its_blood_flow_does_not_change() -> None:
    """Well stirred, by mouth: area = dose / (fu CLint), whatever the flow and the red cells."""
    hours = np.linspace(0.0, 600.0, 30_001)
    for change in ({}, {"everolimus_QH": 60.0}, {"everolimus_haematocrit": 0.3}):
        values = typical_pk("everolimus", 1) | {name: np.full(1, value) for name, value in change.items()}
        doses = [Dose(0.0, "everolimus_depot", 10.0, 0.0)]
        run = simulate(pk_network(("everolimus",)), values, hours, doses=doses, outputs=["everolimus_mg_L"], rtol=1e-8)
        area = np.trapezoid(run["everolimus_mg_L"][0], hours)
        assert area == pytest.approx(10.0 / (0.27 * 340.0), rel=0.005)  # trapezoids


@pytest.mark.parametrize(("name", "drug"), [("Fulv", "fulvestrant"), ("Etan", "etanercept"), ("Ruxo", "ruxolitinib")])
def test_a_depot_in_muscle_or_skin_is_the_closed_form(name: str, drug: str) -> None:
    drawn, values = patient(drug)
    course = regimen(name)
    doses = [(dose.time_h, dose.amount, 0.0) for dose in dose_events(course, covariates(1))[0] if dose.time_h < 1000]
    hours = np.array([5.0, 100.0, 300.0, 800.0, 999.0])
    expected = by_mouth(values["CL"], values["V1"], values["ka"], doses, hours)
    assert_allclose(serum_concentration(course, drug, hours / 24.0, drawn)[0], expected, rtol=1e-5)  # engine at 1e-8


def test_one_compartment_falls_as_one_exponential() -> None:
    drawn, values = patient("pegvorhyaluronidase_alfa")
    expected = 0.2 / values["V1"] * np.exp(-values["CL"] / values["V1"] * HOURS)
    assert_allclose(single("pegvorhyaluronidase_alfa", drawn, 0.2), expected, rtol=1e-6)


def test_capecitabine_becomes_its_active_drug_in_two_steps() -> None:
    drawn, values = patient("capecitabine")
    rates = np.array([values["ka"], values["CL_prodrug"] / values["V_prodrug"], values["CL"] / values["V1"]])
    hours = HOURS[:3]
    expected = np.zeros(3)
    for place, rate in enumerate(rates):  # Bateman's equation for a chain of three
        others = np.delete(rates, place)
        expected += np.exp(-rate * hours) / np.prod(others - rate)
    expected *= 2000.0 / values["V1"] * rates[0] * rates[1]
    assert_allclose(single("capecitabine", drawn, 2000.0)[:3], expected, rtol=1e-6)


CUMULATIVE = [
    ("C", "carboplatin", 20.0, 0.01),
    ("Vin", "vinorelbine", 6.99, 0.05),
    ("Dox", "doxorubicin", 20.9, 0.02),
    ("T", "docetaxel", 20.9, 0.01),
]


@pytest.mark.parametrize(("name", "drug", "day", "left"), CUMULATIVE)
def test_chemotherapy_sums_up_dose_over_clearance(name: str, drug: str, day: float, left: float) -> None:
    total = simulate_exposure(regimen(name), np.array([day]), (f"{drug}_auc",))[0, 0, 0]
    dose = dose_events(regimen(name), covariates(1))[0][0].amount
    # the rest is still in the deep compartment
    assert total == pytest.approx(dose / typical_pk(drug, 1)[f"{drug}_CL"][0], rel=left)


def test_capecitabine_sums_up_its_active_drug_over_fourteen_days() -> None:
    total = simulate_exposure(regimen("X"), np.array([20.9]), ("capecitabine_auc",))[0, 0, 0]
    daily = 2 * 1000.0 * covariates(1).surface_m2[0]
    assert total == pytest.approx(14 * daily / 4700.0, rel=1e-3)


def test_every_drug_of_chemotherapy_sums_up_and_no_other() -> None:
    assert {name for name, drug in DRUGS.items() if drug.cumulative} == {
        name for name, drug in DRUGS.items() if drug.kind in ("taxane", "chemotherapy")
    }


@pytest.mark.parametrize("drug", sorted(DRUGS))
def test_nothing_is_lost_but_by_elimination(drug: str) -> None:
    network = pk_network((drug,))
    ways_out = ("CL", "CLint", "Vmax", "VMel")
    still = {f"{drug}_{name}": 0.0 for name in ways_out if f"{drug}_{name}" in network.parameter_index}
    if f"{drug}_F" in network.parameter_index:
        still[f"{drug}_F"] = 1.0
    doses = [Dose(0.0, DRUGS[drug].dosed_species, 100.0, 0.0)]
    run = simulate(network, still, [0.0, 500.0], doses=doses, rtol=1e-8)
    mass = sum(run.final[0, place] for place, item in enumerate(network.species) if item.unit == "mg")
    assert_allclose(mass, 100.0, rtol=1e-6)  # two orders above the tolerance of the integrator

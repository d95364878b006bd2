"""Classes of chemotherapy, sensitisation by impaired repair, cytotoxic agents in culture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from her2sim.errors import RegimenError
from her2sim.tumour import typical_tumour
from her2sim.tumour.chemotherapy import CLASSES, CYTOTOXIC_DRUGS, chemotherapy_kill_rate
from her2sim.tumour.culture_damage import AGENTS, damage_in_culture
from her2sim.tumour.dna_repair import sensitisation

Floats = NDArray[np.float64]
P = typical_tumour()
DAYS = np.arange(0.0, 64.0)
DIVISION = np.full((1, DAYS.size), float(P.reference_division[0]))
DAMAGING = {"carboplatin", "doxorubicin"}
CULTURE = [*AGENTS, "radiation"]


def one_dose(drug: str) -> dict[str, Floats]:
    """The standard dose of three weeks, given within a day."""
    reference = getattr(P, f"{drug}_reference_auc")
    return {drug: np.where(DAYS >= 1.0, reference, 0.0)[None]}


def killed(auc: dict[str, Floats], division: Floats = DIVISION, repair: Floats | None = None) -> float:
    """log10 cells."""
    return float(np.trapezoid(chemotherapy_kill_rate(auc, DAYS, division, P, repair)[0], DAYS) / np.log(10))


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.prefix)
def test_a_standard_dose_kills_what_its_class_says(kind) -> None:
    for drug in kind.drugs:
        assert killed(one_dose(drug)) == pytest.approx(kind.parameter("log10_kill", P)[0], rel=0.05)  # daily grid


def test_without_chemotherapy_nothing_is_killed() -> None:
    assert killed({}) == 0.0
    assert killed(dict.fromkeys(CYTOTOXIC_DRUGS, 0 * DIVISION)) == 0.0


def test_classes_add_up() -> None:
    both = {**one_dose("docetaxel"), **one_dose("carboplatin")}
    assert killed(both) == pytest.approx(killed(one_dose("docetaxel")) + killed(one_dose("carboplatin")))


@pytest.mark.parametrize("drug", CYTOTOXIC_DRUGS)
def test_arrested_cells_are_killed_less(drug: str) -> None:
    assert killed(one_dose(drug), 0 * DIVISION) < killed(one_dose(drug))


def test_a_drug_no_class_knows_is_refused() -> None:
    with pytest.raises(KeyError, match="aspirin"):
        killed({"aspirin": DIVISION})


@pytest.mark.evidence("MOA09", "T130")
@pytest.mark.parametrize("drug", CYTOTOXIC_DRUGS)
def test_impaired_repair_sensitises_to_damage_and_to_nothing_else(drug: str) -> None:
    impaired, whole = killed(one_dose(drug), repair=0.5 * np.ones_like(DIVISION)), killed(one_dose(drug))
    assert impaired == pytest.approx(1.5 * whole if drug in DAMAGING else whole)


@given(repair=st.floats(0, 5), less=st.floats(0, 1))
def test_the_less_repair_the_more_is_killed(repair: float, less: float) -> None:
    full, low = (float(sensitisation(np.full((1, 1), value), P)[0, 0]) for value in (repair, less * repair))
    assert 0 <= full <= low
    assert sensitisation(np.ones((1, 1)), P)[0, 0] == 1.0


@pytest.mark.parametrize("agent", CULTURE)
def test_no_dose_kills_nothing_and_more_kills_more(agent: str) -> None:
    doses = np.array([0.0, 1.0, 10.0, 1e4])
    parameters = typical_tumour(4)
    total = np.trapezoid(damage_in_culture(agent, doses, DAYS[:6], parameters), DAYS[:6], axis=1)
    assert total[0] == 0.0
    assert np.all(np.diff(total) > 0)


@pytest.mark.evidence("T130", "MOA09")
@pytest.mark.parametrize(("agent", "dose"), [("cisplatin", 5000.0), ("radiation", 4.0)])
def test_blocked_repair_makes_more_than_the_independent_effects(agent: str, dose: float) -> None:
    """Bliss: cells left by both over the product of what each leaves; without HER2 repair does not move."""

    def left(division: float, repair: float, given: float) -> float:
        flat = np.ones((1, 6))
        kill = damage_in_culture(agent, given, DAYS[:6], P, repair=repair * flat)
        return float(np.exp(0.44 * division * 5.0 - np.trapezoid(kill[0], DAYS[:6])))

    untreated = left(1.0, 1.0, 0.0)
    alone = left(0.6, 0.6, 0.0) * left(1.0, 1.0, dose) / untreated**2
    assert left(0.6, 0.6, dose) / untreated < alone
    assert left(0.6, 1.0, dose) / untreated == pytest.approx(alone)


def test_radiation_kills_by_dose_and_by_its_square() -> None:
    days = np.arange(0.0, 30.0, 0.01)
    logs = np.trapezoid(damage_in_culture("radiation", 2.0, days, P)[0], days)
    assert logs == pytest.approx(0.3 * 2 + 0.03 * 4, rel=1e-3)


def test_what_is_no_agent_is_refused() -> None:
    with pytest.raises(RegimenError, match="no cytotoxic agent"):
        damage_in_culture("cisplatinum", 1.0, DAYS, P)
    with pytest.raises(RegimenError, match="negative"):
        damage_in_culture("cisplatin", -1.0, DAYS, P)

"""Gefitinib and erlotinib derived again."""

import pytest
from tests.second_look.sources import (
    ATP_FACTOR, average_free_nM, evaluate, free_in_medium, held, interval, published, target, value,
)  # fmt: skip

DRUGS = ("gefitinib", "erlotinib")


@pytest.mark.parametrize("drug", DRUGS)
def test_on_egfr_it_lies_between_the_free_drug_that_acts_on_cells_and_the_enzyme(drug: str) -> None:
    """Cells answer from 1 nM in medium on (the notes)."""
    low, high = free_in_medium(drug) * 1.0, ATP_FACTOR * target(drug, "EGFR")
    assert low <= value(f"Ki_{drug}_EGFR") <= high


def test_gefitinib_and_its_kinetic_stand_in_agree() -> None:
    """A published model has a gefitinib-like drug: off over on, 15 nM."""
    kinetic = published("P145", "1/s") / published("P144", "1/nM/s")
    assert kinetic == pytest.approx(15)
    low, high = interval("Ki_gefitinib_EGFR")
    assert low <= kinetic <= high


def test_on_her2_the_prior_reaches_what_cells_show_and_the_kinetic_stand_in() -> None:
    """Phospho-HER2 falls at 1 to 5 uM of gefitinib in medium; the stand-in binds HER2 with 30 nM."""
    cells = 1000 * free_in_medium("gefitinib")
    stand_in = published("P147", "1/s") / published("P146", "1/nM/s")
    low, high = interval("Ki_gefitinib_ERBB2")
    assert low <= cells <= high
    assert stand_in < low  # that model's 30 nM is far below what cells show, and not followed
    assert interval("Ki_erlotinib_ERBB2")[1] >= 500  # enzyme above 0.5 uM


@pytest.mark.parametrize("drug", DRUGS)
def test_the_dose_in_use_holds_egfr_far_more_than_her2(drug: str) -> None:
    free = average_free_nM(drug)
    assert held(free, value(f"Ki_{drug}_EGFR")) >= 0.8
    assert held(free, value(f"Ki_{drug}_ERBB2")) <= 0.5
    assert value(f"Ki_{drug}_ERBB2") / value(f"Ki_{drug}_EGFR") >= 30


@pytest.mark.parametrize("name", ["EGFR", "ERBB2"])
def test_they_compete_for_one_site(name: str) -> None:
    readout = f"egfr_inhibitors_{name}_free"
    assert evaluate(readout) == 1.0
    given = {f"{drug}_nM": value(f"Ki_{drug}_{name}") for drug in DRUGS}
    assert evaluate(readout, **given) == pytest.approx(1 / 3)

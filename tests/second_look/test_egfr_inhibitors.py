"""Gefitinib and erlotinib derived again."""

import pytest
from tests.second_look.sources import (
    ATP_FACTOR,
    average_free_nM,
    evaluate,
    free_in_medium,
    held,
    interval,
    published,
    target,
    value,
)

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


@pytest.mark.parametrize("drug", DRUGS)
def test_on_her2_it_lies_between_a_kinetic_stand_in_and_what_cells_show(drug: str) -> None:
    """A published gefitinib-like drug: 30 nM; phospho-HER2 falls at 1 to 5 uM in medium (the note)."""
    stand_in = published("P147", "1/s") / published("P146", "1/nM/s")
    assert stand_in == pytest.approx(30, rel=0.01)
    assert stand_in <= value(f"Ki_{drug}_ERBB2") <= 5000 * free_in_medium(drug)


@pytest.mark.parametrize("drug", DRUGS)
def test_the_dose_in_use_holds_egfr_and_less_of_her2(drug: str) -> None:
    """The stand-in binds EGFR twice as tightly as HER2; drugs of this class no less selectively."""
    free = average_free_nM(drug)
    stand_in = (published("P147", "1/s") / published("P146", "1/nM/s")) / (
        published("P145", "1/s") / published("P144", "1/nM/s")
    )
    assert held(free, value(f"Ki_{drug}_EGFR")) >= 0.8
    assert held(free, value(f"Ki_{drug}_ERBB2")) < held(free, value(f"Ki_{drug}_EGFR"))
    assert value(f"Ki_{drug}_ERBB2") / value(f"Ki_{drug}_EGFR") > stand_in


@pytest.mark.parametrize("name", ["EGFR", "ERBB2"])
def test_they_compete_for_one_site(name: str) -> None:
    readout = f"egfr_inhibitors_{name}_free"
    assert evaluate(readout) == 1.0
    given = {f"{drug}_nM": value(f"Ki_{drug}_{name}") for drug in DRUGS}
    assert evaluate(readout, **given) == pytest.approx(1 / 3)

"""Erdafitinib derived again."""

from tests.second_look.sources import (
    ATP_FACTOR,
    TWOFOLD,
    average_free_nM,
    check_open_share,
    free_in_medium,
    held,
    target,
    value,
)


def test_it_lies_between_the_free_drug_that_acts_on_cells_and_what_atp_explains() -> None:
    """Cells with FGFR1 amplified answer to some 10 nM in medium, a fiftieth of it free (the note)."""
    cells, enzyme = 10 * free_in_medium("erdafitinib"), target("erdafitinib", "FGFR1")
    assert cells < enzyme  # so free drug in medium is less than what enzymes need: the unbound share is from memory
    assert cells / TWOFOLD <= value("Ki_erdafitinib_RTK") <= ATP_FACTOR * enzyme


def test_the_dose_in_use_holds_a_third_of_it_or_more() -> None:
    assert held(average_free_nM("erdafitinib"), value("Ki_erdafitinib_RTK")) >= 1 / 3


def test_the_formula_has_its_limits() -> None:
    check_open_share("RTK_open", erdafitinib="Ki_erdafitinib_RTK")

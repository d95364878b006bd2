"""Erdafitinib derived again."""

from tests.second_look.sources import ATP_FACTOR, average_free_nM, check_open_share, held, target, value


def test_it_lies_above_the_enzyme_by_no_more_than_atp_explains() -> None:
    assert target("erdafitinib", "FGFR1") <= value("Ki_erdafitinib_RTK") <= ATP_FACTOR * target("erdafitinib", "FGFR1")


def test_the_dose_in_use_holds_a_third_of_it_or_more() -> None:
    assert held(average_free_nM("erdafitinib"), value("Ki_erdafitinib_RTK")) >= 1 / 3


def test_the_formula_has_its_limits() -> None:
    check_open_share("RTK_open", erdafitinib="Ki_erdafitinib_RTK")

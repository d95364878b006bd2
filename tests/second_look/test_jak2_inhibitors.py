"""Ruxolitinib derived again."""

from tests.second_look.sources import ATP_FACTOR, TWOFOLD, average_free_nM, check_open_share, held, target, value


def test_it_lies_at_the_enzyme_or_above_by_no_more_than_atp_explains() -> None:
    enzyme = target("ruxolitinib", "JAK2")
    assert enzyme / TWOFOLD <= value("Ki_ruxolitinib_JAK2") <= ATP_FACTOR * enzyme


def test_the_dose_in_use_holds_a_third_of_jak2_or_more() -> None:
    assert held(average_free_nM("ruxolitinib"), value("Ki_ruxolitinib_JAK2")) >= 1 / 3


def test_the_formula_has_its_limits() -> None:
    check_open_share("JAK2_open", ruxolitinib="Ki_ruxolitinib_JAK2")

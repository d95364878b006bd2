"""Tucatinib on HER2 and EGFR derived again."""

import pytest
from tests.second_look.sources import (
    evaluate,
    free_in_medium,
    growth_halved_nM,
    held,
    published,
    target,
    unbound,
    value,
)


def test_on_her2_it_is_the_free_drug_that_halves_phospho_her2() -> None:
    halved = growth_halved_nM("tucatinib", "BT-474")[0]  # the lower of phospho-HER2 and growth
    assert halved == pytest.approx(8 * free_in_medium("tucatinib"))
    assert halved / 2 <= value("Ki_tucatinib_ERBB2") <= published("P143", "nM")


def test_growth_of_sk_br_3_and_bt_474_halves_where_most_of_her2_is_held() -> None:
    for cells in ("BT-474", "SK-BR-3"):
        high = growth_halved_nM("tucatinib", cells)[1]
        assert 0.5 <= held(high, value("Ki_tucatinib_ERBB2")) <= 0.95, cells


def test_egfr_is_held_only_beyond_what_cells_and_enzymes_show() -> None:
    assert target("tucatinib", "EGFR") * free_in_medium("tucatinib") / 2 <= value("Ki_tucatinib_EGFR")
    assert value("Ki_tucatinib_EGFR") <= target("tucatinib", "EGFR")
    assert published("P142", "nM") < value("Ki_tucatinib_EGFR")
    ratio = value("Ki_tucatinib_EGFR") / value("Ki_tucatinib_ERBB2")
    assert ratio >= published("P142", "nM") / published("P143", "nM")  # 65-fold on enzymes, more in cells


def test_its_two_targets_are_left_as_by_a_reversible_drug() -> None:
    for name in ("ERBB2", "EGFR"):
        constant = value(f"Ki_tucatinib_{name}")
        assert evaluate(f"tucatinib_{name}_free") == 1.0
        assert evaluate(f"tucatinib_{name}_free", tucatinib_nM=constant) == pytest.approx(0.5)
    assert evaluate("tucatinib_ERBB2_free", tucatinib_nM=2.0, ERBB2_fold_tucatinib=1e9) == pytest.approx(1.0)


def test_serum_leaves_about_a_quarter_free() -> None:
    assert unbound("tucatinib") == 0.029
    assert free_in_medium("tucatinib") == pytest.approx(0.25, abs=0.03)

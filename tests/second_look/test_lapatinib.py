"""Lapatinib on HER2 and EGFR derived again."""

import math

import pytest
from tests.second_look.sources import (
    average_free_nM, evaluate, free_in_medium, growth_halved_nM, held, published, target, value,
)  # fmt: skip


def test_on_her2_it_is_the_free_drug_that_halves_growth() -> None:
    low, high = growth_halved_nM("lapatinib", "BT-474")
    assert (low, high) == pytest.approx((2, 9), rel=0.1)  # 20 to 100 nM in medium, a tenth of it free
    assert low < value("Ki_lapatinib_ERBB2") < high
    assert free_in_medium("lapatinib") == pytest.approx(0.1, rel=0.1)


def test_on_egfr_it_is_that_of_the_drugs_record() -> None:
    assert value("Ki_lapatinib_EGFR") == target("lapatinib", "EGFR") == 3


@pytest.mark.parametrize(("name", "key"), [("Ki_lapatinib_ERBB2", "P137"), ("Ki_lapatinib_EGFR", "P136")])
def test_inhibition_constant_and_printed_potency_are_within_fourfold(name: str, key: str) -> None:
    assert 0.25 <= value(name) / published(key, "nM") <= 4  # they differ by how much ATP was there


def test_half_life_of_the_complex_is_five_hours() -> None:
    assert math.log(2) / value("koff_lapatinib") == pytest.approx(300, rel=0.01)


def test_the_dose_in_use_holds_most_of_her2() -> None:
    assert held(average_free_nM("lapatinib"), value("Ki_lapatinib_ERBB2")) > 0.7


@pytest.mark.parametrize("target_name", ["ERBB2", "EGFR"])
def test_at_balance_the_kinase_is_held_as_by_any_reversible_drug(target_name: str) -> None:
    constant = value(f"Ki_lapatinib_{target_name}")
    for nanomolar in (0.1, constant, 1000.0):
        share = held(nanomolar, constant)
        gain = evaluate(
            f"occupy_lapatinib_{target_name}", lapatinib_nM=nanomolar, **{f"lapatinib_{target_name}": share}
        )
        assert gain == pytest.approx(share * value("koff_lapatinib") * 60, rel=1e-9)


def test_a_variant_that_binds_ten_times_less_needs_ten_times_the_drug() -> None:
    assert evaluate("on_lapatinib_ERBB2", lapatinib_nM=30.0, ERBB2_fold_lapatinib=10.0) == pytest.approx(
        evaluate("on_lapatinib_ERBB2", lapatinib_nM=3.0)
    )

"""Lapatinib on HER2 and EGFR derived again."""

import math

import pytest
from tests.second_look.sources import (
    average_free_nM,
    evaluate,
    free_in_medium,
    growth_halved_nM,
    held,
    published,
    target,
    value,
)


@pytest.mark.parametrize("cells", ["BT-474", "SK-BR-3"])
def test_growth_halves_where_a_third_to_nearly_all_of_her2_is_held(cells: str) -> None:
    """20 to 100 nM in medium, a tenth of it free."""
    assert free_in_medium("lapatinib") == pytest.approx(0.1, rel=0.1)
    low, high = growth_halved_nM("lapatinib", cells)
    assert held(low, value("Ki_lapatinib_ERBB2")) >= 1 / 3
    assert held(high, value("Ki_lapatinib_ERBB2")) <= 0.95


def test_on_egfr_it_is_no_weaker_than_its_record_remembers() -> None:
    assert target("lapatinib", "EGFR") == 3
    assert 0.1 * 3 <= value("Ki_lapatinib_EGFR") <= 3


@pytest.mark.parametrize(("name", "key"), [("Ki_lapatinib_ERBB2", "P137"), ("Ki_lapatinib_EGFR", "P136")])
def test_a_drug_that_binds_slowly_looks_weaker_in_an_assay_of_minutes(name: str, key: str) -> None:
    """Half is bound after t at (1 + ln 2 / (koff t)) times the constant where binding has not come to balance."""
    weakest = 1 + math.log(2) / (value("koff_lapatinib") * 10)  # 10 min, 31-fold
    assert published(key, "nM") / weakest <= value(name) <= published(key, "nM")


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

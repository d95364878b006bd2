"""Lapatinib on HER2 and EGFR derived again."""

import math

import pytest
from tests.second_look.sources import EVIDENCE, published, value

LAPATINIB = EVIDENCE.drugs["lapatinib"]
SERUM = 0.10
"""share of serum in medium"""


def test_on_her2_it_is_the_free_drug_that_halves_growth() -> None:
    unbound = LAPATINIB.fraction_unbound
    assert unbound is not None
    assert unbound.value is not None
    bound_over_free = SERUM * (1 / unbound.value - 1)
    nominal = [limit for item in LAPATINIB.potency if item.target == "BT-474" for limit in (item.low, item.high)]
    low, high = (limit / (1 + bound_over_free) for limit in nominal if limit is not None)
    assert [low, high] == pytest.approx([2, 9], rel=0.1)  # as the note rounds them
    assert low < value("Ki_lapatinib_ERBB2") < high


def test_on_egfr_it_is_that_of_the_drugs_record() -> None:
    recalled = [item.value for item in LAPATINIB.targets if item.target == "EGFR" and item.measure == "Ki"]
    assert recalled == [value("Ki_lapatinib_EGFR")]


@pytest.mark.parametrize(("name", "key"), [("Ki_lapatinib_ERBB2", "P137"), ("Ki_lapatinib_EGFR", "P136")])
def test_inhibition_constant_and_printed_potency_are_within_fourfold(name: str, key: str) -> None:
    assert 0.25 <= value(name) / published(key, "nM") <= 4  # they differ by how much ATP was there


def test_half_life_of_the_complex_is_five_hours() -> None:
    assert math.log(2) / value("koff_lapatinib") == pytest.approx(300, rel=0.01)

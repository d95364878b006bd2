"""Lapatinib on HER2 and EGFR derived again."""

import math

import pytest
from tests.second_look.sources import EVIDENCE, published, value

PAIRS = [("Ki_lapatinib_ERBB2", "HER2", "P137"), ("Ki_lapatinib_EGFR", "EGFR", "P136")]


@pytest.mark.parametrize(("name", "target", "_key"), PAIRS)
def test_inhibition_constant_is_that_of_the_drugs_record(name: str, target: str, _key: str) -> None:
    lapatinib = EVIDENCE.drugs["lapatinib"]
    recalled = [item.value for item in lapatinib.targets if item.target == target and item.measure == "Ki"]
    assert recalled == [value(name)]


@pytest.mark.parametrize(("name", "_target", "key"), PAIRS)
@pytest.mark.xfail(strict=True, reason="recorded as read, but the cited row prints an IC50; the Ki is from memory")
def test_inhibition_constant_is_the_cited_number(name: str, _target: str, key: str) -> None:
    assert value(name) == published(key, "nM")


@pytest.mark.parametrize(("name", "_target", "key"), PAIRS)
def test_inhibition_constant_and_printed_potency_are_within_fourfold(name: str, _target: str, key: str) -> None:
    assert 0.25 <= value(name) / published(key, "nM") <= 4  # they differ by how much ATP was there


def test_half_life_of_the_complex_is_five_hours() -> None:
    assert math.log(2) / value("koff_lapatinib") == pytest.approx(300, rel=0.01)

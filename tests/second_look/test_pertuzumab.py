"""Binding of pertuzumab derived again."""

import pytest
from tests.second_look.sources import (
    EVIDENCE,
    average_free_nM,
    evaluate,
    growth_halved_nM,
    held,
    measured_range,
    published,
    value,
)


def test_on_rate_is_the_fitted_one() -> None:
    assert value("kon_pertuzumab") == published("P127", "1/nM/min")


def test_affinity_lies_in_the_reported_range() -> None:
    low, high = measured_range("Q068")
    assert low <= value("Kd_pertuzumab") <= high
    record = EVIDENCE.drugs["pertuzumab"].targets[0]
    assert record.low is not None
    assert record.high is not None
    assert record.low <= value("Kd_pertuzumab") <= record.high


def test_phospho_her3_halves_where_most_receptors_are_held() -> None:
    low, high = growth_halved_nM("pertuzumab", "cells")  # 1 to 10 nM
    assert (low, high) == (1, 10)
    assert held(low, value("Kd_pertuzumab")) > 0.5


def test_the_dose_in_use_holds_nearly_all() -> None:
    assert held(0.1 * average_free_nM("pertuzumab"), value("Kd_pertuzumab")) > 0.95  # a tenth reaches tumours


def test_rates_balance_at_the_affinity() -> None:
    assert evaluate("on_pertuzumab", pertuzumab_nM=value("Kd_pertuzumab")) == pytest.approx(evaluate("off_pertuzumab"))

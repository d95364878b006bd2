"""Binding of trastuzumab derived again."""

import pytest
from tests.second_look.sources import measured, published, value


def test_on_rate_and_affinity_are_medians_of_four_models() -> None:
    assert value("kon_trastuzumab") == published("C05", "1/M/s")
    assert value("Kd_trastuzumab") == pytest.approx(published("C07", "nM"))


def test_off_over_on_agrees_with_the_affinity() -> None:
    ratio = published("C06", "1/s") / published("C05", "1/nM/s")
    assert value("Kd_trastuzumab") == pytest.approx(ratio, rel=0.5)  # medians of three numbers are not their ratio


def test_the_affinity_lies_in_the_reported_range() -> None:
    lowest, highest = measured("Q065") / measured("Q064"), measured("Q066")
    assert lowest == pytest.approx(0.037, abs=0.001)
    assert lowest < value("Kd_trastuzumab") < highest == 7
    assert value("Kd_trastuzumab") == pytest.approx(measured("Q063"), rel=0.1)  # the fit to SK-BR-3: 0.31

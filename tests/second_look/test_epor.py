"""The erythropoietin receptor derived again."""

import math

import pytest
from tests.second_look.sources import EVIDENCE, evaluate, interval, value


def active(**given: float) -> float:
    """Share of the receptors that is active at balance."""
    on = evaluate("EPOR_on", **given)
    return on / (on + value("k_EPOR_off"))


def test_cells_bind_erythropoietin_at_about_a_tenth_nanomolar() -> None:
    low, high = interval("Kd_EPO")
    assert low <= 0.1 <= high
    assert value("Kd_EPO") == pytest.approx(0.1, rel=1.0)


def test_without_erythropoietin_or_with_jak2_held_nothing_is_active() -> None:
    assert active() == 0.0
    assert active(EPO_nM=10.0, ruxolitinib_nM=1e9) == pytest.approx(0.0, abs=1e-6)


def test_with_much_of_it_most_receptors_are_active() -> None:
    """liang2010: erythropoietin activates SRC through JAK2 in cells that have the receptor."""
    assert 0.5 <= active(EPO_nM=1e3) <= 0.95
    assert active(EPO_nM=1e3) == pytest.approx(value("gain_EPOR") / (1 + value("gain_EPOR")), rel=0.001)


def test_it_switches_within_minutes_to_an_hour() -> None:
    assert math.log(2) / value("k_EPOR_off") < 1


def test_tumour_cells_have_fewer_receptors_than_erythroid_cells_which_have_a_thousand() -> None:
    assert "lower" in EVIDENCE.mechanisms["R10"].findings[1].text  # miller2011epor
    assert value("EPOR_total") < 1000
    assert value("EPO_nM") == 0.0

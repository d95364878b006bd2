"""Killing by payload derived again."""

import math

import pytest
from tests.second_look.sources import published, value

DIVISION = math.log(2) / 37.4
"""per h; SK-BR-3"""


def test_potency_of_dm1_makes_up_for_the_slower_efflux() -> None:
    """Equal uptake, equal effect, in cells that dilute by division: 23.8 nM at 0.14 per h, "payload_DM1_IC50" here."""
    slow = math.log(2) / math.sqrt(44 * 73)
    expected = published("P485", "nM") * (published("P489", "1/h") + DIVISION) / (slow + DIVISION)
    assert value("payload_DM1_IC50") == pytest.approx(expected, rel=0.01)


def test_published_rates_of_killing_and_division() -> None:
    assert value("payload_DM1_kill_max") == published("P487", "1/h")
    assert value("payload_DXd_IC50") == published("P486", "nM")
    assert value("payload_reference_division") == pytest.approx(24 * math.log(2) / published("P495", "h"), rel=0.002)


def test_dxd_kills_at_the_rate_that_leaves_what_the_curves_leave() -> None:
    """ogitani2016, digitised: SK-BR-3 0.166, KPL-4 0.060, NCI-N87 0.173 of the control in excess, after six days."""
    rates = [math.log(1 / left) / 6 for left in (0.166, 0.060, 0.173)]
    mean = math.exp(sum(map(math.log, rates)) / 3)
    # 1.12e6 receptors full, 9.2 h to go inside, 21.2 h to come free less what division dilutes, 8 DXd each, out again
    # at 32.32 per h, in 3.8 pL
    freed = (math.log(2) / 21.2) / (math.log(2) / 21.2 + DIVISION)
    inside = 1.12e6 * math.log(2) / 9.2 * freed * 8 / published("P492", "1/h") / (602.214 * 3.8)
    greatest = mean * (inside + published("P486", "nM")) / inside
    assert value("payload_DXd_kill_max") == pytest.approx(greatest, rel=0.15)  # rounded; lines differ more


def test_a_tumour_is_killed_as_fast_as_the_clinical_model_says() -> None:
    """0.139 per day at most, with cells dividing at 0.111 per day and half of the kill in cycle."""
    cycling = 0.5 + 0.5 * 0.111 / (24 * DIVISION)
    culture = 24 * published("P487", "1/h") * cycling
    assert value("payload_DM1_tumour_efficiency") == pytest.approx(published("P500", "1/day") / culture, rel=0.02)

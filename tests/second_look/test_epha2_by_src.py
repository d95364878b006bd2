"""SRC on EphA2 derived again."""

import math

import pytest
from tests.second_look.sources import EVIDENCE, evaluate, interval, plateau, value

NO_ANTIBODY = {"SRC_active": 0.5, "trastuzumab_two_arms": 0.0}


def active(**given: float) -> float:
    """Share of EphA2 that is phosphorylated at balance."""
    on = evaluate("EPHA2_on", **given)
    return on / (on + value("k_EPHA2_off"))


def test_trastuzumab_raises_phospho_epha2() -> None:
    """zhuang2010, and it does so where SRC is not held: twice to five times as fast at full cross-linking."""
    assert any("phosphorylated through SRC" in finding.text for finding in EVIDENCE.mechanisms["R09"].findings)
    raised = active(SRC_active=0.5, trastuzumab_two_arms=5e5) / active(**NO_ANTIBODY)
    assert 1.5 <= raised <= 6


def test_without_src_there_is_none_and_an_antibody_to_epha2_takes_it() -> None:
    assert active(SRC_active=0.0, trastuzumab_two_arms=5e5) == 0.0
    assert active(**NO_ANTIBODY, anti_EPHA2_nM=1e6 * value("Kd_anti_EPHA2")) == pytest.approx(0.0, abs=1e-6)
    halved = evaluate("EPHA2_on", **NO_ANTIBODY, anti_EPHA2_nM=value("Kd_anti_EPHA2"))
    assert halved == pytest.approx(evaluate("EPHA2_on", **NO_ANTIBODY) / 2)


def test_it_switches_within_minutes() -> None:
    assert math.log(2) / value("k_EPHA2_off") < 0.5  # h; a phosphatase


def test_the_antibody_to_epha2_is_an_igg() -> None:
    low, high = interval("Kd_anti_EPHA2")
    assert low >= 0.05
    assert high <= 10  # nM, as the other antibodies


def test_half_of_its_effect_needs_a_part_of_what_an_amplified_cell_can_cross_link() -> None:
    assert 0.01 * value("ERBB2_total") <= value("K_EPHA2_antibody") <= 0.5 * value("ERBB2_total")


def test_without_antibody_little_of_it_is_active_even_at_full_src() -> None:
    """Room for the rise that zhuang2010 saw."""
    assert plateau("gain_EPHA2") < 0.5

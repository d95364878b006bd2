"""The oestrogen receptor and its drugs derived again."""

import math

import pytest
from tests.second_look.sources import (
    EVIDENCE,
    average_free_nM,
    evaluate,
    fold,
    half_life_h,
    interval,
    unbound,
    value,
)


def fulvestrant_free_nM(at: str) -> float:
    record = EVIDENCE.drugs["fulvestrant"]
    level, weight = record.exposure[at].value, record.molecular_weight
    assert level is not None
    assert weight is not None
    assert weight.value is not None
    return level / weight.value * 1e6 * unbound("fulvestrant")


def test_the_receptor_lives_four_to_five_hours() -> None:
    assert 4 <= half_life_h("k_deg_ESR1") <= 5


def test_it_rises_when_her2_is_held() -> None:
    """wangyc2011, by way of FOXO: from the usual to the full nuclear share."""
    gain, usual = value("FOXO_gain_ESR1"), value("FOXO_usual")
    rise = fold("synthesis_ESR1", {"FOXO_nuclear": usual, "ESR1_level": 1.0}, {"FOXO_nuclear": 1.0, "ESR1_level": 1.0})
    assert rise == pytest.approx((1 + gain) / (1 + gain * usual))
    assert 1.3 <= rise <= 4


def test_fulvestrant_acts_on_cells_below_a_nanomolar() -> None:
    """And binds with 9 nM (the note), from which the prior stays away no further than cells do."""
    assert value("Ki_fulvestrant") < 1
    assert interval("Ki_fulvestrant")[1] > 1


def left_active(nanomolar: float) -> float:
    """ER activity at balance over that without drug."""
    lost = evaluate("degradation_ESR1", fulvestrant_nM=nanomolar) / value("k_deg_ESR1")
    return evaluate("ER_active", ER_amount=1.0, fulvestrant_nM=nanomolar) / lost


def test_at_the_exposure_of_the_label_fulvestrant_takes_half_of_er_activity_or_more() -> None:
    assert left_active(0.0) == 1.0
    assert left_active(fulvestrant_free_nM("steady state Cmin")) <= 0.5
    assert left_active(fulvestrant_free_nM("steady state Cmax")) < left_active(fulvestrant_free_nM("steady state Cmin"))


def test_fulvestrant_degrades_the_receptor() -> None:
    most = evaluate("degradation_ESR1", fulvestrant_nM=1e9) / value("k_deg_ESR1")
    assert most == pytest.approx(1 + value("fulvestrant_degrades"))
    assert most >= 2


def test_letrozole_takes_oestradiol_below_a_twentieth() -> None:
    """Below detection in patients (the note): 2.5 mg a day."""
    left = 1 / (1 + average_free_nM("letrozole") / value("Ki_letrozole"))
    assert left < 0.05
    assert evaluate("ER_active", ER_amount=1.0, letrozole_nM=average_free_nM("letrozole")) == pytest.approx(left)


def test_er_makes_cyclin_d1_as_a_part_of_what_translation_makes() -> None:
    assert value("CCND1_by_ER") < value("CCND1_by_4EBP1") + value("CCND1_by_S6K")
    low, high = interval("BIRC5_by_ER")
    assert low < 0.2
    assert high > 1  # from next to nothing to twofold


def test_the_reference_has_none() -> None:
    assert value("ESR1_level") == 0.0
    assert math.isclose(evaluate("synthesis_ESR1", FOXO_nuclear=0.25), 0.0)

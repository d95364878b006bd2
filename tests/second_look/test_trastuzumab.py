"""Binding of trastuzumab derived again."""

import pytest
from tests.second_look.sources import EVIDENCE, evaluate, growth_halved_nM, held, measured, published, value


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


@pytest.mark.parametrize("drug", ["trastuzumab_iv", "margetuximab", "tdm1"])
def test_the_affinity_lies_in_the_range_of_every_drug_of_this_epitope(drug: str) -> None:
    record = next(item for item in EVIDENCE.drugs[drug].targets if item.target == "HER2 subdomain IV")
    assert record.low is not None
    assert record.high is not None
    assert record.low <= value("Kd_trastuzumab") <= record.high


def test_growth_halves_where_nearly_all_are_held() -> None:
    low, high = growth_halved_nM("trastuzumab_iv", "BT-474")
    assert (low, high) == (1, 10)
    assert held(low, value("Kd_trastuzumab")) > 0.7


def test_a_second_arm_finds_a_neighbour_within_minutes_in_an_amplified_cell_only() -> None:
    """Binding looks tighter in living cells (0.037 nM) than one arm is: most antibody holds on with two arms there."""
    off = evaluate("off_trastuzumab")
    amplified = value("k_crosslink") * 3600 * value("ERBB2_total")
    assert amplified / off > 10
    assert value("k_crosslink") * 3600 * measured("Q037") / off < amplified / off / 10


def test_rates_balance_at_the_affinity() -> None:
    assert evaluate("on_trastuzumab", trastuzumab_nM=value("Kd_trastuzumab")) == pytest.approx(
        evaluate("off_trastuzumab")
    )


def test_two_arms_count_as_one_antibody() -> None:
    assert evaluate("bound_trastuzumab", trastuzumab_one_arm=3.0, trastuzumab_two_arms=4.0) == 5.0

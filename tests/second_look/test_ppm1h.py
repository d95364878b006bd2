"""PPM1H derived again."""

import pytest
from tests.second_look.sources import EVIDENCE, evaluate, interval, value


def marked(cdk2: float, level: float = 1.0) -> float:
    return evaluate("p27_marked", CycE_free=cdk2 * value("CCNE1_copies"), PPM1H_level=level)


def test_at_the_usual_activity_of_cdk2_the_mark_is_one_and_without_cdk2_there_is_none() -> None:
    assert marked(value("CDK2_usual")) == pytest.approx(1.0)
    assert marked(0.0) == 0.0


def test_losing_ppm1h_marks_more_p27() -> None:
    """leehoeflich2011: losing PPM1H lowers p27 and confers resistance."""
    assert any("PPM1H" in finding.text for finding in EVIDENCE.mechanisms["R15"].findings)
    usual = value("CDK2_usual")
    everything = marked(usual, level=0.0)
    assert everything == pytest.approx((usual + value("K_T187_PPM1H")) / usual)
    assert 1.2 <= everything <= 6
    assert marked(usual, level=0.2) > marked(usual)


def test_half_saturation_lies_about_the_usual_activity() -> None:
    low, high = interval("K_T187_PPM1H")
    assert low <= value("CDK2_usual") <= high

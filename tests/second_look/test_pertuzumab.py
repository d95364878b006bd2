"""Binding of pertuzumab derived again."""

from tests.second_look.sources import EVIDENCE, published, value


def test_on_rate_is_the_fitted_one() -> None:
    assert value("kon_pertuzumab") == published("P127", "1/nM/min")


def test_affinity_lies_in_the_reported_range() -> None:
    quantity = next(item for item in EVIDENCE.quantities if item.id == "Q068")
    assert quantity.low is not None
    assert quantity.high is not None
    assert quantity.low <= value("Kd_pertuzumab") <= quantity.high

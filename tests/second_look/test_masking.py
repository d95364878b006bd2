"""Masking has no number of its own: two covers, either of which hides a receptor."""

import pytest
from tests.second_look.sources import EVIDENCE, evaluate, measured_range, value


def share(muc4: float, cd44: float) -> float:
    return evaluate("masked_share", MUC4_amount=1.0, hyaluronan=1.0, MUC4_masking=muc4, CD44_masking=cd44)


def test_a_receptor_is_seen_if_neither_cover_hides_it() -> None:
    assert share(0.6, 0.0) == pytest.approx(0.6)
    assert share(0.0, 0.6) == pytest.approx(0.6)
    assert 1 - share(0.6, 0.5) == pytest.approx(0.4 * 0.5)


def test_the_covers_that_jimt_1_needs_can_be_set() -> None:
    """An antibody reaches 0.2 to 0.6 of HER2 there (nagy2005)."""
    low, high = measured_range("Q097")
    assert (low, high) == (0.2, 0.6)
    assert 1 - share(1 - high, 0.0) == pytest.approx(high)
    assert 1 - share(0.6, 1 - low / 0.4) == pytest.approx(low)


def test_next_to_nothing_is_hidden_in_the_sensitive_reference() -> None:
    assert share(value("MUC4_masking"), value("CD44_masking")) < 0.01


def test_it_has_no_parameter() -> None:
    assert [name for name, record in EVIDENCE.parameters.items() if record.mechanism == "masking"] == []

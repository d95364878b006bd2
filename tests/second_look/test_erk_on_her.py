"""ERK on the kinases of HER2 and EGFR, derived again."""

import pytest
from tests.second_look.sources import evaluate, interval, value


def test_the_reference_has_its_usual_kinase() -> None:
    assert evaluate("HER_by_ERK", pERK=value("pERK_usual")) == pytest.approx(1.0)


def test_a_mek_inhibitor_takes_the_brake_off() -> None:
    """turke2012: HER3 is phosphorylated within hours of a MEK inhibitor, in BT-474 too. By hand: 1 + brake * usual."""
    freed = evaluate("HER_by_ERK", pERK=0.0)
    assert freed == pytest.approx(1 + value("HER_brake_ERK") * value("pERK_usual"))
    assert 1.2 < freed < 4


def test_full_erk_leaves_a_part_of_the_kinase() -> None:
    assert 0.1 < evaluate("HER_by_ERK", pERK=1.0) < 0.6


def test_the_guess_leaves_room_for_little_and_for_much() -> None:
    low, high = interval("HER_brake_ERK")
    assert low * value("pERK_usual") < 0.3
    assert high * value("pERK_usual") > 2

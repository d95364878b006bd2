"""Inhibitors of ADAM10 and ADAM17 derived again."""

import pytest
from tests.second_look.sources import average_free_nM, check_open_share, evaluate, held, value


def test_aderbasib_lies_near_the_enzymes() -> None:
    """4 to 8 nM (the note)."""
    assert 4 / 3 <= value("Ki_aderbasib_ADAM") <= 8 * 3


def test_batimastat_lies_in_the_range_of_the_enzymes() -> None:
    """3 to 20 nM (the note)."""
    assert 3 <= value("Ki_batimastat_ADAM") <= 20


def test_a_dose_of_phase_1_holds_most_of_the_sheddases() -> None:
    assert held(average_free_nM("aderbasib"), value("Ki_aderbasib_ADAM")) >= 0.8


def test_a_micromolar_of_batimastat_takes_nearly_all_shedding() -> None:
    """molina2001: a metalloprotease inhibitor blocks basal and stimulated cleavage."""
    assert evaluate("sheddase_now", batimastat_nM=1000.0) < 0.1
    assert evaluate("sheddase_now", batimastat_nM=1000.0, APMA_activation=4.0) < 0.1 * 5


def test_the_usual_activity_is_one_and_an_activator_adds_to_it() -> None:
    check_open_share("ADAM_open", aderbasib="Ki_aderbasib_ADAM", batimastat="Ki_batimastat_ADAM")
    assert evaluate("sheddase_now") == 1.0
    assert evaluate("sheddase_now", APMA_activation=4.0) == pytest.approx(5.0)

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
    assert evaluate("sheddase_now", batimastat_nM=1000.0) < 0.1 * evaluate("sheddase_now")
    driven = {"APMA_nM": 1e6}
    assert evaluate("sheddase_now", **driven, batimastat_nM=1000.0) < 0.1 * evaluate("sheddase_now", **driven)


def test_apma_acts_where_it_is_used_and_raises_cleavage_severalfold() -> None:
    """At 0.1 to 1 mM (the note); molina2001: stimulated cleavage."""
    assert 0.1e6 <= value("K_APMA") <= 1e6
    raised = evaluate("sheddase_now", APMA_nM=1e6)
    assert raised == pytest.approx(1 + value("APMA_gain") * 1e6 / (1e6 + value("K_APMA")))
    assert 2 <= raised <= 10


def test_the_usual_activity_is_one() -> None:
    check_open_share("ADAM_open", aderbasib="Ki_aderbasib_ADAM", batimastat="Ki_batimastat_ADAM")
    assert evaluate("sheddase_now") == 1.0
    assert evaluate("sheddase_now", shed_activity=5.0) == pytest.approx(5.0)

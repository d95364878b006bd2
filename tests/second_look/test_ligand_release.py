"""Release of ligands by ADAM17 derived again."""

import pytest
from tests.second_look.sources import EVIDENCE, evaluate, half_life_h, interval, rest, value


def activity(akt: float, **given: float) -> float:
    return evaluate("ADAM17_active", AKT_active=akt, **given)


def test_holding_akt_raises_release() -> None:
    """gijsen2010: from the reference's AKT to none, twofold or more."""
    assert EVIDENCE.mechanisms["MOA13"].contested is not None
    assert activity(0.0) == pytest.approx(1 + value("ADAM17_gain_AKT"))
    assert 1.5 <= activity(0.0) / activity(rest()["AKT_active"]) <= 5


def test_at_full_akt_most_of_the_rise_is_held_back() -> None:
    assert activity(1.0) < 1 + 0.25 * value("ADAM17_gain_AKT")
    assert activity(value("K_ADAM17_AKT")) == pytest.approx(1 + value("ADAM17_gain_AKT") / 2)


def test_ligand_stays_at_the_cell_for_an_hour_or_two() -> None:
    assert 1 <= half_life_h("k_wash_ligand") <= 2


def test_what_a_case_gives_is_there_at_basal_activity() -> None:
    for ligand in ("NRG1", "EGF"):
        made = evaluate(f"release_{ligand}", ADAM17_active=1.0, **{f"{ligand}_autocrine_nM": 0.7})
        assert made / value("k_wash_ligand") == pytest.approx(0.7)


def test_a_protease_inhibitor_stops_it_whatever_akt_does() -> None:
    assert activity(0.0, aderbasib_nM=1e9) == pytest.approx(0.0, abs=1e-6)


def test_the_brake_is_already_half_on_at_little_akt() -> None:
    assert interval("K_ADAM17_AKT")[1] < 0.3

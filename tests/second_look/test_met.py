"""MET and HGF derived again."""

import pytest
from tests.second_look.sources import evaluate, held, interval, per_cell, published, value


def test_binding_of_hgf() -> None:
    assert value("kon_HGF") == pytest.approx(published("P021", "1/M/s"))
    assert value("Kd_HGF") == published("P012", "nM")


def test_dimer_of_met() -> None:
    assert value("koff_MET_MET_HGF") == published("P046", "1/s")
    nanomolar = published("P046", "1/s") / published("P045", "1/nM/s")
    assert value("Kd_MET_MET_HGF") == pytest.approx(per_cell(nanomolar, 5.25), rel=0.02)  # two digits


def test_without_ligand_met_pairs_only_where_it_is_amplified() -> None:
    """R05: 3.72 copies or more. A few thousand receptors make next to no pair, a few hundred thousand do."""
    few, many = (amount / value("Kd_MET_MET_free") for amount in (value("MET_total"), 3e5))
    assert few < 0.05
    assert many > 0.3
    assert value("Kd_MET_MET_free") > 10 * value("Kd_MET_MET_HGF")
    assert value("koff_MET_MET_free") > value("koff_MET_MET_HGF")


def test_in_the_reference_less_than_a_tenth_of_met_is_held_by_hgf() -> None:
    assert held(value("HGF_nM"), value("Kd_HGF")) < 0.1


def test_met_and_her3_pair_no_tighter_than_met_with_itself_under_hgf() -> None:
    assert value("Kd_MET_HER3") > value("Kd_MET_MET_HGF")
    low, high = interval("Kd_MET_HER3")
    assert high / low >= 24  # fivefold either way


def test_pairs_are_taken_up_faster_than_single_receptors() -> None:
    assert value("k_int_MET_MET") > value("k_int_MET")


def test_rates_balance_at_the_affinity() -> None:
    assert evaluate("on_HGF", HGF_nM=value("Kd_HGF")) == pytest.approx(evaluate("off_HGF"))


def test_met_pairs_with_her3_where_there_is_much_met() -> None:
    """Lines with usual MET still need HER2 (the note); with amplified MET a part of HER3 is taken."""
    usual, amplified = (amount / (amount + value("Kd_MET_HER3")) for amount in (value("MET_total"), 3e5))
    assert usual < 0.05
    assert amplified > 0.1

"""IGF-1 on its receptor derived again."""

import pytest
from tests.second_look.sources import evaluate, held, measured_range, published, value


def test_binding_of_igf1() -> None:
    assert value("kon_IGF1") == pytest.approx(published("P023", "1/M/s"))
    assert value("Kd_IGF1") == published("P011", "nM")


def test_rates_balance_at_the_affinity_of_free_igf1() -> None:
    assert evaluate("on_IGF1", IGF1_nM=value("Kd_IGF1")) == pytest.approx(evaluate("off_IGF1"))
    none = evaluate("on_IGF1", IGF1_nM=5.0, ganitumab_nM=1e9)
    assert none == pytest.approx(0.0, abs=1e-6)


def test_in_the_reference_a_small_part_is_held_and_40_ng_per_ml_hold_nearly_all() -> None:
    """lu2001: 40 ng/mL of IGF-1, 7.6 kDa."""
    assert held(value("IGF1_nM"), value("Kd_IGF1")) < 0.25
    assert held(40e-6 / 7649 * 1e9, value("Kd_IGF1")) > 0.9


def test_pairs_with_her2_need_many_receptors() -> None:
    """huang2010: a complex only in resistant cells, which have more of it than the few of SK-BR-3."""
    few = measured_range("Q007")[0]
    assert few / value("Kd_IGF1R_HER2") < 0.01
    assert value("koff_IGF1R_HER2") > 0.1  # per s: parts within seconds, as other loose pairs

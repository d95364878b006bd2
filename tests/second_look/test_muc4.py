"""MUC4 and TNF derived again."""

import pytest
from tests.second_look.sources import EVIDENCE, evaluate, half_life_h, interval, value

TNF_CHAIN, TNF_TRIMER = 17_400.0, 52_000.0
"""g/mol"""


def nanomolar(ng_per_mL: float, g_per_mol: float) -> float:
    return ng_per_mL * 1e-6 / g_per_mol * 1e9


def test_cells_answer_to_1_to_20_ng_per_ml_of_tnf() -> None:
    low, high = nanomolar(1, TNF_TRIMER), nanomolar(20, TNF_CHAIN)
    assert low <= value("K_TNF") <= high


def test_ten_ng_per_ml_of_tnf_raise_muc4_severalfold() -> None:
    """mercogliano2017: TNF raises MUC4; the note says several-fold."""
    assert any("TNF raises MUC4" in finding.text for finding in EVIDENCE.mechanisms["R03"].findings)
    raised = evaluate("synthesis_MUC4", TNF_nM=nanomolar(10, TNF_CHAIN)) / evaluate("synthesis_MUC4")
    by_hand = 1 + value("MUC4_gain_TNF") * 0.575 / (0.575 + value("K_TNF"))
    assert raised == pytest.approx(by_hand, rel=0.001)
    assert 2 <= raised <= 15


def test_etanercept_binds_tnf_more_tightly_than_cells_feel_it() -> None:
    assert value("Kd_etanercept") < value("K_TNF")
    trough = EVIDENCE.drugs["etanercept"].exposure["50 mg steady state Cmin"]
    assert trough.value is not None
    grams = EVIDENCE.drugs["etanercept"].molecular_weight
    assert grams is not None
    assert grams.value is not None
    free = evaluate("TNF_free_nM", TNF_nM=1.0, etanercept_nM=nanomolar(trough.value * 1000, grams.value))
    assert free < 0.01


def test_muc4_lives_for_about_a_day() -> None:
    assert 12 <= half_life_h("k_deg_MUC4") <= 36


def test_hidden_share_is_that_of_the_case_at_the_usual_muc4_and_follows_its_odds() -> None:
    for hidden in (0.002, 0.6):
        assert evaluate("MUC4_hides", MUC4_amount=1.0, MUC4_masking=hidden) == pytest.approx(hidden)
        odds = evaluate("MUC4_hides", MUC4_amount=3.0, MUC4_masking=hidden)
        assert odds / (1 - odds) == pytest.approx(3 * hidden / (1 - hidden))
    assert evaluate("MUC4_hides", MUC4_amount=0.0, MUC4_masking=0.6) == 0.0


def test_muc4_activates_her2_a_little() -> None:
    assert evaluate("MUC4_activation", MUC4_amount=0.0) == 1.0
    assert 1 < evaluate("MUC4_activation", MUC4_amount=1.0, MUC4_masking=0.6) < 2
    low, high = interval("MUC4_kinase_gain")
    assert low < 0.15
    assert high > 0.6  # from next to nothing to nearly twofold: it "may also activate HER2" (R03)

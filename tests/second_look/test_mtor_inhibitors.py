"""Everolimus derived again."""

import pytest
from tests.second_look.sources import (
    EVIDENCE,
    check_open_share,
    evaluate,
    growth_halved_nM,
    interval,
    target,
    value,
)

MOST = (0.4, 0.7)
"""greatest loss of growth, as the drug record notes it"""


def test_it_lies_where_growth_that_can_fall_by_seven_tenths_at_most_has_fallen_by_half() -> None:
    """Half of growth is lost at an occupancy of 0.5 / 0.7, so the constant is two fifths of that concentration."""
    low, high = growth_halved_nM("everolimus", "SK-BR-3")
    taken = 0.5 / MOST[1]
    upper = max(high * (1 - taken) / taken, target("everolimus", "mTORC1"))
    assert low * (1 - taken) / taken <= value("Ki_everolimus_MTORC1") <= upper


def test_the_prior_of_what_4ebp1_loses_spans_what_growth_loses() -> None:
    assert "40 to 70 %" in EVIDENCE.drugs["everolimus"].potency[0].note
    low, high = interval("rapalog_on_4EBP1")
    assert low < MOST[0]
    assert high > 0.95 * MOST[1]


def test_an_inhibitor_of_the_kinase_takes_all_of_both_complexes() -> None:
    """Omipalisib competes with ATP: 4E-BP1 and S473 of AKT go as S6K does."""
    check_open_share("MTOR_open", omipalisib="Ki_omipalisib_MTOR")
    much = 1e6 * value("Ki_omipalisib_MTOR")
    for readout in ("MTORC1_on_S6K", "MTORC1_on_4EBP1"):
        assert evaluate(readout, omipalisib_nM=much) == pytest.approx(0.0, abs=1e-5)
    akt = {"AKT_membrane": 0.5, "MTORC2_active": 0.9}
    assert evaluate("AKT_S473_on", **akt, omipalisib_nM=much) < 1e-5 * evaluate("AKT_S473_on", **akt)
    assert evaluate("AKT_T308_on", AKT_membrane=0.5, omipalisib_nM=much) == evaluate("AKT_T308_on", AKT_membrane=0.5)


def test_omipalisib_needs_more_on_mtor_than_on_p110_alpha() -> None:
    """Enzymes, from memory: 0.019 nM on p110-alpha, 0.13 on p110-beta, 0.18 and 0.3 on the complexes of mTOR."""
    alpha, beta, mtor = (value(f"Ki_omipalisib_{name}") for name in ("PIK3CA", "PIK3CB", "MTOR"))
    assert beta / alpha == pytest.approx(0.13 / 0.019, rel=0.1)
    assert 0.18 / 0.019 <= mtor / alpha <= 0.3 / 0.019


def test_s6k_loses_all_and_4ebp1_a_part() -> None:
    check_open_share("MTORC1_open", everolimus="Ki_everolimus_MTORC1")
    assert evaluate("MTORC1_on_S6K", everolimus_nM=1e9) == pytest.approx(0.0, abs=1e-5)
    assert evaluate("MTORC1_on_4EBP1") == 1.0
    assert evaluate("MTORC1_on_4EBP1", everolimus_nM=1e9) == pytest.approx(1 - value("rapalog_on_4EBP1"))

"""HER2 variants: two pairs of reports, and conventions."""

import pytest
from tests.second_look.sources import check_choice, evaluate, value

AMOUNTS = {"surface_ERBB2": 1e6, "trastuzumab_one_arm": 2e5, "trastuzumab_two_arms": 3e5}


def test_reports_on_d16her2_have_opposite_signs_and_equal_weight() -> None:
    check_choice("variant_d16_trastuzumab", sides={0.0, 1.0}, contradiction="X09")


def test_trastuzumab_parts_d16_pairs_by_the_share_it_holds_or_not_at_all() -> None:
    assert evaluate("D16_coupled", **AMOUNTS, variant_d16_trastuzumab=0.0) == 1.0
    assert evaluate("D16_coupled", **AMOUNTS, variant_d16_trastuzumab=1.0) == pytest.approx(0.5)


def test_two_receptors_make_a_pair() -> None:
    assert evaluate("D16_D16", surface_ERBB2=1e6, d16_share=0.1) == pytest.approx(0.5 * 1e5)
    assert evaluate("D16_D16", surface_ERBB2=1e6) == 0.0


def test_the_floor_is_one_receptor_and_moves_nothing() -> None:
    assert value("floor_ERBB2") == 1.0
    none = dict.fromkeys(AMOUNTS, 0.0)
    assert evaluate("D16_coupled", **none, variant_d16_trastuzumab=1.0) == 1.0  # defined without HER2


@pytest.mark.parametrize("drug", ["lapatinib", "tucatinib", "neratinib", "afatinib", "pyrotinib"])
def test_the_wild_type_binds_every_inhibitor_with_its_own_constant(drug: str) -> None:
    assert value(f"ERBB2_fold_{drug}") == 1.0
    assert value("ERBB2_kinase") == 1.0

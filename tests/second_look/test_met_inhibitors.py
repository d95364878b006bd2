"""Crizotinib and onartuzumab derived again."""

import pytest
from tests.second_look.sources import (
    average_free_nM,
    check_open_share,
    evaluate,
    free_in_medium,
    held,
    target,
    value,
)


def test_crizotinib_acts_on_cells_where_its_record_says() -> None:
    """11 nM in medium, about half of it free."""
    assert value("Ki_crizotinib_MET") == pytest.approx(
        target("crizotinib", "MET") * free_in_medium("crizotinib"), rel=0.5
    )


def test_onartuzumab_binds_as_its_record_says() -> None:
    assert value("Kd_onartuzumab") == pytest.approx(target("onartuzumab", "MET"), rel=0.1)


def test_the_doses_in_use_hold_most_of_met() -> None:
    assert held(average_free_nM("crizotinib"), value("Ki_crizotinib_MET")) >= 0.8
    assert held(average_free_nM("onartuzumab"), value("Kd_onartuzumab")) >= 0.8


def test_one_holds_the_kinase_and_the_other_keeps_hgf_away() -> None:
    check_open_share("MET_open", crizotinib="Ki_crizotinib_MET")
    check_open_share("HGF_access", onartuzumab="Kd_onartuzumab")
    assert evaluate("on_HGF", onartuzumab_nM=value("Kd_onartuzumab")) == pytest.approx(evaluate("on_HGF") / 2)
    assert evaluate("MET_open", onartuzumab_nM=1e6) == evaluate("HGF_access", crizotinib_nM=1e6) == 1.0

"""Inhibitors of PI3K derived again: cells need more than the enzyme, by one factor for both isoforms."""

import pytest
from tests.second_look.sources import (
    ATP_FACTOR,
    average_free_nM,
    check_open_share,
    growth_halved_nM,
    held,
    target,
    value,
)

ALPHA = {
    "alpelisib": "p110-alpha, wild type",
    "inavolisib": "p110-alpha",
    "taselisib": "p110-alpha",
    "buparlisib": "p110-alpha",
    "pictilisib": "p110-alpha",
}
BETA = ("alpelisib", "taselisib", "buparlisib", "pictilisib")
CELLS = {"alpelisib": "HER2-positive lines with mutant PIK3CA", "buparlisib": "HER2-positive lines"}


@pytest.mark.parametrize(("drug", "where"), ALPHA.items())
def test_on_alpha_it_lies_above_the_enzyme_by_no_more_than_atp_explains(drug: str, where: str) -> None:
    enzyme = target(drug, where)
    assert enzyme <= value(f"Ki_{drug}_PIK3CA") <= ATP_FACTOR * enzyme


@pytest.mark.parametrize(("drug", "cells"), CELLS.items())
def test_on_alpha_it_lies_below_the_free_drug_that_halves_growth(drug: str, cells: str) -> None:
    assert value(f"Ki_{drug}_PIK3CA") <= growth_halved_nM(drug, cells)[1]


@pytest.mark.parametrize("drug", BETA)
def test_beta_over_alpha_is_what_the_enzymes_show(drug: str) -> None:
    enzymes = target(drug, "p110-beta") / target(drug, ALPHA[drug])
    assert value(f"Ki_{drug}_PIK3CB") / value(f"Ki_{drug}_PIK3CA") == pytest.approx(enzymes, rel=0.35)


@pytest.mark.parametrize("drug", ALPHA)
def test_the_dose_in_use_holds_two_fifths_of_alpha_or_more(drug: str) -> None:
    assert held(average_free_nM(drug), value(f"Ki_{drug}_PIK3CA")) >= 0.4


def test_alpelisib_spares_beta_at_the_dose_in_use_and_buparlisib_does_not() -> None:
    assert held(average_free_nM("alpelisib"), value("Ki_alpelisib_PIK3CB")) < 0.1
    assert held(average_free_nM("buparlisib"), value("Ki_buparlisib_PIK3CB")) > 0.25


def test_mutants_are_held_as_the_wild_type_is() -> None:
    """H1047R and E545K: 4 nM against 5; one constant serves them all."""
    wild = target("alpelisib", "p110-alpha, wild type")
    for mutant in ("p110-alpha, H1047R", "p110-alpha, E545K"):
        assert target("alpelisib", mutant) == pytest.approx(wild, rel=0.25)


def test_the_formula_has_its_limits() -> None:
    """With omipalisib, of screens, which has no record as a drug (test_mtor_inhibitors.py)."""
    check_open_share("PIK3CA_open", **{drug: f"Ki_{drug}_PIK3CA" for drug in (*ALPHA, "omipalisib")})
    check_open_share("PIK3CB_open", **{drug: f"Ki_{drug}_PIK3CB" for drug in BETA})


def test_alpelisib_on_cells() -> None:
    """fritsch2014, from memory: 74 nM on pAKT of cells with p110-alpha, in medium, of which half to most is free."""
    assert 0.4 * 74 <= value("Ki_alpelisib_PIK3CA") <= 74

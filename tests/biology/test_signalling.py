"""From receptors to the cell cycle: directions the review states, and the rule each comes from."""

import numpy as np
import pytest
from tests.reference.cells import ensemble, most, typical

TRASTUZUMAB = {"trastuzumab_nM": 69.0}
PERTUZUMAB = {"pertuzumab_nM": 69.0}
LAPATINIB = {"lapatinib_nM": 500.0}
ALPELISIB = {"alpelisib_nM": 500.0}
CAPIVASERTIB = {"capivasertib_nM": 500.0}


@pytest.mark.evidence("MOA02", "T002")
def test_pakt_falls_within_the_hour_of_trastuzumab_lapatinib_and_alpelisib() -> None:
    for arm in (TRASTUZUMAB, LAPATINIB, ALPELISIB):
        assert most(ensemble().fold("pAKT", 1, arm) < 0.8)


@pytest.mark.evidence("MOA03", "T020")
def test_src_falls_and_membrane_pten_rises_within_the_hour() -> None:
    assert most(ensemble().fold("SRC_active", 1, TRASTUZUMAB) < 0.7)
    assert most(ensemble().fold("PTEN_active", 1, TRASTUZUMAB) > 1.2)


@pytest.mark.evidence("MOA03")
def test_pten_answers_to_trastuzumab_only_through_src_and_only_where_src_moves_it() -> None:
    deaf, other = {"w_SRC_ERBB2": 0.0}, {"variant_PTEN_SRC": 0.0}
    assert typical().fold("PTEN_active", 1, TRASTUZUMAB, deaf) == pytest.approx(1.0, abs=0.01)  # p95 still drives SRC
    assert typical().fold("PTEN_active", 1, TRASTUZUMAB, other) == pytest.approx(1.0, abs=1e-6)  # numerical noise


@pytest.mark.evidence("MOA03")
def test_pertuzumab_leaves_src_and_pten_alone() -> None:
    assert typical().fold("PTEN_active", 1, PERTUZUMAB) == pytest.approx(1.0, abs=0.02)  # HER2 stays with SRC


@pytest.mark.evidence("R14")
def test_src_and_pten_hold_each_other_down() -> None:
    moved = {"variant_PTEN_SRC": 1.0}
    more_src = ensemble().untreated("PTEN_active", moved | {"SRC_level": 3.0}) / ensemble().untreated(
        "PTEN_active", moved
    )
    less_pten = ensemble().untreated("SRC_active", {"PTEN_level": 0.1}) / ensemble().untreated("SRC_active")
    assert most(more_src < 0.7)
    assert most(less_pten > 1.0)


@pytest.mark.evidence("MOA04", "T026", "T028")
def test_p27_rises_and_cdk2_and_division_fall_under_trastuzumab() -> None:
    assert most(ensemble().fold("p27_total", 48, TRASTUZUMAB) > 1.5)  # T026: 1.5 to 5
    assert most(ensemble().fold("CDK2_active", 48, TRASTUZUMAB) < 0.6)  # T028: by 40 % or more
    assert most(ensemble().fold("division_drive", 48, TRASTUZUMAB) < 0.8)


@pytest.mark.evidence("R15")
def test_without_p27_and_cyclin_d_following_akt_and_erk_division_hardly_falls() -> None:
    """Division falls by p27, cyclin D1 and growth; with all cut off, and cyclin D1 kept up, nothing is left."""
    cut = {"FOXO_gain_CDKN1B": 0.0, "FOXO_brake_SKP2": 0.0, "gain_p27_AKT": 0.0, "gain_p27_SRC": 0.0}
    cut |= {
        "growth_by_S6K": 0.0,
        "CCND1_by_S6K": 0.0,
        "gain_p27_JAB1": 0.0,
        "CCND1_GSK3": 0.0,
        "CCND1_by_4EBP1": 0.0,
        "CCND1_by_ERK": 0.0,
        "CCND1_basal": 0.5,
    }
    assert most(np.abs(ensemble().fall(TRASTUZUMAB, cut)) < 0.05)  # HER4's share of cyclin D1 is left


@pytest.mark.evidence("P05", "T016")
def test_foxo_brings_her3_back_when_akt_falls_and_only_foxo() -> None:
    for arm in (CAPIVASERTIB, LAPATINIB):
        assert most(ensemble().fold("FOXO_nuclear", 24, arm) > 1.5)
        assert most(ensemble().fold("surface_ERBB3", 24, arm) > 1.3)
        deaf = ensemble().fold("surface_ERBB3", 24, arm, {"FOXO_gain_ERBB3": 0.0})
        assert most(np.abs(deaf - 1.0) < 0.03)  # AKT moves no uptake


@pytest.mark.evidence("P05")
def test_phospho_her3_comes_back_under_lapatinib_as_its_phosphatase_falls() -> None:
    assert most(ensemble().fold("HER3_phosphatase", 24, LAPATINIB) < 0.9)
    assert most(ensemble().at("pERBB3", 72, LAPATINIB) > 1.2 * ensemble().at("pERBB3", 1, LAPATINIB))


@pytest.mark.evidence("MOA02")
def test_s6k_closes_irs1_and_an_mtor_block_opens_it() -> None:
    everolimus = {"everolimus_nM": 5.0}
    grown = {"IGF1R_total": 5.0e4, "IGF1_nM": 0.3}
    assert most(ensemble().fold("pS6", 24, everolimus, grown) < 0.5)
    assert most(ensemble().fold("IRS1_open", 24, everolimus, grown) > 1.0)
    assert most(ensemble().fold("pAKT", 24, everolimus, grown) > 1.0)  # more PI3K by IGF-1R, and MTORC2 let go


@pytest.mark.evidence("MOA11", "T131")
def test_perk_falls_less_than_pakt_under_trastuzumab() -> None:
    assert most(ensemble().fold("pERK", 24, TRASTUZUMAB) > ensemble().fold("pAKT", 24, TRASTUZUMAB))


@pytest.mark.evidence("MOA10", "T107")
def test_death_rises_a_little_under_trastuzumab() -> None:
    death = ensemble().fold("death_drive", 120, TRASTUZUMAB)
    assert most(death > 1.0)
    assert most(death < 4.0)  # mainly cytostatic in culture


@pytest.mark.evidence("TX08", "R12")
def test_alpelisib_hits_the_mutant_as_the_wild_type() -> None:
    """What a hotspot adds to PI3K is taken away by alpelisib and not by trastuzumab."""
    mutant = {"PIK3CA_basal": 0.5}
    assert most(ensemble().untreated("pAKT", mutant) > ensemble().untreated("pAKT"))
    assert most(ensemble().fold("pAKT", 24, ALPELISIB, mutant) < ensemble().fold("pAKT", 24, TRASTUZUMAB, mutant))
    leads = [
        ensemble().at("pAKT", 24, arm, mutant) / ensemble().at("pAKT", 24, arm) for arm in (TRASTUZUMAB, ALPELISIB)
    ]
    assert most(leads[1] < leads[0])  # the mutant's lead is smaller under alpelisib


@pytest.mark.evidence("MOA11")
def test_ligand_raises_the_signal_it_should() -> None:
    pairs = (("NRG1_nM", "pERBB3"), ("NRG1_nM", "pAKT"), ("EGF_nM", "pERK"), ("IGF1_nM", "pAKT"), ("HGF_nM", "pERK"))
    for ligand, readout in pairs:
        assert most(ensemble().fold(readout, 0.5, {ligand: 5.0}) > 1.0), ligand

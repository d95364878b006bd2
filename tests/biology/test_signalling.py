"""From receptors to the cell cycle: directions the review states, and the rule each comes from."""

import pytest
from benchmarks.claims.cells import Arm, Bench

TRASTUZUMAB = Arm(values={"trastuzumab_nM": 69.0})
PERTUZUMAB = Arm(values={"pertuzumab_nM": 69.0})
LAPATINIB = Arm(values={"lapatinib_nM": 500.0})
ALPELISIB = Arm(values={"alpelisib_nM": 500.0})
AKT_INHIBITOR = Arm(scaled={"k_T308": 0.02})


@pytest.fixture(scope="module")
def cell() -> Bench:
    return Bench()


@pytest.fixture(scope="module")
def ensemble() -> Bench:
    return Bench(12)


@pytest.mark.evidence("MOA02", "T002")
def test_pakt_falls_within_the_hour_of_trastuzumab_lapatinib_and_alpelisib(ensemble: Bench) -> None:
    for arm in (TRASTUZUMAB, LAPATINIB, ALPELISIB):
        assert (ensemble.fold("pAKT", 1, arm) < 1.0).all()


@pytest.mark.evidence("MOA03", "T020")
def test_src_falls_and_membrane_pten_rises_within_the_hour(ensemble: Bench) -> None:
    assert (ensemble.fold("SRC_active", 1, TRASTUZUMAB) < 0.95).all()
    assert (ensemble.fold("PTEN_active", 1, TRASTUZUMAB) > 1.0).all()


@pytest.mark.evidence("MOA03")
def test_pten_answers_to_trastuzumab_only_through_src(cell: Bench) -> None:
    deaf = {"w_SRC_ERBB2": 0.0}
    assert cell.fold("PTEN_active", 1, TRASTUZUMAB, deaf)[0] == pytest.approx(1.0, abs=0.01)  # p95 still drives SRC


@pytest.mark.evidence("MOA03")
def test_pertuzumab_leaves_src_and_pten_alone(cell: Bench) -> None:
    assert cell.fold("PTEN_active", 1, PERTUZUMAB)[0] == pytest.approx(1.0, abs=0.05)  # HER2 stays with SRC


@pytest.mark.evidence("R14")
def test_src_and_pten_hold_each_other_down(cell: Bench) -> None:
    more_src = cell.at("PTEN_active", 0.0, cell={"SRC_level": 3.0}) / cell.at("PTEN_active", 0.0)
    less_pten = cell.at("SRC_active", 0.0, cell={"PTEN_level": 0.1}) / cell.at("SRC_active", 0.0)
    assert more_src[0] < 1.0
    assert less_pten[0] > 1.0


@pytest.mark.evidence("MOA04", "T026", "T028")
def test_p27_rises_and_cdk2_falls_under_trastuzumab(ensemble: Bench) -> None:
    assert (ensemble.fold("p27_total", 48, TRASTUZUMAB) > 1.0).all()
    assert (ensemble.fold("CDK2_active", 48, TRASTUZUMAB) < 1.0).all()
    assert (ensemble.fold("division_drive", 48, TRASTUZUMAB) < 1.0).all()


@pytest.mark.evidence("R15")
def test_without_p27_and_cyclin_d_following_akt_division_hardly_falls(cell: Bench) -> None:
    """The fall of division comes by p27 and cyclin D1: cut both and little is left."""
    cut = {"FOXO_gain_CDKN1B": 0.0, "k_p27_export_AKT": 0.0, "k_p27_export_SRC": 0.0}
    cut |= {"k_GSK3_AKT": 0.0, "CCND1_by_4EBP1": 0.0, "CCND1_by_ERK": 0.0}
    assert cell.fold("division_drive", 72, TRASTUZUMAB, cut)[0] > 0.9


@pytest.mark.evidence("P05", "T016")
def test_foxo_brings_her3_back_when_akt_falls(ensemble: Bench) -> None:
    for arm in (AKT_INHIBITOR, LAPATINIB):
        assert (ensemble.fold("FOXO_nuclear", 24, arm) > 1.0).all()
        assert (ensemble.fold("surface_ERBB3", 24, arm) > 1.0).all()


@pytest.mark.evidence("P05")
def test_her3_does_not_come_back_where_foxo_does_not_drive_it(cell: Bench) -> None:
    deaf = {"FOXO_gain_ERBB3": 0.0}
    assert cell.fold("surface_ERBB3", 24, AKT_INHIBITOR, deaf)[0] == pytest.approx(1.0, abs=0.02)  # AKT moves no uptake


@pytest.mark.evidence("MOA02")
def test_s6k_closes_irs1_and_an_mtor_block_opens_it(cell: Bench) -> None:
    rapalog = Arm(scaled={"k_S6K_on": 0.02})
    grown = {"IGF1R_total": 5.0e4, "IGF1_nM": 0.3}
    assert cell.fold("pS6", 24, rapalog, grown)[0] < 0.2
    assert cell.fold("pAKT", 24, rapalog, grown)[0] > 1.05  # more PI3K by IGF-1R, and MTORC2 let go


@pytest.mark.evidence("MOA11", "T131")
def test_perk_falls_less_than_pakt_under_trastuzumab(ensemble: Bench) -> None:
    assert (ensemble.fold("pERK", 24, TRASTUZUMAB) > ensemble.fold("pAKT", 24, TRASTUZUMAB)).all()


@pytest.mark.evidence("MOA10", "T107")
def test_death_rises_a_little_under_trastuzumab(ensemble: Bench) -> None:
    death = ensemble.fold("death_drive", 120, TRASTUZUMAB)
    assert (death > 1.0).all()
    assert (death < 4.0).all()  # mainly cytostatic in culture


@pytest.mark.evidence("MOA08", "T129")
def test_vegf_falls_under_trastuzumab(ensemble: Bench) -> None:
    assert (ensemble.fold("VEGF", 72, TRASTUZUMAB) < 1.0).all()


@pytest.mark.evidence("TX08", "R12")
def test_alpelisib_hits_the_mutant_as_the_wild_type(cell: Bench) -> None:
    """What a hotspot adds to PI3K is taken away by alpelisib and not by trastuzumab."""
    mutant = {"PIK3CA_basal": 0.5}
    rise = cell.at("pAKT", 0.0, cell=mutant) / cell.at("pAKT", 0.0)
    assert rise[0] > 1.0
    assert cell.fold("pAKT", 24, ALPELISIB, mutant)[0] < cell.fold("pAKT", 24, TRASTUZUMAB, mutant)[0]
    over = [cell.at("pAKT", 24, arm, mutant) / cell.at("pAKT", 24, arm) for arm in (TRASTUZUMAB, ALPELISIB)]
    assert over[1][0] < over[0][0]  # the mutant's lead is smaller under alpelisib


@pytest.mark.evidence("MOA11")
def test_ligand_raises_the_signal_it_should(cell: Bench) -> None:
    for ligand, readout in (("NRG1_nM", "pERBB3"), ("NRG1_nM", "pAKT"), ("EGF_nM", "pERK"), ("IGF1_nM", "pAKT")):
        stimulated = Arm(values={ligand: 5.0})
        assert cell.fold(readout, 0.5, stimulated)[0] > 1.0, ligand

"""Receptors that stand in for HER2, and the ligands a cell sets free: what each adds, and the drug that takes it."""

import numpy as np
import pytest
from tests.reference.cells import Values, ensemble, most, response, typical

TRASTUZUMAB = {"trastuzumab_nM": 69.0}
EPHA2 = {"EPHA2_total": 1.0e5}
EPOR = {"EPOR_total": 5.0e3, "EPO_nM": 1.0}
RTK = {"RTK_total": 1.0e5}
MET = {"MET_total": 1.0e5, "HGF_nM": 0.5}
IGF1R = {"IGF1R_total": 5.0e4, "IGF1_nM": 1.0}
AUTOCRINE = {"ADAM17_level": 5.0, "NRG1_autocrine_nM": 0.05}

RESCUES: dict[str, tuple[Values, Values]] = {
    "EphA2": (EPHA2, {"anti_EPHA2_nM": 100.0}),
    "EpoR": (EPOR, {"ruxolitinib_nM": 1000.0}),
    "FGFR1 or AXL": (RTK, {"erdafitinib_nM": 100.0}),
    "MET, crizotinib": (MET, {"crizotinib_nM": 500.0}),
    "IGF-1R, cixutumumab": (IGF1R, {"cixutumumab_nM": 100.0}),
    "IGF-1R, ganitumab": (IGF1R, {"ganitumab_nM": 100.0}),
    "IGF-1R, IGFBP-3": (IGF1R, {"IGFBP3_nM": 100.0}),
    "own NRG1, aderbasib": (AUTOCRINE, {"aderbasib_nM": 500.0}),
    "NRG1, elgemtumab": ({"NRG1_nM": 1.0}, {"elgemtumab_nM": 100.0}),
    "NRG1, patritumab": ({"NRG1_nM": 1.0}, {"patritumab_nM": 100.0}),
    "NRG1, pertuzumab": ({"NRG1_nM": 1.0}, {"pertuzumab_nM": 138.0}),
}


@pytest.mark.evidence("R05", "R06", "R08", "R09", "R10", "R23", "P13")
@pytest.mark.parametrize("name", RESCUES)
def test_a_bypass_weakens_trastuzumab_and_the_drug_against_it_gives_it_back(name: str) -> None:
    cell, drug = RESCUES[name]
    alone, both = ensemble().fall(TRASTUZUMAB, cell), ensemble().fall(TRASTUZUMAB | drug, cell)
    assert most(alone < ensemble().fall(TRASTUZUMAB))
    assert most(both > alone)


@pytest.mark.evidence("R09")
def test_trastuzumab_raises_phospho_epha2_through_src_and_where_it_holds_pairs() -> None:
    assert most(ensemble().fold("pEPHA2", 6, TRASTUZUMAB, EPHA2) > 1.0)
    one_arm = {"k_crosslink": 0.0}
    assert typical().fold("pEPHA2", 6, TRASTUZUMAB, EPHA2 | one_arm) < 1.0  # SRC falls and nothing makes up for it
    no_src = typical().fold("pEPHA2", 6, TRASTUZUMAB | {"saracatinib_nM": 1e6}, EPHA2)
    assert no_src < 0.05


@pytest.mark.evidence("R09")
def test_the_usual_epha2_is_too_little_to_matter() -> None:
    without = ensemble().fall(TRASTUZUMAB, {"EPHA2_total": 1.0})
    assert most(np.abs(ensemble().fall(TRASTUZUMAB) - without) < 0.02)


@pytest.mark.evidence("R10")
def test_erythropoietin_wakes_its_receptor_src_and_ras_and_takes_pten_from_the_membrane() -> None:
    cell = {"EPOR_total": 5.0e3}
    given = {"EPO_nM": 1.0}
    assert most(ensemble().fold("SRC_active", 1, given, cell) > 1.0)
    assert most(ensemble().fold("drive_RAS", 1, given, cell) > 1.0)
    moved = ensemble().fold("PTEN_active", 1, given, cell | {"variant_PTEN_SRC": 1.0})
    assert most(moved < 1.0)
    levels = response("pEPOR", "EPO_nM", [0.0, 0.01, 0.1, 1.0, 10.0], 2.0, cell)
    assert levels[0] == 0.0
    assert (np.diff(levels) > 0).all()


@pytest.mark.evidence("R10")
def test_without_erythropoietin_its_receptor_changes_nothing() -> None:
    many = {"EPOR_total": 1.0e5}
    found = ensemble().fall(TRASTUZUMAB, many)
    assert np.allclose(found, ensemble().fall(TRASTUZUMAB), atol=1e-5)  # of the integrator


@pytest.mark.evidence("P13")
def test_a_bypass_receptor_escapes_every_drug_on_her2_and_not_its_own() -> None:
    for drugs in (TRASTUZUMAB, {"lapatinib_nM": 500.0}, TRASTUZUMAB | {"pertuzumab_nM": 138.0}):
        assert most(ensemble().fall(drugs, RTK) < ensemble().fall(drugs) - 0.05)
        both = drugs | {"erdafitinib_nM": 100.0}
        assert most(ensemble().fall(both, RTK) > 0.8 * ensemble().fall(drugs))


@pytest.mark.evidence("MOA13", "R23")
def test_holding_akt_sets_more_ligand_free_and_an_adam_inhibitor_less() -> None:
    for drugs in (TRASTUZUMAB, {"capivasertib_nM": 500.0}):
        for ligand in ("NRG1_released", "EGF_released"):
            assert most(ensemble().fold(ligand, 24, drugs) > 1.2), ligand
    assert most(ensemble().fold("NRG1_released", 24, {"aderbasib_nM": 500.0}) < 0.2)
    deaf = {"ADAM17_gain_AKT": 0.0}
    assert typical().fold("NRG1_released", 24, TRASTUZUMAB, deaf) == pytest.approx(1.0, abs=1e-4)  # numerical noise


@pytest.mark.evidence("R18")
def test_her4_lifts_or_lowers_cyclin_d1_as_its_structure_says() -> None:
    plenty = {"ERBB4_total": 1.0e5, "NRG1_nM": 1.0}
    assert most(ensemble().untreated("HER4_ICD", plenty) > ensemble().untreated("HER4_ICD"))
    for structure in (1.0, -1.0):
        heard, deaf = plenty | {"variant_HER4": structure}, plenty | {"variant_HER4": 0.0}
        sign = np.sign(ensemble().untreated("CCND1", heard) - ensemble().untreated("CCND1", deaf))
        assert most(sign == structure), structure


@pytest.mark.evidence("R18")
def test_afatinib_closes_her4_and_with_it_its_inner_domain() -> None:
    cell = {"ERBB4_total": 1.0e5, "NRG1_nM": 1.0}
    assert typical().fold("HER4_ICD", 48, {"afatinib_nM": 300.0}, cell) < 0.2


@pytest.mark.evidence("TX18")
def test_a_her3_antibody_takes_her3_from_ligand_and_from_its_partners() -> None:
    drug, ligand = {"elgemtumab_nM": 100.0}, {"NRG1_nM": 1.0}
    for readout in ("surface_ERBB3", "HER2_HER3_free", "HER2_HER3_NRG1", "pERBB3"):
        assert most(ensemble().fold(readout, 24, drug, ligand) < 0.5), readout
    assert most(ensemble().fold("surface_ERBB2", 24, drug, ligand) > 0.9)


@pytest.mark.evidence("TX16")
def test_antibodies_send_igf1r_inside_and_igfbp3_leaves_it_at_the_surface() -> None:
    for drug in ("ganitumab_nM", "cixutumumab_nM"):
        assert most(ensemble().fold("surface_IGF1R", 24, {drug: 100.0}, IGF1R) < 0.9), drug
    assert most(ensemble().fold("surface_IGF1R", 24, {"IGFBP3_nM": 100.0}, IGF1R) > 0.95)


@pytest.mark.evidence("TX15", "R05")
def test_onartuzumab_needs_the_ligand_and_crizotinib_does_not() -> None:
    """Where MET is amplified it pairs without HGF; only the kinase inhibitor reaches these pairs."""
    amplified = {"MET_total": 3.0e5, "HGF_nM": 0.0}
    assert typical().fold("p_MET_MET", 24, {"onartuzumab_nM": 100.0}, amplified) == pytest.approx(1.0, abs=1e-4)
    assert typical().fold("p_MET_MET", 24, {"crizotinib_nM": 500.0}, amplified) < 0.2
    assert typical().fold("p_MET_MET", 24, {"onartuzumab_nM": 100.0}, {"HGF_nM": 0.5}) < 0.3

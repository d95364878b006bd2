"""Resistance follows from the rules: an alteration weakens the effect in most vectors, its repair restores it."""

import numpy as np
import pytest
from tests.reference.cells import Values, ensemble, most, typical

TRASTUZUMAB = {"trastuzumab_nM": 69.0}
LAPATINIB = {"lapatinib_nM": 500.0}

CARRIED: dict[str, Values] = {
    "p95 by shedding": {"shed_activity": 10.0},
    "611-CTF": {"CTF611_fraction": 0.2},
    "MUC4": {"MUC4_masking": 0.7},
    "TNF": {"TNF_nM": 1.0, "MUC4_masking": 0.1},
    "hyaluronan": {"CD44_masking": 0.7},
    "MET": {"MET_total": 1.0e5, "HGF_nM": 0.5},
    "IGF-1R": {"IGF1R_total": 5.0e4, "IGF1_nM": 1.0},
    "EGFR": {"EGFR_total": 3.0e5, "EGF_nM": 1.0},
    "NRG1": {"NRG1_nM": 1.0},
    "own NRG1": {"ADAM17_level": 5.0, "NRG1_autocrine_nM": 0.05},
    "EphA2": {"EPHA2_total": 1.0e5},
    "EpoR": {"EPOR_total": 5.0e3, "EPO_nM": 1.0},
    "FGFR1 or AXL": {"RTK_total": 1.0e5},
    "PTEN loss": {"PTEN_level": 0.1},
    "PIK3CA mutation": {"PIK3CA_basal": 0.5},
    "AKT1 mutation": {"AKT1_basal": 0.3},
    "SRC": {"SRC_level": 3.0},
    "p27 loss": {"CDKN1B_level": 0.2},
    "SKP2": {"SKP2_level": 5.0},
    "PPM1H loss": {"PPM1H_level": 0.1},
    "JAB1": {"COPS5_level": 5.0},
    "cyclin E": {"CCNE1_level": 5.0},
    "cyclin D1": {"CCND1_level": 3.0},
    "RB loss": {"RB1_level": 0.05},
    "NF1 loss": {"NF1_level": 0.1},
    "KRAS": {"RAS_basal": 0.5},
    "ER": {"ESR1_level": 1.0},
    "decoy": {"H2NTF_nM": 20.0},
    "HER2 mutation": {"ERBB2_kinase": 3.0},
}
SPARES_LAPATINIB = ("611-CTF", "MUC4", "TNF", "hyaluronan", "decoy")
"""what only keeps an antibody off; an inhibitor of the kinase does not notice"""


@pytest.mark.evidence("R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R13", "R14")
@pytest.mark.evidence("R15", "R16", "R17", "R23", "P01", "P02", "P06", "P07", "P09", "P13")
@pytest.mark.parametrize("name", CARRIED)
def test_an_alteration_weakens_trastuzumab_in_most_vectors(name: str) -> None:
    assert most(ensemble().fall(TRASTUZUMAB, CARRIED[name]) < ensemble().fall(TRASTUZUMAB))


@pytest.mark.parametrize("name", CARRIED)
def test_setting_the_quantity_back_restores_the_response_exactly(name: str) -> None:
    """Alterations are numbers: a repaired cell is the reference, to the last bit."""
    repaired = {quantity: typical().usual(quantity) for quantity in CARRIED[name]}
    assert np.array_equal(typical().fall(TRASTUZUMAB, repaired), typical().fall(TRASTUZUMAB))


@pytest.mark.evidence("R02", "R03", "R04", "TX03", "T041", "T051")
@pytest.mark.parametrize("name", SPARES_LAPATINIB)
def test_what_keeps_an_antibody_off_costs_it_more_than_lapatinib(name: str) -> None:
    lost = [ensemble().fall(drug) - ensemble().fall(drug, CARRIED[name]) for drug in (TRASTUZUMAB, LAPATINIB)]
    assert most(lost[0] > lost[1])
    assert np.median(lost[0]) > 5 * np.median(np.abs(lost[1]))


@pytest.mark.evidence("R11", "R12", "R17")
@pytest.mark.parametrize(
    "name", ["PTEN loss", "PIK3CA mutation", "AKT1 mutation", "cyclin E", "RB loss", "FGFR1 or AXL"]
)
def test_what_lies_below_or_beside_her2_escapes_lapatinib_too(name: str) -> None:
    assert most(ensemble().fall(LAPATINIB, CARRIED[name]) < ensemble().fall(LAPATINIB))


@pytest.mark.evidence("R02", "TX03", "T041")
def test_611_ctf_escapes_trastuzumab_and_not_lapatinib() -> None:
    cell = CARRIED["611-CTF"]
    assert np.median(ensemble().fall(LAPATINIB, cell)) > 3 * np.median(ensemble().fall(TRASTUZUMAB, cell))


@pytest.mark.evidence("R01")
def test_shed_p95_is_made_by_the_sheddase() -> None:
    cell = CARRIED["p95 by shedding"]
    assert most(ensemble().untreated("p95_648", cell) > 3 * ensemble().untreated("p95_648"))


@pytest.mark.evidence("R05", "R06", "R08")
@pytest.mark.parametrize("name", ["MET", "IGF-1R", "EphA2", "EpoR", "FGFR1 or AXL"])
def test_a_bypass_speaks_through_its_own_weights(name: str) -> None:
    """With the weights of the bypass's receptor at zero, it and its ligand change little."""
    word = {"MET": "MET", "IGF-1R": "IGF1R", "EphA2": "EPHA2", "EpoR": "EPOR", "FGFR1 or AXL": "RTK"}[name]
    cell = CARRIED[name]
    weights = [p.name for p in typical().network.parameters if p.name.startswith(("w_PI3K_", "w_RAS_", "w_SRC_"))]
    mute = {weight: 0.0 for weight in weights if word in weight.split("_")[2:]}
    assert mute
    heard = np.abs(typical().fall(TRASTUZUMAB, cell) - typical().fall(TRASTUZUMAB))
    unheard = np.abs(typical().fall(TRASTUZUMAB, cell | mute) - typical().fall(TRASTUZUMAB, mute))
    assert unheard < 0.5 * heard  # what is left: HER3 and HER2 held by the bypass receptor

"""Every drug of the network: none of it changes nothing, more of it does more, much of it does nearly all it can."""

import numpy as np
import pytest
from tests.reference.cells import Values, ensemble, most, response, typical

EGF = {"EGF_nM": 1.0}
IGF1 = {"IGF1_nM": 1.0, "IGF1R_total": 5.0e4}
HGF = {"HGF_nM": 0.5, "MET_total": 1.0e5}
EPO = {"EPO_nM": 1.0, "EPOR_total": 5.0e3}
ER = {"ESR1_level": 1.0}

FALLS: dict[str, tuple[str, str, Values]] = {
    "trastuzumab_nM": ("Kd_trastuzumab", "HER2_HER3_free", {}),
    "margetuximab_nM": ("Kd_trastuzumab", "HER2_HER3_free", {}),
    "trastuzumab_emtansine_nM": ("Kd_trastuzumab", "HER2_HER3_free", {}),
    "trastuzumab_deruxtecan_nM": ("Kd_trastuzumab", "HER2_HER3_free", {}),
    "pertuzumab_nM": ("Kd_pertuzumab", "HER2_HER3_NRG1", {"NRG1_nM": 1.0, "ERBB2_total": 2.0e4}),
    "lapatinib_nM": ("Ki_lapatinib_ERBB2", "phospho_share_ERBB2", {}),  # HER2 itself gathers (T010)
    "tucatinib_nM": ("Ki_tucatinib_ERBB2", "pERBB2", {}),
    "neratinib_nM": ("Ki_neratinib_ERBB2", "pERBB2", {}),
    "afatinib_nM": ("Ki_afatinib_ERBB2", "pERBB2", {}),
    "pyrotinib_nM": ("Ki_pyrotinib_ERBB2", "pERBB2", {}),
    "gefitinib_nM": ("Ki_gefitinib_EGFR", "p_EGFR_EGFR", EGF),
    "erlotinib_nM": ("Ki_erlotinib_EGFR", "p_EGFR_EGFR", EGF),
    "alpelisib_nM": ("Ki_alpelisib_PIK3CA", "PIP3", {}),
    "inavolisib_nM": ("Ki_inavolisib_PIK3CA", "PIP3", {}),
    "taselisib_nM": ("Ki_taselisib_PIK3CA", "PIP3", {}),
    "buparlisib_nM": ("Ki_buparlisib_PIK3CA", "PIP3", {}),
    "pictilisib_nM": ("Ki_pictilisib_PIK3CA", "PIP3", {}),
    "omipalisib_nM": ("Ki_omipalisib_PIK3CA", "PIP3", {}),
    "capivasertib_nM": ("Ki_capivasertib_AKT", "AKT_active", {}),
    "ipatasertib_nM": ("Ki_ipatasertib_AKT", "AKT_active", {}),
    "everolimus_nM": ("Ki_everolimus_MTORC1", "pS6", {}),
    "trametinib_nM": ("Ki_trametinib_MEK", "pERK", {}),
    "palbociclib_nM": ("Ki_palbociclib_CDK46", "CDK46_active", {}),
    "tagtociclib_nM": ("Ki_tagtociclib_CDK2", "CDK2_active", {}),
    "dasatinib_nM": ("Ki_dasatinib_SRC", "SRC_active", {}),
    "saracatinib_nM": ("Ki_saracatinib_SRC", "SRC_active", {}),
    "crizotinib_nM": ("Ki_crizotinib_MET", "p_MET_MET", HGF),
    "onartuzumab_nM": ("Kd_onartuzumab", "p_MET_MET", {"HGF_nM": 0.5}),
    "ganitumab_nM": ("Kd_ganitumab", "IGF1R_active", IGF1),
    "cixutumumab_nM": ("Kd_cixutumumab", "IGF1R_active", IGF1),
    "IGFBP3_nM": ("Kd_IGFBP3_IGF1", "IGF1R_active", IGF1),
    "elgemtumab_nM": ("Kd_elgemtumab", "surface_ERBB3", {}),
    "patritumab_nM": ("Kd_patritumab", "surface_ERBB3", {}),
    "ruxolitinib_nM": ("Ki_ruxolitinib_JAK2", "pEPOR", EPO),
    "erdafitinib_nM": ("Ki_erdafitinib_RTK", "pRTK", {}),
    "anti_EPHA2_nM": ("Kd_anti_EPHA2", "pEPHA2", {}),
    "aderbasib_nM": ("Ki_aderbasib_ADAM", "ECD", {}),
    "batimastat_nM": ("Ki_batimastat_ADAM", "ECD", {}),
    "tanespimycin_nM": ("Ki_tanespimycin_HSP90", "total_ERBB2", {}),
    "fulvestrant_nM": ("Ki_fulvestrant", "ER_active", ER),
    "letrozole_nM": ("Ki_letrozole", "ER_active", ER),
    "bevacizumab_nM": ("Kd_bevacizumab", "VEGF", {}),
    "etanercept_nM": ("Kd_etanercept", "MUC4_amount", {"TNF_nM": 1.0}),
    "hymecromone_nM": ("Ki_hymecromone", "hyaluronan", {"CD44_masking": 0.5}),
    "pegvorhyaluronidase_alfa_nM": ("K_hyaluronidase", "hyaluronan", {"CD44_masking": 0.5}),
}
"""input -> constant that sets its scale, what it lowers, the cell in which that is there to be lowered"""


def test_every_drug_that_lowers_something_is_asked_and_only_apma_raises_its_target() -> None:
    assert set(FALLS) | {"APMA_nM"} == set(typical().network.inputs)


@pytest.mark.parametrize("drug", sorted(FALLS))
def test_none_of_a_drug_changes_nothing_and_more_of_it_does_more(drug: str) -> None:
    constant, readout, cell = FALLS[drug]
    scale = typical().usual(constant)
    doses = np.array([0.0, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0]) * scale
    left = response(readout, drug, doses, 72.0, cell)
    assert left[0] == pytest.approx(float(typical().untreated(readout, cell)[0]), rel=1e-4)
    assert (np.diff(left) < 2e-4 * left[0]).all()  # MET that HGF no longer takes inside gathers, by 1e-4
    assert left[3] < 0.97 * left[0]  # at its constant a drug is seen
    least = 0.7 if drug == "inavolisib_nM" else 0.3  # p110-beta, RAS and returning HER3 keep PIP3 up
    assert left[-1] < least * left[0]  # in great excess little is left, even of what is lost over days


def test_apma_drives_shedding_and_an_inhibitor_of_the_sheddase_stops_it() -> None:
    """T036: APMA activates ADAM10/17, batimastat holds them."""
    shed = response("ECD", "APMA_nM", [0.0, 1e4, 1e5, 1e6, 1e7], 24.0)
    assert (np.diff(shed) > 0).all()
    assert shed[-1] > 2 * shed[0]
    held = typical().fold("ECD", 24, {"APMA_nM": 1e6, "batimastat_nM": 1e4})
    assert held < 0.1


@pytest.mark.evidence("TX05", "TX17")
def test_tucatinib_spares_egfr_and_gefitinib_does_not() -> None:
    tucatinib, gefitinib = ({name: 30.0} for name in ("tucatinib_nM", "gefitinib_nM"))
    for readout, spared in (("p_EGFR_EGFR", tucatinib), ("pERBB2", gefitinib)):
        assert typical().fold(readout, 1, spared, EGF) > 0.8, readout
    assert typical().fold("p_EGFR_EGFR", 1, gefitinib, EGF) < 0.3
    assert typical().fold("pERBB2", 1, tucatinib, EGF) < 0.2


@pytest.mark.evidence("TX04", "TX03")
def test_a_covalent_inhibitor_outlasts_its_removal_and_a_reversible_one_at_balance_does_not() -> None:
    cells = typical()
    for drug, kept in (("neratinib_nM", True), ("tucatinib_nM", False)):
        later = cells.after("ERBB2_open", {drug: 300.0}, {drug: 0.0}, (0.0, 2.0), {})[0, -1]
        assert (later < 0.3) == kept, drug


@pytest.mark.evidence("TX09")
def test_akt_inhibitors_lower_what_akt_does_and_not_its_phosphorylation() -> None:
    drug = {"capivasertib_nM": 500.0}
    assert most(ensemble().fold("pAKT", 1, drug) > 0.95)
    assert most(ensemble().fold("AKT_active", 1, drug) < 0.3)
    assert most(ensemble().fold("FOXO_nuclear", 24, drug) > 1.5)


@pytest.mark.evidence("TX10")
def test_everolimus_cuts_s6_off_and_4ebp1_in_part() -> None:
    drug = {"everolimus_nM": 5.0}
    assert most(ensemble().fold("pS6", 24, drug) < 0.5)
    assert most(ensemble().fold("p4EBP1", 24, drug) > ensemble().fold("pS6", 24, drug))
    assert most(ensemble().fold("pAKT", 24, drug) > 1.0)  # feedback through IRS1, mTORC2 and HER kinases


@pytest.mark.evidence("TX08", "R11")
def test_pten_loss_takes_more_from_an_inhibitor_of_p110_alpha_than_from_one_of_both() -> None:
    lost = {"PTEN_level": 0.1}
    alpha, both = {"inavolisib_nM": 100.0}, {"pictilisib_nM": 1000.0}
    assert most(ensemble().fold("pAKT", 1, alpha, lost) > ensemble().fold("pAKT", 1, alpha))
    assert most(ensemble().fold("pAKT", 1, both, lost) < ensemble().fold("pAKT", 1, alpha, lost))


@pytest.mark.evidence("TX11", "MOA11")
def test_a_mek_inhibitor_lowers_perk_and_lifts_what_erk_holds_down() -> None:
    drug = {"trametinib_nM": 10.0}
    assert most(ensemble().fold("pERK", 1, drug) < 0.3)
    assert most(ensemble().fold("pMEK", 24, drug) > 1.0)  # ERK no longer holds RAF and SOS


@pytest.mark.evidence("TX12", "P02")
def test_palbociclib_lowers_rb_phosphorylation_and_lifts_her_kinases_through_mtorc1() -> None:
    drug = {"palbociclib_nM": 300.0}
    assert most(ensemble().fold("RB_phospho", 48, drug) < 0.9)
    assert most(ensemble().fold("TSC2_active", 48, drug) > 1.0)
    assert most(ensemble().fold("phospho_share_ERBB2", 48, drug) > 1.0)
    assert most(ensemble().fall(drug) > 0.3)


@pytest.mark.evidence("TX13", "R17")
def test_a_cdk2_inhibitor_restores_what_cyclin_e_took_from_trastuzumab() -> None:
    cell, trastuzumab = {"CCNE1_level": 5.0}, {"trastuzumab_nM": 69.0}
    with_drug = trastuzumab | {"tagtociclib_nM": 300.0}
    assert most(ensemble().fall(with_drug, cell) > ensemble().fall(trastuzumab, cell) + 0.2)


@pytest.mark.evidence("TX14", "R14")
def test_a_src_inhibitor_brings_pten_back_to_the_membrane_where_src_moves_it() -> None:
    cell = {"SRC_level": 3.0}
    for structure, moved in ((1.0, True), (0.0, False)):
        rise = ensemble().fold("PTEN_active", 2, {"saracatinib_nM": 500.0}, cell | {"variant_PTEN_SRC": structure})
        assert most((rise > 1.2) == moved), structure


@pytest.mark.evidence("TX23")
def test_an_hsp90_inhibitor_takes_her2_p95_and_akt_away() -> None:
    drug, p95 = {"tanespimycin_nM": 100.0}, {"CTF611_fraction": 0.2}
    assert most(ensemble().fold("total_ERBB2", 24, drug) < 0.6)
    assert most(ensemble().fold("p95_611", 24, drug, p95) < 0.95)
    assert most(ensemble().fold("AKT_folded", 24, drug) < 0.8)
    assert most(ensemble().fall(drug, p95) > ensemble().fall({"trastuzumab_nM": 69.0}, p95))


@pytest.mark.evidence("TX26", "MOA08")
def test_bevacizumab_holds_vegf_and_nothing_inside_the_cell() -> None:
    drug = {"bevacizumab_nM": 100.0}
    assert typical().fold("VEGF", 24, drug) < 0.05
    assert typical().fold("division_drive", 72, drug) == pytest.approx(1.0, abs=1e-6)  # numerical noise


@pytest.mark.evidence("TX03", "R08")
def test_neuregulin_spares_its_pairs_from_lapatinib() -> None:
    """novotny2016: HER2 beside HER3 with neuregulin is in the state that lapatinib binds badly."""
    given = {"lapatinib_nM": 10.0}
    assert most(ensemble().at("ERBB2_open_NRG1", 24, given) > 2.0 * ensemble().at("ERBB2_open", 24, given))
    kept = [ensemble().fold("pERBB3", 24, given, {"NRG1_nM": nrg1}) for nrg1 in (0.0, 5.0)]
    assert most(kept[1] > kept[0])
    tucatinib = {"tucatinib_nM": 50.0}
    assert np.array_equal(ensemble().at("ERBB2_open_NRG1", 24, tucatinib), ensemble().at("ERBB2_open", 24, tucatinib))


@pytest.mark.evidence("R11", "TX08")
def test_without_pten_p110_beta_goes_on_when_receptors_fall_silent() -> None:
    """fritsch2013, cizmecioglu2016: RAC1 and G-protein-coupled receptors drive it, too."""
    lapatinib = {"lapatinib_nM": 5000.0}
    lost = [1 - ensemble().fold("PI3K_active", 24, lapatinib, {"PTEN_level": level}) for level in (1.0, 0.05)]
    assert most(lost[1] < lost[0])

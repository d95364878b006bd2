"""What antibodies and lapatinib do to the receptors, and that it follows from the rule that says so."""

import numpy as np
import pytest
from tests.reference.cells import Floats, Values, ensemble, most, typical

TRASTUZUMAB = {"trastuzumab_nM": 69.0}  # 10 ug/mL
PERTUZUMAB = {"pertuzumab_nM": 69.0}
LAPATINIB = {"lapatinib_nM": 500.0}
FEW_HER2 = {"MUC4_masking": 0.0, "CD44_masking": 0.0, "ERBB2_total": 2.0e4}
"""as in MCF7: fewer HER2 than the antibody can fill between two turns of the endosome"""


@pytest.mark.evidence("MOA01", "T003")
def test_trastuzumab_takes_ligand_free_her2_her3_away() -> None:
    assert most(ensemble().fold("HER2_HER3_free", 1, TRASTUZUMAB) < 0.5)  # T003: half or more within the hour


@pytest.mark.evidence("TX02", "T004")
def test_pertuzumab_takes_less_of_ligand_free_her2_her3_than_trastuzumab() -> None:
    taken = [1 - ensemble().fold("HER2_HER3_free", 1, arm) for arm in (PERTUZUMAB, TRASTUZUMAB)]
    assert most((taken[0] > 0) & (taken[0] < taken[1]))


@pytest.mark.evidence("R08", "MOA12")
def test_trastuzumab_does_not_take_neuregulin_driven_her2_her3_away() -> None:
    driven = ensemble().fold("HER2_HER3_NRG1", 1, TRASTUZUMAB, {"NRG1_nM": 1.0})
    assert most(driven > 0.9)  # what HER2 loses to uptake within the hour is less than a tenth


@pytest.mark.evidence("R08", "TX02", "T005")
def test_pertuzumab_takes_neuregulin_driven_her2_her3_away_where_it_can_fill_her2() -> None:
    def driven(arm: Values) -> Floats:
        return ensemble().after("HER2_HER3_NRG1", arm, {"NRG1_nM": 5.0}, (0.0, 1 / 6), FEW_HER2)[:, -1]

    plain = driven({})
    assert most(driven(PERTUZUMAB) < 0.4 * plain)  # T005: 60 % or more
    assert most(driven(TRASTUZUMAB) > 0.7 * plain)  # T005: 30 % or less


@pytest.mark.evidence("MOA12", "T007")
def test_phospho_her2_stays_within_twofold_while_ligand_free_her2_her3_falls() -> None:
    for hour in (1.0, 6.0, 24.0, 48.0):
        phospho = ensemble().fold("pERBB2", hour, TRASTUZUMAB)
        assert most((phospho > 0.5) & (phospho < 2.0))  # rule 2 of the design
        assert most(ensemble().fold("HER2_HER3_free", hour, TRASTUZUMAB) < 0.5)


@pytest.mark.evidence("R03", "R04", "T047", "T051")
@pytest.mark.parametrize("mask", ["MUC4_masking", "CD44_masking"])
def test_masking_keeps_antibody_off_and_leaves_lapatinib_alone(mask: str) -> None:
    hidden = {mask: 0.7}
    bound = ensemble().at("bound_trastuzumab", 24, TRASTUZUMAB, hidden) / ensemble().at(
        "bound_trastuzumab", 24, TRASTUZUMAB
    )
    assert bound == pytest.approx(0.32, abs=0.05)  # 0.3 of HER2 open; uptake of what is bound differs
    lapatinib = [ensemble().fall(LAPATINIB, which) for which in ({}, hidden)]
    assert most(np.abs(lapatinib[1] - lapatinib[0]) < 0.05)  # MUC4 strengthens the kinase a little
    assert most(ensemble().fall(TRASTUZUMAB, hidden) < ensemble().fall(TRASTUZUMAB))


@pytest.mark.evidence("MOA06", "T035", "T038")
def test_shedding_falls_under_trastuzumab_before_surface_her2_does() -> None:
    for hour in (6.0, 24.0):  # the ECD in the medium lags by its half-life of five hours
        ahead = ensemble().fold("ECD", hour, TRASTUZUMAB) < ensemble().fold("surface_ERBB2", hour, TRASTUZUMAB)
        assert most(ahead)
    assert most(ensemble().fold("ECD", 24, TRASTUZUMAB) < 0.6)  # T035; the prior of the block is wide


def test_shedding_goes_on_where_the_antibody_does_not_hide_the_cut() -> None:
    exposed = {"shed_block": 1.0}
    ratio = ensemble().fold("ECD", 24, TRASTUZUMAB, exposed) / ensemble().fold(
        "surface_ERBB2", 24, TRASTUZUMAB, exposed
    )
    assert most(np.abs(ratio - 1.0) < 0.1)  # uptake of HER2 held by both arms differs


@pytest.mark.evidence("T037")
def test_pertuzumab_does_not_slow_shedding() -> None:
    assert most(ensemble().fold("ECD", 24, PERTUZUMAB) > 0.95)  # T037: unchanged


@pytest.mark.evidence("R02")
def test_611_ctf_is_untouched_by_trastuzumab_and_648_ctf_is_not() -> None:
    both = {"CTF611_fraction": 0.2, "shed_activity": 5.0}
    assert typical().fold("p95_611", 120, TRASTUZUMAB, both) == pytest.approx(1.0, abs=1e-3)  # numerical noise
    assert most(ensemble().fold("p95_648", 120, TRASTUZUMAB, both) < 0.9)  # five days are about five half-lives of p95


@pytest.mark.evidence("TX03", "T010")
def test_lapatinib_gathers_her2_at_the_surface_by_slowing_its_uptake() -> None:
    assert most(ensemble().fold("surface_ERBB2", 48, LAPATINIB) > 1.3)  # T010: 1.3 to 4
    free_uptake = {"uptake_block_TKI": 0.0}
    assert ensemble().fold("surface_ERBB2", 48, LAPATINIB, free_uptake) == pytest.approx(1.0, abs=0.05)


@pytest.mark.evidence("MOA05")
def test_trastuzumab_lowers_surface_her2_only_through_uptake_and_degradation() -> None:
    none = {"uptake_factor_trastuzumab": 1.0, "degradation_factor_trastuzumab": 1.0}
    assert most(ensemble().fold("surface_ERBB2", 48, TRASTUZUMAB) < 1.0)
    assert most(ensemble().fold("surface_ERBB2", 48, TRASTUZUMAB) > 0.7)  # T011: it falls little
    assert ensemble().fold("total_ERBB2", 48, TRASTUZUMAB, none) == pytest.approx(1.0, abs=0.02)  # dimers trade places


@pytest.mark.evidence("MOA01", "T105")
def test_more_trastuzumab_than_the_trough_of_standard_dosing_changes_little() -> None:
    """Rule 6 of the design: standard dosing sits on the plateau; 20 ug/mL is below its trough."""
    drive = [ensemble().fold("division_drive", 120, {"trastuzumab_nM": dose}) for dose in (138.0, 552.0)]
    assert most(np.abs(drive[1] - drive[0]) < 0.05)


@pytest.mark.evidence("TX02", "T101")
def test_pertuzumab_does_not_stand_in_trastuzumabs_way() -> None:
    held = [
        sum(ensemble().at(name, 24, arm) for name in ("trastuzumab_one_arm", "trastuzumab_two_arms"))
        / ensemble().at("surface_ERBB2", 24, arm)
        for arm in (TRASTUZUMAB, TRASTUZUMAB | PERTUZUMAB)
    ]
    assert held[1] == pytest.approx(held[0], abs=0.02)  # the share held; fewer dimers leave a little more in reach


@pytest.mark.evidence("TX02")
def test_pertuzumab_leaves_pairs_of_two_her2_as_they_are() -> None:
    """nami2019: neither the number of homodimers nor their phosphates change; HER2 that HER3 and EGFR lose pairs."""
    pairs = ensemble().fold("HER2_HER2", 6, PERTUZUMAB, {"EGF_nM": 0.0})
    assert most((pairs > 0.97) & (pairs < 1.3))

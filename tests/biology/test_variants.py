"""HER2 variants and disputed structures: what a kinase mutation, d16HER2 or a hotspot changes, and what not."""

import numpy as np
import pytest
from tests.reference.cells import ensemble, most, typical

from her2sim.evidence import load_evidence

TRASTUZUMAB = {"trastuzumab_nM": 69.0}
DOSES = {"lapatinib": 30.0, "tucatinib": 30.0, "neratinib": 3.0, "afatinib": 100.0, "pyrotinib": 100.0}
"""free, nM: a few times what halves the kinase"""


def cell_of(alteration: str) -> dict[str, float]:
    """Quantities of the sensitive reference with an alteration of the evidence."""
    changes = load_evidence().alterations[alteration].quantities
    return {
        name: change.value if change.value is not None else change.factor * typical().usual(name)
        for name, change in changes.items()
        if change.value is not None or change.factor is not None
    }


@pytest.mark.evidence("P01")
@pytest.mark.parametrize("drug", DOSES)
def test_a_loss_of_affinity_weakens_its_own_inhibitor_and_no_other(drug: str) -> None:
    cell = {f"ERBB2_fold_{drug}": 30.0}
    for other, dose in DOSES.items():
        given = {f"{other}_nM": dose}
        left = [ensemble().at("ERBB2_open", 24, given, which) for which in (cell, {})]
        if other == drug:
            assert most(left[0] > 1.2 * left[1]), other
        else:
            assert np.array_equal(left[0], left[1]), other
    assert np.array_equal(ensemble().untreated("pERBB2", cell), ensemble().untreated("pERBB2"))


@pytest.mark.evidence("P01")
def test_an_active_variant_phosphorylates_more_and_answers_to_inhibitors() -> None:
    cell = cell_of("ERBB2 p.V777L")
    assert most(ensemble().untreated("phospho_share_ERBB2", cell) > 1.2 * ensemble().untreated("phospho_share_ERBB2"))
    assert most(ensemble().fold("phospho_share_ERBB2", 24, {"neratinib_nM": 30.0}, cell) < 0.3)


@pytest.mark.evidence("P01", "TX03")
@pytest.mark.parametrize("name", ["ERBB2 p.L755S", "ERBB2 p.T798I", "ERBB2 exon 20 insertion"])
def test_resistant_variants_cost_lapatinib_more_than_trastuzumab(name: str) -> None:
    cell, lapatinib = cell_of(name), {"lapatinib_nM": 30.0}
    lost = [
        ensemble().fold("pAKT", 24, drug, cell) / ensemble().fold("pAKT", 24, drug) for drug in (lapatinib, TRASTUZUMAB)
    ]
    assert most(lost[0] > 1.0)
    assert most(lost[0] > lost[1])


@pytest.mark.evidence("P01", "TX04")
def test_whether_a_variant_escapes_covalent_drugs_is_a_structure() -> None:
    cell = {"ERBB2_fold_neratinib": 1.3}
    drug = {"neratinib_nM": 3.0}
    left = [
        typical().at("covalent_ERBB2", 6, drug, cell | {"variant_ERBB2_covalent": power})[0]
        for power in (0.0, 1.0, 5.0)
    ]
    assert left[0] > left[1] > left[2]
    assert left[0] == pytest.approx(typical().at("covalent_ERBB2", 6, drug)[0], rel=1e-4)


@pytest.mark.evidence("P03")
def test_d16_pairs_speak_and_trastuzumab_parts_them_only_in_one_structure() -> None:
    cell = {"d16_share": 0.5}
    for readout in ("drive_SRC", "drive_PI3K"):
        assert most(ensemble().untreated(readout, cell) > ensemble().untreated(readout)), readout
    kept, parted = (cell | {"variant_d16_trastuzumab": structure} for structure in (0.0, 1.0))
    assert most(ensemble().fold("p_D16_D16", 6, TRASTUZUMAB, kept) > 0.7)
    assert most(ensemble().fold("p_D16_D16", 6, TRASTUZUMAB, parted) < 0.2)
    assert most(ensemble().fall(TRASTUZUMAB, kept) <= ensemble().fall(TRASTUZUMAB, parted))
    assert most(ensemble().fold("p_D16_D16", 6, {"lapatinib_nM": 500.0}, kept) < 0.3)


def test_a_cell_without_her2_has_no_d16_pairs_and_no_division_by_nothing() -> None:
    none = {"ERBB2_total": 0.0, "d16_share": 0.5}
    assert typical().at("p_D16_D16", 24, TRASTUZUMAB, none) == pytest.approx(0.0, abs=1e-6)
    assert np.isfinite(typical().at("division_drive", 72, TRASTUZUMAB, none)).all()


@pytest.mark.evidence("R12")
def test_a_coupled_hotspot_answers_more_to_her2_drugs_than_an_uncoupled_one() -> None:
    mutant = {"PIK3CA_basal": 0.5}
    coupled, alone = (mutant | {"variant_PIK3CA_coupled": structure} for structure in (1.0, 0.0))
    assert most(ensemble().fold("pAKT", 24, TRASTUZUMAB, coupled) < ensemble().fold("pAKT", 24, TRASTUZUMAB, alone))


@pytest.mark.evidence("R13", "TX09")
def test_an_akt1_hotspot_escapes_pi3k_inhibitors_and_not_akt_inhibitors() -> None:
    cell = {"AKT1_basal": 0.3}
    assert most(ensemble().fall({"alpelisib_nM": 500.0}, cell) < 0.5 * ensemble().fall({"alpelisib_nM": 500.0}))
    assert most(ensemble().fall({"capivasertib_nM": 2000.0}, cell) > ensemble().fall(TRASTUZUMAB, cell))


@pytest.mark.evidence("P07", "TX11")
@pytest.mark.parametrize("cell", [{"NF1_level": 0.1}, {"RAS_basal": 0.3}], ids=["NF1 loss", "KRAS hotspot"])
def test_ras_kept_loaded_lifts_erk_and_a_mek_inhibitor_takes_it(cell: dict[str, float]) -> None:
    assert most(ensemble().untreated("RAS_GTP", cell) > 1.1 * ensemble().untreated("RAS_GTP"))
    assert most(ensemble().untreated("pERK", cell) > ensemble().untreated("pERK"))
    assert most(ensemble().fall(TRASTUZUMAB, cell) < ensemble().fall(TRASTUZUMAB))
    assert most(ensemble().fold("pERK", 24, {"trametinib_nM": 10.0}, cell) < 0.5)


@pytest.mark.evidence("P07")
def test_a_hotspot_keeps_ras_loaded_without_receptors_and_nf1_loss_needs_them() -> None:
    off = {"lapatinib_nM": 5000.0}
    kept = [ensemble().fold("RAS_GTP", 24, off, cell) for cell in ({"RAS_basal": 0.3}, {"NF1_level": 0.1})]
    assert most(kept[0] > kept[1])

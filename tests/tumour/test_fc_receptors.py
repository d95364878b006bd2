"""Fc receptors and the cells that bear them: genotypes, engineered antibodies, NK cells, lymphocytes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from her2sim.tumour import typical_tumour
from her2sim.tumour.antigen_presentation import adaptive_kill_rate, primed_share
from her2sim.tumour.fc_engineering import FcName, fc, fcgr3a_fold
from her2sim.tumour.fcgr2a import Genotype2A, fcgr2a_affinity
from her2sim.tumour.fcgr2b import Genotype2B, fcgr2b_weight
from her2sim.tumour.fcgr3a import Genotype, fcgr3a_affinity
from her2sim.tumour.immune import Cells, assay_lysis, effectors, immune_kill_rate
from her2sim.tumour.mucin import contact_left
from her2sim.tumour.nk_cells import after_chemotherapy
from her2sim.tumour.parameters import TumourParameters
from her2sim.tumour.tils import til_factor

P = typical_tumour()


def lysis(
    bound: float = 1e6,
    ratio: float = 10.0,
    *,
    cells: Cells = "blood",
    fcgr3a: Genotype = "V/F",
    antibody: FcName = "IgG1",
    nk_level: float = 1.0,
) -> float:
    coat = np.array([bound])
    return float(
        assay_lysis(coat, ratio, 4.0, P, cells=cells, fcgr3a=fcgr3a, antibody=fc(antibody, P), nk_level=nk_level)[0]
    )


def killing(parameters: TumourParameters, bound: float = 8e5, antibody: FcName = "IgG1", **host: float) -> float:
    """Inside a tumour with one effector in a hundred cells, per day."""
    coat = np.full((1, 1), bound)
    cells = replace(
        effectors(np.array([0.01]), parameters), **{name: np.array([value]) for name, value in host.items()}
    )
    return float(immune_kill_rate(coat, 0 * coat, cells, parameters, antibody=fc(antibody, parameters))[0, 0])


def with_myeloid(share: float, **changes: float) -> TumourParameters:
    return typical_tumour(1, variant_myeloid_share=share, **changes)


def test_ten_times_as_many_blood_cells_do_as_much_as_purified_nk_cells() -> None:
    assert lysis(ratio=50.0, cells="blood") == pytest.approx(lysis(ratio=5.0, cells="NK"))
    assert lysis(ratio=5.0, cells="NK") > lysis(ratio=5.0, cells="blood")


@pytest.mark.evidence("T087", "T088", "T089")
def test_assays_span_what_is_published() -> None:
    assert lysis(1.1e4, 50.0) < 0.05  # T088: what an assay cannot tell from none
    assert lysis(3.2e4, 50.0) > 0.05
    assert 0.2 < lysis(1e6, 50.0) < 0.8


@pytest.mark.evidence("T090", "R19")
def test_valine_lyses_more_in_an_assay_with_every_kind_of_antibody() -> None:
    for antibody in ("IgG1", "afucosylated", "margetuximab"):
        f_f, v_f, v_v = (lysis(fcgr3a=word, antibody=antibody) for word in ("F/F", "V/F", "V/V"))
        assert f_f < v_f < v_v
    assert 1.1 < lysis(fcgr3a="V/V") / lysis(fcgr3a="F/F") < 2


@pytest.mark.evidence("T091", "TX25")
@pytest.mark.parametrize("antibody", ["afucosylated", "margetuximab"])
def test_engineered_antibodies_lyse_more_and_narrow_the_gap_between_genotypes(antibody: FcName) -> None:
    for genotype in ("F/F", "V/F", "V/V"):
        assert lysis(fcgr3a=genotype, antibody=antibody) > lysis(fcgr3a=genotype)
    gaps = [lysis(fcgr3a="V/V", antibody=name) - lysis(fcgr3a="F/F", antibody=name) for name in ("IgG1", antibody)]
    assert gaps[1] < gaps[0]


@pytest.mark.evidence("T091")
def test_without_fucose_ten_to_a_hundred_times_less_antibody_does_half() -> None:
    def half(antibody: FcName) -> float:
        most = lysis(1e9, antibody=antibody)
        coats = np.logspace(2, 7, 2001)
        return float(coats[np.searchsorted([lysis(coat, antibody=antibody) for coat in coats], 0.5 * most)])

    assert 10 < half("IgG1") / half("afucosylated") < 100


@pytest.mark.evidence("T091")
def test_donors_after_chemotherapy_gain_as_well() -> None:
    few = float(after_chemotherapy(np.ones(1), P)[0])
    assert lysis(nk_level=few) < lysis()
    assert lysis(nk_level=few, antibody="afucosylated") > lysis()


def test_a_silent_fc_engages_nobody() -> None:
    assert lysis(antibody="silent", ratio=50.0) == 0.0
    assert killing(with_myeloid(0.5), antibody="silent") == 0.0


def test_the_fold_of_a_heterozygote_lies_between_those_of_both_alleles() -> None:
    engineered = fc("margetuximab", P)
    folds = [float(fcgr3a_fold(engineered, fcgr3a_affinity(word, P), P)[0]) for word in ("V/V", "V/F", "F/F")]
    assert folds == pytest.approx([4.7, 5.41, 6.6], abs=0.01)


@pytest.mark.evidence("R20", "T097")
@given(level=st.floats(0, 3), more=st.floats(0, 3))
def test_more_nk_cells_and_better_ones_kill_more(level: float, more: float) -> None:
    assert killing(P, nk_level=level + more) >= killing(P, nk_level=level)
    assert killing(P, nk_function=level + more) >= killing(P, nk_function=level)
    assert killing(P, nk_level=0.0) == 0.0


def test_the_first_guess_leaves_killing_to_nk_cells() -> None:
    changed = killing(P, FCGR2A_affinity=1.5, FCGR2B_weight=0.2)
    assert changed == killing(P)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_donor_h_r_with_myeloid_cells_kills_as_a_donor_v_f_without(share: float) -> None:
    assert killing(with_myeloid(share)) == pytest.approx(killing(P))


@pytest.mark.evidence("R19")
def test_histidine_kills_more_where_myeloid_cells_count() -> None:
    found = [
        killing(with_myeloid(0.5), FCGR2A_affinity=float(fcgr2a_affinity(word, P)[0])) for word in ("R/R", "H/R", "H/H")
    ]
    assert found[0] < found[1] < found[2]


def test_affinities_of_the_second_receptor_are_those_of_the_table() -> None:
    words: tuple[Genotype2A, ...] = ("R/R", "H/R", "H/H")
    assert [float(fcgr2a_affinity(word, P)[0]) for word in words] == pytest.approx([1.0, 1.243, 1.486], abs=1e-3)


@pytest.mark.evidence("P08", "T134")
@pytest.mark.parametrize(("structure", "sign"), [(1.0, 1), (0.0, 0), (-1.0, -1)])
def test_the_inhibitory_genotype_helps_or_harms_by_structure(structure: float, sign: int) -> None:
    parameters = with_myeloid(0.5, variant_fcgr2b=structure)
    words: tuple[Genotype2B, ...] = ("T/T", "I/I")
    carrier, usual = (killing(parameters, FCGR2B_weight=float(fcgr2b_weight(word, parameters)[0])) for word in words)
    assert np.sign(round(carrier - usual, 12)) == sign


@pytest.mark.parametrize("structure", [1.0, 0.0, -1.0])
def test_without_the_inhibitory_receptor_killing_is_greatest(structure: float) -> None:
    parameters = with_myeloid(0.9, variant_fcgr2b=structure)
    assert killing(parameters, FCGR2B_weight=0.0) > killing(parameters, FCGR2B_weight=1.0)


def test_where_genotypes_do_not_matter_in_patients_all_kill_as_a_heterozygote() -> None:
    parameters = typical_tumour(1, variant_fcgr3a_in_patients=0.0)
    assert killing(parameters, FCGR3A_affinity=1.0) == killing(parameters, FCGR3A_affinity=1.67)
    assert killing(P, FCGR3A_affinity=1.0) < killing(P, FCGR3A_affinity=1.67)


@pytest.mark.evidence("MOA07")
def test_where_immune_killing_dominates_it_is_stronger() -> None:
    assert killing(typical_tumour(1, variant_adcc_dominant=1.0)) > 2 * killing(P)


@pytest.mark.evidence("MOA14")
@given(til=st.floats(0, 100), more=st.floats(0, 100))
def test_lymphocytes_multiply_effectors(til: float, more: float) -> None:
    few, many = (float(til_factor(np.array([value]), P)[0]) for value in (til, til + more))
    assert 0 < few <= many
    assert til_factor(P.til_reference, P)[0] == 1.0


@pytest.mark.evidence("MOA14")
def test_primed_t_cells_come_late_and_only_after_immune_killing() -> None:
    adaptive = typical_tumour(1, variant_adaptive=1.0)
    days, one = np.arange(0.0, 127.0), np.ones(1)
    killed = np.full((1, days.size), 0.05)
    rate = adaptive_kill_rate(killed, days, one, adaptive)[0]
    assert rate[0] == 0.0
    assert np.all(np.diff(rate) > 0)
    assert rate[-1] < adaptive.antigen_kill_max[0]
    assert not adaptive_kill_rate(0 * killed, days, one, adaptive).any()
    assert not adaptive_kill_rate(killed, days, one, P).any()


@given(rate=st.floats(0, 10))
def test_the_primed_share_is_a_share(rate: float) -> None:
    days = np.arange(0.0, 100.0)
    found = primed_share(np.full((1, days.size), rate), days, P)
    assert np.all((found >= 0) & (found < 1))


def test_an_engineered_fc_gains_nothing_in_a_patient_whose_genotype_does_not_matter() -> None:
    matters, does_not = (with_myeloid(0.0, variant_fcgr3a_in_patients=value) for value in (1.0, 0.0))
    assert killing(matters, antibody="margetuximab") > 1.2 * killing(matters)
    assert killing(does_not, antibody="margetuximab") == pytest.approx(killing(does_not))


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_muc4_takes_killing_in_proportion_to_what_it_hides(block: float, hidden: float) -> None:
    """Komatsu 1999 (Cancer Res 59:2229): killer cells bind less, the more of the mucin there is."""
    parameters = typical_tumour(1, mucin_contact_block=block)
    left = contact_left(np.array([0.0, hidden, 1.0])[None, :], parameters)[0]
    assert left[0] == 1.0
    assert left[1] == pytest.approx(1.0 - block * hidden)
    assert left[2] == pytest.approx(1.0 - block)
    assert contact_left(np.array([hidden]), parameters)[0] == left[1]


def test_blood_cells_lyse_a_cell_less_where_muc4_leaves_less_contact() -> None:
    coat, near, far = np.array([1e6]), np.array([1.0]), np.array([0.5])
    assert assay_lysis(coat, 10.0, 4.0, P, contact=far)[0] < assay_lysis(coat, 10.0, 4.0, P, contact=near)[0]
    assert assay_lysis(coat, 10.0, 4.0, P, contact=near)[0] == pytest.approx(lysis())

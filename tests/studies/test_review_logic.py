"""What the review concludes, asked of the ensemble: which agent helps which tumour. No rule names a regimen.

Vu & Claret 2012, Front Oncol 2:62, doi:10.3389/fonc.2012.00062. Worth is the log10 kill against the untreated tumour,
on the same draws in every arm. What the model does not show is a strict expected failure, told in docs/credibility.md.
"""

from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from her2sim.case import change_case, parse_inline, read_case
from her2sim.studies.arms import Arms

Floats = NDArray[np.float64]
LITTLE = 0.1
"""of what another agent adds"""
DRAWS = 280
"""every member of the shipped ensemble once"""
INSIDE = ("H+A", "H+Capi", "H+E")
"""PI3K, AKT, mTOR inhibitors beside trastuzumab"""
OTHERS = ("H+Tram", "H+Criz", "H+Gani", "H+Dasa", "H+Palbo")
HER = ("H+P", "H+L", "H+Tuc")
PAIRS = (*HER, *INSIDE, *OTHERS)


@lru_cache(maxsize=16)
def bench(case: str) -> Arms:
    """A shipped case, one with a word changed ('case + PTEN=loss'), or words alone."""
    name, _, change = case.partition(" + ")
    tumour = parse_inline(case.split(), "made") if "=" in name else read_case(name)
    return Arms.of(change_case(tumour, change.split()) if change else tumour, DRAWS, 1, 2)


@lru_cache(maxsize=256)
def worth(case: str, regimen: str) -> Floats:
    arms = bench(case)
    return arms.run(arms.regimen(regimen)).worth["log10_kill"]


def mean(case: str, regimen: str) -> float:
    return float(np.nanmean(worth(case, regimen)))


def adds(case: str, regimen: str, to: str = "H") -> float:
    return float(np.nanmean(worth(case, regimen) - worth(case, to)))


def better(case: str, one: str, other: str) -> bool:
    """Whether the mean difference lies above zero by more than its 95 % interval."""
    difference = worth(case, one) - worth(case, other)
    return bool(np.nanmean(difference) > 1.96 * np.nanstd(difference) / np.sqrt(difference.size))


def first(case: str, among: tuple[str, ...] = PAIRS) -> str:
    return max(among, key=lambda regimen: mean(case, regimen))


@pytest.mark.parametrize("case", [
    "p95HER2-CTF611",
    "sensitive-reference + p95HER2=pos",
    pytest.param("PTEN-loss-p95HER2-shed", marks=pytest.mark.xfail(
        strict=True, reason="trastuzumab stops shedding, and does more than lapatinib")),
])  # fmt: skip
def test_lapatinib_ranks_above_trastuzumab_where_the_site_is_cut_off(case: str) -> None:
    assert mean(case, "L") > mean(case, "H")


def test_lapatinib_is_clearly_better_than_trastuzumab_with_611_ctf() -> None:
    assert better("p95HER2-CTF611", "L", "H")


@pytest.mark.parametrize("case", [
    "p95HER2-CTF611",
    "sensitive-reference + p95HER2=pos",
    pytest.param("p95HER2-shed", marks=pytest.mark.xfail(
        strict=True, reason="trastuzumab stops shedding, so that pertuzumab finds HER2 as in other tumours")),
])  # fmt: skip
def test_pertuzumab_adds_little_to_a_tumour_with_p95(case: str) -> None:
    assert adds(case, "H+P") < LITTLE * adds(case, "H+L")


@pytest.mark.parametrize("antibody", ["H", "P", "H+P", "M"])
def test_a_kinase_inhibitor_ranks_above_any_antibody_where_muc4_hides_her2(antibody: str) -> None:
    assert better("MUC4-masking", "Ner", antibody)


@pytest.mark.parametrize("antibody", [
    "H", "P", "H+P",
    pytest.param("M", marks=pytest.mark.xfail(
        strict=True, reason="margetuximab, which the review does not know, kills as much as lapatinib")),
])  # fmt: skip
def test_lapatinib_ranks_above_an_antibody_where_muc4_hides_her2(antibody: str) -> None:
    assert better("MUC4-masking", "L", antibody)


def test_an_igf1r_antibody_ranks_first_of_the_pairs_where_igf1r_drives() -> None:
    assert first("IGF1R-high") == "H+Gani"


def test_a_met_inhibitor_ranks_first_of_the_pairs_where_met_drives() -> None:
    assert first("MET-amplified") == "H+Criz"


@pytest.mark.parametrize(("driven", "pair"), [("MET-amplified", "H+Criz"), ("IGF1R-high", "H+Gani")])
def test_a_receptor_that_drives_is_what_its_inhibitor_needs(driven: str, pair: str) -> None:
    assert adds(driven, pair) > 5 * adds("sensitive-reference", pair)


def test_an_inhibitor_of_pi3k_akt_or_mtor_ranks_first_below_the_receptors_where_pten_is_lost() -> None:
    assert first("PTEN-loss", (*INSIDE, *OTHERS)) in INSIDE


def test_an_inhibitor_of_pi3k_akt_or_mtor_ranks_first_of_all_pairs_where_pten_is_lost() -> None:
    assert first("PTEN-loss") in INSIDE


def test_the_alpha_selective_inhibitor_ranks_first_of_the_pairs_with_pik3ca_h1047r() -> None:
    assert first("PIK3CA-H1047R") == "H+A"
    assert better("PIK3CA-H1047R", "H+A", "H+Capi")


DRIVEN = "sensitive-reference + NRG1=high"


def test_neuregulin_costs_trastuzumab_more_than_pertuzumab_which_then_ranks_above_it() -> None:
    kept = {antibody: mean(DRIVEN, antibody) / mean("sensitive-reference", antibody) for antibody in ("H", "P")}
    assert kept["H"] < 0.8
    assert kept["H"] < kept["P"]
    assert better(DRIVEN, "P", "H")


def test_pertuzumab_ranks_first_of_the_pairs_where_neuregulin_drives() -> None:
    assert first(DRIVEN) == "H+P"


LOW = "HER2_IHC=3+ FCGR3A=FF TIL=1"
GOOD = "HER2_IHC=3+ FCGR3A=VV TIL=60"


@pytest.mark.parametrize("other", ["L", "T-DM1", "T-DXd"])
def test_a_kinase_inhibitor_or_conjugate_gains_on_trastuzumab_where_effectors_are_weak(other: str) -> None:
    assert adds(LOW, other) > adds(GOOD, other)
    assert better(LOW, other, "H")


def test_an_src_inhibitor_adds_more_than_other_inhibitors_where_src_is_high() -> None:
    case = "sensitive-reference + SRC=high"
    assert first(case, OTHERS) == "H+Dasa"
    assert better(case, "H+Dasa", "H+Tram")


def test_repair_of_one_of_two_alterations_is_not_enough() -> None:
    """PTEN loss with 611-CTF: each repaired alone closes less than half of the gap to both repaired."""
    arms = bench("PTEN-loss-p95HER2-CTF611")
    regimen = arms.regimen("H")
    repairs = {mechanism.id: dict(mechanism.repair) for mechanism in arms.profile.mechanisms}
    assert set(repairs) == {"R02", "R11"}
    as_is, both = arms.run(regimen), arms.run(regimen, repairs["R02"] | repairs["R11"])
    gap = np.nanmean(both.worth["log10_kill"] - as_is.worth["log10_kill"])
    assert gap > 0
    for repair in repairs.values():
        assert np.nanmean(arms.run(regimen, repair).worth["log10_kill"] - as_is.worth["log10_kill"]) < 0.5 * gap

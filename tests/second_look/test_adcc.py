"""Immune killing in the assay derived again: what donors lyse, through the formula of `adcc.py` by hand."""

import math

import numpy as np
import pytest
from tests.second_look.sources import interval, value

from her2sim.tumour import typical_tumour
from her2sim.tumour.fc_engineering import FcName, fc
from her2sim.tumour.fcgr3a import Genotype
from her2sim.tumour.immune import assay_lysis

BRIGHT = 1.0e6
"""antibodies on a cell of an amplified line"""
USUAL_DONOR = 1.33
"""V/F: mean affinity of both alleles relative to F/F"""
NK_IN_BLOOD_CELLS = 0.1


def lysis(bound: float, ratio: float, genotype: Genotype = "V/F", **changes: float) -> float:
    """Share lysed in four hours with so many blood cells per target."""
    p = typical_tumour(1, **changes)
    return float(assay_lysis(np.array([bound]), ratio, 4.0, p, fcgr3a=genotype)[0])


def half_effective(antibody: FcName, **changes: float) -> float:
    """Antibodies on a cell that do half of what any number does."""
    coats = np.append(np.logspace(2, 7, 1001), 1e9)
    p = typical_tumour(len(coats), **changes)
    lysed = assay_lysis(coats, 10.0, 4.0, p, antibody=fc(antibody, p))
    return float(np.interp(0.5 * lysed[-1], lysed[:-1], coats[:-1]))


def test_immune_killing_passes_through_both_points_of_the_assay() -> None:
    """10 % lysis at 1:1 and 60 % at 50:1 blood cells in four hours (from memory), a donor V/F, a bright cell."""
    slow, fast = (-math.log(1 - lysed) / 4 * 24 for lysed in (0.10, 0.60))
    few, many = (NK_IN_BLOOD_CELLS * ratio for ratio in (1, 50))
    half = (fast / slow * few * many - few * many) / (many - fast / slow * few)
    assert value("adcc_effector_half") == pytest.approx(half, rel=0.01)
    gain = USUAL_DONOR * (1 + value("adcc_affinity_half")) / (USUAL_DONOR + value("adcc_affinity_half"))
    coat = BRIGHT**3 / (BRIGHT**2 + value("adcc_opsonin_threshold") ** 2)
    engaged = coat / (coat + value("adcc_opsonin_half") / USUAL_DONOR)
    assert value("adcc_kill_max") == pytest.approx(fast * (many + half) / many / gain / engaged, rel=0.03)  # two digits
    assert [lysis(BRIGHT, ratio) for ratio in (1.0, 50.0)] == pytest.approx([0.10, 0.60], abs=0.01)


def test_the_threshold_lies_between_a_line_that_is_spared_and_one_that_is_not() -> None:
    """collins2012, hermark2010: none at 1.1e4 receptors, lysis that is seen at 3.2e4; 5 % is what an assay can tell."""
    assert value("adcc_opsonin_threshold") == pytest.approx(math.sqrt(1.1e4 * 3.2e4), rel=0.02)
    assert lysis(1.1e4, 50.0) < 0.05 < lysis(3.2e4, 50.0)


def test_a_line_with_few_receptors_is_lysed_over_the_whole_range_of_the_half_effective_coat() -> None:
    for half in interval("adcc_opsonin_half"):
        assert lysis(3.2e4, 50.0, adcc_opsonin_half=half) > 0.05


def test_valine_lyses_more_by_a_tenth_to_twofold_over_the_whole_range() -> None:
    """T090: 1.1 to 2."""
    for half in (*interval("adcc_affinity_half"), value("adcc_affinity_half")):
        found = [lysis(BRIGHT, 10.0, word, adcc_affinity_half=half) for word in ("V/V", "F/F")]
        assert 1.1 < found[0] / found[1] < 2, half


def test_an_antibody_without_fucose_needs_ten_to_a_hundred_times_less() -> None:
    """T091, from memory. The smooth threshold makes the concentration move by more than the fold."""
    usual = half_effective("IgG1")
    moved = usual / half_effective("afucosylated")
    assert moved == pytest.approx(math.sqrt(10 * 100), rel=0.15)  # the fold is given to one digit
    ends = [usual / half_effective("afucosylated", afucosylated_fold=fold) for fold in interval("afucosylated_fold")]
    assert ends == pytest.approx([10, 100], rel=0.2)

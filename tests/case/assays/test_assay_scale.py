"""The factor from ELISA to counted molecules, the IHC class of an assay, and the cohort of a microarray."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from her2sim.case.assays.measured import Elisa
from her2sim.case.assays.population import at_quantile, fit_cohort
from her2sim.case.assays.scale import count_sd, fit_scales, ratios
from her2sim.case.assays.settings import settings
from her2sim.case.assays.stain import CLASSES, fit_ordinal, read_stains, usual_shares
from her2sim.case.distributions import LogNormal

SCALE = settings().scale
RIDGE = settings().stain["slope"]


def test_the_factor_of_a_receptor_counted_in_many_lines_is_their_mean() -> None:
    rng = np.random.default_rng(1)
    pairs = {gene: (mean + 0.3 * rng.standard_normal(40)).tolist() for gene, mean in (("A", 0.4), ("B", 1.8))}
    found = fit_scales(pairs, SCALE)
    for gene, values in pairs.items():
        assert found.factors[gene].mean == pytest.approx(np.mean(values), abs=0.03)
        assert found.factors[gene].sd == pytest.approx(0.3 / np.sqrt(40), abs=0.02)
    assert found.noise == pytest.approx(0.3, abs=0.05)


def test_a_receptor_no_line_was_counted_for_is_as_uncertain_as_receptors_differ() -> None:
    found = fit_scales({"A": [0.5, 0.6, 0.4], "B": [1.9, 2.0, 2.1], "C": []}, SCALE)
    assert found.factors["C"].lines == 0
    assert found.factors["A"].mean < found.factors["C"].mean < found.factors["B"].mean
    assert found.factors["C"].sd > 3 * found.factors["A"].sd


def test_only_detected_and_counted_lines_give_a_ratio_and_sources_are_averaged() -> None:
    elisa = Elisa({"A": {"one": 3.0, "two": None, "three": 5.0}}, {"A": 1.0})
    counts = {"A": {"one": {"x": 1.0, "y": 2.0}, "two": {"x": 1.0}}}
    assert ratios(elisa, counts) == {"A": [1.5]}


def test_the_error_of_a_count_is_the_spread_of_its_sources() -> None:
    sd, lines = count_sd({"A": {"one": {"x": 1.0, "y": 2.0}, "two": {"x": 7.0}}, "B": {"one": {"x": 0.0, "y": 1.0}}})
    assert lines == 2
    assert sd == pytest.approx(np.sqrt(0.5))  # two pairs one apart: squares 0.5 each over two degrees of freedom


def tumours(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(0.5, 1.5, n)
    latent = 1.5 * x + rng.logistic(size=n)
    return x, np.searchsorted([-1.5, 1.0, 3.0], latent).astype(np.intp)


def test_slope_and_cuts_of_the_ordinal_regression_come_back() -> None:
    x, classes = tumours(4000)
    usual = np.bincount(classes, minlength=4) / len(x)
    found = fit_ordinal(x, classes, usual, RIDGE)
    assert found.slope == pytest.approx(1.5, abs=0.1)
    np.testing.assert_allclose(found.cuts, [-1.5, 1.0, 3.0], atol=0.15)
    assert found.log_loss < found.log_loss_of_shares


def test_a_choice_of_which_tumours_are_measured_does_not_move_the_classes() -> None:
    x, classes = tumours(3000, seed=2)
    usual = np.bincount(classes, minlength=4) / len(x)
    kept = (classes == 2) | (np.random.default_rng(3).random(len(x)) < 0.3)  # every 2+, a third of the others
    chosen = fit_ordinal(x[kept], classes[kept], usual, RIDGE)
    every = fit_ordinal(x, classes, usual, RIDGE)
    for value in (-1.0, 0.5, 2.0):
        np.testing.assert_allclose(chosen.shares(value), every.shares(value), atol=0.05)


def test_more_of_the_assay_never_speaks_for_a_lower_class() -> None:
    x, classes = tumours(300)
    found = fit_ordinal(x, classes, np.bincount(classes, minlength=4) / 300, RIDGE)
    up_to = np.array([np.cumsum(found.shares(value)) for value in np.linspace(-9, 9, 50)])
    assert (np.diff(up_to, axis=0) <= 1e-12).all()
    np.testing.assert_allclose(up_to[:, -1], 1.0)


def test_a_tumour_counts_where_both_the_stain_and_the_assay_are_known() -> None:
    clinical = pd.DataFrame({"patient_barcode": ["a", "b", "c", "d"], "HER2_IHC_level": ["3+", None, "0", "1+"]})
    x, classes = read_stains(clinical, {"a": 2.5, "b": 1.0, "c": -1.0})
    assert x.tolist() == [2.5, -1.0]
    assert classes.tolist() == [CLASSES.index("3+"), CLASSES.index("0")]
    np.testing.assert_allclose(usual_shares(clinical), [1 / 3, 1 / 3, 0, 1 / 3])


def test_the_quantile_of_a_cohort_is_the_share_of_its_patients_below() -> None:
    rng = np.random.default_rng(5)
    values = np.concatenate([rng.normal(10, 0.8, 1700), rng.normal(13.7, 0.6, 300)])
    cohort = fit_cohort(pd.DataFrame({"ERBB2": values, "HER2_status": ["Negative"] * 1700 + ["Positive"] * 300}))
    for value in (9.5, 11.0, 13.0, 14.0):
        assert cohort.quantile(value) == pytest.approx(np.mean(values < value), abs=0.02)
    assert cohort.positive_share == pytest.approx(0.15)


def test_a_quantile_lands_in_its_group() -> None:
    low, high = LogNormal(2e4, 0.3), LogNormal(1.5e6, 0.3)
    assert at_quantile(0.45, 0.1, low, high) == pytest.approx(2e4, rel=0.05)  # middle of the nine tenths below
    assert at_quantile(0.95, 0.1, low, high) == pytest.approx(1.5e6, rel=0.05)

"""Panels are scored on tumours that they were not chosen on."""

from itertools import combinations

import numpy as np
import pytest

from her2sim.studies.biomarkers.panels import Columns, columns_of, folds_of, out_of_fold, pairs_table, panels_table

N = 300


def columns(rng, width):
    values = rng.standard_normal((N, width))
    return Columns(tuple(f"m{i}" for i in range(width)), values)


def marked(positive):
    return [(positive, np.ones(positive.size, dtype=bool))]


def test_folds_deal_both_classes_evenly():
    rng = np.random.default_rng(1)
    positive = rng.random(203) < 0.3
    fold = folds_of(positive, 5, rng)
    for group in (positive, ~positive):
        counts = np.bincount(fold[group], minlength=5)
        assert counts.max() - counts.min() <= 1


def test_noise_has_one_half_out_of_fold():
    rng = np.random.default_rng(2)
    table = columns(rng, 12)
    positive = rng.random(N) < 0.5
    areas, _ = out_of_fold(table.values, positive, list(combinations(range(12), 2)), folds_of(positive, 5, rng))
    assert areas.mean() == pytest.approx(0.5, abs=0.04)


def test_the_best_of_many_noise_markers_looks_good_but_not_when_chosen_anew():
    rng = np.random.default_rng(3)
    table = columns(rng, 30)
    positive = rng.random(N) < 0.5
    best = pairs_table(table, marked(positive), 1, 0.95).iloc[0]
    honest = panels_table(table, table, marked(positive), 1, 0.95).set_index("panel")
    assert best["auc"] > 0.56  # what picking the best of 435 does
    assert honest.loc["best pair", "auc"] < best["auc"] - 0.04
    assert honest.loc["best pair", "low"] < 0.5


def test_a_pair_that_matters_is_found_and_beats_its_parts():
    rng = np.random.default_rng(4)
    table = columns(rng, 8)
    positive = table.values[:, 2] + table.values[:, 5] + 0.5 * rng.standard_normal(N) > 0
    pairs = pairs_table(table, marked(positive), 1, 0.95)
    assert set(pairs.loc[0, ["first", "second"]]) == {"m2", "m5"}
    assert pairs.loc[0, "auc"] > pairs.loc[0, "better_alone"] + 0.05
    assert len(pairs) == 28
    honest = panels_table(table, table, marked(positive), 1, 0.95).set_index("panel")
    assert set(honest.loc["best pair", "chosen_on_all"].split(" + ")) == {"m2", "m5"}
    assert honest.loc["best marker", "auc"] < honest.loc["best pair", "auc"]
    assert len(honest.loc["forward panel of up to 3", "chosen_on_all"].split(" + ")) <= 3


def test_controls_and_markers_without_spread_are_no_part_of_a_panel(reading):
    readings = {
        "real": reading(np.arange(10.0)),
        "flat": reading(np.ones(10)),
        "noise": reading(np.arange(10.0), group="control"),
    }
    assert columns_of(readings).names == ("real",)

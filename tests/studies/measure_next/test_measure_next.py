"""Indices on functions whose indices are known, and fields of a case."""

import numpy as np
import pytest

from her2sim.case import read_case, understand
from her2sim.errors import InputError
from her2sim.studies.measure_next import measure_next
from her2sim.studies.measure_next.readings import cells, fields_of
from her2sim.studies.measure_next.scores import choice, estimate, false_discovery, first_order, information


def test_ishigami_has_its_known_indices():
    rng = np.random.default_rng(1)
    x = rng.uniform(-np.pi, np.pi, (3, 8000))
    y = np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
    found = [float(first_order(cells([one]), y[:, None])[0]) for one in x]
    # Ishigami & Homma 1990, doi:10.1109/ISUMA.1990.151285: 0.3139, 0.4424, 0
    np.testing.assert_allclose(found, [0.3139, 0.4424, 0.0], atol=0.03)


def test_chance_gives_zero_on_average_and_is_not_called_a_signal():
    rng = np.random.default_rng(2)
    raw = [float(first_order(cells([rng.random(400)]), rng.random((400, 1)))[0]) for _ in range(300)]
    assert abs(np.mean(raw)) < 0.003
    orders = rng.permuted(np.tile(np.arange(400), (400, 1)), axis=1).T
    picks = rng.integers(0, 400, (50, 400))
    p = np.array([estimate(cells([rng.random(400)]), rng.random(400), orders, picks, 0.9).p for _ in range(60)])
    assert (p < 0.05).mean() < 0.2
    assert (false_discovery(p) <= 0.1).sum() <= 2


def test_a_group_holds_what_its_members_do_together():
    rng = np.random.default_rng(3)
    x = rng.integers(0, 2, (2, 2000)).astype(float)
    y = np.where(x[0] == x[1], 1.0, 0.0)
    assert abs(float(first_order(cells([x[0]]), y[:, None])[0])) < 0.01
    assert float(first_order(cells(list(x)), y[:, None])[0]) == pytest.approx(1.0)
    assert float(information(cells(list(x)), y[:, None])[0]) == pytest.approx(1.0, abs=0.01)


def test_choice_is_worth_what_it_is_by_hand():
    x = np.repeat([0.0, 1.0], 50)
    worth = np.stack([x, 1.0 - x])[:, :, None]
    assert float(choice(cells([x]), worth)[0]) == pytest.approx(0.5)
    assert float(choice(cells([x]), np.stack([worth[0], worth[0]]))[0]) == pytest.approx(0.0)


def test_readings_are_shares_and_the_genotype_is_read_without_error():
    case = read_case("pathology-report-only")
    profile = understand(case)
    drawn = profile.draw(np.random.default_rng(1), 300)
    found = {one.name: one for one in fields_of(case, profile, drawn)}
    for one in found.values():
        np.testing.assert_allclose(one.truth.sum(axis=0), 1.0)
        if one.reading is not None:
            np.testing.assert_allclose(one.reading.sum(axis=0), 1.0)
    assert found["blood.FCGR3A"].reading.max(axis=0).min() > 0.999
    assert found["pathology.p95HER2"].quantities == ("shed_activity", "CTF611_fraction")
    assert not any(one.kind == "unknown" and "ERBB2_total" in one.quantities for one in found.values())
    assert {q for one in found.values() for q in one.quantities} == {n for n, v in drawn.items() if np.ptp(v) > 0}


def test_an_answer_is_ranked_and_the_same_for_the_same_seed():
    first, second = (measure_next("pathology-report-only", "H,L", members=24, seed=2) for _ in range(2))
    ranked = first.ranked()
    assert repr(ranked) == repr(second.ranked())  # NaN is not NaN
    keys = [(not one.signal, -one.assay) for one in ranked]
    assert keys == sorted(keys)
    assert all(0 <= one.assay <= one.perfect.value <= 1 for one in ranked)
    assert all(0 <= one.choice <= first.perfect_choice[one.measure] + 1e-9 for one in ranked)
    assert {one.measure for one in first.sources} == set(first.measures)


def test_settings_out_of_range_are_refused():
    for options in ({"members": 5}, {"level": 2.0, "members": 30}, {"measure": "os", "members": 30}):
        with pytest.raises(InputError):
            measure_next("PTEN-loss", **options)

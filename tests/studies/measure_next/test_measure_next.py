"""Indices on functions whose indices are known, and fields of a case."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from her2sim.case import read_case, understand
from her2sim.errors import InputError
from her2sim.report.measure import draws_table, render_measure
from her2sim.studies.arms import Arms
from her2sim.studies.measure_next import DEALT, measure_next
from her2sim.studies.measure_next.readings import cells, fields_of
from her2sim.studies.measure_next.scores import choice, estimate, false_discovery, first_order, information
from her2sim.studies.measure_next.study import _correlated


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


def test_failed_draws_of_the_dealt_arm_are_counted_and_listed(monkeypatch):
    original = Arms.run

    def run(self, regimen, changes=None):
        arm = original(self, regimen, changes)
        if self.draws.seed == 1:
            return arm
        worth = {name: np.concatenate([[np.nan], values[1:]]) for name, values in arm.worth.items()}
        return replace(arm, worth=worth, problems=("made to fail", *arm.problems[1:]))

    monkeypatch.setattr(Arms, "run", run)
    answer = measure_next("PTEN-loss", "H", members=22)
    assert answer.n_failed == 1
    assert answer.failures == {f"{DEALT}: made to fail": 1}
    rows = draws_table(answer)
    assert len(rows) == 44
    assert rows[rows["status"].eq("failed")][["arm", "status_reason"]].to_numpy().tolist() == [[DEALT, "made to fail"]]
    assert all(np.isfinite(one.rest) for one in answer.sources)


def test_sources_of_too_few_pairs_are_not_told():
    values = np.where(np.arange(30) < 15, np.nan, 1.0)
    found = _correlated(values, values, np.random.default_rng(1), 0.9)
    assert np.isnan([found.value, found.low, found.high]).all()


@pytest.mark.parametrize("regimens", ["", [], "H,H", ["H", "L", "H"]])
def test_no_regimen_or_one_that_stands_twice_is_refused(regimens):
    with pytest.raises(InputError, match="regimen"):
        measure_next("PTEN-loss", regimens, members=20)


def test_a_regimen_may_be_a_file():
    path = Path(__file__).parents[3] / "examples" / "regimens" / "H_fixed_dose.yaml"
    answer = measure_next("PTEN-loss", [str(path), "H"], members=20, split=False)
    assert len(answer.regimens) == 2
    assert answer.dealt is None


def test_every_profile_quantity_that_a_field_reports_can_be_measured():
    case = read_case("pathology-report-only")
    profile = understand(case)
    found = fields_of(case, profile, profile.draw(np.random.default_rng(1), 60))
    assert {q for one in found if one.kind == "unknown" for q in one.quantities} >= {
        "BSA_m2",
        "weight_kg",
        "PTEN_level",
    }


def test_a_case_without_an_unknown_field_has_a_report(tmp_path):
    answer = measure_next("sensitive-reference", "H", members=20, split=False)
    known = replace(answer, fields=tuple(one for one in answer.fields if one.kind != "unknown"))
    assert known.ranked() == ()
    render_measure(known, tmp_path / "report.html")
    assert "Research use only" in (tmp_path / "report.html").read_text(encoding="utf-8")

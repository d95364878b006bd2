"""An explanation sums to the gap, is what single arms say, and hides nothing that failed or is unknown."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from her2sim.case import parse_inline, read_case, understand
from her2sim.case.mapping import mapping_table
from her2sim.errors import ConvergenceError, InputError
from her2sim.studies.arms import Arms
from her2sim.studies.explain import explain, study
from her2sim.studies.explain.coalitions import repair_of, shared_quantities, spread
from her2sim.studies.explain.counterfactual import worse
from her2sim.studies.explain.fates import clones_under, fates_of
from her2sim.studies.explain.results import UNEXPLAINED, UNKNOWN
from her2sim.studies.explain.settings import levels, payload_only, ways
from her2sim.studies.response import exposures
from her2sim.studies.signalling import READOUTS

CASE = "PTEN-loss-p95HER2-shed"


def test_bars_sum_to_the_gap_in_every_draw(answer):
    table = answer.table
    shares = table[[f"share_{bar.id}" for bar in answer.mechanisms]].sum(axis=1)
    assert_allclose(shares, table["loss"], atol=1e-9)
    assert_allclose(shares + table["unknown_markers"] + table["unexplained"], table["gap"], atol=1e-9)
    assert_allclose(table["gap"], table["worth_reference"] - table["worth"], atol=1e-9)
    assert sum(bar.mean for bar in answer.bars) == pytest.approx(answer.mean_gap)
    assert [bar.kind for bar in answer.bars[-2:]] == [UNKNOWN, UNEXPLAINED]


def test_variants_are_what_single_arms_say(answer):
    arms = Arms.of(read_case(CASE), 5, 3)
    regimen = arms.regimen("H", duration_weeks=6)
    repairs = {one.id: dict(one.repair) for one in arms.profile.mechanisms}
    for name, repair in repairs.items():
        assert_allclose(answer.table[f"repaired_{name}"], arms.run(regimen, repair).worth["log10_kill"], rtol=1e-9)
    every = {key: value for repair in repairs.values() for key, value in repair.items()}
    assert_allclose(answer.table["worth_repaired"], arms.run(regimen, every).worth["log10_kill"], rtol=1e-9)
    table = mapping_table().quantities
    reference = arms.run(regimen, {one.name: table[one.name].reference for one in arms.profile.quantities})
    assert_allclose(answer.table["worth_reference"], reference.worth["log10_kill"], rtol=1e-9)


def test_two_mechanisms_share_by_hand(answer):
    table = answer.table
    first, second = (one.id for one in understand(read_case(CASE)).mechanisms)
    loss_first = table["worth_repaired"] - table[f"repaired_{second}"]  # only the first is carried
    loss_second = table["worth_repaired"] - table[f"repaired_{first}"]
    assert_allclose(table[f"share_{first}"], (loss_first + table["loss"] - loss_second) / 2, atol=1e-9)
    index = table["loss"] - loss_first - loss_second
    assert_allclose(table[f"interaction_{first}_{second}"], index, atol=1e-9)
    (pair,) = answer.pairs
    assert pair.redundant_share == pytest.approx((index < 0).mean())
    gains = [(table[f"repaired_{name}"] - table["worth"]).mean() for name in (first, second)]
    assert np.isfinite(pair.closes_first) == (pair.not_enough is not None)
    if pair.not_enough is not None:
        assert pair.closes_first == pytest.approx(gains[0] / table["loss"].mean())
        assert pair.not_enough == (max(gains) < table["loss"].mean() / 2)


def test_every_bar_cites_evidence(answer):
    assert all(bar.references for bar in answer.mechanisms)
    assert {key for bar in answer.mechanisms for key in bar.references} <= set(answer.references)


def test_worsening_goes_to_the_population_beyond_the_limit_and_never_back():
    case = parse_inline(["HER2_IHC=3+", "PTEN=loss", "MET=amp"])
    arms = Arms.of(case, 40, 1)
    for mechanism in arms.profile.mechanisms:
        found = worse(arms.profile, mechanism, case.setting, arms.draws.patient)
        assert found.changes
        for name, values in found.changes.items():
            limit = mapping_table().quantities[name].limit
            further = values - arms.draws.patient[name]
            assert (further >= 0).all() if limit.above is not None else (further <= 0).all()
            assert all(limit.passed(float(one)) for one in values)
            assert "of the population beyond the limit" in found.text


def test_without_a_population_beyond_the_limit_the_report_says_how_far():
    case = parse_inline(["HER2_IHC=3+", "ERBB2=L755S"])
    profile = understand(case)
    folds = [name for one in profile.mechanisms for name in one.repair if name.startswith("ERBB2_fold")]
    drawn = Arms.of(case, 5, 1).draws.patient
    texts = [worse(profile, one, case.setting, drawn).text for one in profile.mechanisms]
    assert folds
    assert any("of what the report allows" in text for text in texts)


def test_a_quantity_that_two_mechanisms_move_is_back_once_either_is_repaired():
    one = understand(read_case("PTEN-loss")).mechanisms[0]
    pair = (one, replace(one, id="other"))
    assert shared_quantities(pair) == dict.fromkeys(one.repair, (one.id, "other"))
    assert repair_of(pair, 0b11) == {}
    assert repair_of(pair, 0b01) == repair_of(pair, 0b10) == repair_of(pair, 0) == dict(one.repair)


def test_a_case_without_a_mechanism_gets_an_answer():
    calls = []
    found = explain("sensitive-reference", "H", members=3, duration_weeks=4, progress=lambda *call: calls.append(call))
    assert calls[-1][1] == calls[-1][2] == len(calls)
    assert [bar.kind for bar in found.bars] == [UNKNOWN, UNEXPLAINED]
    assert "carries none" in found.answer
    assert not found.pairs
    assert not found.paths
    assert not found.counterfactuals
    assert_allclose(found.table["unknown_markers"] + found.table["unexplained"], found.table["gap"], atol=1e-9)


def test_cells_in_culture(answer):
    found = explain("KPL4", "H", members=3)
    assert found.measure.name == "growth_rate_inhibition"
    assert_allclose(
        found.table["loss"] + found.table["unknown_markers"] + found.table["unexplained"], found.table["gap"]
    )
    assert all(path.fates == () for path in found.paths)
    assert {course.series.name for course in found.courses} >= {"cells"}
    assert answer.measure.name == "log10_kill"


def test_sampled_beyond_the_limit_with_an_error(answer):
    found = explain(CASE, "H", members=5, seed=3, duration_weeks=6, exact_limit=1, blocks=2)
    assert not found.exact
    assert answer.exact
    assert any("sampled" in note for note in found.notes)
    # orders of two players and their reverse are all there are: the sample is exact, and its error zero
    for one, other in zip(found.bars, answer.bars, strict=True):
        assert one.mean == pytest.approx(other.mean)
        assert one.error == pytest.approx(0.0, abs=1e-12)


def test_cores_do_not_change_a_number(answer):
    calls = []
    found = explain(
        CASE, "H", members=5, seed=3, duration_weeks=6, jobs=2, progress=lambda *call: calls.append(call)
    )  # fmt: skip
    pd.testing.assert_frame_equal(found.table, answer.table)
    assert [path.sentence for path in found.paths] == [path.sentence for path in answer.paths]
    done, total = [call[1] for call in calls], calls[0][2]
    assert done == list(range(1, total + 1))


def test_a_draw_that_fails_in_one_variant_is_left_out_of_all_and_counted(answer, monkeypatch):
    run, repaired = Arms.run, understand(read_case(CASE)).mechanisms[0].repair

    def broken(self, regimen, changes=None):
        arm = run(self, regimen, changes)
        if {name: np.asarray(value).tolist() for name, value in (changes or {}).items()} != dict(repaired):
            return arm
        worth = {name: np.where(np.arange(5) == 2, np.nan, values) for name, values in arm.worth.items()}
        return replace(arm, worth=worth, problems=tuple("it broke" if n == 2 else "" for n in range(5)))

    monkeypatch.setattr(Arms, "run", broken)
    found = explain(CASE, "H", members=5, seed=3, duration_weeks=6)
    assert found.n_failed == 1
    assert found.failures == {"it broke": 1}
    assert found.table["status"].tolist() == ["ok", "ok", "failed", "ok", "ok"]
    kept = found.table["status"].eq("ok")
    assert found.table.loc[~kept, "gap"].isna().all()
    pd.testing.assert_frame_equal(found.table[kept], answer.table[kept])

    def dead(self, regimen, changes=None):
        return replace(run(self, regimen, changes), problems=("gone",) * 5)

    monkeypatch.setattr(Arms, "run", dead)
    with pytest.raises(ConvergenceError, match="5 x gone"):
        explain(CASE, "H", members=5, seed=3, duration_weeks=6)


def test_the_path_runs_from_the_altered_quantity_to_a_fate(answer):
    assert answer.paths[0].name == "all mechanisms"
    alone = {path.repaired: path for path in answer.paths}
    pten = alone[("R11",)]
    assert pten.entry == ("PTEN_level",)
    chosen = {step.level: step for step in pten.steps if step.chosen}
    assert chosen["node at the membrane"].ratio.low > 0  # more PTEN, more of it at the membrane
    for path in answer.paths:
        for level in levels():
            assert sum(step.chosen for step in path.steps if step.level == level.name) <= 1
        assert all(step.changed for step in path.steps if step.chosen)
        assert not payload_only() & {step.readout for step in path.steps}  # trastuzumab carries none


def test_a_fate_that_is_the_same_carries_nothing():
    arms = Arms.of(read_case("PTEN-loss"), 3, 1)
    regimen = arms.regimen("H", duration_weeks=4)
    arm = arms.run(regimen)
    both = clones_under(arms, regimen, {}, arm.signals)
    exposure = exposures(arms.draws, regimen, both[0].days)
    options = {"ok": arm.ok, "whole": np.ones(3), "unit": "log10", "level": 0.9}
    found = fates_of(arms, regimen, "log10_kill", both, both, exposure, {}, **options)
    assert all(fate.gain.median == fate.share == 0.0 for fate in found)
    assert {fate.name for fate in found} == {way.name for way in ways()} - {"payload"}


def test_what_acts_outside_of_the_network_is_a_fate_of_its_own():
    case = parse_inline(["HER2_IHC=3+", "FCGR3A=F/F"])
    calls = []
    found = explain(case, "H", members=3, duration_weeks=4, progress=lambda *call: calls.append(call))
    assert calls[-1][1] == calls[-1][2] == len(calls)  # one mechanism: one path
    (path,) = found.paths
    assert path.outside == ("FCGR3A_affinity",)
    assert "Acts outside of the network" in path.sentence
    fates = {fate.name: fate.gain.median for fate in path.fates}
    repaired = (found.table["repaired_R19"] - found.table["worth"]).median()
    assert fates["outside"] == pytest.approx(repaired)  # all of it, since nothing else changes
    assert all(value == 0.0 for name, value in fates.items() if name != "outside")


def test_the_ways_to_the_tumour_are_readouts_of_an_arm():
    assert all(set(way.readouts) <= set(READOUTS) for way in ways())


def test_spread_keeps_the_order_and_passes_errors_on():
    done = []
    assert spread(lambda item: item**2, [3, 1, 2], 2, done.append) == [9, 1, 4]
    assert sorted(done) == [1, 2, 3]
    with pytest.raises(ZeroDivisionError):
        spread(lambda item: 1 // item, [1, 0], 2, done.append)


def test_numbers_out_of_range_are_refused():
    with pytest.raises(InputError, match="attributed exactly"):
        explain(CASE, "H", exact_limit=13)
    with pytest.raises(InputError, match="two blocks"):
        explain(CASE, "H", blocks=1)
    with pytest.raises(InputError, match="between 0 and 1"):
        explain(CASE, "H", level=1.0)
    with pytest.raises(InputError, match="no such measure"):
        explain(CASE, "H", members=2, measure="kill")


def test_a_draw_that_fails_on_a_path_alone_is_left_out_of_it_and_counted(answer, monkeypatch):
    plain = study.more_readouts

    def broken(arms, regimen, changes, main):
        found = plain(arms, regimen, changes, main)
        values = {name: one.copy() for name, one in found.values.items()}
        if changes:
            next(iter(values.values()))[2] = np.nan
        return replace(found, values=values)

    monkeypatch.setattr(study, "more_readouts", broken)
    found = explain("PTEN-loss-p95HER2-shed", "H", members=5, seed=3, duration_weeks=6)
    assert found.n_failed == 0
    assert {path.failed for path in found.paths} == {1}
    assert all("a run of this path failed: 1." in path.sentence for path in found.paths)
    assert all(np.isfinite(fate.gain.median) for path in found.paths for fate in path.fates)
    assert [bar.mean for bar in found.bars] == [bar.mean for bar in answer.bars]

"""A fit to made-up data: it improves, can be stopped and resumed, and refuses to mix two fits."""

import json
import shutil
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from her2sim.inference.likelihood import compared
from her2sim.inference.measurements.form import Dose, Measurement
from her2sim.network import load_network
from her2sim.studies.fit import run as run_module
from her2sim.studies.fit.causes import drug_of
from her2sim.studies.fit.lines import LineSource, line_scores, score_name
from her2sim.studies.fit.outcome import ensemble_from, fit_statistics, fitted_keys
from her2sim.studies.fit.own_data import KIND, OwnData
from her2sim.studies.fit.problem import Problem, ensemble_of, make_problem, measured_targets, run_measurements
from her2sim.studies.fit.reach import WIDE, narrowed, reach
from her2sim.studies.fit.run import FitError, FitPlan, FitStep, can_be_met, read_step, run_fit, steps_done
from her2sim.studies.verify.cells import Cell
from her2sim.studies.verify.problems import CannotAskError

NETWORK = load_network()
PLAN = FitPlan(members=24, steps=2, geometric=1.5, threshold=0.2, seed=3)


def reading(line, ligand, hours, observable, value, **more):
    ligands = (Dose(ligand, 10.0, "nM"),) if ligand else ()
    fields = {"sd": 0.05, "scale": "log10", "group": f"{line} {observable}", **more}
    return Measurement("made up", "1", line, (), ligands, hours, observable, value, **fields)


def made_up():
    """What members with strong RAS drive would show, and a growth assay."""
    names = make_problem([reading("SKBR3", "EGF", 0.1, "pERK", 0.0)], (), 1, 1, plausible=False).names
    truth = {name: np.full(1, 1.0 if name.startswith(("gain_RAF", "w_RAS", "gain_ERK")) else 0.0) for name in names}
    asked = [
        reading(line, ligand, hours, observable, 0.0)
        for line in ("SKBR3", "BT474")
        for ligand in ("EGF", "NRG1")
        for hours in (0.0, 0.2, 1.0)
        for observable in ("pERK", "pAKT")
    ]
    centre = {**truth, **{name: np.zeros(1) for name in line_scores(["SKBR3", "BT474"], NETWORK)}}
    values = run_measurements(asked, ensemble_of(truth, NETWORK), centre, 1, 1).values[0]
    return [replace(one, value=float(value)) for one, value in zip(asked, values, strict=True)]


@pytest.fixture(scope="module")
def problem() -> Problem:
    return make_problem(made_up(), (), 1, 2)


@pytest.fixture(scope="module")
def fitted(problem, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fit")
    run_fit(problem, PLAN, folder, 2)
    return folder


def test_a_fit_improves_the_objective_of_nearly_every_member(problem, fitted):
    first, last = read_step(fitted, 0), read_step(fitted, 2)
    assert np.median(last.misfit) < 0.6 * np.median(first.misfit)
    assert np.quantile(last.misfit, 0.9) < np.quantile(first.misfit, 0.5)
    assert last.scores.std(axis=1).mean() > 0.5  # the spread is not lost
    assert steps_done(fitted) == (0, 1, 2)


def test_a_claim_that_no_draw_of_the_prior_meets_moves_nothing(problem):
    asked = replace(problem, claim_ids=("never", "once"))
    readings = len(problem.measurements)
    margins = np.array([[-3.0, -0.1, -9.0], [-3.0, 0.1, -9.0]])
    predicted = np.vstack([np.full((readings, 3), -1.0), margins, np.zeros((4, 3))])
    can = can_be_met(asked, FitStep(0, np.zeros((2, 3)), predicted, np.zeros(3), 0.0, 0, 1))
    assert np.flatnonzero(can == 0).tolist() == [readings]


def test_no_member_is_worse_after_a_step_than_before(fitted):
    misfits = [read_step(fitted, number).misfit for number in steps_done(fitted)]
    for before, after in pairwise(misfits):
        assert (after <= before).all()


def test_a_step_that_makes_every_member_worse_is_not_taken(problem, monkeypatch, tmp_path):
    monkeypatch.setattr(run_module, "update", lambda scores, *rest, **more: 3.0 + 4.0 * scores)
    run_fit(problem, replace(PLAN, members=8, steps=1), tmp_path, 2)
    before, after = read_step(tmp_path, 0), read_step(tmp_path, 1)
    kept = (after.scores == before.scores).all(axis=0)
    assert kept.any()
    assert (after.misfit <= before.misfit).all()


SCORES = ("K_RAS", "VEGFA_basal", *line_scores(["SKBR3", "BT474"], NETWORK))


@pytest.fixture(scope="module")
def reached(problem):
    """Of `SCORES`, with the spread of a datum set to one tenth of a decade."""
    asked = replace(problem, fitted=SCORES)
    return reach(asked, np.full(len(asked.targets.value), 0.1), 0.04, 2)


def test_a_score_reaches_the_data_that_answer_when_it_moves_alone(problem, reached):
    readings = len(problem.measurements)
    perk = np.array([one.observable == "pERK" for one in problem.measurements])
    assert reached.shape == (len(SCORES), len(problem.targets.value))
    assert (reached >= 0).all()
    assert (reached <= 1).all()
    assert reached[0, :readings][perk].max() == 1.0  # RAS drives ERK
    assert not reached[1, :readings].any()  # no reading sees VEGF


def test_an_amount_is_moved_in_all_lines_at_once(reached):
    one, other = (reached[place] for place, name in enumerate(SCORES) if name.endswith(":ERBB2_total"))
    assert np.array_equal(one, other)
    assert one.any()


def test_scores_that_reach_much_are_not_held_to_it():
    little, much = np.zeros(1000), np.zeros(1000)
    little[:5], much[: int(1000 * WIDE)] = 0.5, 0.5
    held = narrowed(np.stack([little, much]))
    assert np.array_equal(held[0], little)
    assert (held[1] == 1.0).all()


def test_a_fit_leaves_a_score_that_reaches_nothing_where_it_was(problem, tmp_path):
    asked = replace(problem, fitted=SCORES, bounds=())
    run_fit(asked, replace(PLAN, steps=1, reach=0.04), tmp_path, 2)
    before, after = (read_step(tmp_path, number).scores for number in (0, 1))
    assert np.array_equal(before[1], after[1])
    assert not np.array_equal(before[0], after[0])


def test_a_stopped_fit_goes_on_to_the_same_bytes(problem, fitted, tmp_path, monkeypatch):
    folder = tmp_path / "stopped"

    def stop(step, where):
        run_module_write(step, where)
        raise KeyboardInterrupt

    run_module_write = run_module.write_step
    monkeypatch.setattr(run_module, "write_step", stop)
    with pytest.raises(KeyboardInterrupt):
        run_fit(problem, PLAN, folder, 1)
    monkeypatch.setattr(run_module, "write_step", run_module_write)
    assert steps_done(folder) == (0,)
    run_fit(problem, PLAN, folder, 1)
    for number in steps_done(fitted):
        assert (read_step(folder, number).scores == read_step(fitted, number).scores).all()


def test_another_plan_in_the_same_folder_is_refused(problem, fitted, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(fitted, folder)
    with pytest.raises(FitError, match="another plan"):
        run_fit(problem, FitPlan(24, 3, 1.5, 0.2, 3), folder, 1)
    with pytest.raises(FitError, match="not reached"):
        read_step(folder, 7)


def test_a_broken_write_leaves_no_half_step(fitted):
    assert not list(fitted.glob("*.part"))
    assert json.loads((fitted / "plan.json").read_text())["plan"]["members"] == 24


def test_the_ensemble_says_what_it_was_fitted_on_and_how_well(problem, fitted):
    found = ensemble_from(problem, fitted, [{"name": "made up", "sha256": "0"}], 3)
    assert found.size == 24
    assert {row["observable"] for row in found.about["fit"]} == {"pERK", "pAKT"}
    perk = next(row for row in found.about["fit"] if row["observable"] == "pERK")
    assert perk["rmse"] < perk["rmse_baseline"]
    assert {"dataset": "made up", "cell_line": "SKBR3", "treatment": "EGF", "observable": "pERK"} in found.about[
        "fitted"
    ]
    assert set(found.about["scores"]) == {name for name in problem.names if ":" not in name}


def test_amounts_of_a_line_are_moved_by_its_own_data_alone(problem):
    own = problem.own()
    place = problem.names.index(score_name("SK-BR-3", "ERBB3_total"))
    touched = {
        problem.measurements[number].cell_line for number in np.flatnonzero(own[place, : len(problem.measurements)])
    }
    assert touched == {"SKBR3"}
    assert own[place, len(problem.measurements) :].sum() == 0
    assert own[problem.names.index("k_shed")].all()


def test_numbers_of_a_drug_are_moved_by_data_with_that_drug_alone(problem):
    with_drug = [replace(one, drugs=(Dose("trastuzumab_emtansine", 1.0, "nM"),)) for one in problem.measurements[:2]]
    mixed = replace(problem, measurements=(*with_drug, *problem.measurements[2:]))
    own = mixed.own()
    assert not own[mixed.names.index("Ki_lapatinib_ERBB2")].any()
    assert own[mixed.names.index("Kd_trastuzumab")].nonzero()[0].tolist() == [0, 1]
    assert own[mixed.names.index("k_rec")].all()


@pytest.mark.parametrize(
    ("parameter", "drug"),
    [
        ("Ki_dasatinib_SRC", "dasatinib"),
        ("shed_block", ""),
        ("koff_lapatinib", "lapatinib"),
        ("Ki_omipalisib_MTOR", "omipalisib"),
    ],
)
def test_a_number_belongs_to_the_drug_that_its_name_holds(parameter, drug):
    assert drug_of(parameter) == drug


def test_readings_of_one_curve_are_worth_one_datum_together():
    targets = measured_targets(made_up())
    assert targets.weight[0] == pytest.approx(1.0 / 3.0)
    assert (targets.group >= 0).all()


def test_the_scale_of_a_blot_does_not_matter(problem):
    targets = problem.targets
    predicted = read_predicted(problem)
    _, first = compared(targets, predicted)
    n = len(problem.measurements)
    shifted = predicted.copy()
    shifted[:n] += np.array([1.0, 2.0])[targets.group[:n] % 2][:, None]
    _, second = compared(targets, shifted)
    assert first[:n] == pytest.approx(second[:n], abs=1e-9)


def read_predicted(problem):
    rng = np.random.default_rng(0)
    return rng.standard_normal((len(problem.targets.value), 3))


def test_statistics_and_keys_cover_every_reading(problem, fitted):
    rows = fit_statistics(problem, read_step(fitted, 2))
    assert sum(row["readings"] for row in rows) == len(problem.measurements)
    assert len(fitted_keys(problem.measurements)) == 8


def test_own_cells_are_described_by_parameters_of_the_network():
    cell = Cell("mine", {"ERBB2_total": 1.0e6, "NRG1_nM": 0.0}, kind=KIND)
    one = Measurement("mine", "with NRG1", "mine", (), (), 0.5, "pAKT", 0.0, 0.1, "log10", group="g")
    rest = Measurement("mine", "alone", "mine", (), (), 0.5, "pAKT", 0.0, 0.1, "log10", group="g")
    own = OwnData((one, rest), {"mine": cell}, {("mine", "with NRG1"): {"NRG1_nM": 5.0}})
    problem = make_problem((), (), 1, 1, plausible=False, own_data=own)
    found = problem.forward(np.zeros((len(problem.names), 2)), 1)
    assert found.values[0, 0] > found.values[1, 0] + 0.1
    assert not any(":" in name for name in problem.names)


def test_lines_are_drawn_within_their_assays_and_are_the_same_with_the_same_seed():
    first, second = (LineSource(NETWORK, 400, 5).find("BT474") for _ in range(2))
    drawn = np.asarray(first.quantities["ERBB2_total"])
    assert (drawn == np.asarray(second.quantities["ERBB2_total"])).all()
    assert np.quantile(drawn, [0.025, 0.5, 0.975]) == pytest.approx([4.5e5, 5.0e5, 5.5e5], rel=0.03)
    centre = LineSource(NETWORK, 2, 5, {score_name("BT-474", "ERBB2_total"): np.zeros(2)}).find("BT474")
    assert np.asarray(centre.quantities["ERBB2_total"]) == pytest.approx(5.0e5)
    with pytest.raises(CannotAskError):
        LineSource(NETWORK, 2, 5).find("BT-4747")

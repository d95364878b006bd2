"""What a prediction promises: the same seed the same bytes, nothing dropped, intervals, provenance, clear refusals."""

import dataclasses

import numpy as np
import pytest

from her2sim.case import parse_inline, read_case, understand
from her2sim.engine import simulate
from her2sim.errors import CaseError, InputError, RegimenError
from her2sim.evidence import load_evidence
from her2sim.inference import load_ensemble
from her2sim.network import load_network
from her2sim.pharmacology.regimens import regimen
from her2sim.report.rundir import patients_table, write_patients
from her2sim.studies import signalling
from her2sim.studies.draws import lane_values, make_draws
from her2sim.studies.predict import predict
from her2sim.studies.response import exposures, outcome
from her2sim.studies.signalling import HOURS, at_rest, drugged_network, under_regimen
from her2sim.studies.summary import wilson


@pytest.fixture(scope="module")
def short():
    return regimen("H", duration_weeks=6)


def test_same_seed_same_bytes(tmp_path, short):
    paths = [tmp_path / name for name in ("first.parquet", "second.parquet")]
    for path in paths:
        write_patients((predict("PTEN-loss", [short], draws=3, seed=5),), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_another_seed_gives_other_numbers(short):
    tables = [patients_table((predict("sensitive-reference", [short], draws=2, seed=s),)) for s in (5, 6)]
    assert not np.allclose(tables[0]["best_change_pct"], tables[1]["best_change_pct"])


def test_the_number_of_processes_changes_nothing(short):
    tables = [patients_table((predict("sensitive-reference", [short], draws=3, seed=5, jobs=j),)) for j in (1, 2)]
    assert tables[0].equals(tables[1])


def test_more_drugs_never_leave_a_larger_tumour_in_most_draws(predictions, twelve_weeks):
    alone = predictions["sensitive-reference"].regimens[0].patients["best_change_pct"]
    both = predict("sensitive-reference", [regimen("H+P", duration_weeks=12)], draws=12, seed=7)
    assert np.mean(both.regimens[0].patients["best_change_pct"] <= alone + 1e-6) >= 0.9  # one in ten may be saturated


def test_a_diverging_draw_is_reported_and_counted_and_the_others_are_kept(short):
    case = read_case("sensitive-reference")
    draws = make_draws(understand(case), 3, 1)
    broken = {name: values.copy() for name, values in draws.kinetics.items()}
    broken["gain_PI3K"][1] = 1e300
    draws = dataclasses.replace(draws, kinetics=broken)
    run = under_regimen(draws, {}, at_rest(draws, {}, 1), short, 1)
    answer = outcome(case, draws, (run, run), exposures(draws, short, run.days), {})
    assert [bool(problem) for problem in answer.problems] == [False, True, False]
    assert np.isnan(answer.best_change_pct[1])
    assert np.isfinite(answer.best_change_pct[[0, 2]]).all()


def test_a_prediction_where_draws_fail_says_so(monkeypatch, short):
    def one_broken(draws, network, changes):
        values = lane_values(draws, network, changes)
        values["gain_PI3K"] = np.where(np.arange(draws.n) == 0, 1e300, values["gain_PI3K"])
        return values

    monkeypatch.setattr(signalling, "lane_values", one_broken)
    prediction = predict("sensitive-reference", [short], draws=3, seed=1)
    (result,) = prediction.regimens
    assert result.n_failed == 1
    assert sum(result.failures.values()) == 1
    assert len(result.patients) == 3
    assert any("could not be simulated" in limit for limit in prediction.limits)


def test_the_tolerance_of_a_prediction_is_far_below_the_spread_of_its_draws(short):
    draws = make_draws(understand(read_case("sensitive-reference")), 4, 1)
    rest = at_rest(draws, {}, 1)
    coarse = under_regimen(draws, {}, rest, short, 1)
    network = drugged_network(("trastuzumab",))
    values = {**lane_values(draws, network, {}), **draws.exposure(("trastuzumab",))}
    known = {name: value for name, value in values.items() if name in network.parameter_index}
    doses = signalling.dose_events(short, draws.covariates, drugs=("trastuzumab",), oral="averaged")
    fine = simulate(
        network, known, HOURS * coarse.days, initial=rest, doses=doses, outputs=["division_drive"], rtol=1e-8
    )["division_drive"]
    error = np.abs(coarse.values["division_drive"] / fine - 1)
    assert error.max() < 0.01  # a hundredth; the draws differ by tens of per cent
    assert error.max() < 0.2 * np.std(np.log(fine[:, -1]))


def test_an_unknown_tumour_spreads_wider_than_known_ones_do_on_average(short):
    """The typical parameters in all draws: what is left is the patient. Known tumours are sensitive, or resistant."""
    network = load_network()
    known = [read_case(name) for name in ("sensitive-reference", "p95HER2-CTF611", "MUC4-masking", "IGF1R-high")]
    spread = []
    for case in (*known, parse_inline(["HER2_IHC=3+", "ER=neg"])):
        draws = make_draws(understand(case), 16, 3)
        one = {name: np.full(16, network.parameter_values[network.parameter_index[name]]) for name in draws.kinetics}
        draws = dataclasses.replace(draws, kinetics=one)
        run = under_regimen(draws, {}, at_rest(draws, {}, 1), short, 1)
        spread.append(np.nanstd(run.relative("division_drive")[:, -1]))
    assert spread[-1] > 1.25 * np.mean(spread[:-1])  # a quarter more at least: most fields that matter are missing


def test_provenance_names_model_ensemble_evidence_and_seed(predictions):
    record = predictions["PTEN-loss"].provenance
    assert {"code", "model", "ensemble", "evidence", "case", "seed", "draws"} <= set(record)
    assert len(record["model"]["sha256"]) == 64


def test_provenance_says_which_structures_the_draws_used(predictions):
    prediction = predictions["PTEN-loss"]
    record = prediction.provenance["variants"]
    assert set(record) == {name for name in load_evidence().parameters if name.startswith("variant_")}
    for name, about in record.items():
        assert sum(one["used"] for one in about["alternatives"]) == pytest.approx(1.0), name
    (moves, _) = record["variant_PTEN_SRC"]["alternatives"]
    picked = load_ensemble().values["variant_PTEN_SRC"][prediction.regimens[0].patients["member"]]
    assert moves["used"] == pytest.approx(np.mean(picked == moves["value"]))


def test_limits_say_that_nothing_is_calibrated_and_how_much_is_guessed(predictions):
    limits = " ".join(predictions["PTEN-loss"].limits)
    assert "Calibrated on cell lines" in limits
    assert "guesses" in limits


def test_the_conflict_of_the_literature_on_pten_is_shown(predictions):
    assert any("NeoALTTO" in conflict for conflict in predictions["PTEN-loss"].conflicts)
    assert predictions["sensitive-reference"].conflicts == ()


@pytest.mark.parametrize(("arguments", "error", "words"), [
    ({"case": "no-such-case"}, CaseError, "no-such-case"),
    ({"regimens": "XYZ"}, RegimenError, "XYZ"),
    ({"regimens": " , "}, InputError, "no regimen"),
    ({"regimens": "ribociclib"}, RegimenError, "ribociclib"),
    ({"draws": 0}, InputError, "draw"),
    ({"level": 1.5}, InputError, "level"),
])  # fmt: skip
def test_what_cannot_be_answered_is_refused_before_anything_runs(arguments, error, words):
    with pytest.raises(error, match=words) as caught:
        predict(**{"case": "sensitive-reference", "regimens": "H", "draws": 1} | arguments)
    assert caught.value.exit_code == 3


def test_wilsons_interval_is_that_of_the_paper():
    low, high = wilson(0, 10, 0.95)
    assert low == pytest.approx(0.0, abs=1e-12)
    assert high == pytest.approx(0.2775, abs=1e-4)  # z**2 / (n + z**2)

"""Every regimen of the library runs from end to end, and the tumour is told of all that the drugs of one do."""

import numpy as np
import pytest

from her2sim.case import parse_inline, read_case, understand
from her2sim.errors import RegimenError
from her2sim.pharmacology import list_regimens
from her2sim.pharmacology.regimens import regimen
from her2sim.studies import effects, response
from her2sim.studies.antibodies import share_of
from her2sim.studies.draws import make_draws
from her2sim.studies.predict import predict
from her2sim.studies.signalling import at_rest, under_regimen
from her2sim.tumour import respond

FEW = ("T-DM1", "T-DXd", "HER2CLIMB", "BOLERO-3", "AVEREL")


def _holds(name):
    (result,) = predict("sensitive-reference", name, draws=4, seed=3).regimens
    assert result.n_failed == 0, result.failures
    assert np.isfinite(result.best_change.median)
    assert {series.name for series in result.exposure} == set(result.drugs)
    assert all(np.isfinite(series.values).all() for series in (*result.exposure, *result.signals))


@pytest.mark.parametrize("name", FEW)
def test_a_regimen_runs_from_end_to_end(name):
    _holds(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in list_regimens() if name not in FEW])
def test_every_other_regimen_runs_from_end_to_end(name):
    _holds(name)


@pytest.fixture
def told(monkeypatch):
    """What the tumour room is told of a case as it is: host, signals of both clones, chemotherapy."""

    def tell(name, case="sensitive-reference"):
        heard = {}

        def listen(patient, sensitive, parameters, *, resistant, chemotherapy):
            if not heard:
                heard.update(patient=patient, first=sensitive, second=resistant, chemotherapy=chemotherapy)
            return respond(patient, sensitive, parameters, resistant=resistant, chemotherapy=chemotherapy)

        monkeypatch.setattr(response, "respond", listen)
        predict(case, [regimen(name, duration_weeks=6)], draws=3, seed=3)
        return heard

    return tell


def test_the_tumour_is_told_of_vessels_and_repair(told):
    heard = told("TCH")
    assert heard["first"].thbs1[:, 0] == pytest.approx(1.0)
    assert heard["first"].dna_repair[:, 0] == pytest.approx(1.0)
    assert np.all(heard["first"].dna_repair[:, -1] < 1.0)  # blocked HER2 repairs less
    assert np.all(heard["first"].thbs1[:, -1] != 1.0)
    assert set(heard["chemotherapy"].cumulative_auc) == {"docetaxel", "carboplatin"}


def test_both_clones_take_up_a_conjugate_and_share_it_with_the_naked_antibody(told):
    alone = told("T-DM1")
    for clone in (alone["first"], alone["second"]):
        (uptake,) = clone.payload
        assert uptake.payload == "DM1"
        assert uptake.adc_share == pytest.approx(1.0)
        assert np.all(uptake.flux_per_h[:, -1] > 0)
    (beside,) = told("H+T-DM1")["first"].payload
    early, late = beside.adc_share[:, 6], beside.adc_share[:, -1]
    assert np.all((early > 0.2) & (early < 0.4))  # 3.6 of 11.6 mg/kg
    assert np.all(late < early)  # the conjugate is lost faster than the antibody


def test_only_margetuximab_brings_an_engineered_fc(told):
    assert told("M")["first"].antibody is not None
    assert told("H")["first"].antibody is None


def test_fc_receptors_of_the_case_reach_the_effectors_and_lymphocytes_count_once(told):
    fields = ["HER2_IHC=3+", "ER=neg", "FCGR2A=H/H", "FCGR2B=I/T"]
    patient, reference = (told("H", parse_inline([*fields, f"TIL={share}"]))["patient"] for share in (60, 20))
    assert patient.FCGR2A_affinity == pytest.approx(1.486)
    assert patient.FCGR2B_weight == pytest.approx(0.5)
    assert patient.til_pct == pytest.approx(reference.til_pct)  # the ratio of effectors knows of them already
    assert np.all(patient.effector_ratio > reference.effector_ratio)


def test_less_soluble_her2_leaves_more_antibody_in_serum():
    case = parse_inline(["HER2_IHC=3+", "ER=neg", "HER2_ECD=200 ng/mL"])
    draws, six_weeks = make_draws(understand(case), 4, 3), regimen("H", duration_weeks=6)
    as_is, repaired = (
        response.exposures(draws, six_weeks, np.array([0.0, 20.0]), changes)["trastuzumab_mg_L"]
        for changes in ({}, {"serum_ECD_ng_mL": 8.0})
    )
    assert np.all(repaired[:, -1] > as_is[:, -1])
    table = predict(case, [six_weeks], draws=4, seed=3).regimens[0].patients
    assert np.all(np.isfinite(table["gain_R22"]))


def test_without_its_carrier_dm1_does_little_and_dxd_does_as_before():
    change = {}
    for level in ("normal", "low"):
        case = parse_inline(["HER2_IHC=3+", "ER=neg", f"SLC46A3={level}"])
        answer = predict(case, [regimen(name, duration_weeks=6) for name in ("T-DM1", "T-DXd")], draws=8, seed=3)
        change[level] = [result.patients["log10_kill"].to_numpy() for result in answer.regimens]
    assert np.mean(change["low"][0] < change["normal"][0]) >= 0.8
    assert np.allclose(change["low"][1], change["normal"][1])


def test_dxd_reaches_a_clone_without_her2_and_dm1_does_not():
    case = read_case("sensitive-reference")
    draws = make_draws(understand(case), 4, 3)
    rests = [at_rest(draws, changes, 1) for changes in ({}, {"ERBB2_total": 1e3})]
    kill = {}
    for name in ("T-DM1", "T-DXd"):
        one = regimen(name, duration_weeks=6)
        clones = tuple(
            under_regimen(draws, changes, rest, one, 1)
            for changes, rest in zip(({}, {"ERBB2_total": 1e3}), rests, strict=True)
        )
        exposure = response.exposures(draws, one, clones[0].days)
        mixed = response.outcome(case, draws, clones, exposure, {"resistant_fraction_log10": -0.3})
        kill[name] = mixed.log10_kill
    assert np.mean(kill["T-DXd"] > kill["T-DM1"]) >= 0.75  # three of four


def test_a_drug_that_acts_on_nothing_is_refused(monkeypatch):
    monkeypatch.setattr(effects, "on_network", lambda _: False)
    with pytest.raises(RegimenError, match="trastuzumab acts on nothing"):
        predict("sensitive-reference", "H", draws=1)


def test_the_share_of_an_antibody_is_that_before_while_there_is_none():
    pool = {"trastuzumab": np.array([[0.0, 3.0, 0.0, 0.0]]), "trastuzumab_emtansine": np.array([[0.0, 1.0, 0.0, 2.0]])}
    assert share_of("trastuzumab_emtansine", pool).tolist() == [[0.25, 0.25, 0.25, 1.0]]
    nothing = {"trastuzumab": np.zeros((1, 2)), "trastuzumab_emtansine": np.zeros((1, 2))}
    assert share_of("trastuzumab_emtansine", nothing).tolist() == [[0.0, 0.0]]

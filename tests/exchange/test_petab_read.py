"""What a user changes in a PEtab problem is read as PEtab has it, or refused with file, row and column."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from tests.exchange.conftest import reading
from typer.testing import CliRunner

from her2sim.cli.main import app
from her2sim.evidence import load_evidence
from her2sim.evidence.priors import Choice
from her2sim.exchange.export import exportable, told, write_left_out
from her2sim.exchange.petab import PetabError, read_petab, write_petab
from her2sim.inference.ensemble import varied
from her2sim.inference.measurements.form import Measurement
from her2sim.network import load_network
from her2sim.studies.fit.own_data import KIND, OwnData
from her2sim.studies.fit.own_priors import OwnPrior
from her2sim.studies.fit.problem import ensemble_of, make_problem
from her2sim.studies.verify.cells import Cell

NETWORK = load_network()
SHED, SHARE, TABLE = "k_shed", "shed_block", "parameters.tsv"
PRIOR = {"initializationPriorType": "", "initializationPriorParameters": ""}


def prior(kind, numbers, low, high, scale="lin"):
    return {
        **PRIOR, "objectivePriorType": kind, "objectivePriorParameters": numbers, "lowerBound": low,
        "upperBound": high, "parameterScale": scale,
    }  # fmt: skip


def quantiles(found, name=SHED):
    return found.priors[name].at(stats.norm.ppf(np.linspace(0.01, 0.99, 99)))


SHARES = np.linspace(0.01, 0.99, 99)
LN10 = np.log(10.0)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (prior("normal", "2;0.2", 0, 9), stats.truncnorm(-10, 35, 2, 0.2)),
        (prior("normal", "2;1", 0.5, 2.5), stats.truncnorm(-1.5, 0.5, 2, 1)),
        (prior("normal", "2;0.5", 3.5, 9), stats.truncnorm(3, 14, 2, 0.5)),
        (prior("logNormal", "-3;0.5", 0, "inf"), stats.lognorm(0.5, scale=np.exp(-3))),
        (prior("parameterScaleNormal", "-3;0.5", 0, "inf", "log"), stats.lognorm(0.5, scale=np.exp(-3))),
        (prior("parameterScaleNormal", "-2;0.3", 0, "inf", "log10"), stats.lognorm(0.3 * LN10, scale=0.01)),
        (prior("parameterScaleNormal", "2;0.1", 0, "inf"), stats.norm(2, 0.1)),
        (prior("uniform", "1;3", 0, 9), stats.uniform(1, 2)),
        (prior("uniform", "1;3", 2, 9), stats.uniform(2, 1)),
        (prior("parameterScaleUniform", "-2;1", 0, 100, "log10"), stats.loguniform(0.01, 10)),
        (prior("", "", 0.01, 10, "log10"), stats.loguniform(0.01, 10)),
        (prior("", "", 1, 4), stats.uniform(1, 3)),
        (prior("laplace", "2;0.05", 0, "inf"), stats.laplace(2, 0.05)),
        (prior("logLaplace", "-3;0.1", 0, "inf"), stats.loglaplace(10, scale=np.exp(-3))),
        (prior("parameterScaleLaplace", "-2;0.1", 0, "inf", "log10"), stats.loglaplace(10 / LN10, scale=0.01)),
    ],
)
def test_a_prior_is_read_as_petab_has_it_and_cut_at_its_bounds(edited, cells, expected):
    found = read_petab(edited(TABLE, SHED, **cells), NETWORK)
    assert set(found.priors) == {SHED}
    assert quantiles(found) == pytest.approx(expected.ppf(SHARES), rel=1e-6)


def test_a_prior_for_the_start_alone_is_the_prior(edited):
    cells = {**prior("", "", 0, 9), "initializationPriorType": "normal", "initializationPriorParameters": "2;0.2"}
    assert quantiles(read_petab(edited(TABLE, SHED, **cells), NETWORK)) == pytest.approx(
        stats.norm(2, 0.2).ppf(SHARES), rel=1e-6
    )


def test_bounds_alone_cut_our_prior(edited):
    path = edited(TABLE, SHARE, lowerBound=0.2, upperBound=0.4)
    values = read_petab(path, NETWORK).priors[SHARE].at(np.linspace(-9, 9, 50))
    assert values.min() >= 0.2
    assert values.max() <= 0.4
    assert (np.diff(values) >= 0).all()


def test_a_structural_variant_keeps_to_its_alternatives(edited):
    records = load_evidence().parameters
    name = next(one for one in varied(NETWORK) if isinstance(records[one].prior, Choice) and records[one].unit == "1")
    values = sorted(records[name].prior.values)
    most = 0.5 * (values[-1] + values[-2])
    path = edited(TABLE, name, upperBound=most)
    found = read_petab(path, NETWORK).priors[name].at(np.linspace(-9, 9, 99))
    assert set(found) == set(values[:-1])
    edited(TABLE, name, upperBound=values[-1], **PRIOR, objectivePriorType="normal", objectivePriorParameters="1;1")
    with pytest.raises(PetabError, match="one of a few values") as raised:
        read_petab(path, NETWORK)
    assert raised.value.where.endswith("objectivePriorType")
    edited(TABLE, name, estimate=0, nominalValue=most)
    with pytest.raises(PetabError, match="must be one of"):
        read_petab(path, NETWORK)


def test_a_parameter_is_set_by_one_table_alone_and_amounts_are_not_estimated(edited):
    path = edited("conditions.tsv", 0, **{SHED: 0.1})
    frame = pd.read_csv(path.parent / "conditions.tsv", sep="\t").fillna(0.1)
    frame.to_csv(path.parent / "conditions.tsv", sep="\t", index=False)
    with pytest.raises(PetabError, match="condition table sets this parameter too"):
        read_petab(path, NETWORK)
    frame.drop(columns=SHED).to_csv(path.parent / "conditions.tsv", sep="\t", index=False)
    edited(TABLE, "new", parameterId="lapatinib_nM", parameterScale="lin", lowerBound=0, upperBound=9, nominalValue=1,
           estimate=1)  # fmt: skip
    with pytest.raises(PetabError, match="not fitted"):
        read_petab(path, NETWORK)
    edited(TABLE, "lapatinib_nM", estimate=0)
    with pytest.raises(PetabError, match="value of the model"):
        read_petab(path, NETWORK)


def test_estimate_0_and_a_row_that_is_gone_fix_a_parameter(edited):
    path = edited(TABLE, SHED, estimate=0, nominalValue=0.5)
    frame = pd.read_csv(path.parent / TABLE, sep="\t", dtype=str, keep_default_na=False)
    frame[frame["parameterId"] != SHARE].to_csv(path.parent / TABLE, sep="\t", index=False)
    own = read_petab(path, NETWORK)
    default = float(NETWORK.parameter_values[NETWORK.parameter_index[SHARE]])
    assert own.fixed == {SHED: 0.5, SHARE: default}
    names = make_problem((), (), 1, 1, plausible=False, own_data=own).names
    assert not {SHED, SHARE} & set(names)
    members = ensemble_of({name: np.ones(3) for name in names}, NETWORK, own)
    assert members.values[SHED].tolist() == [0.5] * 3
    assert members.size == 3


@pytest.mark.parametrize(
    ("cells", "column", "word"),
    [
        (prior("gamma", "1;1", 0, 1), "objectivePriorType", "not known"),
        (prior("normal", "1", 0, 1), "objectivePriorParameters", "two finite"),
        (prior("normal", "1;0", 0, 1), "objectivePriorParameters", "width"),
        (prior("normal", "", 0, 1), "objectivePriorParameters", "no parameters"),
        (prior("normal", "1;1", -1, 5), "lowerBound", "negative"),
        (prior("normal", "1;0.1", 5, 9), "lowerBound", "almost nothing"),
        (prior("", "", 0, "inf"), "lowerBound", "flat"),
        (prior("normal", "1;1", 5, 5), "upperBound", "not above"),
        (prior("normal", "1;1", "x", 5), "lowerBound", "not a number"),
        ({"parameterScale": "log2"}, "parameterScale", "not known"),
        ({"estimate": "yes"}, "estimate", "neither 0 nor 1"),
        ({"estimate": 0, "nominalValue": -1}, "nominalValue", "positive"),
        ({"initializationPriorType": "uniform", "initializationPriorParameters": "0;1"}, "initializationPriorType",
         "start from its prior"),
    ],
)  # fmt: skip
def test_a_row_of_the_parameter_table_that_cannot_be_held_is_refused(edited, cells, column, word):
    path = edited(TABLE, SHED, **cells)
    number = list(pd.read_csv(path.parent / TABLE, sep="\t")["parameterId"]).index(SHED) + 2
    with pytest.raises(PetabError, match=word) as raised:
        read_petab(path, NETWORK)
    assert raised.value.where == f"row {number}, {column}"
    assert raised.value.file == TABLE


def test_what_is_no_parameter_of_a_member_is_refused(edited):
    path = edited(TABLE, "no_such", parameterId="k_shedd", parameterScale="lin", lowerBound=0, upperBound=1,
                  nominalValue=1, estimate=0)  # fmt: skip
    with pytest.raises(PetabError, match="k_shed"):
        read_petab(path, NETWORK)


def test_a_scale_is_known_where_it_is_fixed_and_refused_where_it_has_a_prior(edited):
    path = edited(TABLE, "scale_obs_0_pAKT", estimate=0, nominalValue=100)
    found = read_petab(path, NETWORK).measurements
    assert [one.group for one in found] == ["", "", "scale_obs_1_pERK"]
    assert found[0].value == pytest.approx(2.2)
    edited(TABLE, "scale_obs_0_pAKT", estimate=1, lowerBound=1)
    with pytest.raises(PetabError, match="best scale"):
        read_petab(path, NETWORK)


def test_parameters_stand_for_noise_and_amounts_where_they_are_fixed(edited):
    cells = {"parameterScale": "lin", "lowerBound": 0, "upperBound": 1e7, "nominalValue": 0.2, "estimate": 0}
    edited(TABLE, "new", parameterId="noise", **cells)
    edited(TABLE, "new", parameterId="amount", **{**cells, "nominalValue": 123456.0})
    edited("measurements.tsv", 0, noiseParameters="noise", observableParameters=10)
    path = edited("conditions.tsv", "BT_474", ERBB2_total="amount")
    found = read_petab(path, NETWORK)
    assert found.measurements[0].sd == 0.2
    assert found.measurements[0].value == pytest.approx(3.2)
    assert found.rest["BT_474"].quantities["ERBB2_total"] == 123456.0
    edited(TABLE, "noise", estimate=1)
    with pytest.raises(PetabError, match="estimated parameter"):
        read_petab(path, NETWORK)


def test_one_condition_after_two_balances_is_two_conditions(edited):
    """It used to be one: what the last row changed held for all."""
    path = edited("measurements.tsv", 0, preequilibrationConditionId="SK_BR_3")
    edited("measurements.tsv", 1, simulationConditionId="BT_474_NRG1_10nM")
    found = read_petab(path, NETWORK)
    first, second = ((one.cell_line, one.row) for one in found.measurements[:2])
    assert first[1] == second[1]
    assert set(found.given[second]) == {"NRG1_nM"}
    assert "ERBB2_total" in found.given[first]
    again = read_petab(write_petab(found, NETWORK, path.parent / "again"), NETWORK)
    assert [again.given[one.cell_line, one.row] for one in again.measurements] == [
        found.given[one.cell_line, one.row] for one in found.measurements
    ]


@pytest.mark.parametrize(
    ("file", "column", "value", "word"),
    [
        ("observables.tsv", "observableFormula", "observableParameter1_obs_1_pERK * pERK + 2", "offset"),
        ("observables.tsv", "observableFormula", "pERKK", "formula"),
        ("observables.tsv", "observableTransformation", "lin", "log10"),
        ("observables.tsv", "noiseFormula", "0.1", "noise formula"),
        ("observables.tsv", "noiseDistribution", "laplace", "normal"),
        ("conditions.tsv", "ERBB2_total", "", "empty"),
        ("conditions.tsv", "ERBB2_total", "k_nothing", "no number"),
        ("measurements.tsv", "simulationConditionId", "nowhere", "no such condition"),
        ("measurements.tsv", "preequilibrationConditionId", "", "empty"),
        ("measurements.tsv", "measurement", -1.0, "above 0"),
        ("measurements.tsv", "noiseParameters", 0.0, "above 0"),
        ("measurements.tsv", "noiseParameters", "sd_1", "no number"),
        ("measurements.tsv", "noiseParameters", "k_shed", "estimated"),
        ("measurements.tsv", "observableParameters", "1;2", "one scale"),
        ("measurements.tsv", "observableParameters", "", "empty"),
        ("measurements.tsv", "time", "inf", "finite"),
        ("measurements.tsv", "time", -1, "below 0"),
    ],
)
def test_what_cannot_be_held_is_refused_with_its_place(edited, file, column, value, word):
    with pytest.raises(PetabError, match=word) as raised:
        read_petab(edited(file, 1, **{column: value}), NETWORK)
    assert raised.value.file == file
    assert raised.value.where == f"row 3, {column}"


def test_observables_of_one_scale_parameter_share_their_scale(edited):
    path = edited("measurements.tsv", 1, observableParameters="scale_other")
    edited(TABLE, "new", parameterId="scale_other", parameterScale="log10", lowerBound=1e-12, upperBound=1e12,
           nominalValue=1, estimate=1)  # fmt: skip
    found = [one.group for one in read_petab(path, NETWORK).measurements]
    assert found == ["scale_obs_0_pAKT", "scale_other", "scale_obs_1_pERK"]


def test_a_model_that_differs_is_refused_with_what_differs(edited):
    path = edited("measurements.tsv", 0, time=0.5)
    model = path.parent / "model.xml"
    text = model.read_text()
    model.write_text(text.replace("sha256", "another name"))
    assert read_petab(path, NETWORK).measurements  # the same model under another name
    value = next(one.value for one in NETWORK.parameters if one.name == SHED)
    changed = text.replace(f'id="k_shed" value="{value!r}"', 'id="k_shed" value="7"')
    assert changed != text
    model.write_text(changed)
    with pytest.raises(PetabError, match="parameter k_shed: 7"):
        read_petab(path, NETWORK)
    model.write_text(text.replace("<plus/>", "<times/>", 1))
    with pytest.raises(PetabError, match="formula of"):
        read_petab(path, NETWORK)
    model.write_text("<sbml/>")
    with pytest.raises(PetabError, match="cannot be read"):
        read_petab(path, NETWORK)


def test_another_column_and_another_file_are_refused(edited):
    path = edited("conditions.tsv", 0, ERBB2_totl=1)
    with pytest.raises(PetabError, match="ERBB2_total"):
        read_petab(path, NETWORK)
    with pytest.raises(PetabError, match="no such file"):
        read_petab(path.parent / "nothing.yaml", NETWORK)


def test_what_petab_cannot_hold_is_left_out_and_listed(tmp_path):
    asked = [
        reading(), reading(over_start=True), reading(observable="GR", group=""), reading(censored="above"),
        reading(scale="linear"), reading(group=""), reading("nobody"), reading(use="score"),
    ]  # fmt: skip
    kept, left = exportable(asked)
    assert kept == (asked[0],)
    path = write_left_out(left, tmp_path)
    table = pd.read_csv(path, sep="\t")
    words = ["fold", "growth", "censored", "linear", "absolute", "no such cell line", "not fitted"]
    assert all(word in reason for word, reason in zip(words, table["reason"], strict=True))
    assert (table["row"] == 7).all()
    assert len(told(left)) == 7
    assert write_left_out((), tmp_path) is None
    assert not path.exists()


@pytest.mark.parametrize("more", [{"censored": "above"}, {"scale": "linear"}, {"over_start": True}, {"hours": np.inf}])
def test_what_petab_cannot_hold_is_never_written(tmp_path, more):
    one = reading(**more)
    own = OwnData((Measurement(**{**vars(one), "cell_line": "mine", "row": "a"}),), {"mine": Cell("mine", kind=KIND)})
    with pytest.raises(PetabError, match="cannot hold"):
        write_petab(own, NETWORK, tmp_path)


def test_own_priors_written_are_own_priors_read(edited, tmp_path):
    path = edited(TABLE, SHED, **prior("logLaplace", "-3;0.1", 0, "inf"))
    edited(TABLE, SHARE, lowerBound=0.2)
    edited(TABLE, "CCNE1_basal", estimate=0, nominalValue=0.25)
    found = read_petab(path, NETWORK)
    written = write_petab(found, NETWORK, tmp_path / "again")
    again = read_petab(written, NETWORK)
    assert again.fixed == found.fixed == {"CCNE1_basal": 0.25}
    assert set(again.priors) == set(found.priors) == {SHED, SHARE}
    for name in (SHED, SHARE):
        assert quantiles(again, name) == pytest.approx(quantiles(found, name), rel=1e-9)
    petab = pytest.importorskip("petab.v1", reason="petab is not installed")
    assert not petab.lint_problem(petab.Problem.from_yaml(str(written)))


def test_a_normal_prior_far_from_its_bounds_keeps_its_tail():
    cut = OwnPrior("normal", 0.0, 1.0, log=False, low=6.0)
    assert cut.mass == pytest.approx(stats.norm.sf(6.0), rel=1e-6)
    assert cut.at(stats.norm.ppf(SHARES)) == pytest.approx(stats.truncnorm(6, np.inf).ppf(SHARES), rel=1e-6)


def test_a_fit_keeps_to_what_the_user_changed(edited, tmp_path):
    path = edited(TABLE, SHED, estimate=0, nominalValue=0.5)
    edited(TABLE, SHARE, **prior("uniform", "0.6;0.7", 0, 1))
    edited("measurements.tsv", 0, measurement=99.0)
    assert 10 ** read_petab(path, NETWORK).measurements[0].value == pytest.approx(99.0)
    words = ["fit", "run", "-o", str(tmp_path / "fit"), "--petab", str(path), "--no-claims", "--members", "10",
             "--steps", "2", "--quiet"]  # fmt: skip
    assert CliRunner().invoke(app, words).exit_code == 0
    members = pd.read_parquet(tmp_path / "fit" / "ensemble.parquet")
    assert (members[SHED] == 0.5).all()
    assert members[SHARE].between(0.6, 0.7).all()
    edited(TABLE, SHED, nominalValue=0.6)
    again = CliRunner().invoke(app, words)
    assert "another data" in str(again.exception)

"""Claims asked of the model: outcomes, failures, what cannot be asked, and readouts against what they must give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from her2sim.evidence import load_evidence
from her2sim.network import load_network
from her2sim.studies.verify import ClaimError, Verification, ask, parse_claims
from her2sim.studies.verify.bench import Bench
from her2sim.studies.verify.form import Claim
from her2sim.studies.verify.lab import Lab
from her2sim.studies.verify.measure_doses import crossing
from her2sim.studies.verify.measure_signals import first_reach
from her2sim.studies.verify.measures import MEASURES
from her2sim.studies.verify.select import select

N = 4
T = "drugs: [{drug: trastuzumab, dose: 10 ug/mL}]"


def asked(arms: str, readouts: str, ends: str = "report: numbers", n: int = N, **settings: object) -> Verification:
    text = (
        f"schema: her2sim/claim/1\nid: X\nstatement: A claim.\narms:\n{_in(arms)}\nreadouts:\n{_in(readouts)}\n{ends}\n"
    )
    strict = bool(settings.pop("strict", True))
    folder = settings.pop("folder", None)
    claims = parse_claims(text, "x.yaml", strict=strict, folder=folder if isinstance(folder, Path) else None)
    return ask(claims, members=n, seed=int(str(settings.pop("seed", 3))))


def _in(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.strip().splitlines())


def values(answer: Verification, name: str) -> np.ndarray:
    found = answer.results[0].readouts[name].values
    assert found is not None, answer.results[0].reason
    return found


def test_a_claim_that_must_hold_passes_and_one_that_must_fail_fails() -> None:
    arms = f"a: {{cell: reference, {T}}}"
    readouts = "p: {fold: pAKT, arm: a, at: 0 h}"
    assert asked(arms, readouts, "check: p == 1").results[0].outcome == "pass"
    failed = asked(arms, readouts, "check: p > 2").results[0]
    assert (failed.outcome, failed.share) == ("fail", 0.0)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_members(tmp_path: Path) -> None:
    from her2sim.report.verify import write_results

    arms, readouts = f"a: {{cell: reference, {T}}}", "p: {fold: pAKT, arm: a, at: 24 h}"
    answers = [asked(arms, readouts, seed=seed) for seed in (5, 5, 6)]
    for place, answer in enumerate(answers):
        write_results(answer, tmp_path / f"{place}.parquet")
    first, second, third = ((tmp_path / f"{place}.parquet").read_bytes() for place in range(3))
    assert first == second
    assert first != third
    assert answers[0].provenance == answers[1].provenance


def test_arms_that_are_alike_are_simulated_once() -> None:
    one = asked(f"a: {{cell: reference, {T}}}", "p: {fold: pAKT, arm: a}")
    two = asked(
        f"a: {{cell: reference, {T}}}\nb: {{like: a}}", "p: {fold: pAKT, arm: a}\nq: {value: pERK, arm: b, at: 2 h}"
    )
    assert one.lanes == two.lanes == 2 * N
    assert np.array_equal(values(one, "p"), values(two, "p"))


def test_an_arm_gives_the_same_alone_and_beside_others() -> None:
    alone = asked(f"a: {{cell: reference, {T}}}", "p: {fold: pAKT, arm: a, at: 24 h}")
    beside = asked(
        f"a: {{cell: reference, {T}}}\nb: {{like: a, alterations: {{PTEN: knockdown 0.2}}}}",
        "p: {fold: pAKT, arm: a, at: 24 h}\nq: {value: pAKT, arm: b, at: 24 h}",
    )
    assert np.array_equal(values(alone, "p"), values(beside, "p"))


def test_a_member_that_fails_is_counted_and_never_satisfies(monkeypatch: pytest.MonkeyPatch) -> None:
    from her2sim.studies.verify import kinds

    def broken(readout: object, bench: Bench) -> np.ndarray:
        return np.array([np.nan, 1.0, 1.0, 1.0])

    monkeypatch.setitem(MEASURES, kinds.Value, broken)
    arms, readouts = "a: {cell: reference}", "p: {value: pAKT, arm: a}"
    result = asked(arms, readouts, "check: p > 0 or p < 10 or not p > 5").results[0]
    assert result.satisfied is not None
    assert result.satisfied.tolist() == [False, True, True, True]
    assert (result.n_failed, result.share, result.outcome) == (1, 0.75, "fail")


def test_a_lane_without_a_balance_is_counted_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Lab.rows

    def spoiled(self: Lab, condition: object, hour: float | None = None) -> np.ndarray:
        found = rows(self, condition, hour)
        if hour is not None:
            found[0, self.network.parameter_index["trastuzumab_nM"]] = 1e300
        return found

    monkeypatch.setattr(Lab, "rows", spoiled)
    answer = asked(f"a: {{cell: reference, {T}}}", "p: {fold: pAKT, arm: a, at: 2 h}", "check: p > -1")
    assert answer.failed >= 1
    assert sum(answer.failures.values()) == answer.failed
    assert answer.results[0].n_failed >= 1
    assert answer.results[0].satisfied is not None
    assert not answer.results[0].satisfied[0]


@pytest.mark.parametrize(
    ("arm", "readout", "says"),
    [
        ("{cell: BT-4747}", "{value: pAKT, arm: a}", "no cell"),
        ("{cell: reference}", "{value: pAKTT, arm: a}", "no readout"),
        ("{cell: reference, alterations: {PTENN: loss}}", "{value: pAKT, arm: a}", "no gene"),
        ("{cell: reference, alterations: {PTEN: lost}}", "{value: pAKT, arm: a}", "no change"),
        ("{cell: reference, alterations: {PTEN: knockdown}}", "{value: pAKT, arm: a}", "needs a number"),
        ("{cell: reference, drugs: [{drug: trastuzumb, dose: 1 nM}]}", "{value: pAKT, arm: a}", "nothing is known"),
        ("{cell: reference, ligands: [{ligand: NRG, dose: 1 nM}]}", "{value: pAKT, arm: a}", "no ligand"),
        ("{cell: reference, parameters: {k_recc: x 2}}", "{value: pAKT, arm: a}", "no parameter"),
        ("{cell: none.yaml}", "{value: pAKT, arm: a}", "cannot be used"),
        ("{patients: everyone}", "{value: pAKT, arm: a}", "no group of patients"),
    ],
)
def test_an_unknown_name_is_an_error_in_a_users_file_and_not_evaluable_in_a_shipped_one(
    arm: str, readout: str, says: str
) -> None:
    with pytest.raises(ClaimError, match=says) as error:
        asked(f"a: {arm}", f"p: {readout}")
    assert "x.yaml:" in str(error.value)
    result = asked(f"a: {arm}", f"p: {readout}", strict=False).results[0]
    assert result.outcome == "not evaluable"
    assert says in result.reason


def test_a_drug_that_is_known_and_has_no_input_is_not_evaluable() -> None:
    assert "capecitabine_nM" not in load_network().inputs
    arm = "a: {cell: reference, drugs: [{drug: capecitabine, dose: 1 uM}]}"
    result = asked(arm, "p: {value: pAKT, arm: a}").results[0]
    assert result.outcome == "not evaluable"
    assert "the network has no input 'capecitabine_nM'" in result.reason


def test_a_readout_the_relation_does_not_use_does_not_hinder_it() -> None:
    arms = "a: {cell: reference}\nb: {cell: reference, alterations: {PTENN: loss}}"
    readouts = "p: {fold: pAKT, arm: a, at: 0 h}\nq: {value: pAKT, arm: b}"
    result = asked(arms, readouts, "check: p == 1", strict=False).results[0]
    assert result.outcome == "pass"
    assert "PTENN" in result.readouts["q"].reason


def test_a_claim_for_a_trial_waits_for_it() -> None:
    (read,) = parse_claims("schema: her2sim/claim/1\nid: X\nstatement: A.\nneeds: trial\nrequires: a comparison\n")
    result = ask([read], members=2).results[0]
    assert (result.outcome, result.reason) == ("not evaluable", "needs a virtual trial")


def test_growth_of_untreated_cells_follows_the_doubling_time() -> None:
    answer = asked(
        "a: {cell: reference, doubling_time: 40 h}",
        "n: {cells: a, days: 5}\ngi: {growth_inhibition: a}\nv: {viability: a}\ng: {growth_rate_value: a}",
    )
    assert values(answer, "n") == pytest.approx(2 ** (120 / 40), rel=1e-3)
    assert values(answer, "gi") == pytest.approx(0.0, abs=1e-9)
    assert values(answer, "v") == pytest.approx(1.0)
    assert values(answer, "g") == pytest.approx(1.0)


def test_growth_metrics_agree_with_each_other() -> None:
    answer = asked(
        f"a: {{cell: SK-BR-3, {T}}}\nu: {{cell: SK-BR-3}}",
        "gi: {growth_inhibition: a}\nv: {viability: a}\nt: {cells: a}\nc: {cells: u}\ng: {growth_rate_value: a}",
    )
    gi, treated, control = (values(answer, name) for name in ("gi", "t", "c"))
    assert gi == pytest.approx(1 - treated / control)
    assert values(answer, "v") == pytest.approx(1 - gi)
    assert values(answer, "g") == pytest.approx(2 ** (np.log2(treated) / np.log2(control)) - 1)


def test_windows_hold_what_points_say() -> None:
    answer = asked(
        f"a: {{cell: reference, {T}}}",
        "low: {lowest: pAKT, arm: a, until: 24 h, relative: true}\n"
        "high: {highest: pAKT, arm: a, until: 24 h, relative: true}\n"
        "mean: {mean: pAKT, arm: a, until: 24 h, relative: true}\n"
        "area: {area: pAKT, arm: a, until: 24 h, relative: true}\n"
        "end: {fold: pAKT, arm: a, at: 24 h}\nhalf: {half_time: pAKT, arm: a, until: 24 h}",
    )
    low, high, mean = (values(answer, name) for name in ("low", "high", "mean"))
    assert (low <= mean).all()
    assert (mean <= high).all()
    assert (low <= values(answer, "end")).all()
    assert values(answer, "area") == pytest.approx(24 * mean)
    assert ((values(answer, "half") >= 0) & (values(answer, "half") <= 24)).all()


def test_a_drug_that_is_washed_out_acts_while_it_is_there() -> None:
    pulse = "a: {cell: reference, drugs: [{drug: lapatinib, dose: 1 uM, until: 2 h}]}"
    answer = asked(
        f"{pulse}\nb: {{cell: reference, drugs: [{{drug: lapatinib, dose: 1 uM}}]}}",
        "during: {fold: pERBB2, arm: a, at: 2 h}\nsame: {fold: pERBB2, arm: b, at: 2 h}\n"
        "late: {fold: pERBB2, arm: a, at: 48 h}",
    )
    assert values(answer, "during") == pytest.approx(values(answer, "same"), rel=1e-3)
    assert (values(answer, "late") > values(answer, "during")).all()


def test_a_ligand_at_rest_is_part_of_the_balance() -> None:
    answer = asked(
        "a: {cell: reference, ligands: [{ligand: NRG1, dose: 1 nM, from: steady}]}\n"
        "b: {cell: reference, ligands: [{ligand: NRG1, dose: 1 nM}]}\nc: {cell: reference}",
        "rest: {value: HER2_HER3_NRG1, arm: a, at: 0 h}\nstart: {value: HER2_HER3_NRG1, arm: b, at: 0 h}\n"
        "plain: {value: HER2_HER3_NRG1, arm: c, at: 0 h}\nsoon: {value: HER2_HER3_NRG1, arm: b, at: 10 min}",
    )
    assert values(answer, "start") == pytest.approx(values(answer, "plain"))
    assert (values(answer, "rest") != values(answer, "plain")).all()
    assert (values(answer, "soon") > values(answer, "start")).all()


def test_serum_binds_drugs_and_brings_igf1() -> None:
    answer = asked(
        "a: {cell: reference, serum: 1 %}\nb: {cell: reference}",
        "low: {quantity: IGF1_nM, arm: a}\nusual: {quantity: IGF1_nM, arm: b}",
    )
    assert values(answer, "low") == pytest.approx(0.1 * values(answer, "usual"))


def test_alterations_are_factors_on_the_cells_own_value() -> None:
    answer = asked(
        "a: {cell: SK-BR-3}\nb: {like: a, alterations: {ERBB3: knockdown 0.2, MET_total: x 5, PIK3CA: p.H1047R}}\n"
        "c: {like: a, alterations: {ERBB3: knockout, PIK3CA: p.His1047Arg}}",
        "plain: {quantity: ERBB3_total, arm: a}\nless: {quantity: ERBB3_total, arm: b}\n"
        "none: {quantity: ERBB3_total, arm: c}\nmet: {quantity: MET_total, arm: a}\n"
        "more: {quantity: MET_total, arm: b}\n"
        "one: {quantity: PIK3CA_basal, arm: b}\nthree: {quantity: PIK3CA_basal, arm: c}",
    )
    assert values(answer, "less") == pytest.approx(0.2 * values(answer, "plain"))
    assert (values(answer, "none") < 0.01 * values(answer, "plain")).all()
    assert values(answer, "more") == pytest.approx(5 * values(answer, "met"))
    expected = load_evidence().alterations["PIK3CA p.H1047R"].quantities["PIK3CA_basal"].value
    assert values(answer, "one") == pytest.approx(expected)
    assert np.array_equal(values(answer, "one"), values(answer, "three"))


def test_a_panel_has_a_column_a_cell_in_the_order_it_names_them() -> None:
    answer = asked(
        f"a: {{cells: [SK-BR-3, BT-474, MCF7], {T}}}\nb: {{cell: BT-474, {T}}}",
        "bound: {value: bound_trastuzumab, arm: a, at: 4 h}\none: {value: bound_trastuzumab, arm: b, at: 4 h}",
        "check: spread(bound) > 2 and lowest(bound) < one",
    )
    assert values(answer, "bound").shape == (N, 3)
    assert np.array_equal(values(answer, "bound")[:, 1], values(answer, "one"))
    assert answer.results[0].outcome == "pass"


def test_half_doses_are_found_between_doses_and_infinite_beyond_them() -> None:
    doses = np.array([1.0, 10.0, 100.0])
    effect = np.array([[0.1, 0.4, 0.8], [0.6, 0.7, 0.8], [0.1, 0.2, 0.3], [0.1, np.nan, 0.9]])
    found = crossing(doses, effect, np.full(4, 0.5))
    assert found[0] == pytest.approx(10 * 10**0.25)
    assert found[1] == 1.0
    assert np.isinf(found[2])
    assert np.isnan(found[3])


def test_the_first_time_a_level_is_reached_lies_on_straight_lines() -> None:
    times = np.array([0.0, 1.0, 3.0])
    found = first_reach(times, np.array([[0.0, 1.0, 3.0], [0.0, 0.1, 0.2]]), np.full((2, 1), 2.0))
    assert found[0] == pytest.approx(2.0)
    assert np.isinf(found[1])


def test_a_drug_with_itself_adds_up_in_the_index_of_chou_and_talalay() -> None:
    answer = asked(
        "a: {cell: SK-BR-3, drugs: [{drug: lapatinib, dose: 2 uM}]}\n"
        "b: {cell: SK-BR-3, drugs: [{drug: lapatinib, dose: 4 uM}]}",
        "index: {combination_index: {combination: b, first: a, second: a}}\n"
        "excess: {hsa_excess: {combination: a, first: a, second: a}}\n"
        "bliss: {bliss_excess: {combination: a, first: a, second: a}}",
        n=2,
    )
    assert values(answer, "index") == pytest.approx(1.0, abs=0.15)  # straight lines between doses a factor 1.8 apart
    assert values(answer, "excess") == pytest.approx(0.0, abs=1e-12)
    assert (values(answer, "bliss") <= 0).all()


def test_a_sweep_finds_the_dose_of_half_the_effect() -> None:
    answer = asked(
        "a: {cell: SK-BR-3}",
        "half: {ic50: a, drug: lapatinib, doses: 0.001 to 100 uM log 11, of: pERBB2, at: 2 h}\n"
        "aoc: {GR_AOC: a, drug: lapatinib, doses: 0.01 to 10 uM log 4}\n"
        "least: {GRmax: a, drug: lapatinib, doses: 0.01 to 10 uM log 4}",
        n=2,
    )
    assert ((values(answer, "half") > 1) & (values(answer, "half") < 1e5)).all()
    assert (values(answer, "aoc") <= 1 - values(answer, "least") + 1e-9).all()


def test_lysis_needs_effectors_and_antibody() -> None:
    arms = f"a: {{cell: SK-BR-3, {T}, effectors: {{cells: PBMC, ratio: 25}}}}\n"
    arms += f"b: {{cell: SK-BR-3, {T}, effectors: {{cells: none}}}}\n"
    arms += "c: {cell: SK-BR-3, effectors: {cells: NK, ratio: 5}}"
    answer = asked(arms, "a: {lysis: a}\nb: {lysis: b}\nc: {lysis: c}")
    assert (values(answer, "a") > 0).all()
    assert (values(answer, "b") == 0).all()
    assert (values(answer, "c") == 0).all()


def test_an_untreated_xenograft_grows_and_its_inhibition_is_none() -> None:
    arms = "a: {cell: BT-474, setting: xenograft, xenograft: {volume: 100 mm3, doubling_time: 10 day, days: 20}}\n"
    arms += f"b: {{like: a, {T}}}"
    answer = asked(
        arms,
        "change: {volume_change: a}\ntgi: {tgi: a}\nv: {volume: a, at: 0 h}\nback: {regrowth: a}\n"
        "treated: {tgi: b, at: 20 day}\nvessels: {vessels: a}",
    )
    assert (values(answer, "change") > 1).all()
    assert values(answer, "tgi") == pytest.approx(0.0, abs=1e-9)
    assert values(answer, "v") == pytest.approx(100.0)
    assert (values(answer, "back") >= 1).all()
    assert (values(answer, "treated") > 0).all()
    assert values(answer, "vessels") == pytest.approx(1.0)


def test_damage_kills_as_much_as_it_says() -> None:
    answer = asked(
        "a: {cell: reference, doubling_time: 24 h, damage: {agent: radiation, dose: 0.1}}", "v: {viability: a, days: 5}"
    )
    assert np.log10(values(answer, "v")) == pytest.approx(-0.5, rel=1e-6)


def test_a_parameter_and_its_sensitivity_are_the_members_own() -> None:
    answer = asked(
        "a: {cell: reference}\nb: {cell: reference, parameters: {k_shed: x 2}}",
        "k: {parameter: k_shed}\necd: {value: ECD, arm: a, at: 0 h}\nmore: {value: ECD, arm: b, at: 0 h}\n"
        "s: {sensitivity: {of: ecd, to: k_shed, step: 0.1}}",
    )
    assert (values(answer, "k") > 0).all()
    assert (values(answer, "more") > values(answer, "ecd")).all()
    assert (values(answer, "s") > 0).all()


def test_patients_differ_and_members_of_one_seed_are_the_same_patients() -> None:
    readouts = "q: {quantity: ERBB2_total, arm: a}\np: {value: pAKT, arm: a, at: 0 h}"
    first, second = (asked("a: {patients: HER2-positive}", readouts) for _ in range(2))
    assert np.unique(values(first, "q")).size == N
    assert np.array_equal(values(first, "p"), values(second, "p"))


def test_a_case_file_is_a_cell(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("schema: her2sim/case/1\nname: mine\nprotein: {ERBB2: 1.0e6 molecule/cell}\n")
    answer = asked("a: {cell: mine.yaml}", "q: {quantity: ERBB2_total, arm: a}", folder=tmp_path)
    assert np.median(values(answer, "q")) == pytest.approx(1e6, rel=0.8)


@pytest.mark.parametrize(
    "term", ["X1", "x1", "R11", "PTEN", "trastuzumab", "reference", "growth", "phosphatase and tensin", "signalling"]
)
def test_only_picks_by_id_mechanism_gene_drug_cell_or_word(term: str) -> None:
    first = """schema: her2sim/claim/1
claims:
- id: X1
  category: signalling
  statement: Knocking down phosphatase and tensin homologue lowers growth inhibition.
  mechanisms: [R11]
  arms: {a: {cell: reference, alterations: {PTEN: knockdown 0.2}, drugs: [{drug: trastuzumab, dose: 1 nM}]}}
  readouts: {p: {value: pAKT, arm: a}}
  report: numbers
- id: X2
  statement: Something else.
  arms: {a: {cell: SK-BR-3}}
  readouts: {p: {value: pERK, arm: a}}
  report: numbers
"""
    assert [read.claim.id for read in select(parse_claims(first), [term])] == ["X1"]


def test_a_term_that_fits_nothing_is_refused() -> None:
    (read,) = parse_claims("schema: her2sim/claim/1\nid: X1\nstatement: A.\nneeds: trial\n")
    with pytest.raises(ClaimError, match="fits no claim"):
        select([read], ["X9"])


def test_every_kind_of_readout_has_a_function() -> None:
    from her2sim.studies.verify import kinds

    assert set(kinds.KINDS.values()) - set(MEASURES) == {kinds.Sensitivity}
    assert issubclass(Claim, kinds.Form)

"""Prognostic and predictive effects are told apart, and noise is called neither more often than it may."""

import numpy as np
import pytest
from scipy import stats

from her2sim.studies.arms import Arm
from her2sim.studies.biomarkers.benefit import Outcome, outcomes_of
from her2sim.studies.biomarkers.scores import auc_table, effects_table, event_and_time, pool

KILL = Outcome("benefit", "linear", "log10_kill", "", "")
RESPONSE = Outcome("response", "logistic", "response", "", "")
PROGRESSION = Outcome("progression", "exponential", "ttp", "", "")
N, DAYS = 400, 364.0


def worth(rng, kill, shift=0.0):
    """Outcomes of one arm: a kill, the response it makes more likely, and a time to progression."""
    response = (rng.random(kill.size) < 1 / (1 + np.exp(-(kill - 2.0 + shift)))).astype(float)
    ttp = np.minimum(rng.exponential(120.0 * np.exp(0.3 * kill)), DAYS)
    return {"log10_kill": kill, "response": response, "ttp": ttp}


@pytest.fixture
def trial(two_arms):
    """Outcomes of two arms: what the marker does without the treatment, and what it adds to it."""

    def make(marker, prognostic=0.0, predictive=0.0, seed=1):
        rng = np.random.default_rng(seed)
        base = 1.5 + rng.standard_normal(marker.size) + prognostic * marker
        gain = 1.0 + 0.5 * rng.standard_normal(marker.size) + predictive * marker
        return two_arms(worth(rng, base), worth(rng, base + gain))

    return make


def effect(round_, reading, outcome, which, scale="positive"):
    table = effects_table([round_], {"made": reading}, [outcome], 0.95)
    return table[table["effect"].eq(which) & table["scale"].eq(scale)].iloc[0]


@pytest.mark.parametrize("outcome", [KILL, RESPONSE, PROGRESSION], ids=lambda one: one.name)
def test_there_is_no_interaction_where_the_arms_are_equal(two_arms, reading, outcome):
    rng = np.random.default_rng(2)
    marker = (rng.random(N) < 0.4).astype(float)
    same = worth(rng, 1.5 + rng.standard_normal(N) + marker)
    row = effect(two_arms(same, same), reading(marker), outcome, "predictive")
    assert row["estimate"] == pytest.approx(0.0, abs=1e-7)


def test_a_prognostic_marker_is_not_called_predictive(trial, reading):
    marker = (np.arange(N) % 3 == 0).astype(float)
    round_ = trial(marker, prognostic=1.5)
    assert effect(round_, reading(marker), KILL, "prognostic")["p"] < 1e-6
    assert effect(round_, reading(marker), KILL, "predictive")["p"] > 0.01


def test_a_predictive_marker_is_not_called_prognostic_and_its_size_is_found(trial, reading):
    marker = (np.arange(N) % 3 == 0).astype(float)
    round_ = trial(marker, predictive=1.0)
    found = effect(round_, reading(marker), KILL, "predictive")
    assert found["low"] < 1.0 < found["high"]
    assert found["p"] < 1e-6
    assert effect(round_, reading(marker), KILL, "prognostic")["p"] > 0.01
    area = auc_table([round_], {"made": reading(marker)}, "log10_kill", 0.95).set_index("target")
    assert area.loc["benefit", "low"] > 0.5
    assert area.loc["control", "low"] < 0.5 < area.loc["control", "high"]


@pytest.mark.parametrize("outcome", [KILL, RESPONSE, PROGRESSION], ids=lambda one: one.name)
@pytest.mark.parametrize("which", ["prognostic", "predictive"])
def test_pure_noise_is_called_an_effect_at_the_nominal_rate(trial, reading, outcome, which):
    rng, calls = np.random.default_rng(3), 300
    real = (rng.random(N) < 0.5).astype(float)
    round_ = trial(real, prognostic=0.5, predictive=0.5)
    p = [effect(round_, reading((rng.random(N) < 0.3).astype(float)), outcome, which)["p"] for _ in range(calls)]
    false = int(np.sum(np.array(p) < 0.05))
    low, high = stats.binom.interval(0.999, calls, 0.05)
    assert low <= false <= high


def test_noise_has_an_auc_of_one_half_at_the_nominal_rate(trial, reading):
    rng, calls = np.random.default_rng(4), 300
    round_ = trial((rng.random(N) < 0.5).astype(float), predictive=1.0)
    readings = {f"n{i}": reading(rng.standard_normal(N), 0.0, f"n{i}") for i in range(calls)}
    table = auc_table([round_], readings, "log10_kill", 0.95)
    here = table[table["target"].eq("benefit")]
    assert here["auc"].mean() == pytest.approx(0.5, abs=0.01)
    low, high = stats.binom.interval(0.999, calls, 0.05)
    assert low <= int((here["p"] < 0.05).sum()) <= high
    assert int((here["q"] < 0.05).sum()) <= 2  # of 300 that mean nothing


def test_the_direction_said_of_a_marker_turns_its_auc(trial, reading):
    marker = (np.arange(N) % 2 == 0).astype(float)
    round_ = trial(marker, predictive=0.7)
    readings = {side: reading(marker, name=side, favours=side) for side in ("positive", "negative")}
    area = auc_table([round_], readings, "log10_kill", 0.95)
    area = area[area["target"].eq("benefit")].set_index("marker")["auc"]
    assert area["positive"] == pytest.approx(1.0 - area["negative"])
    assert area["positive"] > 0.5


def test_failed_tumours_are_left_out_and_counted(two_arms, reading):
    rng = np.random.default_rng(5)
    control, treated = worth(rng, rng.standard_normal(N)), worth(rng, 1.0 + rng.standard_normal(N))
    marker = (rng.random(N) < 0.5).astype(float)
    some = two_arms(control, treated, failed=range(50))
    rest = two_arms(*({k: v[50:] for k, v in one.items()} for one in (control, treated)))
    table = auc_table([some], {"made": reading(marker)}, "log10_kill", 0.95)
    again = auc_table([rest], {"made": reading(marker[50:])}, "log10_kill", 0.95)
    assert (table["n"] == N - 50).all()
    assert table["auc"].to_numpy() == pytest.approx(again["auc"].to_numpy())
    found, expected = (
        effect(one, reading(m), KILL, "predictive")["estimate"] for one, m in ((some, marker), (rest, marker[50:]))
    )
    assert found == pytest.approx(expected)


def test_when_every_tumour_failed_there_are_reasons_and_no_numbers(two_arms, reading):
    rng = np.random.default_rng(5)
    values = worth(rng, rng.standard_normal(20))
    nothing = two_arms(values, values, failed=range(20))
    for table in (
        auc_table([nothing], {"made": reading(np.arange(20.0), 9.5)}, "log10_kill", 0.95),
        effects_table([nothing], {"made": reading(np.arange(20.0), 9.5)}, [KILL, RESPONSE], 0.95),
    ):
        assert table["p"].isna().all()
        assert (table["why_not"] != "").all()


def test_rare_markers_and_rare_events_are_not_tested(trial, reading, two_arms):
    rare = (np.arange(N) < 6).astype(float)
    row = effect(trial(rare), reading(rare), KILL, "predictive")
    assert np.isnan(row["estimate"])
    assert "fewer than 10 tumours" in row["why_not"]
    rng = np.random.default_rng(6)
    everyone = {**worth(rng, rng.standard_normal(N)), "response": np.ones(N)}
    row = effect(two_arms(everyone, everyone), reading(np.arange(N) % 2), RESPONSE, "predictive")
    assert "in a cell" in row["why_not"]


def test_an_arm_whose_spread_is_rounding_has_no_prognostic_effect(two_arms, reading):
    rng = np.random.default_rng(7)
    control = {**worth(rng, rng.standard_normal(N)), "log10_kill": 1e-16 * rng.standard_normal(N)}
    round_ = two_arms(control, worth(rng, rng.standard_normal(N)))
    row = effect(round_, reading(np.arange(N) % 2), KILL, "prognostic")
    assert row["estimate"] == pytest.approx(0.0, abs=1e-9)
    assert np.isnan(row["p"])


def test_pooling_keeps_sampling_and_model_apart():
    values, variances = [0.5, 0.7, 0.9], [0.01, 0.02, 0.03]
    found = pool(values, variances)
    assert found.value == pytest.approx(0.7)
    assert found.sampling**2 == pytest.approx(0.02)
    assert found.model**2 == pytest.approx((1 + 1 / 3) * 0.04)
    assert found.se**2 == pytest.approx(0.02 + (1 + 1 / 3) * 0.04)
    assert found.df == pytest.approx(2 * (1 + 0.02 / ((1 + 1 / 3) * 0.04)) ** 2)  # Rubin 1987
    alone = pool([0.5], [0.01])
    assert np.isnan(alone.model)
    assert alone.se == pytest.approx(0.1)


def test_outcomes_follow_the_setting(small):
    names = {
        setting: {one.name for one in outcomes_of(small.measure, setting)} for setting in ("metastatic", "neoadjuvant")
    }
    assert "progression" in names["metastatic"] - names["neoadjuvant"]
    assert "pCR" in names["neoadjuvant"] - names["metastatic"]


def test_progression_at_the_last_visit_is_an_event():
    ttp = np.array([100.0, DAYS, DAYS, np.nan])
    seen = np.array([True, True, False, False])
    made = Arm("made", {"ttp": ttp}, ("", "", "", "failed"), None, np.zeros((4, 1)), seen)
    event, time = event_and_time(made, Outcome("progression", "exponential", "ttp", "", ""))
    np.testing.assert_array_equal(event, [1, 1, 0, np.nan])
    np.testing.assert_array_equal(time[:3], ttp[:3])

"""The statement that no single marker is conclusive is measured: it can come out true, false or not decided."""

import numpy as np
import pytest

from her2sim.studies.biomarkers.conclusive import conclusive_table, statement_of
from her2sim.studies.biomarkers.scores import auc_table


@pytest.fixture
def asked(two_arms, reading):
    """The verdict where one marker knows the benefit but for some share of mistakes, beside one that knows nothing."""

    def ask(mistakes, n=600, favours="positive"):
        rng = np.random.default_rng(11)
        gain = rng.standard_normal(n)
        zero = np.zeros(n)
        response = (gain > np.median(gain)).astype(float)
        round_ = two_arms({"log10_kill": zero, "response": zero}, {"log10_kill": gain, "response": response})
        told = np.where(rng.random(n) < mistakes, 1 - response, response)
        told = told if favours == "positive" else 1 - told
        readings = {
            "knows": reading(told, name="knows", favours=favours),
            "knows not": reading(rng.standard_normal(n), 0.0, "knows not"),
        }
        areas = auc_table([round_], readings, "log10_kill", 0.95)
        table = conclusive_table(areas, [round_], readings, "log10_kill", 0.95)
        return table, statement_of(table, "benefit")

    return ask


@pytest.mark.parametrize("favours", ["positive", "negative"])
def test_a_marker_that_knows_makes_the_statement_false(asked, favours):
    table, statement = asked(0.02, favours=favours)
    assert statement.verdict == "false"
    assert statement.best_marker == "knows"
    assert statement.n_conclusive == 1
    row = table[table["marker"].eq("knows") & table["target"].eq("benefit")].iloc[0]
    assert row["wrong_favoured"] == pytest.approx(0.02, abs=0.02)


def test_markers_that_know_little_make_it_true(asked):
    _, statement = asked(0.4)
    assert statement.verdict == "true"
    assert statement.n_not_conclusive == statement.n_markers == 2


def test_too_few_tumours_decide_nothing(asked):
    _, statement = asked(0.02, n=40)
    assert statement.verdict == "not decided"


def test_a_marker_said_to_favour_the_wrong_group_is_turned_round(asked):
    table, _ = asked(0.98)
    row = table[table["marker"].eq("knows") & table["target"].eq("benefit")].iloc[0]
    assert row["auc"] > 0.9
    assert row["wrong_favoured"] < 0.1


def test_intervals_are_simultaneous(asked):
    table, _ = asked(0.3)
    one = table[table["marker"].eq("knows") & table["target"].eq("benefit")].iloc[0]
    width = one["auc_high"] - one["auc_low"]
    se = width / (2 * 2.2414)  # z of 1 - 0.05/2 two-sided, for two markers
    assert 0.9 < se / (0.5 * np.sqrt(4 * 0.3 * 0.7 / 600)) < 1.1  # AUC of a yes/no marker with 30 % mistakes


def test_controls_have_no_say(two_arms, reading):
    rng = np.random.default_rng(12)
    gain = rng.standard_normal(100)
    zero = np.zeros(100)
    round_ = two_arms(
        {"log10_kill": zero, "response": zero}, {"log10_kill": gain, "response": (gain > 0).astype(float)}
    )
    readings = {"cheat": reading(gain, 0.0, "cheat", group="control")}
    table = conclusive_table(auc_table([round_], readings, "log10_kill", 0.95), [round_], readings, "log10_kill", 0.95)
    assert table.empty


def test_what_one_member_leaves_open_is_not_sure(two_arms, reading):
    """A marker that is right under one member of the ensemble and a coin under the next is not decided."""
    rng = np.random.default_rng(13)
    n = 600
    told = rng.random(n) < 0.5
    rounds = []
    for right in (told, rng.random(n) < 0.5):
        gain = np.where(right, 1.0, -1.0) + 0.1 * rng.standard_normal(n)
        response = right.astype(float)
        zero = np.zeros(n)
        rounds.append(two_arms({"log10_kill": zero, "response": zero}, {"log10_kill": gain, "response": response}))
    readings = {"knows": reading(told.astype(float), name="knows")}
    areas = auc_table(rounds, readings, "log10_kill", 0.95)
    table = conclusive_table(areas, rounds, readings, "log10_kill", 0.95)
    row = table[table["target"].eq("response")].iloc[0]
    assert row["wrong_low"] < 0.01
    assert row["wrong_high"] > 0.4
    assert statement_of(table, "response").verdict == "not decided"

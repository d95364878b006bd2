"""The review's figures as experiments."""

import numpy as np
import pytest

from her2sim.errors import InputError
from her2sim.inference import load_ensemble
from her2sim.studies.demo import run_demo
from her2sim.studies.experiments import Arm, agreement, cell_text, observe
from her2sim.studies.figure1 import dimers, drugs_act, her2_drives

MEMBERS = load_ensemble().pick(np.random.default_rng(3), 40)


@pytest.mark.parametrize("experiment", [her2_drives, dimers, drugs_act])
def test_figure_1_holds(experiment):
    answer = experiment(MEMBERS, 1)
    assert answer.holds, answer.verdict
    assert len(answer.table) >= 2


def test_an_experiment_that_does_nothing_shows_no_change():
    seen = observe([Arm("nothing")], np.array([0.0, 24.0]), ["pAKT"], MEMBERS[:3], 1)
    assert seen["nothing"].fold("pAKT") == pytest.approx(1.0, abs=1e-3)  # the start is a balance


def test_a_member_that_failed_does_not_count():
    assert agreement(np.array([True, False, True]), np.array([True, True, False])) == 0.5
    assert agreement(np.array([True]), np.array([False])) == 0.0


def test_cells_of_a_table_keep_three_digits():
    assert cell_text(np.full(3, 245047.5)) == "245,000 (245,000 to 245,000)"
    assert cell_text(np.full(3, 0.12345)) == "0.123 (0.123 to 0.123)"


def test_one_draw_is_no_demonstration():
    with pytest.raises(InputError, match="at least two"):
        run_demo(draws=1)

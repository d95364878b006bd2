"""The review's claim in one room: each resistance mechanism costs response, and its repair gives it back.

The cases differ from the sensitive reference by one field each; nothing here touches an outcome.
"""

import numpy as np
import pytest

from her2sim.case import read_case, understand
from her2sim.network import load_network
from her2sim.studies.figure2 import CASES, GROUPS, REFERENCE, group_of_resistance

RESISTANT = [name for name in CASES if name != REFERENCE]
SHED = pytest.mark.xfail(
    strict=True,
    reason="calibrated: a tumour that sheds HER2 shrinks about as much (less in too few of 60 draws)",
)
RESISTANT_OR_SHED = [pytest.param(name, marks=SHED) if name == "p95HER2-shed" else name for name in RESISTANT]
MOST = 0.8  # share of draws, as for every claim of the evidence


def _best(prediction):
    return prediction.regimens[0].patients["best_change_pct"].to_numpy()


def test_the_sensitive_reference_responds_to_trastuzumab_alone(predictions):
    assert predictions[REFERENCE].regimens[0].p_response > 0.5
    assert predictions[REFERENCE].profile.mechanisms == ()


@pytest.mark.parametrize("case", RESISTANT_OR_SHED)
def test_a_resistance_mechanism_costs_shrinkage(case, predictions):
    assert np.mean(_best(predictions[case]) > _best(predictions[REFERENCE])) >= MOST


@pytest.mark.parametrize("case", RESISTANT)
def test_repairing_the_mechanism_restores_the_response(case, predictions):
    reference, resistant = _best(predictions[REFERENCE]), _best(predictions[case])
    (carried,) = predictions[case].profile.mechanisms
    repaired = predictions[case].regimens[0].patients[f"best_change_pct_{carried.id}_repaired"].to_numpy()
    assert np.mean(np.abs(repaired - reference) < np.abs(resistant - reference)) >= MOST


@pytest.mark.parametrize(("case", "mechanism"), [
    ("p95HER2-shed", "R01"), ("p95HER2-CTF611", "R02"), ("MUC4-masking", "R03"),
    ("MET-amplified", "R05"), ("IGF1R-high", "R06"), ("PTEN-loss", "R11"), ("PIK3CA-H1047R", "R12"),
])  # fmt: skip
def test_the_mechanism_is_the_one_the_case_is_named_for(case, mechanism, predictions):
    (effect,) = predictions[case].regimens[0].mechanisms
    assert effect.id == mechanism
    assert effect.gain.median < 0
    assert effect.references


@pytest.mark.parametrize("case", RESISTANT)
def test_a_case_changes_parameters_of_the_network_and_nothing_else(case):
    reference, resistant = understand(read_case(REFERENCE)), understand(read_case(case))
    moved = {q.name for q in resistant.quantities if q.distribution != reference[q.name].distribution}
    assert moved
    assert moved <= set(load_network().parameter_index)


@pytest.mark.parametrize("key", [pytest.param(key, marks=SHED) if key == "steric" else key for key in GROUPS])
def test_figure_2_holds(key, predictions):
    experiment = group_of_resistance(key, predictions)
    assert experiment.holds, experiment.verdict

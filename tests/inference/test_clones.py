import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from her2sim.evidence import load_evidence
from her2sim.inference import acquired_states, clone_changes, draw_acquired
from her2sim.network import load_network

NETWORK = load_network()
STATES = acquired_states()
QUANTITIES = sorted({name for state in STATES for name in state.changes})
REFERENCE = {name: float(NETWORK.parameter_values[NETWORK.parameter_index[name]]) for name in QUANTITIES}


def lost_by(name: str) -> bool:
    """Whether a clone is worse off for the drug with less of it."""
    return name in ("PTEN_level", "ERBB2_total")


def test_every_state_rests_on_evidence_and_sets_quantities_of_the_profile() -> None:
    evidence = load_evidence()
    for state in STATES:
        assert state.mechanism in evidence.mechanisms
        assert set(state.sources) <= set(evidence.references)
        assert set(state.changes) <= set(evidence.profile)
        assert state.weight > 0


def test_every_state_moves_the_reference_cell() -> None:
    for place, state in enumerate(STATES):
        tumour = {name: np.array([value]) for name, value in REFERENCE.items()}
        changed = clone_changes(np.array([place]), tumour)
        for name, value in state.changes.items():
            assert changed[name][0] == value != REFERENCE[name]


@settings(max_examples=60, deadline=None)
@given(kind=st.integers(0, len(STATES) - 1), scale=st.dictionaries(st.sampled_from(QUANTITIES), st.floats(0.01, 100.0)))
def test_a_clone_never_loses_what_its_tumour_already_has(kind: int, scale: dict[str, float]) -> None:
    tumour = {name: np.array([value * scale.get(name, 1.0)]) for name, value in REFERENCE.items()}
    changed = clone_changes(np.array([kind]), tumour)
    for name, values in changed.items():
        if name not in STATES[kind].changes:
            assert values[0] == tumour[name][0], name
        elif lost_by(name):
            assert values[0] <= tumour[name][0], name
        else:
            assert values[0] >= tumour[name][0], name


def test_clones_of_one_tumour_do_not_touch_those_of_another() -> None:
    n = len(STATES)
    tumour = {name: np.full(n, value) for name, value in REFERENCE.items()}
    together = clone_changes(np.arange(n), tumour)
    for place in range(n):
        alone = clone_changes(np.array([place]), {name: values[:1] for name, values in tumour.items()})
        assert all(together[name][place] == alone[name][0] for name in alone)


def test_states_are_drawn_by_their_weights() -> None:
    kinds = draw_acquired(np.random.default_rng(3), 7000)
    weights = np.array([state.weight for state in STATES])
    shares = np.bincount(kinds, minlength=len(STATES)) / len(kinds)
    assert np.abs(shares - weights / weights.sum()).max() < 0.03  # six standard errors of a share near 1/7

import numpy as np
import pytest

from her2sim.errors import EvidenceError
from her2sim.evidence import load_evidence
from her2sim.inference import load_ensemble, plausible, read_bounds
from her2sim.inference.plausible import Bound
from her2sim.network import load_network

NETWORK = load_network()


def test_every_bound_is_a_range_of_something_the_network_shows() -> None:
    for bound in read_bounds():
        assert bound.low < bound.high
        assert bound.readout in NETWORK.readouts


def test_every_bound_has_a_source_that_exists_or_says_that_it_is_a_guess() -> None:
    evidence = load_evidence()
    known = {*evidence.references, *evidence.published}
    for bound in read_bounds():
        assert set(bound.sources) <= known, bound.readout
        assert bound.sources or bound.status == "assumption", bound.readout
        assert bound.status in ("read", "memory", "derived", "assumption")


def test_no_bound_looks_at_a_drug() -> None:
    """What a draw answers to a drug must not decide whether it is kept."""
    drugs = [name.removesuffix("_nM") for name in NETWORK.inputs]
    assert not [b.readout for b in read_bounds() if any(drug in b.readout for drug in drugs)]


def test_a_bound_upside_down_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    upside_down = {"bounds": {"pAKT": {"low": 0.6, "high": 0.1, "status": "assumption", "source": []}}}
    monkeypatch.setattr(yaml, "safe_load", lambda _: upside_down)
    with pytest.raises(EvidenceError, match="pAKT"):
        read_bounds()


def test_the_typical_vector_is_plausible() -> None:
    typical = {
        name: np.array([NETWORK.parameter_values[NETWORK.parameter_index[name]]]) for name in ("k_shed", "k_rec")
    }
    kept, missed = plausible(NETWORK, typical, read_bounds())
    assert kept.tolist() == [True], {name: share for name, share in missed.items() if share}


def test_members_that_miss_a_bound_are_named_and_left_out() -> None:
    members = load_ensemble().members(np.arange(3))
    impossible = Bound("pAKT", 2.0, 3.0, "assumption", (), "a share above one")
    kept, missed = plausible(NETWORK, members, [impossible])
    assert not kept.any()
    assert missed["pAKT"] == 1.0
    assert missed["no balance"] == 0.0


def test_shipped_members_are_plausible() -> None:
    kept, _ = plausible(NETWORK, load_ensemble("prior").members(np.arange(10)), read_bounds())
    assert kept.all()

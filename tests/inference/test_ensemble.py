import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from her2sim.errors import NetworkError
from her2sim.evidence import load_evidence
from her2sim.inference import Ensemble, ensemble, load_ensemble
from her2sim.inference.build import draw
from her2sim.inference.ensemble import prior_hash, varied
from her2sim.inference.plausible import plausible, read_bounds
from her2sim.network import load_network
from her2sim.units import to_model

NETWORK = load_network()
_CHUNK = 50  # draws that build.py tests for plausibility at a time


def test_the_shipped_ensemble_says_that_it_is_not_calibrated() -> None:
    shipped = load_ensemble()
    assert "not yet calibrated" in shipped.label
    assert shipped.about["data"] == []
    assert shipped.size == shipped.about["members"] >= 200  # enough for a 90 % interval of most predictions


def test_a_member_holds_every_parameter_with_a_prior_and_no_other() -> None:
    assert set(load_ensemble().values) == set(varied(NETWORK))


def test_what_a_case_sets_is_no_part_of_a_member() -> None:
    assert set(load_ensemble().values) & set(load_evidence().profile) == set()


def test_members_lie_where_their_priors_allow() -> None:
    records = load_evidence().parameters
    for name, values in load_ensemble().values.items():
        published = values / to_model(1.0, records[name].unit)
        assert np.isfinite(published).all(), name
        if records[name].prior.kind == "beta":
            assert ((published >= 0) & (published <= 1)).all(), name
        elif records[name].prior.kind == "lognormal":
            low, high = records[name].prior.interval95(records[name].value)
            spread = (high / low) ** 1.5  # six standard deviations to each side: one in 10^9 lies outside
            middle = np.sqrt(low * high)
            assert ((published > middle / spread) & (published < middle * spread)).all(), name


def test_members_spread_about_as_wide_as_the_priors() -> None:
    """Plausibility may narrow a prior but must not have pinned it: no parameter lost half of its log spread."""
    records = load_evidence().parameters
    for name, values in load_ensemble().values.items():
        if records[name].prior.kind == "lognormal":
            low, high = records[name].prior.interval95(records[name].value)
            assert np.std(np.log(values)) > 0.5 * np.log(high / low) / (2 * 1.96), name


def test_the_recorded_seed_gives_the_first_members_again() -> None:
    shipped = load_ensemble()
    chunk = draw(NETWORK, np.random.default_rng(shipped.about["seed"]), _CHUNK)
    good, _ = plausible(NETWORK, chunk, read_bounds())
    assert good.sum() > 0
    for name, values in chunk.items():
        found = values[good]
        assert found == pytest.approx(shipped.values[name][: len(found)], rel=1e-12), name  # rounding of exp and log


@pytest.mark.parametrize(("function", "word"), [("prior_hash", "priors"), ("load_network", "network")])
def test_an_ensemble_of_another_model_is_refused_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, function: str, word: str
) -> None:
    class Other:
        content_hash = "0" * 64

    if function == "prior_hash":
        monkeypatch.setattr(ensemble, "prior_hash", lambda _: "0" * 64)
    else:
        monkeypatch.setattr(ensemble, "load_network", Other)
        monkeypatch.setattr(ensemble, "prior_hash", lambda _: "")
    with pytest.raises(NetworkError) as raised:
        ensemble.load_ensemble.__wrapped__()
    assert word in str(raised.value)
    assert "ensemble" in str(raised.value).splitlines()[-1]  # how to draw it anew


def test_the_hash_of_the_priors_sees_a_changed_value(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = load_evidence()
    before = prior_hash(NETWORK)
    changed = evidence.parameters["k_shed"].model_copy(update={"value": 2 * evidence.parameters["k_shed"].value})

    class Changed:
        parameters = {**evidence.parameters, "k_shed": changed}  # noqa: RUF012 - a stand-in for one call

    monkeypatch.setattr(ensemble, "load_evidence", Changed)
    assert prior_hash(NETWORK) != before


@settings(max_examples=30, deadline=None)
@given(size=st.integers(1, 40), n=st.integers(1, 130), seed=st.integers(0, 1000))
def test_every_member_is_picked_once_before_any_is_picked_twice(size: int, n: int, seed: int) -> None:
    small = Ensemble("small", {"a": np.arange(float(size))}, {})
    picked = small.pick(np.random.default_rng(seed), n)
    assert len(picked) == n
    counts = np.bincount(picked, minlength=size)
    assert counts.max(initial=0) - counts.min() <= 1
    for start in range(0, n, size):
        turn = picked[start : start + size]
        assert len(set(turn)) == len(turn)


def test_the_same_seed_picks_the_same_members_in_the_same_order() -> None:
    picks = [load_ensemble().pick(np.random.default_rng(7), 30) for _ in range(2)]
    assert np.array_equal(*picks)
    values = load_ensemble().members(picks[0])
    assert values["k_shed"] == pytest.approx(load_ensemble().values["k_shed"][picks[0]], rel=0)

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from her2sim.errors import NetworkError
from her2sim.evidence import load_evidence
from her2sim.inference import Ensemble, ensemble, load_ensemble
from her2sim.inference.build import draw
from her2sim.inference.ensemble import fitted_hash, read_ensemble, varied, write_ensemble
from her2sim.inference.measurements import READERS
from her2sim.inference.plausible import plausible, read_bounds
from her2sim.network import load_network
from her2sim.tumour import draw_tumour, tumour_records
from her2sim.units import to_model

NETWORK = load_network()
_CHUNK = 50  # draws that build.py tests for plausibility at a time


PRIOR = load_ensemble("prior")


def test_the_prior_ensemble_says_that_it_is_not_calibrated() -> None:
    assert "not yet calibrated" in PRIOR.label
    assert PRIOR.about["data"] == []
    assert PRIOR.size == PRIOR.about["members"] >= 200  # enough for a 90 % interval of most predictions


def test_the_ensemble_of_every_study_is_the_calibrated_one_and_says_on_what() -> None:
    shipped = load_ensemble()
    assert shipped.label.startswith("calibrated")
    assert shipped.size == shipped.about["members"] >= 200
    names = {one["name"] for one in shipped.about["data"]}
    assert names == set(READERS)
    assert all(len(one["sha256"]) == 64 for one in shipped.about["data"])
    assert {row["dataset"] for row in shipped.about["fit"]} == names
    assert shipped.about["claims"]
    assert shipped.about["fitted"]


def test_the_calibrated_ensemble_fits_better_than_the_prior_at_every_quantile() -> None:
    steps = load_ensemble().about["misfit"]
    first, *_, last = steps.values()
    assert all(after < before for before, after in zip(first, last, strict=True))


def test_a_member_of_the_calibrated_ensemble_has_parameters_of_cultures_too() -> None:
    shipped = load_ensemble()
    assert set(shipped.tumour) <= set(tumour_records())
    drawn = draw_tumour(np.random.default_rng(1), 3)
    picked = np.array([0, 5, 5])
    found = shipped.tumours(drawn, picked)
    assert found.death_max_fold == pytest.approx(shipped.tumour["death_max_fold"][picked])
    assert found.cell_density == pytest.approx(drawn.cell_density)


def test_an_ensemble_written_is_the_ensemble_read(tmp_path: Path) -> None:
    some = load_ensemble().some(7, 3)
    write_ensemble(Ensemble("own", some.values, {"seed": 3}, some.tumour), tmp_path, "own")
    found = read_ensemble(tmp_path, "own")
    assert found.label == "own"
    assert found.size == 7
    assert all((found.values[name] == values).all() for name, values in some.values.items())
    assert all((found.tumour[name] == values).all() for name, values in some.tumour.items())


def test_a_member_holds_every_parameter_with_a_prior_and_no_other() -> None:
    assert set(load_ensemble().values) == set(varied(NETWORK))


def test_what_a_case_sets_is_no_part_of_a_member() -> None:
    assert set(load_ensemble().values) & set(load_evidence().profile) == set()


def test_members_lie_where_their_priors_allow() -> None:
    records = load_evidence().parameters
    for name, values in PRIOR.values.items():
        published = values / to_model(1.0, records[name].unit)
        assert np.isfinite(published).all(), name
        if records[name].prior.kind == "beta":
            assert ((published >= 0) & (published <= 1)).all(), name
        elif records[name].prior.kind == "lognormal":
            low, high = records[name].prior.interval95(records[name].value)
            spread = (high / low) ** 1.5  # six standard deviations to each side: one in 10^9 lies outside
            middle = np.sqrt(low * high)
            assert ((published > middle / spread) & (published < middle * spread)).all(), name


def test_calibrated_members_keep_to_the_bounds_of_their_priors_and_mostly_to_their_middle() -> None:
    """A few parameters are pulled beyond what was believed; docs/credibility.md names them."""
    records, shipped = load_evidence().parameters, load_ensemble()
    for name, values in shipped.values.items():
        published = values / to_model(1.0, records[name].unit)
        assert np.isfinite(published).all(), name
        if records[name].prior.kind == "beta":
            assert ((published >= 0) & (published <= 1)).all(), name
        if records[name].prior.kind == "lognormal":
            assert (published > 0).all(), name
    moved = np.array([mean for mean, _ in shipped.about["scores"].values()])
    width = np.array([sd for _, sd in shipped.about["scores"].values()])
    assert np.mean(np.abs(moved) > 2.5) < 0.08
    assert width.mean() > 0.5  # the data do not tell most parameters, and the ensemble says so
    assert (width > 0.1).all()


def test_members_spread_about_as_wide_as_the_priors() -> None:
    """Plausibility may narrow a prior but must not have pinned it: no parameter lost half of its log spread."""
    records = load_evidence().parameters
    for name, values in PRIOR.values.items():
        if records[name].prior.kind == "lognormal":
            low, high = records[name].prior.interval95(records[name].value)
            assert np.std(np.log(values)) > 0.5 * np.log(high / low) / (2 * 1.96), name


def test_the_recorded_seed_gives_the_first_members_again() -> None:
    shipped = PRIOR
    chunk = draw(NETWORK, np.random.default_rng(shipped.about["seed"]), _CHUNK)
    good, _ = plausible(NETWORK, chunk, read_bounds())
    assert good.sum() > 0
    for name, values in chunk.items():
        found = values[good]
        assert found == pytest.approx(shipped.values[name][: len(found)], rel=1e-12), name  # rounding of exp and log


@pytest.mark.parametrize(("function", "word"), [("fitted_hash", "priors"), ("load_network", "network")])
@pytest.mark.parametrize(("name", "way_out"), [("prior", "make ensemble"), ("calibrated", "her2sim fit run")])
def test_an_ensemble_of_another_model_is_refused_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, function: str, word: str, name: str, way_out: str
) -> None:
    class Other:
        content_hash = "0" * 64

    if function == "fitted_hash":
        monkeypatch.setattr(ensemble, "fitted_hash", lambda _: "0" * 64)
    else:
        monkeypatch.setattr(ensemble, "load_network", Other)
        monkeypatch.setattr(ensemble, "fitted_hash", lambda _: "")
    with pytest.raises(NetworkError) as raised:
        ensemble.load_ensemble.__wrapped__(name)
    assert word in str(raised.value)
    assert way_out in str(raised.value).splitlines()[-1]


def test_the_hash_of_the_priors_sees_a_changed_value(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = load_evidence()
    before = fitted_hash(varied(NETWORK))
    changed = evidence.parameters["k_shed"].model_copy(update={"value": 2 * evidence.parameters["k_shed"].value})

    class Changed:
        parameters = {**evidence.parameters, "k_shed": changed}  # noqa: RUF012 - a stand-in for one call

    monkeypatch.setattr(ensemble, "load_evidence", Changed)
    assert fitted_hash(varied(NETWORK)) != before


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

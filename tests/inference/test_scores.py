"""Standard normal scores: the quantile of every kind of prior, and members built from them."""

import numpy as np
import pytest

from her2sim.evidence import load_evidence
from her2sim.evidence.priors import Z95, Beta, Choice, Fixed, Lognormal, Normal, Uniform
from her2sim.inference.scores import draw_scores, ensemble_at, fitted_names
from her2sim.network import load_network
from her2sim.tumour import tumour_records

KINDS = [
    (Lognormal(fold=3.0), 2.0),
    (Normal(sd=0.5), 1.0),
    (Beta(a=4.0, b=6.0), 0.4),
    (Uniform(low=1.0, high=3.0), 2.0),
    (Choice(values=(0.0, 1.0, 2.0), weights=(1.0, 1.0, 2.0)), 1.0),
    (Fixed(), 7.0),
]


@pytest.mark.parametrize(("prior", "value"), KINDS)
def test_scores_give_the_quantiles_of_the_prior(prior, value):
    low, middle, high = prior.at(np.array([-Z95, 0.0, Z95]), value)
    assert (low, high) == pytest.approx(prior.interval95(value), rel=1e-5)
    assert middle == pytest.approx(prior.median(value), rel=1e-5) or prior.kind == "choice"


@pytest.mark.parametrize(("prior", "value"), KINDS)
def test_normal_scores_give_what_sampling_gives(prior, value):
    scores = np.random.default_rng(1).standard_normal(20_000)
    drawn = prior.sample(np.random.default_rng(2), 20_000, value)
    levels = [0.1, 0.3, 0.7, 0.9]
    assert np.quantile(prior.at(scores, value), levels) == pytest.approx(np.quantile(drawn, levels), rel=0.05, abs=0.02)


def test_every_score_is_a_parameter_with_a_prior_and_members_at_zero_are_typical():
    network = load_network()
    names = fitted_names(network)
    records = load_evidence().parameters
    assert len(names) == len(set(names))
    assert all(records[name].prior.kind != "fixed" for name in names)
    members = ensemble_at({name: np.zeros(2) for name in names}, network, "typical")
    assert set(members.values) | set(members.tumour) == set(names)
    assert set(members.tumour) <= set(tumour_records())
    place = network.parameter_index["k_shed"]
    assert members.values["k_shed"][0] == pytest.approx(network.parameter_values[place])


def test_the_same_seed_draws_the_same_scores():
    first, second = (draw_scores(np.random.default_rng(3), ["a", "b"], 4) for _ in range(2))
    assert all((first[name] == second[name]).all() for name in first)

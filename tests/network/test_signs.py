"""Which species are known not to fall below zero by their own law."""

from __future__ import annotations

import pytest
from tests.reference.networks import decay, document, signalling, two_compartments

from her2sim.network import Network, from_document
from her2sim.network.program import compile_program


def guarded(network: Network) -> set[str]:
    found = compile_program(network).nonnegative
    return {species.name for species, held in zip(network.species, found, strict=True) if held}


def with_law(law: str, left: list[str] | None = None, right: list[str] | None = None) -> Network:
    """A > B by mass action, and A under another law."""
    return from_document(
        document(
            {"A": "1", "B": "1"},
            {"k": (1.0, "1"), "h": (2.0, "1")},
            [(["A"], ["B"], "k"), (left or [], right or ["A"], "law")],
            assignments={"law": (law, "1")},
        )
    )


@pytest.mark.parametrize("network", [decay(), two_compartments()])
def test_mass_action_guards_every_species(network: Network):
    assert guarded(network) == {species.name for species in network.species}


@pytest.mark.parametrize(
    "law",
    [
        "k*B", "k*B/(h + B)", "k/(1 + B**h)", "exp(B)", "-k*A", "-k*A/(h + A)", "-k*A*B", "-min(A, 1)",
        "-k*A**h", "k*B - h*A", "piecewise(-k*A, B > 1, k)", "max(B, 1)", "-sqrt(A)", "(1 - k)*B",
    ],
)  # fmt: skip
def test_a_loss_that_vanishes_with_the_species_guards_it(law: str):
    assert guarded(with_law(law)) == {"A", "B"}


@pytest.mark.parametrize(
    "law", ["-k", "-k*B", "k - B", "piecewise(-k, B > 1, k)", "-exp(A)", "sin(B)", "-A - k", "-2*B"]
)
def test_a_loss_that_does_not_vanish_leaves_the_species_open(law: str):
    assert "A" not in guarded(with_law(law))


def test_what_an_open_species_feeds_is_open_too():
    assert guarded(with_law("-k")) == set()


def test_what_an_open_species_does_not_feed_stays_guarded():
    network = from_document(
        document(
            {"A": "1", "C": "1"},
            {"k": (1.0, "1")},
            [([], ["A"], "drain"), (["C"], [], "k"), ([], ["C"], "k")],
            assignments={"drain": ("-k", "1")},
        )
    )
    assert guarded(network) == {"C"}


def test_receptors_with_a_feedback_that_may_turn_negative_are_open():
    assert "R" not in guarded(signalling())  # synthesis holds 2 - F**2

"""Guesses of cell fate and of the cytotoxic classes held against what is known: their ranges must allow it."""

import pytest
from tests.second_look.sources import interval, value

from her2sim.tumour.fate import death_factor

APOPTOTIC_INDEX = (3.5, 4.7)
"""per cent before and after a week of trastuzumab (mohsin2005)"""


def test_the_bound_on_death_lets_the_measured_rise_of_apoptosis_through_nearly_unbent() -> None:
    rise = APOPTOTIC_INDEX[1] / APOPTOTIC_INDEX[0]
    for bound in (value("death_max_fold"), *interval("death_max_fold")):
        assert float(death_factor(rise, bound)) == pytest.approx(rise, rel=0.05)


def test_the_bound_on_death_spans_threefold() -> None:
    low, high = interval("death_max_fold")
    assert low < value("death_max_fold") < high
    assert low >= 3
    assert high <= 10


def test_platinum_needs_cycling_cells_least_and_antimetabolites_most() -> None:
    """Adducts form in resting cells; antimetabolites kill in S phase only."""
    weights = {name: value(f"{name}_proliferation_weight") for name in ("platinum", "taxane", "vinca", "anthracycline")}
    assert min(weights, key=weights.__getitem__) == "platinum"
    assert max(weights.values()) < value("antimetabolite_proliferation_weight")
    assert interval("platinum_proliferation_weight")[1] < value("taxane_proliferation_weight")

"""Vessels follow VEGF and thrombospondin-1."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from her2sim.tumour import Signals, host, respond, typical_tumour
from her2sim.tumour.vessels import angiogenic_balance, capacity_target

P = typical_tumour()


def test_vegf_alone_is_felt_as_it_is() -> None:
    vegf = np.array([[1.0, 0.6, 2.0]])
    assert angiogenic_balance(vegf, None, P) is vegf
    assert np.array_equal(angiogenic_balance(vegf, np.ones((1, 3)), P), vegf)


@pytest.mark.evidence("MOA08", "T129")
@given(vegf=st.floats(0, 3), less=st.floats(0, 1), thbs1=st.floats(0, 10), more=st.floats(0, 10))
def test_less_vegf_and_more_thrombospondin_leave_less_capacity(
    vegf: float, less: float, thbs1: float, more: float
) -> None:
    def capacity(first: float, second: float) -> float:
        balance = angiogenic_balance(np.array([[first]]), np.array([[second]]), P)[:, 0]
        return float(capacity_target(balance, P)[0])

    whole = capacity(vegf, thbs1)
    assert 0 <= capacity(less * vegf, thbs1) <= whole * (1 + 1e-12)  # rounding
    assert capacity(vegf, thbs1 + more) <= whole * (1 + 1e-12)


@pytest.mark.evidence("MOA08", "TX26")
def test_blockade_of_vegf_adds_to_that_of_her2() -> None:
    days = np.arange(0.0, 200.0)
    one = np.ones((1, days.size))
    patient = host({"diameter_mm": np.array([80.0])}, 1, "neoadjuvant", P)

    def size(vegf: float, thbs1: float) -> float:
        signals = Signals(days, one, one, 0 * one, 0 * one, vegf * one, thbs1=thbs1 * one)
        return float(respond(patient, signals, P).sums_mm[0, -1])

    assert size(0.3, 1.5) < size(0.7, 1.5) < size(0.7, 1.0) < size(1.0, 1.0)

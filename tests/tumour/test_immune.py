"""ADCC: what lyses more, what lyses nothing, and how much it matters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from her2sim.tumour import adcc_kill_rate, fcgr3a_affinity, specific_lysis, typical_tumour

PARAMETERS = typical_tumour()
NK_IN_BLOOD_CELLS = 0.1


def lysis(
    bound: float, per_target: float = 50.0, affinity: float = 1.33, hours: float = 4.0, pertuzumab: float = 0.0
) -> float:
    """Specific lysis in a four-hour assay with so many blood cells per target."""
    rate = adcc_kill_rate(
        np.array([[bound]]), np.array([[pertuzumab]]), np.array([NK_IN_BLOOD_CELLS * per_target]), np.array([affinity]),
        PARAMETERS, inside_tumour=False,
    )  # fmt: skip
    return float(specific_lysis(rate, hours)[0, 0])


@pytest.mark.evidence("T087")
@given(bound=st.floats(0, 3e6), more=st.floats(0, 1e6), effectors=st.floats(0, 50), extra=st.floats(0, 50))
def test_lysis_rises_with_antibody_and_with_effectors(
    bound: float, more: float, effectors: float, extra: float
) -> None:
    base = lysis(bound, effectors)
    assert lysis(bound + more, effectors) >= base
    assert lysis(bound, effectors + extra) >= base


@pytest.mark.evidence("T088")
def test_few_receptors_are_spared_and_moderate_numbers_are_lysed() -> None:
    assert lysis(1.1e4) < 0.05  # T088: what an assay cannot tell from none
    assert lysis(0.0) == 0.0
    assert lysis(3.2e4) > 0.05


@pytest.mark.evidence("T089")
def test_lysis_of_a_bright_cell_spans_what_assays_report() -> None:
    found = [lysis(1e6, per_target) for per_target in (1, 10, 50)]
    assert found == sorted(found)
    assert 0.02 < found[0] < 0.2
    assert 0.2 < found[2] < 0.8


@pytest.mark.evidence("T090")
def test_high_affinity_receptors_lyse_more() -> None:
    f_f, v_f, v_v = (lysis(1e6, 10, float(fcgr3a_affinity(word, PARAMETERS)[0])) for word in ("F/F", "V/F", "V/V"))
    assert f_f < v_f < v_v
    assert 1.1 < v_v / f_f < 2.0


def test_affinities_are_those_of_the_case() -> None:
    found = [float(fcgr3a_affinity(word, PARAMETERS)[0]) for word in ("F/F", "V/F", "V/V")]
    assert found == pytest.approx([1.0, 1.33, 1.67], abs=0.01)


@given(bound=st.floats(0, 3e6), affinity=st.floats(1, 1.67))
def test_without_effectors_nothing_is_killed(bound: float, affinity: float) -> None:
    assert lysis(bound, 0.0, affinity) == 0.0


def test_pertuzumab_adds_to_the_coat() -> None:
    assert lysis(2e5, pertuzumab=2e5) > lysis(2e5)


def test_inside_a_tumour_killing_is_weaker_than_in_an_assay() -> None:
    bound, affinity, effectors = np.full((1, 1), 1e6), np.ones(1), np.ones(1)
    inside = adcc_kill_rate(bound, bound, effectors, affinity, PARAMETERS)
    assay = adcc_kill_rate(bound, bound, effectors, affinity, PARAMETERS, inside_tumour=False)
    assert inside[0, 0] == pytest.approx(PARAMETERS.adcc_tumour_efficiency[0] * assay[0, 0])

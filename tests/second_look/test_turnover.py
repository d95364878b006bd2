"""Synthesis has no number of its own: it must balance what the traffic loses, whatever the rates."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.second_look.sources import EVIDENCE

from her2sim.engine import simulate
from her2sim.network import load_network

RATES = st.floats(0.01, 10.0)


@settings(max_examples=15, deadline=None)
@given(k_int=RATES, k_rec=RATES, k_deg=RATES, total=st.floats(1e3, 1e6))
def test_synthesis_is_degradation_of_the_endosomal_share(
    k_int: float, k_rec: float, k_deg: float, total: float
) -> None:
    rates = {"k_int_MET": k_int, "k_rec": k_rec, "k_deg_endosome": k_deg, "MET_total": total}
    run = simulate(load_network(), rates, [0.0], outputs=["synthesis_MET", "mRNA_MET"])
    surface = total * (k_rec + k_deg) / (k_rec + k_deg + k_int)  # d endosome / dt = 0
    transcript = run["mRNA_MET"][0, 0]
    made = run["synthesis_MET"][0, 0]
    assert made == pytest.approx(k_deg * (total - surface) * transcript, rel=1e-9, abs=1e-9)


def test_it_has_no_parameter() -> None:
    assert [name for name, record in EVIDENCE.parameters.items() if record.mechanism == "turnover"] == []

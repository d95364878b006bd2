"""MET and HGF derived again."""

import pytest
from tests.second_look.sources import per_cell, published, value


def test_binding_of_hgf() -> None:
    assert value("kon_HGF") == pytest.approx(published("P021", "1/M/s"))
    assert value("Kd_HGF") == published("P012", "nM")


def test_dimer_of_met() -> None:
    assert value("koff_MET_MET_HGF") == published("P046", "1/s")
    nanomolar = published("P046", "1/s") / published("P045", "1/nM/s")
    assert value("Kd_MET_MET_HGF") == pytest.approx(per_cell(nanomolar, 5.25), rel=0.02)  # two digits

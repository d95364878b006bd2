"""Weights of dimers on PI3K and RAS derived again from association rates of adaptors and from fitted drives."""

import pytest
from tests.second_look.sources import measured, published, value


def test_units_of_the_scales() -> None:
    assert value("w_PI3K_HER2_HER3_free") == measured("Q116") == 1.0
    assert value("w_RAS_EGFR_EGFR") == published("P151") / published("P151")


def test_pi3k_binds_egfr_dimers_at_a_third_and_a_sixth_of_her2_her3() -> None:
    reference = published("P204", "1/nM/s")
    assert value("w_PI3K_EGFR_HER2") == pytest.approx(published("P202", "1/nM/s") / reference, rel=0.02)  # two digits
    assert value("w_PI3K_EGFR_EGFR") == pytest.approx(published("P203", "1/nM/s") / reference, rel=0.03)  # two digits


def test_sos_binds_egfr_her2_at_nine_tenths_of_egfr_egfr() -> None:
    assert value("w_RAS_EGFR_HER2") == pytest.approx(published("P150", "1/nM/s") / published("P151", "1/nM/s"))


def test_neuregulin_driven_her2_her3_loads_ras_as_sos_binds_it() -> None:
    """The record cites another model (2, relative to HER2:HER3); the number is the ratio of these two rows."""
    assert value("w_RAS_HER2_HER3_NRG1") == pytest.approx(published("P152", "1/nM/s") / published("P151", "1/nM/s"))


def test_ras_drives_of_her2_dimers_are_the_fitted_ones() -> None:
    assert value("w_RAS_HER2_HER2") == measured("Q120")
    assert value("w_RAS_HER2_HER3_free") == measured("Q121")


def test_pi3k_drives_lie_within_their_priors_of_the_printed_ones() -> None:
    for name, key in (("w_PI3K_HER2_HER2", "Q115"), ("w_PI3K_HER2_HER3_NRG1", "Q117")):
        assert 1 / 3 <= measured(key) / value(name) <= 3, name  # the prior's 95 % range is threefold

"""PI3K, PIP3 and AKT derived again."""

import pytest
from tests.second_look.sources import ROUNDED, published, value


def test_amounts() -> None:
    assert value("PIP_total") == pytest.approx(published("P346"), rel=ROUNDED)
    assert value("AKT_copies") == pytest.approx(published("P391") + published("P393"), rel=ROUNDED)


def test_rates_as_printed() -> None:
    assert value("k_PIP3_basal") == published("P211", "1/s")
    assert value("k_T308_off") == published("P218", "1/s")


def test_phosphatases_of_pip3_are_half_the_printed_loss() -> None:
    assert value("k_SHIP") == pytest.approx(published("P212", "1/s") / 2)


def test_s473_loses_its_phosphate_between_the_two_printed_rates() -> None:
    assert published("P219", "1/s") < value("k_S473_off") < published("P218", "1/s")


def test_the_alpha_share_is_near_that_of_its_copies() -> None:
    share = published("P385") / (published("P385") + published("P386"))
    assert value("PIK3CA_share") == pytest.approx(share, abs=0.06)  # a guess that leans on two protein counts

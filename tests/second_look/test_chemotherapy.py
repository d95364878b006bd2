"""Reference exposures of chemotherapy derived again: 1.75 m2, the standard dose of three weeks."""

import pytest
from tests.second_look.sources import value

AREA = 1.75


def test_carboplatin_is_dosed_by_exposure() -> None:
    assert value("carboplatin_reference_auc") == pytest.approx(6 * 1000 / 60)  # 6 mg/mL min in mg h/L


def test_capecitabine_is_given_twice_daily_for_two_weeks() -> None:
    """Of 1250 mg/m2 at 1.73 m2 0.46 mg h/L of fluorouracil arrive (from memory)."""
    clearance = 1250 * 1.73 / 0.46
    assert value("capecitabine_reference_auc") == pytest.approx(28 * 1000 * AREA / clearance, rel=0.002)


def test_doxorubicin_is_given_once() -> None:
    assert value("doxorubicin_reference_auc") == pytest.approx(60 * AREA / 62.4, rel=0.001)  # perezblanco2016, L/h


def test_vinorelbine_is_given_weekly() -> None:
    assert value("vinorelbine_reference_auc") == pytest.approx(3 * 25 * AREA / 75, rel=0.001)


def test_an_anthracycline_kills_as_a_taxane_because_their_source_does_not_tell_them_apart() -> None:
    assert value("anthracycline_log10_kill") == value("taxane_log10_kill") == pytest.approx(4.0 / 5)

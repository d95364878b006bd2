"""PIP2 and PIP3 derived again; the numbers stand in pi3k_akt.yaml."""

import math

import pytest
from tests.second_look.sources import ROUNDED, evaluate, published, published_range, value

OPEN = {"PI3K_receptor_driven": 0.4, "PI3K_mutant": 0.0}


def test_amount_of_lipid() -> None:
    assert value("PIP_total") == pytest.approx(published("P346"), rel=ROUNDED)


def test_rates_as_printed() -> None:
    assert value("k_PIP3_basal") == published("P211", "1/s")


def test_other_phosphatases_lose_pip3_as_fast_as_a_model_has_it_or_slower_than_pten() -> None:
    """0.01 per s there (0.0003 to 0.3)."""
    low, high = published_range("P212", "1/s")
    assert low <= value("SHIP_over_PTEN") * value("k_PTEN") / 3600 <= high
    assert value("SHIP_over_PTEN") < 1


def test_pten_takes_most_of_pip3_and_its_loss_leaves_the_rest() -> None:
    """R11: without PTEN PIP3 lingers, severalfold."""
    with_pten = evaluate("PIP3_loss", PTEN_a=0.4 * value("PTEN_copies"))
    without = evaluate("PIP3_loss", PTEN_a=0.0)
    assert without == pytest.approx(value("SHIP_over_PTEN") * value("k_PTEN"))
    assert 2 <= with_pten / without <= 20


def test_pip3_answers_within_minutes() -> None:
    """MOA02: pAKT falls within half an hour."""
    assert math.log(2) / evaluate("PIP3_loss", PTEN_a=0.0) * 60 < 15


def test_inhibitors_take_their_isoforms_share() -> None:
    assert evaluate("PI3K_active", **OPEN) == pytest.approx(0.4)
    alpha = evaluate("PI3K_active", **OPEN, PIK3CA_open=0.0)
    beta = evaluate("PI3K_active", **OPEN, PIK3CB_open=0.0)
    assert alpha + beta == pytest.approx(0.4)
    assert beta / 0.4 == pytest.approx(value("PIK3CA_share"))


def test_there_is_little_pip3_without_pi3k() -> None:
    made = evaluate("PIP3_synthesis", **{"PI3K_receptor_driven": 0.0, "PI3K_mutant": 0.0})
    assert made / (made + evaluate("PIP3_loss", PTEN_a=0.0)) < 0.01


def test_full_pi3k_turns_a_third_or_more_of_the_lipid_where_pten_is_as_usual() -> None:
    made = evaluate("PIP3_synthesis", PI3K_receptor_driven=1.0, PI3K_mutant=0.0)
    assert made / (made + evaluate("PIP3_loss", PTEN_a=0.4 * value("PTEN_copies"))) >= 0.33

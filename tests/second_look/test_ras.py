"""SOS and RAS derived again."""

import pytest
from tests.second_look.sources import ROUNDED, copies, evaluate, published, rest, value


@copies(SOS_copies=("P371",), RAS_copies=("P373", "P374", "P375"))
def test_copies(name: str, keys: tuple[str, ...]) -> None:
    assert value(name) == pytest.approx(sum(map(published, keys)), rel=ROUNDED)


def test_exchange() -> None:
    assert value("k_RAS_exchange") == published("P162", "1/s")


def test_the_brake_wins_over_exchange_without_receptors() -> None:
    """RAS is off in cells without a signal: exchange over the brake leaves less than a hundredth loaded."""
    alone = evaluate("RAS_loading", drive_RAS=0.0, SOS_active=1.0, SPRY_amount=0.0)
    assert alone == pytest.approx(value("k_RAS_exchange") * 3600)
    assert alone / value("k_RAS_GAP") < 0.01


def test_full_receptors_load_a_part_and_sprouty_takes_from_it() -> None:
    full = evaluate("RAS_loading", drive_RAS=1e12, SOS_active=1.0, SPRY_amount=0.0)
    assert 0.1 <= full / (full + value("k_RAS_GAP")) <= 0.8
    braked = evaluate("RAS_loading", drive_RAS=1e12, SOS_active=1.0, SPRY_amount=value("K_SPRY"))
    assert braked < 0.6 * full


def test_the_reference_is_neither_off_nor_full() -> None:
    """So that pERK can fall (lapatinib, konecny2006) and can rise (EGF)."""
    assert 0.02 <= rest()["RAS_GTP"] <= 0.6


def test_half_of_its_drive_needs_a_part_of_the_pairs_that_a_cell_can_make() -> None:
    """SOS at receptors: HER3 and EGFR of the reference set the scale."""
    pairs = value("ERBB3_total") + value("EGFR_total")
    assert 0.1 <= value("K_RAS") / pairs <= 3

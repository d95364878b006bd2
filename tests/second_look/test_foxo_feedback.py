"""What moves FOXO and what it does, derived again; the numbers stand in foxo.yaml."""

import math

import pytest
from tests.second_look.sources import EVIDENCE, fold, half_life_h, published_range, value

USUAL = {"FOXO_nuclear": value("FOXO_usual")}
FULL = {"FOXO_nuclear": 1.0}


@pytest.mark.parametrize("receptor", ["ERBB3", "ERBB4", "IGF1R", "EGFR", "MET"])
def test_transcription_rises_as_the_gain_says(receptor: str) -> None:
    gain, usual = value(f"FOXO_gain_{receptor}"), value("FOXO_usual")
    rise = fold(f"transcription_{receptor}", USUAL, FULL)
    assert rise == pytest.approx((1 + gain) / (1 + gain * usual))
    assert 1 < rise < 1 / usual


def test_her3_rises_two_to_fivefold_when_akt_is_held() -> None:
    assert 2 <= fold("transcription_ERBB3", USUAL, FULL) <= 5  # chandarlapaty2011


def test_her3_and_igf1r_rise_more_than_egfr() -> None:
    assert value("FOXO_gain_EGFR") < value("FOXO_gain_IGF1R") <= value("FOXO_gain_ERBB3")


def test_met_and_her4_rise_already_under_trastuzumab() -> None:
    """shattuck2008, mohdnafi2014: half of the way from the usual to the full nuclear share."""
    half_way = {"FOXO_nuclear": (value("FOXO_usual") + 1) / 2}
    assert fold("transcription_MET", USUAL, half_way) >= 1.2
    assert fold("transcription_ERBB4", USUAL, half_way) >= 1.1


def test_transcripts_live_two_hours_and_a_third() -> None:
    assert half_life_h("k_decay_mRNA") == pytest.approx(2.3, rel=0.05)


def test_foxo_moves_as_fast_as_it_loses_its_phosphate_in_a_published_model() -> None:
    low, high = published_range("P245", "1/h")
    assert low <= value("k_FOXO_import") <= high
    assert math.log(2) / value("k_FOXO_import") < 1  # within the hour, before transcripts


def test_half_of_full_akt_holds_most_of_foxo_outside() -> None:
    """MOA02: FOXO is released when AKT falls by 40 to 80 %."""
    out = value("gain_FOXO") * 0.5
    assert out / (1 + out) > 0.7
    assert EVIDENCE.parameters["gain_FOXO"].unit == "1"

"""Apoptosis derived again."""

import math

import pytest
from tests.second_look.sources import (
    ROUNDED,
    copies,
    evaluate,
    fold,
    interval,
    per_cell,
    plateau,
    published,
    rest,
    value,
)


@copies(
    BIM_copies=("P419",),
    MCL1_copies=("P417",),
    BAD_copies=("P421",),
    BCL2_copies=("P416",),
    BAX_copies=("P422",),
    CASP3_copies=("P424",),
)
def test_copies(name: str, keys: tuple[str, ...]) -> None:
    assert value(name) == pytest.approx(sum(map(published, keys)), rel=ROUNDED)


@pytest.mark.parametrize(("name", "key"), [("k_deg_BIM", "P420"), ("k_deg_MCL1", "P418")])
def test_decay_is_the_printed_half_life(name: str, key: str) -> None:
    assert value(name) == pytest.approx(math.log(2) / published(key, "h"), rel=ROUNDED)


def test_affinity_of_bim_lies_between_the_model_and_its_cousin_bid() -> None:
    model = published("P299", "1/s") / published("P298", "1/nM/s")
    low, high = per_cell(model), per_cell(min(published(key, "nM") for key in ("P281", "P282", "P283")))
    assert value("koff_BH3") == published("P299", "1/s")
    assert low < value("Kd_BIM_BCL2") < high
    assert value("Kd_BIM_BCL2") == pytest.approx(math.sqrt(low * high), rel=0.1)  # half-way on the log scale


def test_affinity_of_bad() -> None:
    assert value("Kd_BAD_BCL2") == pytest.approx(per_cell(published("P284", "nM")), rel=ROUNDED)


def test_bim_rises_when_foxo_is_free_and_erk_takes_it() -> None:
    """MOA10: FOXO raises BIM; by hand from the usual to the full nuclear share."""
    gain, usual = value("FOXO_gain_BCL2L11"), value("FOXO_usual")
    rise = fold("synthesis_BCL2L11", {"FOXO_nuclear": usual}, {"FOXO_nuclear": 1.0})
    assert rise == pytest.approx((1 + gain) / (1 + gain * usual))
    assert 1.3 <= rise <= 4
    lost = fold("degradation_BCL2L11", {"pERK": 0.0}, {"pERK": 1.0})
    assert lost == pytest.approx(1 + value("BIM_by_ERK"))


def test_guards_outnumber_bim_so_that_most_cells_live() -> None:
    assert value("BCL2_copies") + value("MCL1_copies") > 2 * value("BIM_copies")


def test_bim_binds_mcl1_as_it_binds_bcl2() -> None:
    """No number is known for MCL1; its cousin BID holds to it 6.6 times as tightly (P281, P283)."""
    ratio = value("Kd_BIM_MCL1") / value("Kd_BIM_BCL2")
    assert published("P283", "nM") / published("P281", "nM") <= ratio <= 3


def test_akt_erk_and_s6k_each_hold_bad_and_together_most_of_it() -> None:
    full = evaluate("BAD_phosphorylation", AKT_active=1.0, pERK=1.0, S6K_active=1.0)
    assert full / (full + value("k_BAD_back")) > 0.7
    assert value("gain_BAD_AKT") >= value("gain_BAD_ERK") >= value("gain_BAD_S6K") > 0
    assert evaluate("BAD_phosphorylation", AKT_active=0.0, pERK=0.0, S6K_active=0.0) == 0.0


def _usual_free_bim() -> float:
    """By hand: BIM after ERK, shared with BCL2 and what is translated of MCL1, both in excess."""
    bim = value("BIM_copies") / (1 + value("BIM_by_ERK") * value("pERK_usual"))
    mcl1 = value("MCL1_copies") * (1 - (1 - value("translation_basal")) * (1 - value("p4EBP1_usual")))
    return bim / (1 + value("BCL2_copies") / value("Kd_BIM_BCL2") + mcl1 / value("Kd_BIM_MCL1"))


def test_usual_free_bim_is_that_of_a_cell_at_the_usual_levels() -> None:
    """Where 4E-BP1 and ERK rest near the usual levels, so does free BIM: within threefold, as BAD takes BCL2 too."""
    at_rest = rest()
    assert value("pERK_usual") == pytest.approx(at_rest["pERK"], rel=1.0)
    assert value("p4EBP1_usual") == pytest.approx(at_rest["p4EBP1"], rel=1.0)
    assert _usual_free_bim() == pytest.approx(evaluate("BIM_free_usual"))
    assert 1 / 3 <= at_rest["BIM_free"] / _usual_free_bim() <= 3


def test_bim_opens_bax_steeply_and_little_opens_it_without_bim() -> None:
    """The square, by hand: a population's mean of something that is all or none in a cell."""
    usual = _usual_free_bim()
    without = evaluate("BAX_on", BIM_free=0.0)
    half, once = (evaluate("BAX_on", BIM_free=share * usual) - without for share in (0.5, 1.0))
    assert once == pytest.approx(4 * half)
    assert without < 0.25 * evaluate("BAX_on", BIM_free=usual)


def test_survivin_slows_caspase_3_and_xiap_is_the_rest() -> None:
    slowed = evaluate("CASP3_off", BIRC5_amount=value("BIRC5_copies")) / evaluate("CASP3_off", BIRC5_amount=0.0)
    assert slowed == pytest.approx(1 + value("CASP3_by_BIRC5"))


def test_in_the_untreated_reference_few_executioners_are_awake() -> None:
    """MOA10: an apoptotic index of 3.5 % before treatment, far from one."""
    assert rest()["CASP3_active"] < 0.3


def test_what_translates_without_mtorc1_is_left_open() -> None:
    low, high = interval("translation_basal")
    assert low < 0.2
    assert high > 0.6


def test_a_full_signal_turns_caspase_3_on_neither_hardly_nor_without_rest() -> None:
    assert 0.2 <= plateau("gain_CASP3") <= 0.97


def test_usual_free_bim_opens_little_bax_and_five_times_as_much_opens_most() -> None:
    """MOA10: few cells die before treatment; BAX is relative to the usual cell, so its gain is no plateau."""
    usual, back = _usual_free_bim(), value("k_BAX_off")
    little, much = (evaluate("BAX_on", BIM_free=times * usual) for times in (1.0, 5.0))
    assert little / (little + back) < 0.25
    assert much / (much + back) > 0.7


def test_executioners_answer_within_hours() -> None:
    """MOA10: days to a week in all, of which the switches take little."""
    for name in ("k_BAX_off", "k_CASP3_XIAP", "k_BAD_back"):
        assert math.log(2) / value(name) < 12, name

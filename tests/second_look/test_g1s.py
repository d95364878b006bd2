"""G1/S derived again: rates against scaled models of the restriction point, copies against counts."""

import math

import pytest
from tests.second_look.sources import (
    ROUNDED,
    evaluate,
    fold,
    half_life_h,
    interval,
    plateau,
    published,
    published_range,
    value,
)


def test_copies_of_rb() -> None:
    assert value("RB_copies") == pytest.approx(published("P413"), rel=ROUNDED)


def test_cyclins_let_go_of_p27_at_the_printed_rate() -> None:
    assert value("koff_cyclin_p27") == pytest.approx(published("P279", "1/s"), rel=ROUNDED)


@pytest.mark.parametrize(
    ("name", "key"),
    [("k_RB_back", "P271"), ("koff_RB_E2F", "P273"), ("k_deg_p27", "P262"), ("k_deg_p27", "P280")],
)
def test_rates_lie_in_the_range_of_a_scaled_model(name: str, key: str) -> None:
    low, high = published_range(key, "1/h")
    assert low <= value(name) <= high


def test_cyclin_e_is_lost_between_its_basal_rate_and_that_with_cyclin_a() -> None:
    assert published("P256", "1/h") < value("k_deg_CCNE1") < published("P257", "1/h")


def test_gains_on_rb_are_those_of_the_model_it_is_scaled_from() -> None:
    """Greatest rate over dephosphorylation: 0.2 x 0.65 and 0.3 per min over 0.05."""
    cyclin_d = published("P269", "1/min") * published("P277", "1/min") / published("P271", "1/min")
    cyclin_e = published("P270", "1/min") / published("P271", "1/min")
    assert (cyclin_d, cyclin_e) == pytest.approx((2.6, 6.0))
    for name, printed in (("gain_RB_CycD", cyclin_d), ("gain_RB_CycE", cyclin_e)):
        low, high = interval(name)
        assert low <= printed <= high, name


def test_rb_holds_e2f_as_tightly_as_printed_in_scaled_units() -> None:
    """5 per min and unit over 0.005: a thousandth of the scale, which is near E2F itself."""
    printed = published("P273", "1/min") / published("P272", "1/min")
    assert printed == pytest.approx(0.001)
    assert value("Kd_RB_E2F") / (value("E2F_over_RB") * value("RB_copies")) <= 0.1


def test_rb_outnumbers_e2f_or_it_could_not_hold_it() -> None:
    assert interval("E2F_over_RB")[1] < 1


def test_cyclin_d1_lives_about_20_min_with_gsk3_and_half_an_hour_without() -> None:
    alone = half_life_h("k_deg_CCND1") * 60
    assert alone / (1 + value("CCND1_GSK3")) <= 20 <= alone
    at_half = evaluate("degradation_CCND1", GSK3_active=0.5)
    assert math.log(2) / at_half * 60 == pytest.approx(20, rel=0.4)


def test_p27_is_more_than_in_mcf10a() -> None:
    assert published("P407") == pytest.approx(3000, rel=0.1)
    assert value("p27_over_CCNE1") * value("CCNE1_copies") > published("P407")


def test_p27_doubles_to_quadruples_when_foxo_and_skp2_change_with_akt() -> None:
    """MOA04. From the usual to the full nuclear FOXO: synthesis up, degradation through SKP2 down, by hand."""
    gain, usual, brake = value("FOXO_gain_CDKN1B"), value("FOXO_usual"), value("FOXO_brake_SKP2")
    made = (1 + gain) / (1 + gain * usual)
    assert made == pytest.approx(fold("synthesis_CDKN1B", {"FOXO_nuclear": usual}, {"FOXO_nuclear": 1.0}))
    skp2 = (1 + brake * usual) / (1 + brake)
    by_skp2 = value("p27_by_SKP2")
    kept = 1 / (1 - by_skp2 + by_skp2 * skp2)
    assert made >= 1.5
    assert 2 <= made * kept <= 8  # at the full end; half of the way gives less


def test_what_skp2_takes_is_most_of_the_loss() -> None:
    usual = evaluate("degradation_p27", SKP2=1.0, p27_marked=1.0)
    assert usual == pytest.approx(value("k_deg_p27"))
    without = evaluate("degradation_p27", SKP2=0.0, p27_marked=1.0) / usual
    assert without == pytest.approx(1 - value("p27_by_SKP2"))
    assert without <= 0.5  # P263 and P262: through SKP2 far faster than without


def test_cytoplasmic_p27_is_lost_faster_than_nuclear_p27() -> None:
    assert value("k_deg_p27_cytoplasmic") > value("k_deg_p27")


def test_akt_is_the_main_carrier_of_p27_out_of_the_nucleus() -> None:
    """MOA04: without AKT p27 stays in the nucleus; JAB1 and SRC add to it (R16)."""
    full = {"AKT_active": 1.0, "SRC_active": 1.0, "JAB1": 1.0}
    total = evaluate("p27_export", **full)
    assert evaluate("p27_export", **full | {"AKT_active": 0.0}) < 0.5 * total
    assert evaluate("p27_export", AKT_active=0.0, SRC_active=0.0, JAB1=0.0) == 0.0


def test_division_is_graded_between_nothing_and_one() -> None:
    whole = {"E2F_free": value("E2F_over_RB") * value("RB_copies"), "S6K_active": 1e9}
    assert evaluate("division_drive", **whole | {"E2F_free": 0.0}, CycE_free=1e4) == 0.0
    assert evaluate("division_drive", **whole, CycE_free=0.0) == 0.0
    assert evaluate("division_drive", **whole, CycE_free=1e12) == pytest.approx(1.0, rel=0.001)
    half = evaluate("division_drive", **whole, CycE_free=value("K_division") * value("CCNE1_copies"))
    assert half == pytest.approx(0.5)


def test_without_s6k_cells_divide_by_the_share_that_does_without_growth() -> None:
    """Rapamycin slows most lines by a third to a half and stops few (the note)."""
    usual = {"E2F_free": value("E2F_over_RB") * value("RB_copies"), "CycE_free": 1e4}
    kept = evaluate("division_drive", **usual, S6K_active=0.0) / evaluate("division_drive", **usual, S6K_active=1e9)
    assert kept == pytest.approx(1 - value("growth_by_S6K"))
    assert 0.5 <= kept <= 0.67
    half = evaluate("growth_drive", S6K_active=value("K_growth_S6K"))
    assert half == pytest.approx(1 - value("growth_by_S6K") / 2)


def test_division_falls_less_than_cdk2_does() -> None:
    """A population answers less steeply than one cell (the note): at the usual activity it is not all-or-none."""
    whole = value("E2F_over_RB") * value("RB_copies")
    usual = {"E2F_free": whole, "CycE_free": value("CDK2_usual") * value("CCNE1_copies"), "S6K_active": 0.25}
    kept = evaluate("division_drive", **usual | {"CycE_free": 0.6 * usual["CycE_free"]})
    assert 0.6 < kept / evaluate("division_drive", **usual) < 1


@pytest.mark.parametrize("gain", ["gain_RB_CycD", "gain_RB_CycE", "gain_p27_AKT"])
def test_a_full_signal_turns_a_switch_on_neither_hardly_nor_without_rest(gain: str) -> None:
    assert 0.3 <= plateau(gain) <= 0.97


def test_cyclin_d1_is_made_by_translation_and_erk_and_little_by_neither() -> None:
    drives = {"p4EBP1": 0.0, "pS6_amount": 0.0, "ER_amount": 0.0, "pERK": 0.0, "HER4_ICD": 0.0}
    basal = evaluate("synthesis_CCND1", **drives)
    with_erk = evaluate("synthesis_CCND1", **drives | {"pERK": 1.0})
    full = evaluate("synthesis_CCND1", **drives | {"pERK": 1.0, "p4EBP1": 1.0, "pS6_amount": 1e9})
    assert basal < with_erk < full
    assert basal < 0.1 * full


def test_p27_binds_both_cyclins_far_below_their_amounts() -> None:
    """So that cyclin D1 can hand p27 over to cyclin E (MOA04)."""
    for name in ("CycD", "CycE"):
        assert value(f"Kd_{name}_p27") < value("CCNE1_copies")


def test_what_makes_cyclin_e_without_e2f_is_left_open() -> None:
    low, high = interval("CCNE1_basal")
    assert low < 0.2
    assert high > 0.6

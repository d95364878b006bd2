"""SRC and PTEN derived again."""

import math

import pytest
from tests.second_look.sources import EVIDENCE, check_choice, evaluate, interval, plateau, published, rest, value

NO_BYPASS = {"pRTK": 0.0, "pEPOR": 0.0, "p_D16_D16": 0.0, "phospho_share_ERBB2": 0.3} | {
    f"p_{name}": 0.0 for name in ("EGFR_EGFR", "MET_MET", "MET_HER3", "IGF1R_IGF1", "IGF1R_HER2", "P95_P95")
}


def test_copies_of_pten() -> None:
    assert value("PTEN_copies") == published("P388")


def pten_active(src: float, **given: float) -> float:
    """Share of PTEN at the membrane at balance."""
    away = evaluate("PTEN_phosphorylation", SRC_active=src, **given)
    return value("k_PTEN_dephosphorylation") / (value("k_PTEN_dephosphorylation") + away)


def test_pten_is_back_within_the_hour_when_src_falls() -> None:
    """nagata2004; MOA03: 10 min to 1 h."""
    assert EVIDENCE.mechanisms["MOA03"].time_scale == "10 min to 1 h"
    slowest = math.log(2) / value("k_PTEN_dephosphorylation") + math.log(2) / value("k_SRC_off")
    assert slowest < 1
    assert pten_active(0.2) / pten_active(value("SRC_usual")) > 1.2


def test_without_the_disputed_link_pten_stays_as_it_usually_is() -> None:
    check_choice("variant_PTEN_SRC", sides={0.0, 1.0}, contradiction="X01")
    usual = pten_active(value("SRC_usual"))
    assert pten_active(0.0, variant_PTEN_SRC=0.0) == pytest.approx(usual)
    assert pten_active(1.0, variant_PTEN_SRC=0.0) == pytest.approx(usual)


def test_pten_calms_src() -> None:
    """zhang2011: a double-negative loop."""
    calm = evaluate("SRC_off", PTEN_a=value("PTEN_copies")) / evaluate("SRC_off", PTEN_a=0.0)
    assert calm == pytest.approx(1 + value("PTEN_on_SRC"))


def test_trastuzumab_takes_the_drive_of_the_her2_it_holds() -> None:
    free = NO_BYPASS | {"surface_ERBB2": 1e6, "trastuzumab_one_arm": 0.0, "trastuzumab_two_arms": 0.0}
    held = free | {"trastuzumab_one_arm": 2e5, "trastuzumab_two_arms": 6e5}
    assert evaluate("drive_SRC", **held) / evaluate("drive_SRC", **free) == pytest.approx(0.2)


def test_in_an_amplified_cell_her2_alone_nearly_fills_what_src_can_hear() -> None:
    """MOA03: HER2 keeps SRC active."""
    amplified = NO_BYPASS | {
        "surface_ERBB2": value("ERBB2_total"), "trastuzumab_one_arm": 0.0, "trastuzumab_two_arms": 0.0,
    }  # fmt: skip
    drive = evaluate("drive_SRC", **amplified)
    assert drive / (drive + value("K_SRC")) > 0.25
    normal = drive * 20_000 / value("ERBB2_total")  # a normal cell (P312)
    assert normal / (normal + value("K_SRC")) < 0.1


def test_the_usual_activity_is_that_of_the_reference() -> None:
    assert value("SRC_usual") == pytest.approx(rest()["SRC_active"], rel=0.6)


@pytest.mark.parametrize("name", ["EGFR_EGFR", "MET_MET", "IGF1R_IGF1", "IGF1R_HER2"])
def test_a_pair_of_another_receptor_weighs_far_more_than_one_her2(name: str) -> None:
    """R14: SRC is the shared node of EGFR and IGF-1R (zhang2011), which are ten to a hundred times fewer."""
    assert value(f"w_SRC_{name}") / value("w_SRC_ERBB2") >= 10


@pytest.mark.parametrize("gain", ["gain_SRC", "gain_PTEN_phosphorylation"])
def test_a_full_signal_turns_a_switch_on_neither_hardly_nor_without_rest(gain: str) -> None:
    assert 0.3 <= plateau(gain) <= 0.97


def test_src_is_nearly_off_without_a_receptor() -> None:
    assert value("SRC_basal") * value("gain_SRC") < 0.5


def test_src_outnumbers_pten() -> None:
    assert value("SRC_copies") > value("PTEN_copies")


def test_no_receptor_wakes_more_than_ten_src_and_none_less_than_a_single_her2() -> None:
    """Two docked SRC a pair are 2; JAK2, an enzyme, wakes several (R10)."""
    weights = {name: value(name) for name in EVIDENCE.parameters if name.startswith("w_SRC_")}
    assert len(weights) == 10
    least = weights.pop("w_SRC_ERBB2")
    assert {name: weight for name, weight in weights.items() if not least <= weight <= 10} == {}
    pairs = {name: weight for name, weight in weights.items() if name != "w_SRC_EPOR"}
    assert max(pairs.values()) <= 2


def test_her2_holds_src_in_part_without_its_phosphates() -> None:
    """young2013: lapatinib leaves AKT of PIK3CA-mutant cells; nagata2004: trastuzumab takes SRC away within minutes."""
    free = NO_BYPASS | {"surface_ERBB2": 1e6, "trastuzumab_one_arm": 0.0, "trastuzumab_two_arms": 0.0}
    usual = free | {"phospho_share_ERBB2": value("ERBB2_phospho_usual")}
    left = evaluate("drive_SRC", **free | {"phospho_share_ERBB2": 0.0}) / evaluate("drive_SRC", **usual)
    assert left == pytest.approx(value("SRC_scaffold"))
    low, high = interval("SRC_scaffold")
    assert 0.3 < low < value("SRC_scaffold") < high < 1
    assert 0.5 <= rest()["phospho_share_ERBB2"] / value("ERBB2_phospho_usual") <= 2

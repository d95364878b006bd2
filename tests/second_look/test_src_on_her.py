"""SRC on the kinases of HER2 and EGFR, derived again."""

import pytest
from tests.second_look.sources import evaluate, interval, value


def test_the_reference_has_its_usual_kinase() -> None:
    assert evaluate("HER_by_SRC", SRC_active=value("SRC_usual")) == pytest.approx(1.0)


def test_more_src_raises_and_its_loss_lowers_but_does_not_end_the_kinase() -> None:
    """zhang2011: more of EGFR, HER2 and HER3 is phosphorylated where SRC is active; HER2 works without SRC, too."""
    without, threefold = (evaluate("HER_by_SRC", SRC_active=times * value("SRC_usual")) for times in (0.0, 3.0))
    assert 0.3 < without < 0.9
    assert 1.2 < threefold < 3.0
    assert without == pytest.approx(1 / (1 + value("HER_gain_SRC") * value("SRC_usual")))


def test_the_guess_leaves_room_for_little_and_for_much() -> None:
    low, high = interval("HER_gain_SRC")
    assert low <= 0.35
    assert high >= 2.9


def test_every_her2_and_egfr_kinase_hears_it() -> None:
    usual = {"S6K_active": 0.5, "HER_by_ERK": 1.0, "MUC4_hides": 0.0, "HER3_phosphatase": 1.0}
    free = {f"covalent_{name}": 0.0 for name in ("ERBB2", "EGFR")} | {"lapatinib_ERBB2": 0.0, "lapatinib_EGFR": 0.0}
    for kinase in ("ERBB2", "EGFR", "both", "p95", "HER3_by_ERBB2"):
        name = f"kinase_over_phosphatase_{kinase}"
        twice = evaluate(name, **usual, **free, HER_by_SRC=2.0) / evaluate(name, **usual, **free, HER_by_SRC=1.0)
        assert twice == pytest.approx(2.0), kinase

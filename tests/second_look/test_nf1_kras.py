"""NF1 and KRAS derived again."""

import pytest
from tests.second_look.sources import evaluate, interval, published, value


def printed_gap() -> tuple[float, float]:
    """RAS-GTP lost by NF1 (its copies in 1 pL, each binding leads to hydrolysis) and by itself, 1/h."""
    nf1 = published("P159", "1/nM/s") * published("P376") / 602.214 * 3600
    return nf1, published("P161", "1/h")


def test_the_brake_is_as_fast_as_nf1_binds_ras() -> None:
    nf1, alone = printed_gap()
    assert nf1 == pytest.approx(297, rel=0.01)
    assert value("k_RAS_GAP") == pytest.approx(nf1 + alone, rel=0.5)


def test_nf1_is_no_more_of_the_brake_than_in_a_model_without_rasa1() -> None:
    nf1, alone = printed_gap()
    assert 0.25 < value("NF1_share") <= nf1 / (nf1 + alone)
    low, high = interval("NF1_share")
    assert low < 0.5 < high


def test_losing_nf1_leaves_the_rest_of_the_brake() -> None:
    left = evaluate("RAS_GAP", NF1_level=0.0) / evaluate("RAS_GAP")
    assert left == pytest.approx(1 - value("NF1_share"))
    assert evaluate("RAS_GAP") == pytest.approx(value("k_RAS_GAP"))


def test_a_hotspot_loads_its_share_whatever_receptors_do() -> None:
    for loaded in (0.0, 0.3, 1.0):
        amount = loaded * value("RAS_copies")
        assert evaluate("RAS_GTP", RAS_T=amount) == pytest.approx(loaded)
        assert evaluate("RAS_GTP", RAS_T=amount, RAS_basal=0.4) == pytest.approx(loaded + 0.4 * (1 - loaded))

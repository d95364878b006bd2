"""Apoptosis derived again."""

import math

import pytest
from tests.second_look.sources import ROUNDED, copies, per_cell, published, value


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

"""The decoy has no number of its own: it binds with trastuzumab's affinity; its formula against the exact balance."""

import math

import pytest
from tests.second_look.sources import EVIDENCE, evaluate, value

IGG = 148_000.0


def exact(drug: float, decoy: float, constant: float) -> float:
    """Free drug of one-to-one binding, from the quadratic."""
    rest = drug - decoy - constant
    return (rest + math.sqrt(rest**2 + 4 * constant * drug)) / 2


@pytest.mark.parametrize("decoy", [0.1, 1.0, 10.0])
@pytest.mark.parametrize("scale", [1e-5, 1000.0])
def test_it_is_exact_where_the_drug_is_scarce_or_in_excess(decoy: float, scale: float) -> None:
    constant = value("Kd_trastuzumab")
    drug = scale * (decoy + constant)
    free = evaluate("domain_IV_free_nM", trastuzumab_nM=drug, H2NTF_nM=decoy)
    assert free == pytest.approx(exact(drug, decoy, constant), rel=0.002)


def test_in_between_it_leaves_at_most_twice_as_much_bound_as_there_is() -> None:
    """Sites do not run out: where drug and decoy are alike the formula is off by less than threefold."""
    for drug in (0.3, 1.0, 3.0):
        free = evaluate("domain_IV_free_nM", trastuzumab_nM=drug, H2NTF_nM=1.0)
        assert 1 / 3 <= free / exact(drug, 1.0, value("Kd_trastuzumab")) <= 3


def test_low_doses_feel_it_and_high_doses_do_not() -> None:
    """morancho2013: resistance at low concentrations only."""
    high = 10e-3 / IGG * 1e9  # 10 ug/mL
    kept = [
        evaluate("domain_IV_free_nM", trastuzumab_nM=drug, H2NTF_nM=3.0) / drug for drug in (0.001 * high, high)
    ]  # fmt: skip
    assert kept[0] < 0.2
    assert kept[1] > 0.9


def test_antibodies_and_conjugates_of_one_epitope_add_up() -> None:
    names = ("trastuzumab", "margetuximab", "trastuzumab_emtansine", "trastuzumab_deruxtecan")
    assert evaluate("domain_IV_free_nM", **{f"{name}_nM": 1.0 for name in names}) == pytest.approx(4.0)


def test_it_has_no_parameter() -> None:
    assert [name for name, record in EVIDENCE.parameters.items() if record.mechanism == "h2ntf"] == []

"""Ligands and dimers of the ErbB receptors, derived again from the published models."""

import math

import pytest
from tests.second_look.sources import ROUNDED, evaluate, measured, per_cell, published, value


def test_ligand_on_rates() -> None:
    assert value("kon_EGF") == published("P003", "1/M/s") == published("C01", "1/M/s")
    assert value("kon_NRG1_HER3") == published("C03", "1/M/s")
    assert value("kon_NRG1_HER4") == measured("Q110")


@pytest.mark.parametrize(
    ("name", "on", "off"),
    [("Kd_EGF", "Q106", "Q107"), ("Kd_NRG1_HER3", "Q102", "Q103"), ("Kd_NRG1_HER4", "Q110", "Q111")],
)
def test_ligand_affinities_are_off_over_on(name: str, on: str, off: str) -> None:
    assert value(name) == pytest.approx(measured(off) / measured(on), rel=ROUNDED)


@pytest.mark.parametrize(
    ("name", "off"),
    [
        ("koff_HER2_HER2", "Q099"),
        ("koff_HER2_HER3_free", "Q101"),
        ("koff_HER2_HER3_NRG1", "Q105"),
        ("koff_EGFR_HER2_EGF", "Q109"),
    ],
)
def test_dimers_part_at_the_printed_rate(name: str, off: str) -> None:
    assert value(name) == measured(off)


@pytest.mark.parametrize(
    ("name", "on", "off"), [("Kd_HER2_HER2", "Q098", "Q099"), ("Kd_EGFR_HER2_EGF", "Q108", "Q109")]
)
def test_two_dimensional_affinities_are_those_of_a_cell_of_one_picolitre(name: str, on: str, off: str) -> None:
    assert value(name) == pytest.approx(per_cell(measured(off) / measured(on)), rel=ROUNDED)


def test_ligand_free_her2_her3_lies_between_cells_of_half_and_one_picolitre() -> None:
    nanomolar = measured("Q101") / measured("Q100")
    assert nanomolar == pytest.approx(1300)
    assert per_cell(nanomolar, 0.5) <= value("Kd_HER2_HER3_free") <= per_cell(nanomolar, 1.0)


def test_ligand_driven_her2_her3_is_the_mean_of_three_models_on_the_log_scale() -> None:
    zhou = per_cell(measured("Q105") / measured("Q104"))
    faratian = per_cell(published("P067", "nM"))
    chen = published("P033", "1/s") / published("P032", "1/molecule/s")
    assert [zhou, faratian, chen] == pytest.approx([200, 6020, 6.75e6], rel=0.01)  # as the note rounds them
    assert value("Kd_HER2_HER3_NRG1") == pytest.approx(math.cbrt(zhou * faratian * chen), rel=0.02)  # one printed digit


def test_egfr_homodimer() -> None:
    assert value("koff_EGFR_EGFR") == published("P029", "1/min")
    assert value("Kd_EGFR_EGFR") == pytest.approx(published("P029", "1/min") / published("P028", "1/molecule/min"))


def test_ligand_makes_her2_her3_tighter() -> None:
    assert value("Kd_HER2_HER3_NRG1") < 0.1 * value("Kd_HER2_HER3_free")  # Q105: far more in the model it is from


def test_pairs_that_no_model_prints_are_like_those_that_one_does() -> None:
    """HER4 as EGFR: with HER2 and with itself; EGFR with HER3 between the driven and the free pair of HER2."""
    assert value("Kd_HER2_HER4") == value("Kd_EGFR_HER2_EGF")
    assert value("koff_HER2_HER4") == value("koff_EGFR_HER2_EGF")
    assert value("Kd_HER4_HER4") == value("Kd_EGFR_EGFR")
    assert value("koff_HER4_HER4") == value("koff_EGFR_EGFR") == value("koff_EGFR_HER3")
    assert value("Kd_HER2_HER3_NRG1") <= value("Kd_EGFR_HER3") <= value("Kd_HER2_HER3_free")


def test_without_ligand_egfr_hardly_pairs_with_her2() -> None:
    """Looser than HER2 with itself by tenfold or more; it parts as fast."""
    assert value("Kd_EGFR_HER2_free") >= 10 * value("Kd_HER2_HER2")
    assert value("koff_EGFR_HER2_free") == value("koff_HER2_HER2")


@pytest.mark.parametrize(
    ("name", "ligand", "constant"),
    [("EGF", "EGF", "Kd_EGF"), ("NRG1_HER3", "NRG1", "Kd_NRG1_HER3"), ("NRG1_HER4", "NRG1", "Kd_NRG1_HER4")],
)
def test_ligands_balance_at_their_affinity(name: str, ligand: str, constant: str) -> None:
    on = evaluate(f"on_{name}", **{f"{ligand}_free_nM": value(constant)})
    assert on == pytest.approx(evaluate(f"off_{name}"))

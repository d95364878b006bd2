"""Ligands at the cell: amounts that a case sets; in the sensitive reference next to no receptor is held by them."""

import pytest
from tests.second_look.sources import evaluate, held, value


@pytest.mark.parametrize(("ligand", "constant"), [("NRG1", "Kd_NRG1_HER3"), ("EGF", "Kd_EGF")])
def test_in_the_reference_less_than_a_hundredth_of_the_receptors_is_held(ligand: str, constant: str) -> None:
    """Culture without added ligand (junttila2009, agus2002): what is there leaves pertuzumab and trastuzumab alike."""
    own = value(f"{ligand}_nM") + 5 * value(f"{ligand}_autocrine_nM")  # fivefold release
    assert held(own, value(constant)) < 0.01


@pytest.mark.parametrize("ligand", ["NRG1", "EGF"])
def test_what_is_given_and_what_is_released_add_up(ligand: str) -> None:
    free = evaluate(f"{ligand}_free_nM", **{f"{ligand}_nM": 5.0, f"{ligand}_released": 0.5})
    assert free == pytest.approx(5.5)


def test_five_nanomolar_of_neuregulin_hold_most_of_her3() -> None:
    """The dose of agus2002's experiments."""
    assert held(5.0, value("Kd_NRG1_HER3")) > 0.7

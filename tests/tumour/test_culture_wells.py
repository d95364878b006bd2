"""Cell lines in culture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from her2sim.errors import RegimenError
from her2sim.pharmacology.drugs import DRUGS
from her2sim.tumour import culture_growth, medium, typical_tumour
from her2sim.tumour.culture import culture_defaults, default_concentration

DAYS = np.arange(0.0, 6.0)


def grown(division: float, death: float = 1.0, doubling_h: float = 37.4):
    flat = np.ones((1, DAYS.size))
    return culture_growth(DAYS, division * flat, death * flat, doubling_h, typical_tumour())


def test_ten_micrograms_of_antibody_per_millilitre_are_69_nanomolar_and_all_free() -> None:
    assert medium({"trastuzumab": (10, "ug/mL")})["trastuzumab_nM"] == pytest.approx(68.7, rel=1e-3)
    assert medium({"trastuzumab": None}) == medium({"trastuzumab": (10, "ug/mL")})


def test_serum_in_the_medium_holds_most_of_a_bound_drug() -> None:
    assert medium({"lapatinib": (100, "nM")})["lapatinib_nM"] == pytest.approx(100 / (1 + 0.5 * 0.1 * 99), rel=1e-3)


def test_every_usual_concentration_is_one_and_what_has_a_target_can_be_added() -> None:
    usual = list(culture_defaults()["concentrations"])
    assert all(default_concentration(name) > 0 for name in usual)
    targeted = [name for name in usual if DRUGS[name].input is not None]
    assert medium(dict.fromkeys(targeted)) == {DRUGS[name].input: default_concentration(name) for name in targeted}


@pytest.mark.parametrize(
    ("drugs", "message"),
    [
        ({"docetaxel": (1, "nM")}, "cannot be added"),
        ({"lapatinb": (1, "nM")}, "try       lapatinib"),
        ({"lapatinib": (-1, "nM")}, "negative"),
        ({"lapatinib": (1, "mg/kg")}, "no concentration"),
        ({"lapatinib": (1, "spoons")}, "no concentration"),
    ],
)
def test_what_cannot_be_added_is_refused(drugs: dict[str, tuple[float, str]], message: str) -> None:
    with pytest.raises(RegimenError, match=message):
        medium(drugs)


def test_an_untreated_well_doubles_in_the_doubling_time_and_is_not_inhibited() -> None:
    found = grown(1.0)
    assert found.control[0, -1] == pytest.approx(2 ** (120 / 37.4))
    assert found.growth_inhibition[0] == pytest.approx(0.0, abs=1e-12)
    assert found.growth_rate_value[0] == pytest.approx(1.0)


def test_arrested_cells_neither_grow_nor_shrink_much() -> None:
    still = 0.018 / (np.log(2.0) / 2.0 + 0.018)  # division that makes up for deaths, of a line that doubles in two days
    assert grown(still, doubling_h=48.0).growth_rate_value[0] == pytest.approx(0.0, abs=1e-9)
    assert grown(0.0, death=4.0).growth_rate_value[0] < 0


@given(division=st.floats(0, 1), less=st.floats(0, 1), doubling=st.floats(20, 120))
def test_a_deeper_block_inhibits_more(division: float, less: float, doubling: float) -> None:
    deep, shallow = grown(division * less, doubling_h=doubling), grown(division, doubling_h=doubling)
    assert deep.growth_inhibition[0] >= shallow.growth_inhibition[0] - 1e-12  # rounding
    assert deep.growth_inhibition[0] <= 1


def test_the_growth_rate_value_of_a_slow_line_is_lower_by_the_deaths_it_cannot_make_up_for() -> None:
    """Death is a rate per day, not a share of division; without it the value does not depend on the doubling time."""
    fast, slow = (grown(0.5, doubling_h=hours).growth_rate_value[0] for hours in (24.0, 96.0))
    assert slow < fast < slow + 0.1

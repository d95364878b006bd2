"""Payload in the cell derived again."""

import math

import pytest
from tests.second_look.sources import EVIDENCE, measured, published, value


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("payload_degradation_half_life", 18, 25), ("payload_efflux_half_life", 44, 73)],
)
def test_half_times_are_the_geometric_means_of_three_lines(name: str, low: float, high: float) -> None:
    """maass2016: degradation 18 to 25 h, efflux 44 to 73 h."""
    assert value(name) == pytest.approx(math.sqrt(low * high), rel=0.002)
    below, above = EVIDENCE.parameters[name].prior.interval95(value(name))
    assert below < low
    assert above > high


def test_molecules_on_an_antibody() -> None:
    assert value("payload_DM1_DAR") == published("P483", "1")
    assert value("payload_DXd_DAR") == published("P484", "1")


def test_dxd_crosses_membranes_as_published() -> None:
    assert value("payload_DXd_efflux") == published("P492", "1/h")
    assert value("payload_DXd_influx") == published("P491", "1/h")


def test_the_volume_of_a_cell_is_the_one_the_potencies_were_fitted_in() -> None:
    row = next(item for item in EVIDENCE.quantities if item.id == "Q142")
    assert row.references == ("scheuher2023",)
    assert value("payload_cell_volume") == measured("Q142")

from typing import Any

import pytest
from tests.reference.networks import clocked, document, signalling

from her2sim.network import check_dimensions, from_document, load_network, to_document


def findings(change: dict[str, tuple[str, str]]) -> list[str]:
    """Violations after replacing assignments or parameter units of the signalling network."""
    broken: dict[str, Any] = to_document(signalling())
    for name, (field, value) in change.items():
        for item in (*broken["assignments"], *broken["parameters"]):
            if item["name"] == name:
                item[field] = value
    return [str(item) for item in check_dimensions(from_document(broken))]


def test_a_sound_network_has_no_findings():
    assert check_dimensions(signalling()) == []


def test_rates_that_read_the_time_have_units_too():
    assert [str(item) for item in check_dimensions(clocked())] == []


@pytest.mark.parametrize(
    ("law", "message"),
    [
        ("sin(time)", "the argument of sin is in hour"),
        ("piecewise(k, time < 5, k)", "compares hour and 1"),
        ("piecewise(k, A > 1, time)", "compares hour**-1 and hour"),
        ("k*floor(time)", "the argument of floor is in hour"),
    ],
)
def test_a_planted_error_in_a_rate_of_time_is_found(law: str, message: str):
    planted = document({"A": "1"}, {"k": (1.0, "1/h")}, [([], ["A"], "law")], assignments={"law": (law, "1/h")})
    assert f"assignment law: {message}" in str(check_dimensions(from_document(planted))[0])


@pytest.mark.parametrize(
    ("name", "field", "value", "message"),
    [
        ("free", "expression", "1/(1 + drug_nM)", "assignment free: adds 1 and nM"),
        ("level", "expression", "exp(signal)", "assignment level: the argument of exp is in molecule"),
        ("level", "expression", "min(signal, 1)", "assignment level: compares molecule and 1"),
        ("activity", "expression", "signal/half*F**signal", "assignment activity: the exponent signal is in molecule"),
        ("activity", "expression", "signal**F/half**F", "assignment activity: a quantity with a unit is raised to F"),
        ("free", "unit", "nM", "assignment free: is in 1, declared nM"),
        ("k_off", "unit", "1/day", "reaction D>R+R (rate k_off): the flux is in 0.04167 "),
        ("k_on", "unit", "1/nM/h", "reaction R+R>D (rate k_on): the flux is in"),
        ("k_deg", "unit", "1/parsnip", "k_deg: unit '1/parsnip' is not known"),
    ],
)
def test_a_planted_error_is_found_where_it_is(name: str, field: str, value: str, message: str):
    assert any(finding.startswith(message) for finding in findings({name: (field, value)})), findings(
        {name: (field, value)}
    )


def test_one_flux_cannot_change_molecules_and_shares_alike():
    mixed = from_document(document({"A": "molecule", "B": "1"}, {"k": (1.0, "1/h")}, [(["A"], ["B"], "k")]))
    assert "different units" in str(check_dimensions(mixed)[0])


def test_every_rate_law_of_the_shipped_network_has_the_right_units():
    assert [str(item) for item in check_dimensions(load_network())] == []

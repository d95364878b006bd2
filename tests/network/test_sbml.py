"""What SBML means by each of its elements, on models small enough to do by hand."""

import math as real
import re
from pathlib import Path

import numpy as np
import pytest
from tests.reference.events_twin import course
from tests.reference.sbml_texts import (
    assignment_rule,
    compartment,
    event,
    function,
    initial_assignment,
    parameter,
    rate_rule,
    reaction,
    read,
    read_text,
    sbml,
    slopes,
    species,
    values,
)

from her2sim.network import canonical_json, parse_network
from her2sim.network.expression import to_text

BASE = (compartment(size=2.0), species("A", 'initialAmount="4"'), species("B", 'initialConcentration="3"'))


def test_a_species_holds_its_amount_and_has_a_concentration(tmp_path: Path):
    model = read(tmp_path, *BASE)
    assert values(model.network, "A", "A_concentration", "B", "B_concentration") == [4.0, 2.0, 6.0, 3.0]
    assert (model.value["A"], model.amount["A"], model.concentration["A"]) == (
        "A_concentration",
        "A",
        "A_concentration",
    )


def test_a_species_stands_for_its_concentration_unless_it_has_only_substance_units(tmp_path: Path):
    rules = (parameter("p", None, constant=False), parameter("q", None, constant=False))
    made = (assignment_rule("p", "A"), assignment_rule("q", "D"))
    amounts = species("D", 'initialAmount="4"', more="hasOnlySubstanceUnits=true")
    network = read(tmp_path, *BASE, amounts, *rules, *made).network
    assert values(network, "p", "q") == [2.0, 4.0]


def test_without_a_volume_a_species_stands_for_its_amount(tmp_path: Path):
    flat = (compartment(size=None, dimensions=0), species("A", 'initialAmount="4"'))
    model = read(tmp_path, *flat, parameter("p", None, constant=False), assignment_rule("p", "2*A"))
    assert values(model.network, "p") == [8.0]
    assert model.concentration == {}


def test_a_reaction_moves_amounts_by_its_rate_and_stoichiometry(tmp_path: Path):
    network = read(tmp_path, *BASE, reaction("R", "2*A", "B 0.5*B", "3*A")).network
    assert values(network, "R") == [6.0]
    assert slopes(network, "A", "B") == [-12.0, 9.0]


def test_a_species_on_both_sides_changes_by_the_difference(tmp_path: Path):
    network = read(tmp_path, *BASE, reaction("R", "A", "2*A", "A"), reaction("Q", "B", "B", "A")).network
    assert slopes(network, "A", "B") == [2.0, 0.0]


@pytest.mark.parametrize("flag", ["boundaryCondition=true", "constant=true boundaryCondition=true"])
def test_reactions_leave_boundary_and_constant_species_alone(tmp_path: Path, flag: str):
    network = read(tmp_path, *BASE, species("D", more=flag), reaction("R", "D", "A", "D")).network
    assert slopes(network, "A", "D") == [0.5, 0.0]


def test_a_reaction_without_formula_does_nothing(tmp_path: Path):
    assert slopes(read(tmp_path, *BASE, reaction("R", "A", "B", None)).network, "A", "B") == [0.0, 0.0]


def test_the_parameters_of_one_reaction_hide_global_ones_and_can_be_set(tmp_path: Path):
    network = read(
        tmp_path, *BASE, parameter("k", 5.0), reaction("R", "A", "", "k*A", {"k": 0.5}), reaction("Q", "B", "", "k")
    ).network
    assert values(network, "R", "Q") == [1.0, 5.0]
    assert values(network, "R", R_k=3.0) == [6.0]


def test_conversion_factors_scale_what_a_reaction_does_to_a_species(tmp_path: Path):
    factors = (parameter("cf", 10.0), parameter("own", 2.0))
    special = species("D", more='conversionFactor="own"')
    network = read(
        tmp_path, *BASE, special, *factors, reaction("R", "A", "D", "A"), attributes='conversionFactor="cf"'
    ).network
    assert slopes(network, "A", "D") == [-20.0, 4.0]


def test_functions_are_inlined_within_each_other(tmp_path: Path):
    made = (function("twice", "lambda(x, 2*x)"), function("mm", "lambda(x, h, twice(x)/(h + x))"))
    network = read(tmp_path, *BASE, *made, reaction("R", "A", "", "mm(A, twice(1))")).network
    assert values(network, "R") == [1.0]


def test_initial_assignments_and_rules_stand_in_any_order(tmp_path: Path):
    network = read(
        tmp_path,
        *BASE,
        parameter("p", 7.0),
        parameter("q", None, constant=False),
        parameter("r", 1.5),
        initial_assignment("p", "q + A"),
        initial_assignment("A", "B/r"),
        assignment_rule("q", "A*time + B*10"),
    ).network
    assert values(network, "p", "A", "A_concentration") == [32.0, 4.0, 2.0]
    assert values(network, "p", "A", "q", t=2.0, r=3.0) == [31.0, 2.0, 32.0]
    assert values(network, "p", B=0.0) == [32.0]  # what is computed at time 0 stays


def test_an_assignment_rule_gives_a_species_its_concentration(tmp_path: Path):
    network = read(tmp_path, *BASE, species("D", more="boundaryCondition=true"), assignment_rule("D", "3*A")).network
    assert values(network, "D", "D_concentration") == [12.0, 6.0]


def test_a_rate_rule_makes_a_parameter_a_state(tmp_path: Path):
    made = (parameter("p", 0.5, constant=False), rate_rule("p", "A - p"))
    network = read(tmp_path, *BASE, *made).network
    assert slopes(network, "p") == [1.5]
    assert "p" not in network.parameter_index


def test_a_rate_rule_of_a_concentration_follows_the_volume(tmp_path: Path):
    """(A/V)' = 0.4 with V = 2, V' = 0.2 and A/V = 2 is A' = 0.4*2 + 2*0.2."""
    grows = (compartment(size=2.0, constant=False), species("A", 'initialAmount="4"', more="boundaryCondition=true"))
    network = read(tmp_path, *grows, rate_rule("A", "0.4"), rate_rule("C", "0.2")).network
    assert slopes(network, "A", "C") == pytest.approx([1.2, 0.2], rel=1e-14)


def test_a_rate_rule_follows_a_volume_that_a_rule_computes(tmp_path: Path):
    """V = 2 + t**2 grows by 2t: at t = 3, V = 11 and V' = 6."""
    grows = (compartment(size=None, constant=False), species("A", 'initialAmount="4"', more="boundaryCondition=true"))
    network = read(tmp_path, *grows, rate_rule("A", "0.4"), assignment_rule("C", "2 + time^2")).network
    assert slopes(network, "A", t=3.0) == pytest.approx([0.4 * 11 + 4 / 11 * 6], rel=1e-14)


def test_rate_of_is_the_rate_of_what_a_symbol_stands_for(tmp_path: Path):
    """A/V with A = 4, A' = -3, V = 2, V' = 0.5 changes by (-3 - 2*0.5)/2."""
    made = (compartment(size=2.0, constant=False), species("A", 'initialAmount="4"'), rate_rule("C", "0.5"))
    rules = (parameter("p", None, constant=False), parameter("k", 1.0), assignment_rule("p", "rateOf(A) + rateOf(k)"))
    network = read(tmp_path, *made, *rules, reaction("R", "A", "", "3")).network
    assert values(network, "p") == [-2.0]


def test_a_stoichiometry_may_be_named_assigned_and_changed(tmp_path: Path):
    made = (initial_assignment("m", "1 + 1"), rate_rule("n", "0.5"))
    network = read(tmp_path, *BASE, *made, reaction("R", "m=?*A", "n=3*B fixed=2*B", "1")).network
    assert slopes(network, "A", "B", "n") == [-2.0, 5.0, 0.5]
    assert values(network, "fixed", "m") == [2.0, 2.0]


def test_events_change_states_by_amount_and_keep_their_order(tmp_path: Path):
    network = read(
        tmp_path,
        *BASE,
        parameter("p", 1.0, constant=False),
        event("E", "A < 1 && time >= 2", {"A": "p + 1", "p": "A"}, at_start=False),
        event("F", "time > 3", {"p": "0"}),
    ).network
    first, second = network.events
    changes = {network.species[place].name: to_text(value) for place, value in first.changes}
    assert changes == {"A": "(p + 1)*C", "p": "A_concentration"}
    assert to_text(first.trigger) == "A_concentration < 1 and time >= 2"
    assert (first.at_start, second.at_start, second.name) == (False, True, "F")


def test_a_delay_of_zero_is_none(tmp_path: Path):
    late = event(
        "E",
        "time > 1",
        {"p": "0"},
        more='<delay><math xmlns="http://www.w3.org/1998/Math/MathML"><cn> 0 </cn></math></delay>',
    )
    assert read(tmp_path, *BASE, parameter("p", 1.0, constant=False), late).network.events


def test_the_whole_part_in_a_rate_is_a_state_that_events_keep(tmp_path: Path):
    """x' = -floor(x) from 2.5: -2 until x = 2 at 0.25, then -1 until x = 1 at 1.25, then 0."""
    network = read(tmp_path, parameter("x", 2.5, constant=False), rate_rule("x", "-floor(x)")).network
    times = np.array([0.0, 0.25, 1.0, 1.25, 3.0])
    found = course(network, network.parameter_values, times, ("x",))[:, 0]
    np.testing.assert_allclose(found, [2.5, 2.0, 1.25, 1.0, 1.0], atol=1e-9)  # events are found within 1e-12


def test_a_whole_part_follows_what_an_event_makes_of_it(tmp_path: Path):
    """y' = ceil(x), and x jumps from 0.5 to 7.5 at 1."""
    made = (parameter("x", 0.5, constant=False), parameter("y", 0.0, constant=False), rate_rule("y", "ceil(x)"))
    network = read(tmp_path, *made, event("E", "time >= 1", {"x": "7.5"})).network
    found = course(network, network.parameter_values, np.array([1.0, 2.0]), ("y",))[:, 0]
    np.testing.assert_allclose(found, [1.0, 9.0], atol=1e-9)


def test_a_network_from_sbml_is_written_and_read_like_any_other(tmp_path: Path):
    network = read(
        tmp_path,
        *BASE,
        parameter("p", 1.0, constant=False),
        parameter("q", None, constant=False),
        assignment_rule("q", "piecewise(A, A > 1 || time < 2, xor(A > 1, B > 2), 4, -A)"),
        event("E", "!(A < 1)", {"p": "floor(A) + abs(-B)"}),
    ).network
    assert parse_network(canonical_json(network)) == network


def test_totals_that_reactions_conserve_are_found(tmp_path: Path):
    network = read(tmp_path, *BASE, reaction("R", "2*A", "B", "A"), reaction("Q", "B", "2*A", "0.1*B")).network
    assert [dict(total.terms) for total in network.conserved] == [{0: 1.0, 1: 2.0}]


def test_a_total_that_an_event_changes_is_not_conserved(tmp_path: Path):
    network = read(tmp_path, *BASE, reaction("R", "A", "B", "A"), event("E", "time > 1", {"A": "1"})).network
    assert network.conserved == ()


def test_identifiers_that_python_reserves_get_an_underscore(tmp_path: Path):
    model = read(
        tmp_path, *BASE, parameter("lambda", 0.5), parameter("log", 2.0), reaction("time", "A", "", "lambda*log*A")
    )
    assert values(model.network, "time_") == [2.0]
    assert (model.value["lambda"], model.value["log"], model.value["time"]) == ("lambda_", "log_", "time_")


def test_a_model_of_parameters_alone_gets_an_idle_state(tmp_path: Path):
    network = read(
        tmp_path, parameter("p", 2.0), parameter("q", None, constant=False), assignment_rule("q", "p*time")
    ).network
    assert [item.name for item in network.species] == ["idle"]
    assert values(network, "q", t=3.0) == [6.0]


def test_level_1_counts_amounts_and_fractions(tmp_path: Path):
    text = sbml(
        '<compartment name="C" volume="2"/>',
        '<species name="A" initialAmount="4" compartment="C"/>',
        '<parameter name="k" value="0.5"/>',
        '<reaction name="R"><listOfReactants><speciesReference species="A" stoichiometry="2" denominator="3"/>'
        '</listOfReactants><kineticLaw formula="k*pow(A, 2)*log(exp(1))"/></reaction>',
        level="1",
        version="2",
    )
    text = text.replace('id="small"', 'name="small"').replace("level1/version2", "level1")
    network = read_text(tmp_path, text).network
    assert slopes(network, "A") == pytest.approx([-4 / 3], rel=1e-14)


FORMULAS = {
    "sec(x)*cos(x)": 1.0,
    "csc(x)*sin(x)": 1.0,
    "cot(x)*tan(x)": 1.0,
    "sech(x)*cosh(x)": 1.0,
    "csch(x)*sinh(x)": 1.0,
    "coth(x)*tanh(x)": 1.0,
    "sec(arcsec(2))": 2.0,
    "csc(arccsc(2))": 2.0,
    "cot(arccot(2))": 2.0,
    "sech(arcsech(0.5))": 0.5,
    "csch(arccsch(0.5))": 0.5,
    "coth(arccoth(2))": 2.0,
    "sin(arcsin(0.3)) + cos(arccos(0.3)) + tan(arctan(0.3))": 0.9,
    "sinh(arcsinh(2)) + cosh(arccosh(2)) + tanh(arctanh(0.5))": 4.5,
    "log(3, 81)": 4.0,
    "log10(1000)": 3.0,
    "ln(exp(x))": 0.7,
    "root(3, 27)": 3.0,
    "sqrt(16)": 4.0,
    "factorial(5)": 120.0,
    "factorial(y)": 6.0,
    "quotient(-7, 2)": -3.0,
    "rem(7, 4)": 3.0,
    "rem(-7, 4)": -3.0,
    "max(1, x, y, 2)": 3.0,
    "min(5)": 5.0,
    "floor(-1.5) + ceil(-1.5) + abs(-1.5)": -1.5,
    "implies(x > 1, false) + implies(true, x > 1)": 1.0,
    "xor(true, true, true)": 1.0,
    "(x < y) + (x >= y) + 2*(x != y)": 3.0,
    "piecewise(1, x > 5, 2, y == 3, 3)": 2.0,
    "piecewise(1, x, 2)": 1.0,
    "piecewise(x/(y - 3), y != 3, 8)": 8.0,
    "not(x) + (y && x)": 1.0,
    "pi + exponentiale": real.pi + real.e,
    "avogadro": 6.02214179e23,
    "plus() + times()": 1.0,
    "2^-y": 0.125,
    "-(x - y)": 2.3,
    "1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12": 78.0,
}  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_has_the_value_that_mathml_gives_it(tmp_path: Path, formula: str):
    given = (
        parameter("x", 0.7, constant=False),
        parameter("y", 3.0, constant=False),
        parameter("p", None, constant=False),
    )
    moving = (rate_rule("x", "0"), rate_rule("y", "0"))  # so that nothing is computed once and for all
    network = read(tmp_path, *given, *moving, assignment_rule("p", formula)).network
    assert values(network, "p") == pytest.approx([FORMULAS[formula]], rel=1e-12)


def test_infinity_and_what_is_no_number_are_kept(tmp_path: Path):
    made = [assignment_rule(name, text) for name, text in {"p": "inf", "q": "-inf", "r": "nan"}.items()]
    network = read(tmp_path, *(parameter(name, None, constant=False) for name in "pqr"), *made).network
    found = values(network, "p", "q", "r")
    assert found[:2] == [real.inf, -real.inf]
    assert real.isnan(found[2])


def test_where_no_piece_holds_the_value_is_no_number(tmp_path: Path):
    network = read(
        tmp_path, parameter("p", None, constant=False), assignment_rule("p", "piecewise(1, time > 2)")
    ).network
    assert real.isnan(values(network, "p")[0])
    assert values(network, "p", t=3.0) == [1.0]


def test_a_long_sum_is_no_deep_one(tmp_path: Path):
    network = read(tmp_path, *BASE, reaction("R", "A", "", " + ".join(["A"] * 2_000))).network
    assert values(network, "R") == [4_000.0]


def test_a_clash_with_a_made_name_is_avoided(tmp_path: Path):
    model = read(tmp_path, *BASE, parameter("A_concentration", 9.0))
    assert model.concentration["A"] == "A_concentration_"
    assert re.fullmatch(r"[0-9a-f]{64}", model.network.content_hash)

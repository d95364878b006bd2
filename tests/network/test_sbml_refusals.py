"""What is not supported, or broken, is refused with the element's name."""

from itertools import pairwise
from pathlib import Path

import pytest
from tests.reference.sbml_texts import (
    assignment_rule,
    compartment,
    event,
    function,
    initial_assignment,
    math,
    parameter,
    rate_rule,
    reaction,
    read,
    read_text,
    sbml,
    species,
)

from her2sim.errors import InputError, NetworkError
from her2sim.network import read_sbml
from her2sim.network import sbml as reader

BASE = (compartment(), species("A"), parameter("p", 1.0, constant=False), parameter("q", None, constant=False))
_COMP = "http://www.sbml.org/sbml/level3/version1/comp/version1"

_RULE = "assignment rule of q"
_TWICE = f'<eventAssignment variable="p">{math("2")}</eventAssignment></listOfEventAssignments>'

REFUSED: dict[str, tuple[str, ...]] = {
    "algebraic rule 1: algebraic rules": (f"<algebraicRule>{math('A - p')}</algebraicRule>",),
    "event E: delays": (event("E", "p > 1", {"p": "0"}, more=f"<delay>{math('2')}</delay>"),),
    "event E: priorities": (event("E", "p > 1", {"p": "0"}, more=f"<priority>{math('2')}</priority>"),),
    f"{_RULE}: delays": (assignment_rule("q", "delay(A, 1)"),),
    f"{_RULE}: the formula reads what the model does not define": (assignment_rule("q", "A + B"),),
    f"{_RULE}: the formula calls a function": (assignment_rule("q", "f(A)"),),
    f"{_RULE}: function f takes 1": (function("f", "lambda(x, x)"), assignment_rule("q", "f(A, 2)")),
    f"{_RULE}: there are two": (assignment_rule("q", "1"), assignment_rule("q", "2")),
    "assignment rule of nobody: it names": (assignment_rule("nobody", "1"),),
    "parameter p: an assignment rule and something else": (assignment_rule("p", "1"), rate_rule("p", "1")),
    "species A: a rule and a reaction": (rate_rule("A", "1"), reaction("R", "A", "", "1")),
    "reaction R: it names": (reaction("R", "Z", "", "1"),),
    "reaction R: it changes what is no species": (reaction("R", "p", "", "1"),),
    "parameter q: it has no value": (rate_rule("p", "q"),),
    "parameter q: it has no value.": (rate_rule("q", "1"),),
    "species B: it has no initial value": (species("B", ""),),
    "species B: its compartment is none": (species("B", where="p"),),
    "event E: it changes what is no variable": (reaction("R", "A", "", "1"), event("E", "p > 1", {"R": "1"})),
    "event E: it changes a variable twice": (
        event("E", "p > 1", {"p": "1"}).replace("</listOfEventAssignments>", _TWICE),
    ),
    "A: an identifier is used twice": (parameter("A"),),
}  # fmt: skip


@pytest.mark.parametrize("problem", REFUSED)
def test_an_element_that_cannot_be_used_is_named(tmp_path: Path, problem: str):
    with pytest.raises(NetworkError) as caught:
        read(tmp_path, *BASE, *REFUSED[problem])
    assert f"model.xml: {problem}" in str(caught.value)


def test_a_circle_of_rules_is_refused(tmp_path: Path):
    more = (parameter("r", None, constant=False), assignment_rule("q", "r + 1"), assignment_rule("r", "q"))
    with pytest.raises(NetworkError, match="circle") as caught:
        read(tmp_path, *BASE, *more)
    assert "q" in str(caught.value.got)


def test_a_circle_of_starting_values_is_refused(tmp_path: Path):
    with pytest.raises(NetworkError, match="circle"):
        read(tmp_path, *BASE, initial_assignment("p", "A"), initial_assignment("A", "p"))


def test_a_fast_reaction_is_refused(tmp_path: Path):
    text = sbml(*BASE, reaction("R", "A", "", "A"), version="1").replace('id="R"', 'id="R" fast="true"')
    text = text.replace(' useValuesFromTriggerTime="true"', "")
    with pytest.raises(NetworkError, match="reaction R: fast reactions"):
        read_text(tmp_path, text)


def test_a_package_that_is_used_is_refused_by_its_element(tmp_path: Path):
    text = sbml(*BASE, root=f'xmlns:comp="{_COMP}" comp:required="true"')
    assert read_text(tmp_path, text).network.species
    used = text.replace(
        "</model>",
        '<comp:listOfSubmodels><comp:submodel comp:id="s" comp:modelRef="m"/></comp:listOfSubmodels></model>',
    )
    with pytest.raises(NetworkError, match="<listOfSubmodels>: the model needs a package"):
        read_text(tmp_path, used)


HOSTILE = {
    "the file is not XML": "<sbml",
    "the file is not SBML": "<html/>",
    "a document type is declared": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + sbml(*BASE)[38:],
    "elements are nested too deeply": sbml(*BASE).replace("<listOfC", "<a>" * 50_000 + "<listOfC"),
    "the formula is too long": sbml(*BASE).replace("<listOfC", f'<a formula="{"(" * 30_000}"/><listOfC'),
    "there is no model": '<sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"/>',
    "libSBML refuses it": sbml(*BASE, parameter("1x")),
}


@pytest.mark.parametrize("problem", HOSTILE)
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, problem: str):
    with pytest.raises(NetworkError, match=problem):
        read_text(tmp_path, HOSTILE[problem])


def test_a_formula_that_explodes_when_functions_are_inlined_is_refused(tmp_path: Path):
    bomb = [function("f0", "lambda(x, x + x)")] + [
        function(f"f{n}", f"lambda(x, f{n - 1}(f{n - 1}(x)))") for n in range(1, 40)
    ]
    with pytest.raises(NetworkError, match="too large"):
        read(tmp_path, *BASE, *bomb, assignment_rule("q", "f39(A)"))


def test_a_function_that_calls_itself_is_refused(tmp_path: Path):
    with pytest.raises(NetworkError):
        read(tmp_path, *BASE, function("f", "lambda(x, f(x))"), assignment_rule("q", "f(A)"))


def test_a_formula_of_a_hundred_levels_is_refused(tmp_path: Path):
    with pytest.raises(NetworkError, match="too large"):
        read(tmp_path, *BASE, assignment_rule("q", "sin(" * 101 + "A" + ")" * 101))


def test_a_chain_of_rules_of_any_length_is_read(tmp_path: Path):
    names = [f"r{n}" for n in range(3_000)]
    chain = [assignment_rule(name, f"{before} + A") for before, name in pairwise(names)]
    made = [parameter(name, None, constant=False) for name in names[1:]]
    assert len(read(tmp_path, *BASE, parameter("r0"), *made, *chain).network.assignments) > 2_999


def test_a_file_that_is_missing_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(NetworkError, match="no such file"):
        read_sbml(tmp_path / "none.xml")
    monkeypatch.setattr(reader, "_LARGEST_FILE", 10)
    with pytest.raises(NetworkError, match="too large"):
        read(tmp_path, *BASE)


def test_without_libsbml_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reader, "find_spec", lambda name: None)
    with pytest.raises(InputError) as caught:
        read(tmp_path, *BASE)
    assert caught.value.hint == "pip install 'her2sim[sbml]'"

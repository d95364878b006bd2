import json
from pathlib import Path
from typing import Any

import pytest
from tests.reference.networks import document, signalling

from her2sim.errors import NetworkError
from her2sim.network import canonical_json, conserved_totals, from_document, load_network, parse_network, to_document


def small() -> dict[str, Any]:
    return to_document(signalling())


def test_writing_and_reading_keeps_every_byte():
    text = canonical_json(signalling())
    assert canonical_json(parse_network(text)) == text
    assert parse_network(text).content_hash == signalling().content_hash


def test_another_value_gives_another_hash():
    changed = small()
    changed["parameters"][0]["value"] *= 1 + 1e-15
    assert from_document(changed) != signalling()


Keys = tuple[str | int, ...]
PLANTED: dict[str, tuple[Keys, Any]] = {
    "format": (("format",), "her2sim-network/9"),
    "species[3]": (("species", 3), {"name": "Q"}),
    "signal": (("assignments", 0, "name"), "signal"),
    "parameter k_deg": (("parameters", 1, "value"), float("inf")),
    "inputs: drug": (("inputs",), ["drug"]),
    "assignment free": (("assignments", 1, "expression"), "1/(1 + drug_nM/IC5O)"),
    "assignment activity": (("assignments", 2, "expression"), "level"),
    "reactions[0] (>R): rate": (("reactions", 0, "rate"), "synthesi"),
    "reactions[3] (D>R+R)": (("reactions", 3, "products"), [0, 99]),
    "reactions[2]": (("reactions", 2, "reactants"), ["R"]),
    "initial: R": (("initial", 0, 1), "signal"),
    "observable receptor": (("observables", 1, "terms", 0, 0), -1),
    "conserved X_total: reactions[7] (X+Xp+R>C)": (("conserved", 0, "terms", 2, 1), 1.0),
    "reactions": (("reactions",), None),
}


def planted(where: str) -> dict[str, Any]:
    """The signalling network with one element broken."""
    broken = small()
    (*path, last), value = PLANTED[where]
    inner: Any = broken
    for key in path:
        inner = inner[key]
    inner[last] = value
    return broken


@pytest.mark.parametrize("where", PLANTED)
def test_a_broken_element_is_named(where: str):
    with pytest.raises(NetworkError) as caught:
        from_document(planted(where), "her2.json")
    assert str(caught.value).startswith(f"NetworkError: her2.json: {where}")


def test_an_unknown_name_gets_the_nearest_as_hint():
    with pytest.raises(NetworkError) as caught:
        from_document(planted("assignment free"))
    assert caught.value.hint == "IC50"


def test_what_is_not_json_is_refused(tmp_path: Path):
    path = tmp_path / "broken.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(NetworkError, match="not JSON"):
        load_network(path)
    with pytest.raises(NetworkError, match="no such file"):
        load_network(tmp_path / "missing.json")
    with pytest.raises(NetworkError, match="not a JSON object"):
        from_document(json.loads("[]"))
    with pytest.raises(NetworkError, match="there is no network"):
        load_network("her3")


def eventful() -> dict[str, Any]:
    """The signalling network with an event."""
    changed = small()
    changed["conserved"] = []
    changes = [[0, "R0 + X"], [2, "0"]]
    changed["events"] = [{"name": "dose", "trigger": "time >= 5", "changes": changes, "at_start": True}]
    return changed


def test_events_are_written_and_read_back():
    network = from_document(eventful())
    text = canonical_json(network)
    assert parse_network(text).events == network.events
    assert network.events[0].changes[0][0] == 0
    assert canonical_json(parse_network(text)) == text


def test_without_events_there_is_no_word_of_them():
    assert "events" not in to_document(signalling())


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("trigger", "time", "event dose: the trigger is no condition"),
        ("trigger", "thyme > 2", "event dose: 'thyme' is not known here"),
        ("changes", [[99, "1"]], "event dose: an index points to no species"),
        ("changes", [[0, "R00"]], "event dose: 'R00' is not known here"),
        ("at_start", "yes", "events[0]: malformed element"),
    ],
)
def test_a_broken_event_is_named(field: str, value: Any, message: str):
    broken = eventful()
    broken["events"][0][field] = value
    with pytest.raises(NetworkError) as caught:
        from_document(broken)
    assert message in str(caught.value)


def test_the_name_time_is_reserved():
    taken = document({"time": "1"}, {}, [])
    with pytest.raises(NetworkError, match="reserved"):
        from_document(taken)


def test_an_event_takes_its_species_out_of_every_total():
    changed = eventful()
    changed["conserved"] = small()["conserved"]
    with pytest.raises(NetworkError, match="event dose"):
        from_document(changed)


def test_a_rate_law_written_as_one_reaction_a_species_conserves_what_one_reaction_would():
    shared = {"rule": "R", "reactants": [], "rate": "law"}
    parts = [shared | {"products": [0], "factor": -1.5}, shared | {"products": [1], "factor": 0.5}]
    network = document({"A": "1", "B": "1"}, {"k": (1.0, "1/h")}, [], assignments={"law": ("k*A", "1/h")})
    totals = conserved_totals(from_document(network | {"reactions": parts}))
    assert [dict(total.terms) for total in totals] == [{0: 1.0, 1: 3.0}]


def test_conserved_totals_are_found_with_their_weights():
    totals = conserved_totals(signalling())
    by_species = [{signalling().species[place].name: weight for place, weight in total.terms} for total in totals]
    assert {"X": 1.0, "Xp": 1.0, "C": 2.0} in by_species
    assert {"Z": 1.0} in by_species
    assert len(by_species) == 2


def test_species_made_from_nothing_are_in_no_total():
    open_network = from_document(
        document(
            {"A": "molecule", "B": "molecule"},
            {"k": (1.0, "1/h"), "s": (1.0, "molecule/h")},
            [([], ["A"], "s"), (["A"], ["B"], "k")],
        )
    )
    assert conserved_totals(open_network) == ()


def test_the_shipped_network_is_written_in_canonical_form():
    network = load_network()
    assert parse_network(canonical_json(network)) == network
    assert set(network.inputs) >= {"trastuzumab_nM", "pertuzumab_nM", "lapatinib_nM", "alpelisib_nM"}

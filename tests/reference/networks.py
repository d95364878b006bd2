"""Small networks for tests, written as the artefact's own JSON document."""

from typing import Any

import numpy as np

from her2sim.network import Network, from_document


def document(
    species: dict[str, str],
    parameters: dict[str, tuple[float, str]],
    reactions: list[tuple[list[str], list[str], str]],
    *,
    assignments: dict[str, tuple[str, str]] | None = None,
    observables: dict[str, dict[str, float]] | None = None,
    initial: dict[str, str | float] | None = None,
    inputs: list[str] | None = None,
    conserved: dict[str, dict[str, float]] | None = None,
) -> dict[str, Any]:
    place = {name: number for number, name in enumerate(species)}
    return {
        "format": "her2sim-network/1",
        "name": "small",
        "version": "1",
        "modules": [],
        "species": [{"name": name, "unit": unit} for name, unit in species.items()],
        "parameters": [{"name": n, "value": value, "unit": unit} for n, (value, unit) in parameters.items()],
        "inputs": inputs or [],
        "assignments": [
            {"name": n, "expression": text, "unit": unit} for n, (text, unit) in (assignments or {}).items()
        ],
        "observables": [
            {"name": n, "terms": [[place[key], c] for key, c in terms.items()], "unit": species[next(iter(terms))]}
            for n, terms in (observables or {}).items()
        ],
        "reactions": [_reaction(place, *reaction) for reaction in reactions],
        "initial": [[place[name], value] for name, value in (initial or {}).items()],
        "conserved": [
            {"name": n, "terms": [[place[key], c] for key, c in terms.items()]}
            for n, terms in (conserved or {}).items()
        ],
    }


def _reaction(place: dict[str, int], left: list[str], right: list[str], rate: str) -> dict[str, Any]:
    return {
        "rule": f"{'+'.join(left)}>{'+'.join(right)}",
        "reactants": [place[name] for name in left],
        "products": [place[name] for name in right],
        "factor": 1.0,
        "rate": rate,
    }


def decay() -> Network:
    """A > nothing, first order: A(t) = A0 exp(-k t)."""
    return from_document(
        document(
            {"A": "molecule"},
            {"k": (0.1, "1/h"), "A0": (1000.0, "molecule")},
            [(["A"], [], "k")],
            observables={"A_total": {"A": 1.0}},
            initial={"A": "A0"},
        )
    )


def two_compartments() -> Network:
    """A drug in two compartments, eliminated from the central one (nM)."""
    return from_document(
        document(
            {"central": "nM", "peripheral": "nM"},
            {"k_out": (0.2, "1/h"), "k_back": (0.1, "1/h"), "k_el": (0.05, "1/h")},
            [
                (["central"], ["peripheral"], "k_out"),
                (["peripheral"], ["central"], "k_back"),
                (["central"], [], "k_el"),
            ],
            observables={"drug": {"central": 1.0}},
        )
    )


_SIGNALLING_PARAMETERS = {
    "R0": (2e4, "molecule"),
    "k_deg": (0.05, "1/h"),
    "k_on": (2e-4, "1/molecule/h"),
    "k_off": (0.5, "1/h"),
    "k_cat": (2e-3, "1/molecule/h"),
    "k_back": (6.0, "1/h"),
    "k_tri": (1e-12, "1/molecule**2/h"),
    "k_fast": (0.3, "1/h"),
    "hill": (2.5, "1"),
    "half": (4e3, "molecule"),
    "X0": (1e4, "molecule"),
    "drug_nM": (3.0, "nM"),
    "IC50": (10.0, "nM"),
}
_SIGNALLING_REACTIONS: list[tuple[list[str], list[str], str]] = [
    ([], ["R"], "synthesis"),
    (["R"], [], "k_deg"),
    (["R", "R"], ["D"], "k_on"),
    (["D"], ["R", "R"], "k_off"),
    (["D"], [], "k_deg"),
    (["D", "X"], ["D", "Xp"], "k_phos"),
    (["Xp"], ["X"], "k_back"),
    (["X", "Xp", "R"], ["C"], "k_tri"),
    (["C"], ["X", "Xp", "R"], "k_off"),
    ([], ["F"], "f_make"),
    (["F"], [], "k_fast"),
    (["F", "Xp"], ["F", "X"], "k_back"),
]
_SIGNALLING_ASSIGNMENTS = {
    "share": ("1/(1 + k_deg/k_off)", "1"),
    "free": ("1/(1 + drug_nM/IC50)", "1"),
    "activity": ("signal**hill/(half**hill + signal**hill)", "1"),
    "level": ("min(activity*free, 0.9) + max(F, 0)", "1"),
    "f_make": ("k_fast*activity*exp(-Xp/X0)/(1 + sqrt(level))", "1/h"),
    "k_phos": ("k_cat*free*(1 - 0.5*level/(1 + level))", "1/molecule/h"),
    "synthesis": ("k_deg*R0*(1 + log(1 + level))*(2 - F**2)", "molecule/h"),
}


def signalling() -> Network:
    """Receptors that dimerise, signal through an adaptor with a Hill law, and are re-expressed under feedback.

    Every kind of rate law the artefact has: zero, first and second order, identical partners, a catalyst, three
    partners, a reactionless species, rates that read observables through chains of assignments, and a drug input.
    """
    return from_document(
        document(
            {"R": "molecule", "D": "molecule", "X": "molecule", "Xp": "molecule", "F": "1", "C": "molecule", "Z": "1"},
            _SIGNALLING_PARAMETERS,
            _SIGNALLING_REACTIONS,
            assignments=_SIGNALLING_ASSIGNMENTS,
            observables={"signal": {"Xp": 1.0, "C": 0.5}, "receptor": {"R": 1.0, "D": 2.0, "C": 1.0}},
            initial={"R": "R0*share", "X": "X0", "F": 0.01},
            inputs=["drug_nM"],
            conserved={"X_total": {"X": 1.0, "Xp": 1.0, "C": 2.0}},
        )
    )


def runaway() -> Network:
    """Autocatalysis of second order: A grows without bound in finite time, 1/(k A0) hours."""
    return from_document(
        document(
            {"A": "molecule"},
            {"k": (1e-3, "1/molecule/h"), "A0": (100.0, "molecule")},
            [(["A", "A"], ["A", "A", "A"], "k")],
            observables={"A_total": {"A": 1.0}},
            initial={"A": "A0"},
        )
    )


def switch() -> Network:
    """Self-activation with a threshold: two rests, near 0 and near 1, and the start decides."""
    return from_document(
        document(
            {"S": "1"},
            {"k": (1.0, "1/h"), "start": (0.1, "1"), "leak": (0.01, "1/h")},
            [([], ["S"], "make"), (["S"], [], "k")],
            assignments={"make": ("leak + k*S**4/(0.5**4 + S**4)", "1/h")},
            observables={"level": {"S": 1.0}},
            initial={"S": "start"},
        )
    )


def clocked() -> Network:
    """Rate laws that read the time, in pieces, with the functions that periodic and saturating laws use."""
    return from_document(
        document(
            {"A": "1", "B": "1"},
            {"k": (0.7, "1/h"), "period": (24.0, "h"), "late": (5.0, "h")},
            [([], ["A"], "day"), (["A"], ["B"], "pulse"), (["B"], [], "leaving")],
            assignments={
                "day": ("k*(1 + sin(6.283185307179586*time/period))*exp(-abs(A - B))", "1/h"),
                "pulse": (
                    "piecewise(k*A, time < late and not A > 3, k/(1 + time/late), B > 1 or time >= 2*late, 0)",
                    "1/h",
                ),
                "leaving": ("k*tanh(B)*cos(A)**2 + k*floor(time/period)*(A <= B)", "1/h"),
            },
            initial={"A": 0.5, "B": 0.2},
        )
    )


def meaningful(network: Network, rows: np.ndarray) -> np.ndarray:
    """Scattered parameters of the shipped network (N, P) as they can be: structures as they are, shares at most one."""
    structures = [place for name, place in network.parameter_index.items() if name.startswith("variant_")]
    shares = [
        place
        for name, place in network.parameter_index.items()
        if network.unit_of(name) == "1" and network.parameter_values[place] < 1.0
    ]
    found = rows.copy()
    found[:, structures] = network.parameter_values[structures]
    found[:, shares] = np.minimum(found[:, shares], 1.0)
    return found

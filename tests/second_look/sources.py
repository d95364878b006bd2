"""What the second looks start from: recorded facts and the network's own formulas, never the modules' source.

Facts are published values, measured quantities, drug records and findings; formulas are the assignments of the shipped
network, evaluated one name at a time by the slow twin of the engine.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import pytest
from tests.reference.rates_twin import everything, value_of

from her2sim.engine import steady_state
from her2sim.evidence import load_evidence
from her2sim.network import load_network
from her2sim.network.expression import Expression
from her2sim.units import convert, to_model

EVIDENCE = load_evidence()
NETWORK = load_network()
MOLECULES_PER_NM_PL = 602.214
"""1e-9 mol/L in 1e-12 L, times 6.02214e23 /mol"""
ROUNDED = 0.006
"""three printed digits: half a unit in the third of the worst case, 1.00"""
SERUM = 0.10
"""share of serum in medium"""
BODY_KG = 70.0
IGG_G_MOL = 148_000.0
TWOFOLD = 2.0
"""how far two laboratories lie apart: the range that the published table gives each of its potencies"""
ATP_FACTOR = 100.0
"""how much weaker an inhibitor that competes with ATP may look in a cell: 1 to 5 mM ATP over a Km of 50 uM or more"""


def value(name: str) -> float:
    """Of the record, in the unit it is written in."""
    return EVIDENCE.parameters[name].value


def interval(name: str) -> tuple[float, float]:
    """The prior's 95 % range, in the unit the record is written in."""
    record = EVIDENCE.parameters[name]
    return record.prior.interval95(record.value)


def half_life_h(name: str) -> float:
    """ln 2 over a rate, h."""
    record = EVIDENCE.parameters[name]
    return math.log(2) / to_model(record.value, record.unit)


def published(key: str, unit: str | None = None) -> float:
    """Of the published table, in `unit`."""
    row = EVIDENCE.published[key]
    return row.value if unit is None else convert(row.value, row.unit, unit)


def published_range(key: str, unit: str) -> tuple[float, float]:
    """Low and high of a row of the published table, in `unit`."""
    row = EVIDENCE.published[key]
    assert row.low is not None
    assert row.high is not None
    return convert(row.low, row.unit, unit), convert(row.high, row.unit, unit)


def measured(key: str) -> float:
    """Of a quantity, as printed."""
    found = next(quantity.value for quantity in EVIDENCE.quantities if quantity.id == key)
    assert found is not None
    return found


def measured_range(key: str) -> tuple[float, float]:
    """Low and high of a quantity, as printed."""
    found = next(quantity for quantity in EVIDENCE.quantities if quantity.id == key)
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def per_cell(nanomolar: float, picolitre: float = 1.0) -> float:
    """Molecules in a cell of that volume."""
    return nanomolar * picolitre * MOLECULES_PER_NM_PL


def copies(**rows: tuple[str, ...]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Parametrises a test over amounts that are the sum of rows of the published table."""
    return pytest.mark.parametrize(("name", "keys"), list(rows.items()))


def guesses(mechanism: str) -> None:
    """Skip, visibly, if every number of a mechanism is a guess; fail once one is not."""
    records = [record for record in EVIDENCE.parameters.values() if record.mechanism == mechanism]
    sourced = [record.name for record in records if record.status != "assumption"]
    assert sourced == [], f"these have a source now and need a second look: {sourced}"
    pytest.skip(f"{mechanism}: all {len(records)} numbers are assumptions; there is nothing to derive them from")


class _Known(dict[str, float]):
    """Values by name; an assignment is computed when it is first asked for."""

    def __missing__(self, name: str) -> float:
        if name not in _ASSIGNED:
            raise KeyError(f"{name} is an amount: give it")
        self[name] = value_of(_ASSIGNED[name], self)
        return self[name]


_ASSIGNED: dict[str, Expression] = {item.name: item.expression for item in NETWORK.assignments}
_NAMES = {item.name for item in (*NETWORK.parameters, *NETWORK.observables, *NETWORK.assignments)}
_RECORDED = {
    item.name: to_model(EVIDENCE.parameters[item.name].value, EVIDENCE.parameters[item.name].unit)
    for item in NETWORK.parameters
    if item.name in EVIDENCE.parameters
} | dict.fromkeys(NETWORK.inputs, 0.0)


def evaluate(name: str, **given: float) -> float:
    """An assignment of the network at given amounts, in model units; no drug, parameters as recorded, unless given.

    Raises:
        KeyError: it reads an amount that is not given, or a name that is given is none of the network's.
    """
    unknown = given.keys() - _NAMES
    if unknown:
        raise KeyError(f"the network has no {', '.join(sorted(unknown))}")
    return _Known(_RECORDED | given)[name]


def per_second(name: str) -> float:
    """A rate of the network, whether it is a parameter or follows from some, 1/s."""
    return evaluate(name) / 3600


def fold(name: str, low: dict[str, float], high: dict[str, float]) -> float:
    """An assignment at one set of amounts over itself at another."""
    return evaluate(name, **high) / evaluate(name, **low)


def target(drug: str, where: str) -> float:
    """Potency at a purified target (the value of the drug record), nM; the lowest if there are several measures."""
    found = [item.value for item in EVIDENCE.drugs[drug].targets if item.target == where and item.value is not None]
    return min(found)


def unbound(drug: str) -> float:
    """Share of the drug that plasma proteins leave free."""
    record = EVIDENCE.drugs[drug].fraction_unbound
    assert record is not None
    assert record.value is not None
    return record.value


def free_in_medium(drug: str) -> float:
    """Share that a tenth of serum leaves free: bound over free grows with the proteins there are."""
    return 1 / (1 + SERUM * (1 / unbound(drug) - 1))


def growth_halved_nM(drug: str, cells: str) -> tuple[float, float]:
    """Free concentrations that halve growth (or a signal) in these cells: low, high, nM."""
    found = [item for item in EVIDENCE.drugs[drug].potency if item.target == cells and item.unit == "nM"]
    lows = [item.low if item.value is None else item.value for item in found]
    highs = [item.high if item.value is None else item.value for item in found]
    share = free_in_medium(drug)
    return share * min(x for x in lows if x is not None), share * max(x for x in highs if x is not None)


def average_free_nM(drug: str, place: int = 0) -> float:
    """Free concentration in plasma over a dosing interval: dose over clearance, times what is unbound, nM."""
    record, regimen = EVIDENCE.drugs[drug], EVIDENCE.drugs[drug].regimens[place]
    clearance = record.pk[0].parameters["CL"]
    litres_a_day = convert(clearance.value, clearance.unit, "L/day")
    milligrams = regimen.dose * {"mg": 1.0, "mg/kg": BODY_KG, "mg/m2": 1.75}[regimen.unit]
    weight = record.molecular_weight
    grams_a_mole = IGG_G_MOL if weight is None or weight.value is None else weight.value
    return milligrams / regimen.every_day / litres_a_day / grams_a_mole * 1e6 * unbound(drug)


def held(concentration: float, constant: float) -> float:
    """Share of a target that a reversible drug holds at balance."""
    return concentration / (concentration + constant)


def check_open_share(readout: str, **constants: str) -> None:
    """A reversible drug leaves all of its target at none of it, half at its constant, nothing at much of it.

    Args:
        constants: by drug, the parameter that holds its constant.
    """
    assert evaluate(readout) == 1.0
    for drug, constant in constants.items():
        half = to_model(value(constant), "nM")
        assert evaluate(readout, **{f"{drug}_nM": half}) == pytest.approx(0.5), drug
        assert evaluate(readout, **{f"{drug}_nM": 1e6 * half}) == pytest.approx(0.0, abs=2e-6), drug
    both = {f"{drug}_nM": to_model(value(constant), "nM") for drug, constant in constants.items()}
    assert evaluate(readout, **both) == pytest.approx(1 / (1 + len(both)))  # they compete for one site


def check_choice(name: str, *, sides: set[float], contradiction: str) -> None:
    """A disputed structure is drawn: every side has weight, the value is one of them, and papers of both are cited."""
    record = EVIDENCE.parameters[name]
    assert record.prior.kind == "choice"
    assert record.value in sides
    assert set(record.prior.values) == sides
    assert sum(record.prior.weights) == pytest.approx(1.0)
    assert min(record.prior.weights) >= 0.1
    assert len(set(record.sources) & set(EVIDENCE.contradictions[contradiction].references)) >= 2, record.sources


@lru_cache(maxsize=1)
def rest() -> dict[str, float]:
    """Every readout of the untreated sensitive reference at its balance, in model units."""
    balance = steady_state(NETWORK, NETWORK.parameter_values[None, :])
    assert balance.status[0].ok
    return everything(NETWORK, NETWORK.parameter_values, balance.values[0])


def plateau(gain: str) -> float:
    """Share of a switch that is on under a full signal: its greatest rate over the rate back, by hand."""
    return value(gain) / (1 + value(gain))

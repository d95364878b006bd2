"""What a mechanism is written with: a thin, checked layer over PySB.

A mechanism declares monomers, rules, derived quantities and observables on a `Draft`. Parameters are never written
in code: `m["k_shed"]` finds the record in the evidence, converts it to model units once and remembers its use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from her2sim.errors import NetworkError
from her2sim.evidence import load_evidence
from her2sim.units import model_unit, to_model

Pattern = Any
"""A PySB pattern, rule or symbolic expression; PySB ships no types."""


@dataclass(frozen=True)
class Mechanism:
    """One mechanism of the review: its rules and the evidence they rest on."""

    name: str
    evidence: tuple[str, ...]
    rules: Callable[[Draft], None]
    needs: tuple[str, ...] = ()
    reductions: tuple[str, ...] = ()
    """simplifications made here, one sentence each; shown by `her2sim model show`"""


@dataclass
class Ledger:
    """What one mechanism put into the model."""

    rules: list[str] = field(default_factory=list[str])
    parameters: list[str] = field(default_factory=list[str])


class Draft:
    """A PySB model under construction.

    Args:
        name: the model's name.
        values: parameter values (model units) that replace the evidence's, for reduced or altered builds.
    """

    def __init__(self, name: str, values: Mapping[str, float] | None = None) -> None:
        import pysb

        self.model: Any = pysb.Model(name, _export=False)
        self.units: dict[str, str] = {}
        self.species_units: dict[str, str] = {}
        self.inputs: list[str] = []
        self.ledgers: dict[str, Ledger] = {}
        self._values = dict(values or {})
        self._records = load_evidence().parameters
        self._current = Ledger()

    def add(self, mechanism: Mechanism) -> None:
        """Write one mechanism's rules into the model.

        Raises:
            NetworkError: a mechanism it needs has not been added.
        """
        for other in mechanism.needs:
            if other not in self.ledgers:
                raise NetworkError(f"{mechanism.name} needs {other}, which comes later or not at all")
        self._current = self.ledgers[mechanism.name] = Ledger()
        mechanism.rules(self)

    def __getitem__(self, name: str) -> Any:
        """A monomer, derived quantity, observable, input or parameter by name.

        Raises:
            NetworkError: nothing of that name exists in the model or the evidence.
        """
        component = self.model.components.get(name)
        return component if component is not None else self._parameter(name)

    def _parameter(self, name: str) -> Any:
        import pysb

        record = self._records.get(name)
        if record is None:
            raise NetworkError(f"{name!r} is neither in the model nor among the parameters of the evidence")
        value = self._values.get(name, to_model(record.value, record.unit))
        parameter = pysb.Parameter(name, value, _export=False)
        self.model.add_component(parameter)
        self.units[name] = model_unit(record.unit)
        self._current.parameters.append(name)
        return parameter

    def input(self, name: str, unit: str) -> Any:
        """A quantity that something outside the network sets (a drug's concentration); 0 until then."""
        import pysb

        parameter = pysb.Parameter(name, 0.0, _export=False)
        self.model.add_component(parameter)
        self.units[name] = unit
        self.inputs.append(name)
        return parameter

    def drug(self, name: str) -> Any:
        """Free concentration of a drug at the cell, nM: the input `<INN>_nM`, made when first asked for."""
        known = self.model.components.get(f"{name}_nM")
        return known if known is not None else self.input(f"{name}_nM", "nM")

    def monomer(self, name: str, unit: str = "molecule", **sites: tuple[str, ...]) -> Any:
        """A molecule type; a site with no states is a bond. `unit` is molecule (per cell), or 1 for a share."""
        import pysb

        states = {site: list(values) for site, values in sites.items() if values}
        monomer = pysb.Monomer(name, list(sites), states, _export=False)
        self.model.add_component(monomer)
        self.species_units[name] = unit
        return monomer

    def derived(self, name: str, expression: Pattern, unit: str) -> Any:
        """A quantity computed from parameters, observables and other derived quantities."""
        import pysb

        component = pysb.Expression(name, expression, _export=False)
        self.model.add_component(component)
        self.units[name] = unit
        return component

    def observable(self, name: str, *patterns: Pattern, per: str = "molecules") -> Any:
        """The amount of what matches one of the patterns: every match, or (`per="species"`) every complex once."""
        import pysb

        total = patterns[0]
        for pattern in patterns[1:]:
            total = total + pattern
        component = pysb.Observable(name, total, match=per, _export=False)
        self.model.add_component(component)
        monomers = {part.monomer.name for pattern in patterns for part in _monomer_patterns(pattern)}
        kinds = {self.species_units[monomer] for monomer in monomers}
        if len(kinds) != 1:
            raise NetworkError(f"observable {name} adds amounts of different units: {sorted(monomers)}")
        self.units[name] = kinds.pop()
        return component

    def rule(self, name: str, rule: Pattern, rate: Pattern | str) -> None:
        """An irreversible rule; `rate` is a component or the name of one."""
        self._add_rule(name, rule, self._named(rate))

    def both(self, name: str, rule: Pattern, forward: Pattern | str, backward: Pattern | str) -> None:
        """A reversible rule."""
        self._add_rule(name, rule, self._named(forward), self._named(backward))

    def initial(self, pattern: Pattern, amount: Pattern | str) -> None:
        """The amount of a species before the drug-free steady state is sought."""
        import pysb

        self.model.add_initial(pysb.Initial(pattern, self._named(amount), _export=False))

    def _named(self, value: Pattern | str) -> Any:
        return self[value] if isinstance(value, str) else value

    def _add_rule(self, name: str, rule: Pattern, *rates: Any) -> None:
        import pysb

        self.model.add_component(pysb.Rule(name, rule, *rates, _export=False))
        self._current.rules.append(name)


def _monomer_patterns(pattern: Pattern) -> list[Any]:
    import pysb

    complexes = pysb.as_reaction_pattern(pattern).complex_patterns
    return [monomer for complex_pattern in complexes for monomer in complex_pattern.monomer_patterns]


def conversion(
    m: Draft, name: str, monomer: str, states: tuple[str, str], rates: tuple[Pattern | str, Pattern | str]
) -> None:
    """A two-state switch of a single-site molecule: first -> second and back."""
    species = m[monomer]
    m.both(name, species(s=states[0]) | species(s=states[1]), *rates)


def saturation(drive: Pattern, half: Pattern, usual: Pattern) -> Pattern:
    """drive / (drive + half) over its value at the usual drive: `half` bends the curve and moves no balance."""
    return drive / (drive + half) * (usual + half) / usual


def lift(m: Draft, gain: str, now: str, usual: str) -> Pattern:
    """(1 + gain * now) / (1 + gain * usual): what a signal lifts, 1 at its usual level. A brake is one over it."""
    return (1 + m[gain] * m[now]) / (1 + m[gain] * m[usual])


def open_share(m: Draft, target: str, drugs: tuple[str, ...], constant: str = "Ki", **folds: Pattern) -> Pattern:
    """`<target>_open`: share of a target that reversible drugs leave free, at balance with the medium.

    Args:
        target: name of the target, as in the parameters `<constant>_<drug>_<target>`.
        drugs: those that compete for the one site.
        folds: by drug, how many times weaker it binds.
    """
    load: Pattern = 0
    for drug in drugs:
        load = load + m.drug(drug) / (m[f"{constant}_{drug}_{target}"] * folds.get(drug, 1))
    return m.derived(f"{target}_open", 1 / (1 + load), "1")

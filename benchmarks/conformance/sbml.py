"""The SBML Test Suite against the reader and the engine, at the engine's default tolerances.

    HER2SIM_SUITES=... python -m benchmarks.conformance.sbml > docs/sbml.md      # the page with its table
    HER2SIM_SUITES=... python -m benchmarks.conformance.sbml 00026 01310         # single cases, in detail

A case passes when every value lies within the case's own tolerances; it is refused when the reader names an element
that is not supported.
"""

import csv
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from her2sim.engine import simulate
from her2sim.errors import InputError
from her2sim.network import SbmlModel, read_sbml_model

Tier = Literal["T0", "T1", "T2", "higher"]
_ADDED = ("InitialAssignment", "AssignmentRule", "RateRule", "CSymbolTime", "CSymbolAvogadro", "CSymbolRateOf")
TIERS: Mapping[Tier, frozenset[str]] = {
    "T0": frozenset(("Compartment", "Species", "Reaction", "Parameter", "FunctionDefinition")),
    "T1": frozenset((*_ADDED, "StoichiometryMath")),
    "T2": frozenset(("EventNoDelay",)),
}
"""component tags that each tier adds, the tiers of the suite's README"""
_LONGEST_S = 60.0  # no case takes a second


@dataclass(frozen=True)
class Case:
    """One case: its folder and tags, what to simulate, and the values expected (T, variables)."""

    number: str
    folder: Path
    components: frozenset[str]
    tests: frozenset[str]
    times: np.ndarray
    variables: tuple[str, ...]
    concentrations: frozenset[str]
    amounts: frozenset[str]
    absolute: float
    relative: float
    expected: np.ndarray

    @property
    def tier(self) -> Tier:
        """The first tier that holds all its tags; `fast` reactions are beyond all of them."""
        allowed: frozenset[str] = frozenset()
        for tier, added in TIERS.items():
            allowed |= added
            if self.components <= allowed and "FastReaction" not in self.tests:
                return tier
        return "higher"


@dataclass(frozen=True)
class Outcome:
    """What became of a case: passed, wrong or refused, why, and at which element."""

    case: Case
    kind: Literal["passed", "wrong", "refused"]
    why: str = ""
    where: str = ""


def suite_folder() -> Path | None:
    """The suite's folder, from HER2SIM_SUITES; None where the variable is unset or leads nowhere."""
    root = os.environ.get("HER2SIM_SUITES")
    folder = Path(root) / "sbml" if root else None
    return folder if folder is not None and folder.is_dir() else None


def read_cases(folder: Path) -> list[Case]:
    """All time courses of the suite, by number."""
    numbers = sorted(path for path in folder.iterdir() if path.name.isdigit())
    return [case for path in numbers if (case := _read_case(path)) is not None]


def _read_case(folder: Path) -> Case | None:
    number = folder.name
    about = (folder / f"{number}-model.m").read_text("utf-8", errors="replace")
    if "TimeCourse" not in _listed(about, "testType"):
        return None
    lines = (folder / f"{number}-settings.txt").read_text("utf-8").splitlines()
    settings = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    start, duration, steps = float(settings["start"]), float(settings["duration"]), int(settings["steps"])
    variables = _words(settings["variables"])
    return Case(
        number=number,
        folder=folder,
        components=frozenset(_listed(about, "componentTags")),
        tests=frozenset(_listed(about, "testTags")),
        times=np.linspace(start, start + duration, steps + 1),
        variables=variables,
        concentrations=frozenset(_words(settings.get("concentration", ""))),
        amounts=frozenset(_words(settings.get("amount", ""))),
        absolute=float(settings["absolute"]),
        relative=float(settings["relative"]),
        expected=_expected(folder / f"{number}-results.csv", variables),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _listed(text: str, field: str) -> tuple[str, ...]:
    found = re.search(rf"^\s*{field}:(.*)$", text, flags=re.MULTILINE)
    return _words(found.group(1)) if found else ()


def _expected(path: Path, variables: Sequence[str]) -> np.ndarray:
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = [[cell.strip() for cell in row] for row in csv.reader(stream) if row]
    values = np.array([[float(cell) for cell in row] for row in rows])
    return values[:, [header.index(name, 1) for name in variables]]


def model_file(case: Case) -> Path:
    """The model in the newest level and version that the case has."""
    return max(case.folder.glob(f"{case.number}-sbml-l[123]v*.xml"))


def run_case(case: Case) -> Outcome:
    """Simulate one case and compare."""
    try:
        found, reason = _simulate(case, read_sbml_model(model_file(case)))
    except InputError as error:
        return Outcome(case, "refused", error.problem, error.where or "")
    if reason:
        return Outcome(case, "wrong", reason)
    with np.errstate(invalid="ignore"):
        allowed = case.absolute + case.relative * np.abs(case.expected)
        close = (np.abs(found - case.expected) <= allowed) | (found == case.expected)
    close |= np.isnan(found) & np.isnan(case.expected)
    if close.all():
        return Outcome(case, "passed")
    row, column = np.argwhere(~close)[0]
    what = f"{case.variables[column]} at {case.times[row]:g} is {found[row, column]:.6g}"
    return Outcome(case, "wrong", f"{what}, expected {case.expected[row, column]:.6g}")


def _simulate(case: Case, model: SbmlModel) -> tuple[np.ndarray, str]:
    """Values (T, variables), and why there are none ("" when there are)."""
    network = model.network
    names = [_output(case, model, variable) for variable in case.variables]
    outputs = [name for name in dict.fromkeys(names) if name not in network.parameter_index]
    run = simulate(network, {}, case.times, outputs=outputs, time_limit_s=_LONGEST_S)
    if not run.status[0].ok:
        return run.values[0], str(run.status[0].reason)
    columns = {name: run.values[0, :, place] for place, name in enumerate(outputs)}
    columns |= {
        name: np.full(len(case.times), network.parameter_values[network.parameter_index[name]])
        for name in set(names) - columns.keys()
    }
    return np.column_stack([columns[name] for name in names]), ""


def _output(case: Case, model: SbmlModel, variable: str) -> str:
    if variable in case.concentrations:
        return model.concentration[variable]
    return (model.amount if variable in case.amounts & model.amount.keys() else model.value)[variable]


_PAGE = """# SBML models

`her2sim.network.read_sbml(path)` reads core SBML of Level 1, 2 and 3 into a network; `read_sbml_model(path)` also says
where each identifier of the model went. It needs the extra `sbml` (libSBML).

- **Units.** Numbers stay in the model's own units. Where her2sim speaks of hours, read the model's unit of time.
- **Species.** A species keeps its identifier and holds its *amount*; `<id>_concentration` is its concentration. In
  formulas SBML's own meaning counts: a concentration, unless the species has only substance units or its compartment
  no volume.
- **Parameters.** What has a number and is changed by nothing is a parameter of the network, sizes of compartments
  included; the parameter `k` of reaction `R` alone is `R_k`. What a rate rule or an event changes is a state.
- **Rates.** Every reaction is an assignment of its own name; a rate rule of `x` is `x_rate`.
- **Whole parts.** `floor`, `ceil`, `quotient` and `rem` of something that moves, where a rate depends on them, become
  states `whole_part_1`, ... that events keep right, so that no jump is stepped over.
- **Starting values.** Initial assignments and assignment rules, in any order, become expressions over parameters, so
  they follow when a parameter is changed. `X_initial` is the value of X at time 0 where others read it.
- **Names.** An identifier that Python or the expression language reserves (`lambda`, `log`, `time`, ...) gets an
  underscore after it.

Supported: compartments of any size and dimension, changing ones included; species in amounts or concentrations,
boundary and constant species, conversion factors; local parameters; function definitions; initial assignments,
assignment and rate rules; events without delay, with several assignments and an initial value of the trigger;
reactions with any rate law; stoichiometries that are numbers, formulas or variables; the symbols time, Avogadro's
number and rateOf; the mathematics of Level 3 Version 2 with missing formulas and mixed conditions and numbers.

Refused, naming the element: algebraic rules, delays, priorities of events, fast reactions, packages that a model
requires and uses (comp, fbc, ...), values that are missing and needed, formulas of more than 100 levels, files of
more than 64 MB, document type declarations.

## The SBML Test Suite

Half of the suite's time courses (every second case, the newest level of each) at the engine's default tolerances,
compared within each case's own tolerances. Tiers are cumulative: T0 has compartments, species, reactions, parameters
and functions; T1 adds assignments, rules, time, Avogadro's number, rateOf and computed stoichiometries; T2 events
without delay; the rest is higher. Made by `python -m benchmarks.conformance.sbml`.
"""


def page(outcomes: Sequence[Outcome]) -> str:
    """docs/sbml.md."""
    lines = [_PAGE, "| tier | cases | passed | refused | wrong |", "|---|---|---|---|---|"]
    for tier in (*TIERS, "higher"):
        members = [outcome for outcome in outcomes if outcome.case.tier == tier]
        counts = [sum(outcome.kind == kind for outcome in members) for kind in ("passed", "refused", "wrong")]
        lines.append(f"| {tier} | {len(members)} | {' | '.join(str(count) for count in counts)} |")
    for kind, title in (("refused", "Why cases are refused"), ("wrong", "Cases that do not pass")):
        groups: dict[str, list[str]] = {}
        for outcome in outcomes:
            if outcome.kind == kind:
                groups.setdefault(outcome.why, []).append(outcome.case.number)
        if groups:
            lines += ["", f"### {title}", "", "| reason | number | cases |", "|---|---|---|"]
        for reason, members in sorted(groups.items(), key=lambda item: -len(item[1])):
            lines.append(f"| {reason} | {len(members)} | {', '.join(members)} |")
    return "\n".join([*lines, ""])


def main(arguments: Iterable[str]) -> int:
    """The page, or the outcome of the cases named."""
    folder, wanted = suite_folder(), set(arguments)
    if folder is None:
        sys.stderr.write("set HER2SIM_SUITES to the folder that holds sbml/\n")
        return 2
    outcomes = [run_case(case) for case in read_cases(folder) if not wanted or case.number in wanted]
    if wanted:
        sys.stdout.writelines(f"{o.case.number} {o.case.tier} {o.kind} {o.where} {o.why}\n" for o in outcomes)
        return int(any(outcome.kind == "wrong" for outcome in outcomes))
    sys.stdout.write(page(outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

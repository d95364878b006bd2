"""A year of three-weekly dosing: Birtwistle's ErbB network with an antibody on ErbB2, by the engine and libRoadRunner.

Two species are added: free antibody, which leaves with a half-life of 21 days, and ErbB2 with antibody. Degradation of
receptors is switched off, so that there is something to dose for a year; 18 doses, daily outputs for 378 days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.peers import accuracy, engine_tool, roadrunner_peer
from benchmarks.peers.accuracy import Error
from benchmarks.peers.compare import Plan, say
from benchmarks.peers.courses import Course, Sets, draw
from benchmarks.peers.flat import flatten
from benchmarks.peers.measure import alternate
from benchmarks.peers.table import grid
from benchmarks.peers.tool import Tool

from her2sim.engine import Dose, repeat

DAY_S = 86_400.0
DAYS, EVERY_DAYS, DOSES, AMOUNT_nM = 378, 21, 18, 500.0
RTOLS = (1e-3, 1e-4, 1e-5, 1e-6)
REQUIRED_PER_SECOND, REQUIRED_RATIO = 200.0, 50.0

# round numbers: association 1e-3 /nM/s, dissociation constant 0.5 nM, elimination ln 2 / 21 d
_PARAMETERS = {"antibody_on": 1e-3, "antibody_off": 5e-4, "antibody_out": np.log(2.0) / (21.0 * DAY_S)}
_BOUND = "antibody_on * antibody * E2 - antibody_off * E2_antibody"


def course(path: Path) -> Course:
    """The dosed model; every tolerance and error floor as for the undosed one."""
    flat = flatten(path.read_text(encoding="utf-8"), {"kdeg": 0.0}, _with_antibody)
    times = np.arange(DAYS + 1) * DAY_S
    floor, upper = np.full(len(flat.species), 1e-4), np.full(len(flat.values), np.inf)
    return Course(f"birtwistle2007_{DOSES}x{AMOUNT_nM:g}nM", flat, times, 1e-6, floor, upper)


def doses() -> tuple[Dose, ...]:
    """18 boluses; `time_h` is in the model's unit of time, the second."""
    return repeat(Dose(0.0, "antibody", AMOUNT_nM), DOSES, EVERY_DAYS * DAY_S)


def _with_antibody(model: Any) -> None:
    """Add the antibody; what binds is taken from the larger extracellular volume, as the model does with ligands."""
    import libsbml

    home = model.getSpecies("E2").getCompartment()
    for name in ("antibody", "E2_antibody"):
        species = model.createSpecies()
        species.setId(name)
        species.setCompartment(home)
        species.setInitialAmount(0.0)
        species.setHasOnlySubstanceUnits(False)
    for name, value in _PARAMETERS.items():
        parameter = model.createParameter()
        parameter.setId(name)
        parameter.setValue(float(value))
        parameter.setConstant(True)
    for name, before, after, law in (
        ("antibody_binding", "E2", "E2_antibody", _BOUND),
        ("antibody_uptake", "antibody", "", f"({_BOUND}) / VeVc"),
        ("antibody_elimination", "antibody", "", "antibody_out * antibody"),
    ):
        reaction = model.createReaction()
        reaction.setId(name)
        reaction.setReversible(True)
        reaction.createReactant().setSpecies(before)
        if after:
            reaction.createProduct().setSpecies(after)
        read = libsbml.parseL3Formula(law)
        for species in {"antibody", "E2", "E2_antibody"} - {before, after}:
            reaction.createModifier().setSpecies(species)
        reaction.createKineticLaw().setMath(read)


def measure(path: Path, peers: Sequence[str], plan: Plan) -> dict[str, Any]:
    """Errors and simulations per second, printed and returned."""
    dosed = course(path)
    sets, given = draw(dosed, plan.sets), doses()
    say("dosing: compiling")
    engine = engine_tool.prepare(dosed, plan.cache, method=plan.method, doses=given)
    radau = engine_tool.prepare(dosed, plan.cache, name="radau", warm=False, method="radau", doses=given)
    checked = sets.first(max(2, plan.cross_check))
    say(f"dosing: reference by radau, {len(checked)} sets")
    reference = accuracy.reference_values(dosed, radau, checked, plan.cache)

    def error(tool: Tool, rtol: float) -> Error:
        return accuracy.summary(accuracy.errors(dosed, tool.run(checked, rtol, dosed.atol).values, reference))

    errors = {f"engine {rtol:g}": error(engine, rtol) for rtol in RTOLS}
    jobs = {f"engine {rtol:g}": _job(engine, dosed, sets, rtol) for rtol in RTOLS}
    if "roadrunner" in peers:
        peer = roadrunner_peer.prepare(dosed, plan.cache, given)
        for rtol in (1e-4, 1e-6):
            name = f"roadrunner {rtol:g}"
            errors[name] = error(peer, rtol)
            jobs[name] = _job(peer, dosed, sets.first(max(4, min(plan.sets, int(2 * plan.budget_s)))), rtol)
    seconds = alternate({name: _named(name, job) for name, job in jobs.items()}, plan.repeats)
    found = {name: {"per_second": 1.0 / value, **asdict(errors[name])} for name, value in seconds.items()}
    _print(found, dosed)
    return found


def _job(tool: Tool, dosed: Course, sets: Sets, rtol: float) -> Any:
    return lambda: tool.run(sets, rtol, dosed.atol).cpu_s / len(sets)


def _named(name: str, job: Any) -> Any:
    return lambda: {name: job()}


def _print(found: dict[str, Any], dosed: Course) -> None:
    peers = {name: row for name, row in found.items() if name.startswith("roadrunner")}
    rows = [("run", "median error", "failed", "sims/s", *(f"x {name}" for name in peers))]
    for name, row in found.items():
        ratios = [f"{row['per_second'] / peer['per_second']:.1f}" for peer in peers.values()]
        rows.append((name, f"{row['median']:.1e}", str(row["failed"]), f"{row['per_second']:.4g}", *ratios))
    print(f"{len(dosed.flat.species)} species, {DOSES} doses in {DAYS} days, {DAYS + 1} outputs of all species")
    print(grid(rows))
    print(f"required: {REQUIRED_PER_SECOND:g} simulations/s and {REQUIRED_RATIO:g} x libRoadRunner, no larger error")

"""`her2sim doctor`: does this installation work, and with what."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from her2sim.cli import options

if TYPE_CHECKING:
    from her2sim.engine.selfcheck import Check, Machine

_Engine = Annotated[
    bool, typer.Option("--engine", help="Run stored references again: accuracy and speed of the engine here.")
]


@dataclass(frozen=True)
class Finding:
    """One thing that was checked."""

    what: str
    ok: bool
    found: str


def doctor(engine: _Engine = False, json_out: options.Json = False, no_color: options.NoColor = False) -> None:
    """Check Python, packages, evidence, network and integrator with one quick simulation; exit code 6 if one fails."""
    good = _examine_engine(json_out, not no_color) if engine else _examine(json_out, not no_color)
    if not good:
        raise typer.Exit(6)


def _examine(json_out: bool, color: bool) -> bool:
    findings = [_look(what, check) for what, check in _CHECKS]
    if json_out:
        typer.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        _print(findings, color=color)
    return all(finding.ok for finding in findings)


def _examine_engine(json_out: bool, color: bool) -> bool:
    from her2sim.engine.selfcheck import check_reference, load_references, look_at_machine

    references = load_references()
    checks = [check_reference(reference) for reference in references]
    machine = look_at_machine(references)
    if json_out:
        typer.echo(json.dumps({"checks": [_plain(check) for check in checks], "machine": asdict(machine)}, indent=2))
    else:
        _print_engine(checks, machine, color=color)
    return all(check.ok for check in checks)


def _plain(check: Check) -> dict[str, Any]:
    """A check as JSON, which knows no infinity."""
    error = check.error if math.isfinite(check.error) else None
    return asdict(check) | {"error": error, "ok": check.ok}


def _print_engine(checks: list[Check], machine: Machine, *, color: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("", "reference", "error", "bound", "per s", "what"):
        table.add_column(column, justify="right" if column in ("error", "bound", "per s") else "left")
    for check in checks:
        mark = "[green]ok[/]" if check.ok else "[red]failed[/]"
        speed = f"{check.simulations_per_s:,.0f}"
        table.add_row(mark, check.name, f"{check.error:.1e}", f"{check.bound:.0e}", speed, check.reason or check.says)
    console = Console(no_color=not color, highlight=False)
    console.print(table)
    gain = f"{machine.threads} threads are {machine.thread_gain:.1f} x one" if machine.threads > 1 else "1 thread"
    console.print("\nper s: simulations per second on one core")
    console.print(f"{machine.processor} ({machine.features}), {machine.lanes} lanes a vector, {gain}")
    console.print(f"numba {machine.numba}, llvmlite {machine.llvmlite}; compiled code and networks: {machine.cache}")


def _look(what: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, check())
    except Exception as error:  # a doctor reports whatever is wrong
        return Finding(what, False, f"{type(error).__name__}: {error}")


def _python() -> str:
    import platform

    return f"{platform.python_version()} on {platform.system()} {platform.machine()}"


def _packages() -> str:
    from importlib.metadata import version

    names = ("numpy", "scipy", "numba", "pandas", "pyarrow", "pydantic", "matplotlib", "jinja2", "pint")
    return ", ".join(f"{name} {version(name)}" for name in names)


def _integrator() -> str:
    from importlib.metadata import version

    from her2sim.engine.integrators import BATCHED
    from her2sim.engine.vector import WIDTH

    made_by = f"compiled by Numba {version('numba')} (llvmlite {version('llvmlite')})"
    return f"the batched engine, {BATCHED}, {WIDTH} lanes a vector, {made_by}"


def _evidence() -> str:
    from her2sim.evidence import load_evidence

    held = load_evidence()
    return f"{len(held.mechanisms)} mechanisms, {len(held.parameters)} parameters, {len(held.references)} references"


def _network() -> str:
    from her2sim.network import load_network

    network = load_network()
    size = f"{len(network.species)} species, {len(network.reactions)} reactions"
    return f"{network.name} {network.version}: {size}, sha256 {network.content_hash[:12]}"


def _simulation() -> str:
    import time

    import numpy as np

    from her2sim.engine import simulate, steady_state
    from her2sim.network import load_network

    network = load_network()
    begin = time.perf_counter()
    rest = steady_state(network, {})
    run = simulate(network, {}, np.array([0.0, 1.0]), initial=rest, outputs=["pAKT"])
    bad = [status.reason for status in (*rest.status, *run.status) if not status.ok]
    if bad:
        raise RuntimeError(bad[0])
    drift = float(np.abs(run.values[0, -1, 0] / run.values[0, 0, 0] - 1.0))
    if drift > 1e-2:
        raise RuntimeError(f"pAKT drifts by {drift:.1%} in one hour without drug: the start is no steady state")
    return f"steady state and one hour in {time.perf_counter() - begin:.1f} s, pAKT drifts by {drift:.1e}"


_CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("python", _python),
    ("packages", _packages),
    ("integrator", _integrator),
    ("evidence", _evidence),
    ("network", _network),
    ("simulation", _simulation),
)


def _print(findings: list[Finding], *, color: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    for finding in findings:
        mark = "[green]ok[/]" if finding.ok else "[red]failed[/]"
        table.add_row(mark, finding.what, finding.found)
    Console(no_color=not color, highlight=False).print(table)

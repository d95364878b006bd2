"""`her2sim doctor`: does this installation work, and with what."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

import typer

from her2sim.cli import options


@dataclass(frozen=True)
class Finding:
    """One thing that was checked."""

    what: str
    ok: bool
    found: str


def doctor(json_out: options.Json = False, no_color: options.NoColor = False) -> None:
    """Check Python, packages, evidence, network and integrator with one quick simulation; exit code 6 if one fails."""
    findings = [_look(what, check) for what, check in _CHECKS]
    if json_out:
        typer.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        _print(findings, color=not no_color)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(6)


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

    names = ("numpy", "scipy", "pandas", "pyarrow", "pydantic", "matplotlib", "jinja2", "pint")
    return ", ".join(f"{name} {version(name)}" for name in names)


def _integrator() -> str:
    from importlib.util import find_spec

    return (
        "CVODE of SUNDIALS (scikit-sundae)" if find_spec("sksundae") else "SciPy BDF (scikit-sundae is not installed)"
    )


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

"""The engine beside AMICI and libRoadRunner on ensembles of parameter sets (`benchmarks/README.md`).

    python -m benchmarks.ensemble [MODEL.xml | her2 ...] [--peer roadrunner,amici] [--json FILE]
    python -m benchmarks.ensemble --dosing | --threads | --scaling | --size | --sensitivities

Without a model: those in the folder HER2SIM_MODELS (else ../shared/models beside the checkout) and the shipped network.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.peers.compare import PEERS, Plan, compare, say
from benchmarks.peers.courses import SETTINGS, Course, published, shipped
from benchmarks.peers.measure import machine, pin, resident_mb
from benchmarks.peers.table import means_text, model_text

from her2sim.engine.integrators import METHODS

_MODULES = {"amici": "amici", "roadrunner": "roadrunner"}
_STUDIES = ("dosing", "threads", "scaling", "size", "sensitivities")


def models_folder() -> Path:
    """Where the published models are."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "models"
    return Path(os.environ.get("HER2SIM_MODELS", beside))


def courses(models: Sequence[str]) -> list[Course]:
    """The courses asked for; the benchmark's own when none is.

    Raises:
        SystemExit: a model file does not exist.
    """
    chosen = list(models) or [*(str(models_folder() / f"{name}.xml") for name in SETTINGS), "her2"]
    missing = [name for name in chosen if name != "her2" and not Path(name).is_file()]
    if missing:
        raise SystemExit(f"no such model: {', '.join(missing)}; give a path, 'her2', or set HER2SIM_MODELS")
    return [shipped() if name == "her2" else published(Path(name)) for name in chosen]


def installed(names: str) -> list[str]:
    """The peers asked for that can be imported.

    Raises:
        SystemExit: a peer is not known.
    """
    asked = [name for name in names.split(",") if name]
    if unknown := set(asked) - set(PEERS):
        raise SystemExit(f"no such peer: {', '.join(sorted(unknown))}; there are {', '.join(PEERS)}")
    absent = [name for name in asked if find_spec(_MODULES[name]) is None]
    if absent:
        say(f"left out, because not installed: {', '.join(absent)} (make bench installs them)")
    return [name for name in asked if name not in absent]


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.ensemble", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("models", nargs="*", help="SBML files, or her2 for the shipped network")
    parser.add_argument("--peer", default="amici,roadrunner", help="peers, with commas between; '' for none")
    parser.add_argument("--sets", type=int, default=1000, help="parameter sets of a timed run")
    parser.add_argument("--error-sets", type=int, default=100, help="sets whose error is measured")
    parser.add_argument(
        "--budget", type=float, default=60.0, help="CPU seconds of a peer on a model, which limit its sets"
    )
    parser.add_argument("--repeats", type=int, default=2, help="timed runs, of which the best counts")
    parser.add_argument("--cross-check", type=int, default=2, help="sets of the reference that Radau repeats")
    parser.add_argument("--method", default="auto", choices=METHODS, help="method of the engine")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "her2sim-bench")
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    parser.add_argument("--plot", type=Path, default=Path("runs/bench-size.svg"), help="where --size draws")
    for study in _STUDIES:
        parser.add_argument(f"--{study}", action="store_true", help=f"only this: benchmarks/peers/{study}.py")
    return parser


def ensembles(given: argparse.Namespace, plan: Plan) -> dict[str, Any]:
    """Every course beside its peers, printed as it goes."""
    peers, found = installed(given.peer), list[dict[str, Any]]()
    for course in courses(given.models):
        found.append(compare(course, peers, plan))
        print(model_text(found[-1]), flush=True)
    print(means_text(found))
    return {"models": found}


def study(name: str, given: argparse.Namespace, plan: Plan) -> dict[str, Any]:
    """One of the other measurements."""
    from benchmarks.peers import dosing, scaling, sensitivities, size, threads

    match name:
        case "dosing":
            return dosing.measure(models_folder() / "birtwistle2007.xml", installed(given.peer), plan)
        case "threads":
            return threads.measure(courses(given.models), plan)
        case "scaling":
            return scaling.measure(plan)
        case "size":
            return size.measure(plan, given.plot)
        case _:
            return sensitivities.measure(models_folder() / "birtwistle2007.xml", installed(given.peer), plan)


def main() -> None:
    """Measure, print, and write the JSON file if asked."""
    given = arguments().parse_args()
    chosen = [name for name in _STUDIES if getattr(given, name)]
    pinned = False if "threads" in chosen else pin()
    plan = Plan(given.sets, given.error_sets, given.budget, given.repeats, given.cross_check, given.cache, given.method)
    found = {name: study(name, given, plan) for name in chosen} or ensembles(given, plan)
    about = {**machine(), "one core": pinned, "peak_mb": round(resident_mb())}
    print(f"\n{about['processor']}, {'one core' if pinned else 'not pinned'}; peak memory {about['peak_mb']} MB")
    if given.json:
        given.json.write_text(json.dumps({"machine": about, **found}, indent=2), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

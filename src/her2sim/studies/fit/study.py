"""A fit as a user asks for it: which data, which lines are held out, how many members; kept beside the run."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from her2sim.evidence import load_evidence
from her2sim.evidence.datasets import dataset, digest
from her2sim.evidence.reading import nearest
from her2sim.inference.ensemble import Ensemble, write_ensemble
from her2sim.inference.measurements import READERS, read_measurements
from her2sim.inference.measurements.form import Measurement
from her2sim.studies.fit.forward import fit_settings
from her2sim.studies.fit.lines import line_record
from her2sim.studies.fit.outcome import ensemble_from
from her2sim.studies.fit.own_data import OwnData
from her2sim.studies.fit.problem import Problem, make_problem
from her2sim.studies.fit.run import FitError, FitPlan, FitStep, run_fit
from her2sim.studies.verify.problems import CannotAskError
from her2sim.studies.verify.reading import read_claims

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class FitOptions:
    """What is fitted and how."""

    data: tuple[str, ...] = tuple(READERS)
    """data sets of the registry"""
    petab: str = ""
    """a PEtab v1 problem of the model, beside the data sets"""
    hold_out: tuple[str, ...] = ()
    """cell lines whose data are not used"""
    claims: bool = True
    """claims of the literature as ordinal data"""
    members: int = 0
    steps: int = 0
    seed: int = 0
    thin: int = 1
    """use one curve in so many, for a fit of minutes"""

    def filled(self) -> FitOptions:
        """With the settings of the package where nothing was given."""
        usual = fit_settings()["smoother"]
        return replace(
            self,
            members=self.members or int(usual["members"]),
            steps=self.steps or int(usual["steps"]),
            seed=self.seed or int(usual["seed"]),
        )


def start(
    options: FitOptions, folder: Path, jobs: int, tell: Tell | None = None, own: OwnData | None = None
) -> FitStep:
    """Run a fit, or go on with the one in `folder`.

    Raises:
        FitError: the folder holds another fit, or an option cannot be used.
        DataSetError: the registry lacks a data set.
        ConvergenceError: the model has no answer for a datum.
    """
    options = options.filled()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "options.json"
    if not path.is_file():
        path.write_text(json.dumps(asdict(options), indent=2) + "\n", encoding="utf-8")
    problem = problem_of(options, jobs, own)
    return run_fit(problem, plan_of(options), folder, jobs, tell)


def read_options(folder: Path) -> FitOptions:
    """The options that a fit was started with.

    Raises:
        FitError: the folder holds no fit.
    """
    path = folder / "options.json"
    if not path.is_file():
        raise FitError(
            "this folder holds no fit.", file=str(folder), where="options.json", hint="her2sim fit run -o DIR"
        )
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return FitOptions(
        data=tuple(found["data"]),
        petab=str(found["petab"]),
        hold_out=tuple(found["hold_out"]),
        claims=bool(found["claims"]),
        members=int(found["members"]),
        steps=int(found["steps"]),
        seed=int(found["seed"]),
        thin=int(found["thin"]),
    )


def plan_of(options: FitOptions) -> FitPlan:
    """How the smoother goes."""
    usual = fit_settings()["smoother"]
    noise = float(usual["threshold"]) * (300.0 / options.members) ** 0.5
    return FitPlan(
        options.members, options.steps, float(usual["geometric"]), min(noise, 0.45), options.seed,
        float(usual["reach"]), float(usual["knee"]),
    )  # fmt: skip


def problem_of(options: FitOptions, jobs: int, own: OwnData | None = None) -> Problem:
    """The data and claims of a fit; `own` is what `options.petab` was read to."""
    for name in options.data:
        if name not in READERS:
            hint = nearest(name, READERS)
            raise FitError(
                "no data set of this name is read.", where="--data", expected=", ".join(READERS), got=name, hint=hint
            )
    held = {_line_id(name) for name in options.hold_out}
    usable = [
        one
        for one in read_measurements(options.data)
        if one.use == "fit" and _known(one) and _line_id(one.cell_line) not in held
    ]
    if options.thin > 1:
        usable = [one for one in usable if zlib.crc32(repr(_curve(one)).encode()) % options.thin == 0]
    if not usable and not (own and own.measurements):
        raise FitError("nothing is left to fit.", where="--data, --hold-out", got=", ".join(options.data))
    claims = tuple(one for one in read_claims(()) if one.claim.fitted) if options.claims else ()
    return make_problem(usable, claims, options.seed, jobs, own_data=own)


def _curve(one: Measurement) -> tuple[object, ...]:
    return (one.dataset, one.cell_line, [dose.name for dose in (*one.drugs, *one.ligands)])


def _known(one: Measurement) -> bool:
    return load_evidence().cell_line(one.cell_line) is not None


def _line_id(name: str) -> str:
    try:
        return line_record(name).id
    except CannotAskError as error:
        raise FitError(error.text, where="--hold-out", got=name, hint=error.hint) from None


def ensemble_of_fit(folder: Path, jobs: int, own: OwnData | None = None) -> Ensemble:
    """The ensemble of a finished fit, with all that is to be said of it."""
    options = read_options(folder)
    problem = problem_of(options, jobs, own)
    data = [{"name": name, "sha256": _content(name)} for name in options.data]
    found = ensemble_from(problem, folder, data, options.seed)
    held = {"held_out": list(options.hold_out), "thin": options.thin}
    return Ensemble(found.label, found.values, {**found.about, **held}, found.tumour)


def save_ensemble(folder: Path, target: Path, name: str, jobs: int, own: OwnData | None = None) -> Ensemble:
    """Write the ensemble of a finished fit as `<name>.json` and `<name>.parquet`."""
    found = ensemble_of_fit(folder, jobs, own)
    write_ensemble(found, target, name)
    return found


def _content(name: str) -> str:
    """sha256 over the files of a data set."""
    import hashlib

    whole = hashlib.sha256()
    for path in sorted(dataset(name).glob("*.csv")):
        whole.update(path.name.encode() + digest(path).encode())
    return whole.hexdigest()

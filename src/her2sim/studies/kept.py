"""Finished pieces of a study in a folder, so that a run that was stopped goes on where it was.

A piece is a file named by a hash of all it depends on (model, ensemble, draws, regimen, changes, version of the code).
One that was made of anything else is not found, so that nothing has to be checked and nothing stale enters an answer.
One that is broken is made again. Pieces are written whole or not at all. They go when the answer is written.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import InputError
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.arms import Arm, Arms, Changes, key_of
from her2sim.studies.provenance import provenance
from her2sim.studies.signalling import Under
from her2sim.studies.whole import write_arrays

Arrays = Mapping[str, NDArray[Any]]
KEPT = "kept"
"""the folder in a run directory"""


@dataclass(frozen=True)
class Kept:
    """The folder of the pieces of one bench; without a folder nothing is kept."""

    folder: Path | None
    base: str = ""

    @staticmethod
    def of(arms: Arms, folder: Path | None) -> Kept:
        """Pieces of a bench in a folder, which is made; None keeps nothing.

        Raises:
            InputError: the folder cannot be made.
        """
        if folder is None:
            return NOTHING_KEPT
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"nothing can be kept here: {error.strerror}", file=str(folder), expected="a directory that can be made"
            ) from error
        return Kept(folder, _base(arms))

    def piece(self, regimen: Regimen, changes: Changes, what: str, make: Callable[[], Arrays]) -> Arrays:
        """What `make` gives, or gave before for the same regimen, changes and words.

        Args:
            what: tells pieces of one arm apart.
            make: arrays of numbers or of text.
        """
        if self.folder is None:
            return make()
        path = self.folder / f"{self._name(regimen, changes, what)}.npz"
        found = _read(path)
        if found is None:
            found = dict(make())
            write_arrays(path, **found)
        return found

    def arm(self, arms: Arms, regimen: Regimen) -> Arm:
        """One arm of the case as it is, simulated or kept; `arms` is the bench the pieces are of."""
        return _arm_of(regimen.name, self.piece(regimen, {}, "arm", lambda: _arrays_of(arms.run(regimen))))

    def _name(self, regimen: Regimen, changes: Changes, what: str) -> str:
        told = repr((self.base, what, regimen, key_of(changes)))
        return hashlib.sha256(told.encode()).hexdigest()[:32]


NOTHING_KEPT = Kept(None)


def forget(folder: Path) -> None:
    """Remove what was kept in a folder."""
    shutil.rmtree(folder, ignore_errors=True)


def _arrays_of(arm: Arm) -> dict[str, NDArray[Any]]:
    """An arm as arrays, one a field; a mapping is one a key."""
    found = {"problems": np.array(arm.problems), "sums_mm": arm.sums_mm, "progressed": arm.progressed}
    found |= {f"worth/{name}": values for name, values in arm.worth.items()}
    found |= {"signals/days": arm.signals.days, "signals/problems": np.array(arm.signals.problems)}
    found |= {f"values/{name}": values for name, values in arm.signals.values.items()}
    return found | {f"antibodies/{name}": values for name, values in arm.signals.antibodies.items()}


def _arm_of(regimen: str, found: Arrays) -> Arm:
    def part(name: str) -> dict[str, NDArray[Any]]:
        return {key.removeprefix(f"{name}/"): values for key, values in found.items() if key.startswith(f"{name}/")}

    signals = part("signals")
    reasons = tuple(str(one) for one in signals["problems"])
    under = Under(signals["days"], part("values"), reasons, part("antibodies"))
    problems = tuple(str(one) for one in found["problems"])
    return Arm(regimen, part("worth"), problems, under, found["sums_mm"], found["progressed"])


def _base(arms: Arms) -> str:
    """Hash of what every arm of a bench depends on: versions, hashes, case and the draws themselves."""
    draws = arms.draws
    told = provenance(arms.case, (), draws.n, draws.seed, ())
    tumour = {field.name: getattr(draws.tumour, field.name) for field in fields(draws.tumour)}
    drawn = [key_of(values) for values in (draws.kinetics, draws.patient, tumour)]
    return hashlib.sha256(repr((told, drawn)).encode()).hexdigest()


def _read(path: Path) -> dict[str, NDArray[Any]] | None:
    try:
        with np.load(path, allow_pickle=False) as found:
            return {name: found[name] for name in found.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError):
        return None

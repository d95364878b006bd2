"""What a cohort run is about: its settings, its study, who is predicted, and everything its numbers depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from her2sim import __version__
from her2sim.case.genomics import Study, read_study
from her2sim.errors import InputError
from her2sim.inference import load_ensemble
from her2sim.network import load_network
from her2sim.pharmacology.regimens import regimen as find_regimen
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.effects import check_drugs
from her2sim.studies.provenance import evidence_hash

FORMAT = "her2sim-cohort/1"
_SETTINGS: tuple[Literal["neoadjuvant", "metastatic"], ...] = ("neoadjuvant", "metastatic")
_CODE = {".py", ".yaml", ".csv", ".json", ".npz", ".parquet"}
_PACKAGES = ("numpy", "scipy", "numba", "pyarrow")


@dataclass(frozen=True)
class Settings:
    """What is asked of every sample."""

    regimens: tuple[str, ...]
    draws: int = 50
    seed: int = 1
    level: float = 0.9
    setting: str | None = None
    """of every case; None: as the study tells it"""
    everyone: bool = False
    """every sample that can be read; else the HER2-positive ones"""
    expression_unit: str | None = None
    """of the expression matrix, where neither its meta file nor its name tells it"""


@dataclass(frozen=True)
class LeftOut:
    """A sample that was read and is not predicted."""

    sample: str
    patient: str
    her2: str
    her2_from: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """A study, what is asked of it, and what the answer depends on."""

    study: Study
    settings: Settings
    inputs: Mapping[str, Any]
    """hashes of the study's files, settings, versions, model and ensemble: same inputs, same bytes"""

    @cached_property
    def samples(self) -> tuple[str, ...]:
        """Samples that are predicted, in the order of the study."""
        every = self.settings.everyone
        return tuple(name for name, one in self.study.samples.items() if every or one.her2 == "positive")

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Samples that were read and are not predicted."""
        chosen = set(self.samples)
        return tuple(
            LeftOut(name, one.patient, one.her2, one.her2_from, f"HER2 is {one.her2}; --all predicts it too")
            for name, one in self.study.samples.items()
            if name not in chosen
        )


def make_plan(folder: str | Path, settings: Settings) -> Plan:
    """Read a study folder and say what is to be done.

    Raises:
        StudyError: the folder or one of its tables cannot be used.
        RegimenError: a regimen is not known, or one of its drugs acts on nothing.
        InputError: `draws` or `level` is out of range.
    """
    if settings.draws < 1:
        raise InputError("there must be at least one draw.", where="draws", expected="1 or more", got=settings.draws)
    if not 0 < settings.level < 1:
        raise InputError("a level lies between 0 and 1.", where="level", expected="e.g. 0.9", got=settings.level)
    regimens = _regimens(settings)
    study = read_study(folder, setting=settings.setting, expression_unit=settings.expression_unit)
    return Plan(study, settings, _inputs(Path(folder), settings, regimens))


def _regimens(settings: Settings) -> list[Regimen]:
    """Every regimen in every setting a case may be in; refuses what no sample could be given."""
    found: list[Regimen] = []
    for name in settings.regimens:
        for setting in _SETTINGS:
            regimen = find_regimen(name, setting=setting)
            check_drugs(regimen, culture=False)
            found.append(regimen)
    if not found:
        raise InputError("no regimen is named.", where="regimen", expected="e.g. TH or TH,TH+P")
    return found


def _inputs(folder: Path, settings: Settings, regimens: list[Regimen]) -> dict[str, Any]:
    import hashlib
    import platform
    from importlib import metadata

    network, about = load_network(), load_ensemble().about
    doses = hashlib.sha256(repr(regimens).encode()).hexdigest()
    return {
        "format": FORMAT,
        "study": _files(folder),
        "settings": {**asdict(settings), "regimens": list(settings.regimens)},
        "doses": doses,
        "her2sim": __version__,
        "code": _code_hash(),
        "model": {"name": network.name, "version": network.version, "sha256": network.content_hash},
        "ensemble": {name: about[name] for name in ("label", "members", "seed", "priors")},
        "evidence": evidence_hash(),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "packages": {name: metadata.version(name) for name in _PACKAGES},
    }


@lru_cache(maxsize=1)
def _code_hash() -> str:
    """sha256 over the code and data that numbers come from; what only shows them is left out."""
    import hashlib

    package = Path(str(resources.files("her2sim")))
    digest = hashlib.sha256()
    for path in sorted(path for path in package.rglob("*") if path.suffix in _CODE):
        name = path.relative_to(package).as_posix()
        if not name.startswith(("report/", "cli/")):
            digest.update(name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> dict[str, str]:
    """sha256 of every file of a study folder, its case lists included."""
    import hashlib

    found: dict[str, str] = {}
    paths = [path for place in (folder, folder / "case_lists") if place.is_dir() for path in place.iterdir()]
    for path in sorted(paths):
        if path.is_symlink() or not path.is_file() or path.name.startswith("."):
            continue
        name = path.relative_to(folder).as_posix()
        try:
            with path.open("rb") as stream:
                found[name] = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise InputError(f"the file cannot be read: {error.strerror}.", file=name) from error
    return found

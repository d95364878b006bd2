"""A run directory: the answer's numbers, its report, where both came from, and what happened meanwhile.

RUN/manifest.json       provenance: versions, hashes, seed, command, times
RUN/patients.parquet    one row per draw and regimen; same seed, same bytes (nothing of the clock is in it)
RUN/report.html         the report, one offline file
RUN/log.jsonl           one JSON object per event, written as it happens
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from her2sim import __version__
from her2sim.errors import InputError
from her2sim.inference import load_ensemble
from her2sim.studies.kept import KEPT, forget
from her2sim.studies.results import RESEARCH_USE, Demonstration, Prediction

if TYPE_CHECKING:
    import pandas as pd

FORMAT = "her2sim-run/1"
_PACKAGES = ("numpy", "scipy", "pandas", "pyarrow", "pydantic", "matplotlib", "scikit-sundae")


@dataclass(frozen=True)
class Run:
    """An open run directory."""

    path: Path
    command: str
    settings: Mapping[str, Any]
    started: str

    @property
    def kept(self) -> Path:
        """Where finished pieces are kept for a run that is stopped; gone when this one ends well."""
        return self.path / KEPT

    def log(self, event: str, **fields: Any) -> None:
        """Append one event to `log.jsonl`."""
        line = json.dumps({"time": _now(), "event": event, **fields}, default=str)
        with (self.path / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")


@dataclass(frozen=True)
class RunFiles:
    """Where a finished run put its files."""

    manifest: Path
    patients: Path
    report: Path
    log: Path


@contextmanager
def open_run(path: Path, command: str, settings: Mapping[str, Any], *, resume: bool = False) -> Generator[Run]:
    """Create or renew the run directory `path`; what is written, and what is kept, stays if the block is interrupted.

    Args:
        path: the directory.
        command: what is run.
        settings: for the manifest and the log.
        resume: go on with the log that is there.

    Raises:
        InputError: `path` is a file, or cannot be created or written.
    """
    run = Run(path, command, dict(settings), _now())
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not resume:
            (path / "log.jsonl").write_text("", encoding="utf-8")
        for stale in ("patients.parquet", "cohort.parquet", "report.html"):
            (path / stale).unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"the run directory cannot be written: {error.strerror}",
            file=str(path),
            expected="a directory that exists or can be created",
            hint="-o another/directory",
        ) from error
    run.log("start", command=command, settings=dict(settings))
    write_manifest(run, "running", {})
    try:
        yield run
    except BaseException as error:
        state = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
        run.log(state, problem=str(error) or type(error).__name__)
        write_manifest(run, state, {})
        raise
    forget(run.kept)
    run.log("end")


def write_run(run: Run, answer: Prediction | Demonstration) -> RunFiles:
    """Write the report, the table of draws and the manifest of a finished study."""
    from her2sim.report.html import render_demo, render_prediction

    files = RunFiles(*(run.path / name for name in ("manifest.json", "patients.parquet", "report.html", "log.jsonl")))
    predictions = answer.predictions if isinstance(answer, Demonstration) else (answer,)
    write_patients(predictions, files.patients)
    run.log("written", file=files.patients.name)
    if isinstance(answer, Demonstration):
        render_demo(answer, files.report)
    else:
        render_prediction(answer, files.report)
    run.log("written", file=files.report.name)
    write_manifest(run, "complete", _outcome(answer, predictions, files))
    return files


def patients_table(predictions: Sequence[Prediction]) -> pd.DataFrame:
    """One row per case, regimen and draw, failed draws included; columns in a fixed order."""
    import pandas as pd

    parts: list[pd.DataFrame] = []
    for prediction in predictions:
        for result in prediction.regimens:
            part = result.patients.copy().reset_index(drop=True)
            part.insert(0, "regimen", result.regimen)
            part.insert(0, "case", prediction.case.name)
            parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"case": [], "regimen": []})


def write_patients(predictions: Sequence[Prediction], path: Path) -> None:
    """Write `patients_table` as Parquet (zstd); the same table gives the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(patients_table(predictions), preserve_index=False)
    pq.write_table(table.replace_schema_metadata(None), path, compression="zstd", store_schema=False)


def _outcome(answer: Prediction | Demonstration, predictions: Sequence[Prediction], files: RunFiles) -> dict[str, Any]:
    return {
        "provenance": dict(answer.provenance),
        "draws": answer.draws,
        "seed": answer.seed,
        "ensemble": load_ensemble().label,
        "results": [
            {
                "case": prediction.case.name,
                "regimen": result.regimen,
                "p_response": result.p_response,
                "p_pcr": result.p_pcr,
                "failed_draws": result.n_failed,
                "failures": dict(result.failures),
            }
            for prediction in predictions
            for result in prediction.regimens
        ],
        "files": {path.name: sha256_of(path) for path in (files.patients, files.report)},
    }


def write_manifest(run: Run, state: str, outcome: Mapping[str, Any]) -> None:
    """Write `manifest.json`; `outcome` adds to what every run says of itself."""
    document = {
        "format": FORMAT,
        "notice": RESEARCH_USE,
        "state": state,
        "command": run.command,
        "arguments": sys.argv[1:],
        "settings": run.settings,
        "started": run.started,
        "finished": None if state == "running" else _now(),
        "her2sim": __version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "packages": _versions(),
        **outcome,
    }
    text = json.dumps(document, indent=2, default=str) + "\n"
    (run.path / "manifest.json").write_text(text, encoding="utf-8")


def _versions() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = None
    return found


def sha256_of(path: Path) -> str:
    """sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")

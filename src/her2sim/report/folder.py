"""What a study leaves in its run directory: one large table, small tables, the report, and the manifest over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from her2sim.report.rundir import Run, sha256_of, write_manifest

if TYPE_CHECKING:
    import pandas as pd


class Answer(Protocol):
    """What the answers of studies have in common."""

    @property
    def provenance(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def n_failed(self) -> int: ...  # noqa: D102
    @property
    def failures(self) -> Mapping[str, int]: ...  # noqa: D102


def write_folder(
    run: Run,
    answer: Answer,
    large: Mapping[str, pd.DataFrame],
    small: Mapping[str, pd.DataFrame],
    render: Callable[[Path], None],
    *,
    more: Mapping[str, Any] | None = None,
) -> Path:
    """Write large tables as Parquet, small ones as CSV, report.html and the manifest; the path of the report.

    Args:
        run: an open run.
        answer: of the study.
        large: by name; one row per draw, failed ones included.
        small: by name.
        render: writes the report to a path.
        more: further entries of the manifest.
    """
    files: dict[str, Path] = {}
    for name, rows in large.items():
        files[f"{name}.parquet"] = run.path / f"{name}.parquet"
        texts = dict.fromkeys(rows.select_dtypes(["object", "string"]), "string")
        rows.astype(texts).to_parquet(files[f"{name}.parquet"], compression="zstd", index=False)
    for table, rows in small.items():
        files[f"{table}.csv"] = run.path / f"{table}.csv"
        rows.to_csv(files[f"{table}.csv"], index=False)
    files["report.html"] = run.path / "report.html"
    render(files["report.html"])
    run.log("written", file="report.html")
    about = {"provenance": dict(answer.provenance), "failed": answer.n_failed, "failures": dict(answer.failures)}
    hashes = {file: sha256_of(path) for file, path in files.items()}
    write_manifest(run, "complete", {**about, **(more or {}), "files": hashes})
    return files["report.html"]


def cell(value: object) -> str:
    """A value of a table as text; three digits, nothing where there is no number."""
    return ("" if np.isnan(value) else f"{value:.3g}") if isinstance(value, float) else str(value)

"""What the readers share: settings, names of lines, tables of the registry, pooled noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np

from her2sim.evidence.datasets import dataset_file


@lru_cache(maxsize=1)
def reader_settings() -> Mapping[str, Any]:
    """`data/measurements.yaml`."""
    import yaml

    path = resources.files("her2sim.inference.measurements") / "data" / "measurements.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def table(dataset: str, file: str) -> Any:
    """One table of the registry; a column `row` numbers the lines of the file, from 2.

    Raises:
        DataSetError: the registry lacks it.
    """
    import pandas as pd

    frame = pd.read_csv(dataset_file(dataset, file), low_memory=False)
    frame["row"] = np.arange(2, len(frame) + 2)
    return frame


def line_key(name: str) -> str:
    """The one name of a line: upper case, letters and digits only."""
    plain = "".join(letter for letter in name.upper() if letter.isalnum())
    return str(reader_settings()["lines"].get(plain, plain)).upper()


def floor(kind: str) -> float:
    """Least noise of a measurement on its scale."""
    return float(reader_settings()["floor"][kind])


def pooled_sd(groups: Sequence[Sequence[float]]) -> float:
    """Standard deviation within groups of replicates, pooled; NaN where nothing was repeated."""
    squares = sum(float(np.sum((np.asarray(group) - np.mean(group)) ** 2)) for group in groups if len(group) > 1)
    freedom = sum(len(group) - 1 for group in groups if len(group) > 1)
    return float(np.sqrt(squares / freedom)) if freedom else float("nan")


def noise(groups: Sequence[Sequence[float]], kind: str) -> float:
    """Pooled noise of a single reading, not below the floor."""
    found = pooled_sd(groups)
    return max(found, floor(kind)) if np.isfinite(found) else floor(kind)


def rows_of(values: Sequence[int]) -> str:
    """Rows of a file, as a short text."""
    return ",".join(str(int(value)) for value in values[:6]) + (",.." if len(values) > 6 else "")

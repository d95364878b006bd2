"""Settings and tables of the study, as in `data/*.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=8)
def table(name: str) -> Mapping[str, Any]:
    """One data file of the study: settings, library, combination_evidence, constraints, why."""
    import yaml

    path = files("her2sim.studies.rank") / "data" / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def settings() -> Mapping[str, Any]:
    """Tolerances of a tie and what is shown."""
    return table("settings")

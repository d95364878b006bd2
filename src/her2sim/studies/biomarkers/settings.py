"""Settings of the study, as in `data/settings.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=8)
def read(name: str) -> Mapping[str, Any]:
    """A data file of the study."""
    import yaml

    path = files("her2sim.studies.biomarkers") / "data" / name
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def settings() -> Mapping[str, Any]:
    """Weeks of treatment, least sizes of groups, folds, thresholds of a conclusive marker."""
    return read("settings.yaml")

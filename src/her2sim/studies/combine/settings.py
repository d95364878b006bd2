"""Settings of the study, as in `data/settings.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def settings() -> Mapping[str, Any]:
    """Grid of doses, levels of isoboles, limits of the attribution."""
    import yaml

    path = files("her2sim.studies.combine") / "data" / "settings.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))

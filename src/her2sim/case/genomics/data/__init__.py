"""Spellings, limits and thresholds of the genomic readers, as YAML."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from her2sim.case.marked_yaml import read_yaml


@lru_cache(maxsize=8)
def genomics_data(name: str) -> Any:
    """Content of one YAML file of this folder, every key a string; callers must not change it."""
    return read_yaml(files(__name__).joinpath(name).read_bytes(), name).data

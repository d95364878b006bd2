"""Numbers and names of the case room, as YAML; `read_data` reads one of the files."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from her2sim.case.marked_yaml import read_yaml


@lru_cache(maxsize=8)
def read_data(name: str) -> Any:
    """Content of one YAML file of this folder, every key a string; callers must not change it."""
    return read_yaml(files(__name__).joinpath(name).read_bytes(), name).data

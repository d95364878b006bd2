# PySB ships no types; it is used at build time only (her2sim.biology).
from typing import Any

def __getattr__(name: str) -> Any: ...

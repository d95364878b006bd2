"""The second clone: which alteration it carries beside those of the first, and how that shows in its parameters.

Prior weights and settings stand in `data/acquired.yaml`; its starting share comes from the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Acquired:
    """One alteration a resistant clone may carry."""

    name: str
    weight: float
    mechanism: str
    changes: Mapping[str, float]
    """profile quantity -> value in the clone"""
    sources: tuple[str, ...]
    status: str


@lru_cache(maxsize=1)
def acquired_states() -> tuple[Acquired, ...]:
    """The alterations of `data/acquired.yaml`, in its order."""
    import yaml

    text = (resources.files("her2sim.inference") / "data" / "acquired.yaml").read_text(encoding="utf-8")
    return tuple(
        Acquired(name, float(e["weight"]), e["mechanism"], dict(e["set"]), tuple(e["source"]), e["status"])
        for name, e in yaml.safe_load(text)["states"].items()
    )


def draw_acquired(rng: np.random.Generator, n: int) -> NDArray[np.int64]:
    """Place in `acquired_states()` of what the second clone of each of `n` tumours carries."""
    weights = np.array([state.weight for state in acquired_states()])
    return rng.choice(len(weights), size=n, p=weights / weights.sum())


def clone_changes(kinds: NDArray[np.int64], tumour: Mapping[str, Floats]) -> dict[str, Floats]:
    """Quantities of the second clone that differ from the first's.

    Args:
        kinds: from `draw_acquired`, shape (N,).
        tumour: quantities of the first clone, shape (N,) each.

    Returns:
        quantity -> values, shape (N,); a clone whose tumour is already further that way keeps the tumour's value.
    """
    changed: dict[str, Floats] = {}
    for place, state in enumerate(acquired_states()):
        for name, value in state.changes.items():
            before = changed.get(name, tumour[name])
            falls = (value < 1.0 and name.endswith("_level")) or name == "ERBB2_total"
            further = np.minimum(before, value) if falls else np.maximum(before, value)
            changed[name] = np.where(kinds == place, further, before)
    return changed

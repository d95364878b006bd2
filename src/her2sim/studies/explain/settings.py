"""Settings of the study and the levels of the path, as in `data/*.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Level:
    """One station of the path."""

    name: str
    pick: str
    """'amount', 'ratio' or 'answer': how the strongest readout is found"""
    readouts: Mapping[str, str]
    """readout -> words"""


@lru_cache(maxsize=2)
def _data(name: str) -> Mapping[str, Any]:
    import yaml

    path = files("her2sim.studies.explain") / "data" / name
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def settings() -> Mapping[str, Any]:
    """Limit of the exact attribution, sampling, how far `worsen` goes, courses shown."""
    return _data("settings.yaml")


@lru_cache(maxsize=1)
def levels() -> tuple[Level, ...]:
    """Stations of the path, from the receptor to the fate."""
    rows: list[Mapping[str, Any]] = _data("path.yaml")["levels"]
    return tuple(Level(row["name"], row["pick"], dict(row["readouts"])) for row in rows)


def smallest_change() -> float:
    """Natural log ratios below this are no change."""
    return float(_data("path.yaml")["smallest"])


@dataclass(frozen=True)
class Way:
    """One thing that the network gives to the tumour."""

    name: str
    label: str
    readouts: tuple[str, ...]


@lru_cache(maxsize=1)
def ways() -> tuple[Way, ...]:
    """What the tumour is given by the network, by fate of the cells."""
    rows: dict[str, Mapping[str, Any]] = _data("path.yaml")["fates"]
    return tuple(Way(name, row["label"], tuple(row["readouts"])) for name, row in rows.items())


def payload_only() -> frozenset[str]:
    """Readouts that say something only where a drug carries a payload."""
    return frozenset(_data("path.yaml")["payload_only"])

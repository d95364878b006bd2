"""A cell line in culture: drug at constant concentration in medium, no effector cells, growth inhibition at the end.

free nM = nominal / (1 + serum share * (1/fu - 1))     fu: unbound fraction in plasma; medium holds 10 % serum
gi      = 1 - treated/control                          cells at the end of the assay
GR      = 2**(log2(treated/start) / log2(control/start)) - 1
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import RegimenError
from her2sim.evidence.reading import nearest
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.population import typical_pk
from her2sim.tumour.fate import death_factor
from her2sim.tumour.parameters import TumourParameters
from her2sim.units import convert, same_dimension

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Culture:
    """Number of cells in the wells of one assay, relative to the start."""

    treated: Floats
    """shape (N, T)"""
    control: Floats
    """shape (N, T)"""

    @property
    def growth_inhibition(self) -> Floats:
        """1 - treated/control at the end, shape (N,)."""
        return 1.0 - self.treated[:, -1] / self.control[:, -1]

    @property
    def growth_rate_value(self) -> Floats:
        """GR at the end, shape (N,): 1 no effect, 0 no growth, below 0 fewer cells than at the start."""
        return 2.0 ** (np.log2(self.treated[:, -1]) / np.log2(self.control[:, -1])) - 1.0


@lru_cache(maxsize=1)
def culture_defaults() -> Mapping[str, Any]:
    """Default concentrations and assay, as in `data/culture.yaml`."""
    import yaml

    path = files("her2sim.tumour") / "data" / "culture.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def medium(drugs: Mapping[str, tuple[float, str] | None]) -> dict[str, float]:
    """Network inputs (free drug, nM) for drugs added to medium.

    Args:
        drugs: nominal concentration and unit by INN, e.g. {"trastuzumab": (10, "ug/mL")}; None takes the default.

    Raises:
        RegimenError: a drug has no target in the network, or a concentration is negative or has another dimension.
    """
    known = [name for name, drug in DRUGS.items() if drug.input is not None]
    inputs: dict[str, float] = {}
    for name, given in drugs.items():
        if name not in known:
            raise RegimenError(
                f"{name!r} cannot be added to medium.", where="medium", expected=", ".join(known), got=name,
                hint=nearest(name, known),
            )  # fmt: skip
        value, unit = given if given is not None else _default(name)
        inputs[str(DRUGS[name].input)] = _free(name, value, unit)
    return inputs


def _default(drug: str) -> tuple[float, str]:
    entry = culture_defaults()["concentrations"][drug]
    return float(entry["value"]), str(entry["unit"])


def _free(drug: str, value: float, unit: str) -> float:
    try:
        molar = same_dimension(unit, "nM")
        mass = same_dimension(unit, "mg/L")
    except ValueError:
        molar = mass = False
    if not (molar or mass):
        raise RegimenError("this unit is no concentration.", where=f"medium: {drug}", expected="nM or ug/mL", got=unit)
    if not value >= 0:
        raise RegimenError("a concentration is negative.", where=f"medium: {drug}", expected="0 or more", got=value)
    pk = typical_pk(drug, 1)
    per_mass = float(pk[f"{drug}_nM_per_mg_L"][0])
    nominal = convert(value, unit, "nM") if molar else convert(value, unit, "mg/L") * per_mass
    if f"{drug}_fu" not in pk:
        return nominal
    bound = 1.0 / float(pk[f"{drug}_fu"][0]) - 1.0
    return nominal / (1.0 + float(culture_defaults()["serum_share"]) * bound)


def culture_growth(
    times_day: Floats, division_ratio: Floats, death_ratio: Floats, doubling_time_h: float, parameters: TumourParameters
) -> Culture:
    """Cells in treated and control wells.

    Args:
        times_day: shape (T,), ascending, from 0.
        division_ratio: division drive over its drug-free value, shape (N, T).
        death_ratio: death drive over its drug-free value, shape (N, T).
        doubling_time_h: of the line, untreated.
        parameters: N lanes.
    """
    net = np.log(2.0) * 24.0 / doubling_time_h
    share = float(culture_defaults()["death_share"])
    division = net / (1.0 - share)
    death = share * division
    rate = division * division_ratio - death * death_factor(death_ratio, parameters.death_max_fold[:, None])
    gained = np.cumsum(0.5 * (rate[:, 1:] + rate[:, :-1]) * np.diff(times_day), axis=1)
    growth = np.concatenate([np.zeros((rate.shape[0], 1)), gained], axis=1)
    control = np.broadcast_to(np.exp(net * times_day), growth.shape)
    return Culture(np.exp(growth), control)

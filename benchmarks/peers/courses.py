"""What is simulated: four models, their horizons, tolerances and error floors, and the parameter sets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from benchmarks.peers.exported import to_sbml
from benchmarks.peers.flat import Flat, flatten

from her2sim.network import Network, load_network
from her2sim.network.rates import bind, compile_rates

SIGMA, SEED, OUTPUTS = 0.3, 1, 50


@dataclass(frozen=True)
class Course:
    """One model and what is done with it; every tool gets the same.

    Args:
        times: (T,) in the model's unit of time, from 0.
        atol: one absolute tolerance for all species at rtol 1e-6 and above, in the model's units.
        floor: (S,) below which a difference does not count as an error (error metric, `accuracy.py`).
        upper: (P,) bounds of the perturbed parameters.
        network: the network as the engine ships it; None when the engine reads the SBML text like the others.
        names: species and parameters as the network calls them; empty when it reads the SBML text.
    """

    key: str
    flat: Flat
    times: np.ndarray
    atol: float
    floor: np.ndarray
    upper: np.ndarray
    network: Network | None = None
    names: tuple[str, ...] = field(default=())

    def absolute(self, rtol: float) -> float:
        """The absolute tolerance beside a relative one: `atol`, and less below rtol 1e-6, so that errors can fall."""
        return self.atol * min(1.0, rtol / 1e-6)

    @cached_property
    def digest(self) -> str:
        """Short hash of the model text and of the times, for names of cached files."""
        return hashlib.sha256(self.flat.sbml.encode() + self.times.tobytes()).hexdigest()[:12]


@dataclass(frozen=True)
class Sets:
    """N parameter sets: parameters (N, P) and starting amounts (N, S), in the order of the flat model."""

    parameters: np.ndarray
    initial: np.ndarray

    def __len__(self) -> int:
        return len(self.parameters)

    def first(self, count: int) -> Sets:
        """The first sets."""
        return Sets(self.parameters[:count], self.initial[:count])


def draw(course: Course, count: int) -> Sets:
    """Every rate constant and every non-zero starting amount times exp(0.3 N(0, 1)); set 0 is the model's own."""
    generator = np.random.default_rng(SEED)
    width = len(course.flat.values) + len(course.flat.initial)
    factor = np.exp(SIGMA * generator.standard_normal((count, width)))
    factor[0] = 1.0
    split = len(course.flat.values)
    parameters = np.minimum(course.flat.values * factor[:, :split], course.upper)
    return Sets(parameters, course.flat.initial * factor[:, split:])


@dataclass(frozen=True)
class _Setting:
    """A published model: horizon and tolerance in its own units, constants that replace rules or values."""

    horizon: float
    atol: float
    floor: float
    constants: Mapping[str, float] = field(default_factory=dict)


# Chen's six smoothed steps at t = 1800 (2660) take their value after the step; c1 is the ligand dose of its first
# condition. Schoeberl's unit of time is the minute: 60 is the hour its figures show.
_AFTER_STEP = {"Step10Mio": 1e7, "Step33": 3.3e-3, "Step1": 1.0, "StepMini": 1.8704e-8, "Step5": 5e-5}
SETTINGS: Mapping[str, _Setting] = {
    "birtwistle2007": _Setting(1800.0, 1e-6, 1e-4),
    "chen2009": _Setting(7200.0, 1e-2, 1.0, {**_AFTER_STEP, "StepLate": 0.0150356, "c1": 5e-9, "c514": 0.0}),
    "schoeberl2002": _Setting(60.0, 1e-2, 1.0),
}
_UNKNOWN = _Setting(1000.0, 1e-8, 1e-6)


def published(path: Path, horizon: float | None = None) -> Course:
    """An SBML file; models of the benchmark by file name, others with tolerances that suit numbers near one."""
    setting = SETTINGS.get(path.stem, _UNKNOWN)
    flat = flatten(path.read_text(encoding="utf-8"), setting.constants)
    times = np.linspace(0.0, horizon or setting.horizon, OUTPUTS + 1)
    floor, upper = np.full(len(flat.species), setting.floor), np.full(len(flat.values), np.inf)
    return Course(path.stem, flat, times, setting.atol, floor, upper)


# error floors by unit of the species; a relative amount runs from 0 to 1
_FLOORS = {"molecule": 1.0, "1": 1e-3, "nM": 1e-4}


def shipped(hours: float = 500.0, trastuzumab_nM: float = 100.0) -> Course:
    """The shipped HER2 network from its starting state, under trastuzumab."""
    network = load_network()
    values = network.parameter_values.copy()
    values[network.parameter_index["trastuzumab_nM"]] = trastuzumab_nM
    start = bind(compile_rates(network), values).initial
    flat = flatten(to_sbml(network, start, {"trastuzumab_nM": trastuzumab_nM}))
    place = network.parameter_index
    # a share stays a share: what has no unit and is below one, or weighs a structure, stays at most one
    share = [
        network.unit_of(name) == "1" and (values[place[name]] < 1.0 or name.startswith("variant_"))
        for name in flat.parameters
    ]
    return Course(
        "her2",
        flat,
        np.linspace(0.0, hours, OUTPUTS + 1),
        1e-6,
        np.array([_FLOORS[species.unit] for species in network.species]),
        np.where(share, 1.0, np.inf),
        network,
        tuple(species.name for species in network.species),
    )
